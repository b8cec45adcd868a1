"""Addresses: `organisation` under /<cvr>/fuldmagter/, `public` outside any organisation."""

from django.urls import URLPattern, URLResolver, path

from mandates.views import (
    acting,
    answering,
    bulk,
    choosing,
    client_groups,
    detail,
    distributing,
    drafting,
    ending,
    listing,
)

_organisation: list[URLPattern | URLResolver] = [
    path("", listing.Given.as_view(), name="list"),
    path("modtagne/", listing.Received.as_view(), name="received"),
    path("kunder-uden-gruppe/", choosing.NoGroup.as_view(), name="no_group"),
    path("handl-for/", acting.ActingFor.as_view(), name="acting_for"),
    path("handl-for/<slug:client>/", acting.ActingForClient.as_view(), name="acting_for_client"),
    path("kundegrupper/", client_groups.ClientGroups.as_view(), name="client_groups"),
    path("kundegrupper/opret/", client_groups.CreateClientGroup.as_view(), name="create_client_group"),
    path("kundegrupper/<uuid:pk>/", client_groups.ClientGroupPage.as_view(), name="client_group"),
    path(
        "kundegrupper/<uuid:pk>/navn/", client_groups.RenameClientGroup.as_view(), name="rename_client_group"
    ),
    path(
        "kundegrupper/<uuid:pk>/fordel/",
        client_groups.AssignClientGroup.as_view(),
        name="assign_client_group",
    ),
    path(
        "kundegrupper/<uuid:pk>/slet/", client_groups.DeleteClientGroup.as_view(), name="delete_client_group"
    ),
    path("kundegrupper/<uuid:pk>/tilfoej/", choosing.AddClients.as_view(), name="add_clients"),
    path("kundegrupper/<uuid:pk>/tag-ud/", choosing.RemoveClients.as_view(), name="remove_clients"),
    path("forny/", choosing.RenewMany.as_view(), name="renew_many"),
    path("tilbyd/", drafting.Offer.as_view(), name="offer"),
    path("anmod/", drafting.Request.as_view(), name="request"),
    path("fordel/", bulk.DistributeMany.as_view(), name="distribute_many"),
    path("fordel/<uuid:pk>/", bulk.BulkJob.as_view(), name="bulk"),
    path("fordel/<uuid:pk>/fejl.csv", bulk.BulkErrors.as_view(), name="bulk_errors"),
    path("fordel/<uuid:pk>/afbryd/", bulk.CancelBulk.as_view(), name="bulk_cancel"),
    path("fordel/<uuid:pk>/igen/", bulk.StartBulkAgain.as_view(), name="bulk_again"),
    path("fordelinger/<uuid:pk>/fjern/", distributing.Unassign.as_view(), name="unassign"),
    path("<uuid:pk>/", detail.MandateDetail.as_view(), name="detail"),
    path("<uuid:pk>/fuldmagt.pdf", detail.MandateDocument.as_view(), name="document"),
    path("<uuid:pk>/rettigheder/", drafting.Rights.as_view(), name="rights"),
    path("<uuid:pk>/periode/", drafting.Period.as_view(), name="period"),
    path("<uuid:pk>/send/", drafting.Send.as_view(), name="send"),
    path("<uuid:pk>/slet/", drafting.Discard.as_view(), name="discard"),
    path("<uuid:pk>/svar/", answering.Answer.as_view(), name="answer"),
    path("<uuid:pk>/godkend/", answering.Approve.as_view(), name="approve"),
    path("<uuid:pk>/bekraeft/", answering.Confirm.as_view(), name="confirm"),
    path("<uuid:pk>/fordel/", distributing.Distribute.as_view(), name="distribute"),
    path("<uuid:pk>/forny/", ending.Renew.as_view(), name="renew"),
    path("<uuid:pk>/giv-videre/", drafting.GiveOn.as_view(), name="give_on"),
    path("<uuid:pk>/bero/", ending.Suspend.as_view(), name="suspend"),
    path("<uuid:pk>/genoptag/", ending.Resume.as_view(), name="resume"),
    path("<uuid:pk>/traek-tilbage/", ending.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/frasig/", ending.Waive.as_view(), name="waive"),
    path("<uuid:pk>/stop-videregivelse/", ending.EndSubMandate.as_view(), name="end_sub_mandate"),
]
_public: list[URLPattern | URLResolver] = []

organisation = (_organisation, "mandates")
public = (_public, "mandates_public")
