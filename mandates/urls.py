"""Addresses: `organisation` under /<cvr>/fuldmagter/, `public` outside any organisation."""

from django.urls import URLPattern, URLResolver, path

from mandates.views import answering, detail, distributing, drafting, ending, listing

_organisation: list[URLPattern | URLResolver] = [
    path("", listing.Given.as_view(), name="list"),
    path("modtagne/", listing.Received.as_view(), name="received"),
    path("kunder-uden-gruppe/", listing.NoGroup.as_view(), name="no_group"),
    path("tilbyd/", drafting.Offer.as_view(), name="offer"),
    path("anmod/", drafting.Request.as_view(), name="request"),
    path("fordel/", distributing.DistributeMany.as_view(), name="distribute_many"),
    path("fordel/<uuid:pk>/", distributing.BulkJob.as_view(), name="bulk"),
    path("fordel/<uuid:pk>/fejl.csv", distributing.BulkErrors.as_view(), name="bulk_errors"),
    path("fordel/<uuid:pk>/afbryd/", distributing.CancelBulk.as_view(), name="bulk_cancel"),
    path("fordel/<uuid:pk>/igen/", distributing.StartBulkAgain.as_view(), name="bulk_again"),
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
