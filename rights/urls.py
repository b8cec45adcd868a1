"""Addresses: `organisation` under /<cvr>/rettigheder/, `public` outside any organisation."""

from django.urls import URLPattern, URLResolver, path, re_path

from rights import api
from rights.views import (
    catalogue,
    developers,
    giving,
    groups,
    overview,
    owner_clients,
    owners,
    requests,
    review,
)

_organisation: list[URLPattern | URLResolver] = [
    path("", overview.Overview.as_view(), name="overview"),
    path("mine/", overview.Mine.as_view(), name="mine"),
    path("bruger/<uuid:pk>/", overview.PersonRights.as_view(), name="person"),
    path("bruger/<uuid:pk>/tildel/", catalogue.ChooseForPerson.as_view(), name="choose"),
    path("bruger/<uuid:pk>/tildel/<uuid:right>/", giving.Give.as_view(), name="give"),
    path("katalog/", catalogue.Catalogue.as_view(), name="catalogue"),
    path("katalog/<uuid:pk>/", catalogue.RightDetail.as_view(), name="right"),
    path("katalog/<uuid:pk>/tildel/", giving.GiveMany.as_view(), name="give_many"),
    path("fjern/", giving.WithdrawMany.as_view(), name="withdraw_many"),
    path("<uuid:pk>/fjern/", giving.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/forny/", giving.Renew.as_view(), name="renew"),
    path("ansoeg/", requests.Ask.as_view(), name="ask"),
    path("ansoegninger/", requests.Requests.as_view(), name="requests"),
    path("ansoegninger/<uuid:pk>/", requests.Answer.as_view(), name="answer"),
    path(
        "ansoegninger/<uuid:pk>/traek-tilbage/", requests.WithdrawRequest.as_view(), name="withdraw_request"
    ),
    path("grupper/", groups.Groups.as_view(), name="groups"),
    path("grupper/opret/", groups.CreateGroup.as_view(), name="create_group"),
    path("grupper/<uuid:pk>/", groups.GroupPage.as_view(), name="group"),
    path("grupper/<uuid:pk>/ret/", groups.ChangeGroup.as_view(), name="change_group"),
    path("grupper/<uuid:pk>/slet/", groups.DeleteGroup.as_view(), name="delete_group"),
    path("grupper/<uuid:pk>/tilfoej/", groups.AddMembers.as_view(), name="add_members"),
    path("grupper/<uuid:pk>/tag-ud/", groups.RemoveMembers.as_view(), name="remove_members"),
    path("grupper/<uuid:pk>/ekstern/", groups.AddExternal.as_view(), name="add_external"),
    path(
        "grupper/<uuid:pk>/ekstern/<uuid:identity>/fjern/",
        groups.RemoveExternal.as_view(),
        name="remove_external",
    ),
    path("grupper/<uuid:pk>/tildel/", catalogue.ChooseForGroup.as_view(), name="choose_group"),
    path("grupper/<uuid:pk>/tildel/<uuid:right>/", giving.GiveToGroup.as_view(), name="give_group"),
    path("gennemgang/", review.WhoHolds.as_view(), name="review"),
    path("gennemgang/udloeber/", review.Expiring.as_view(), name="review_expiring"),
    path("gennemgang/uden/", review.WithoutRights.as_view(), name="review_without"),
    path("gennemgang/ingen-har/", review.HeldByNobody.as_view(), name="review_unused"),
    path("gennemgang/kun-en/", review.HangsOnOne.as_view(), name="review_alone"),
    re_path(
        r"^gennemgang/(?P<which>tildelt|hvem|uden)\.(?P<kind>csv|xlsx)$",
        review.Download.as_view(),
        name="review_file",
    ),
]
_public: list[URLPattern | URLResolver] = [
    path("oauth2/token", api.Token.as_view(), name="token"),
    path("access/v1/evaluation", api.Evaluation.as_view(), name="evaluation"),
    path("access/v1/evaluations", api.Evaluations.as_view(), name="evaluations"),
    path("access/v1/acting-for", api.ActingFor.as_view(), name="acting_for"),
    path("api/v1/grants", api.Grants.as_view(), name="grants"),
    path("api/v1/grants/<uuid:pk>", api.OneGrant.as_view(), name="grant"),
    path("access/v1/privileges", api.Privileges.as_view(), name="privileges"),
    path("access/v1/subjects", api.Subjects.as_view(), name="subjects"),
    path(".well-known/authzen-configuration", api.Metadata.as_view(), name="metadata"),
    path("udvikler/", developers.Developers.as_view(), name="developers"),
    path("systemer/", owners.Systems.as_view(), name="systems"),
    path("systemer/<uuid:pk>/", owners.SystemPage.as_view(), name="system"),
    path("systemer/<uuid:pk>/ret/", owners.ChangeSystem.as_view(), name="change_system"),
    path("systemer/<uuid:pk>/ny-rettighed/", owners.AddRight.as_view(), name="add_right"),
    path("systemer/<uuid:pk>/ny-adgang/", owner_clients.OpenClient.as_view(), name="open_client"),
    path("systemer/rettighed/<uuid:pk>/", owners.ChangeRight.as_view(), name="change_right"),
    path("systemer/rettighed/<uuid:pk>/fuldmagt/", owners.ChangePolicy.as_view(), name="change_policy"),
    path("systemer/rettighed/<uuid:pk>/tag-ud/", owners.RetireRight.as_view(), name="retire_right"),
    path(
        "systemer/adgang/<uuid:pk>/ny-hemmelighed/", owner_clients.RenewSecret.as_view(), name="renew_secret"
    ),
    path("systemer/adgang/<uuid:pk>/luk/", owner_clients.CloseClient.as_view(), name="close_client"),
]

organisation = (_organisation, "rights")
public = (_public, "rights_public")
