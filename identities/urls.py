"""Addresses: `organisation` under /<cvr>/brugere/, `public` outside any organisation."""

from django.urls import URLPattern, URLResolver, path

from identities import api
from identities.views import (
    activation,
    authenticators,
    billing,
    claims,
    consents,
    creating,
    detail,
    listing,
    living,
    local_idp,
    me,
    merging,
    privacy,
    roles,
    selecting,
    uploads,
)

_organisation: list[URLPattern | URLResolver] = [
    path("", listing.IdentityList.as_view(), name="list"),
    path("opret/", creating.CreateIdentity.as_view(), name="create"),
    path("bekraeft/", claims.Claims.as_view(), name="claims"),
    path("mig/", me.Me.as_view(), name="me"),
    path("mig/rolle/", roles.RequestRole.as_view(), name="request_role"),
    path("administratorer/", roles.Administrators.as_view(), name="administrators"),
    path("roller/", roles.RoleRequests.as_view(), name="role_requests"),
    path("roller/<uuid:pk>/giv/", roles.ApproveRole.as_view(), name="approve_role"),
    path("roller/<uuid:pk>/afvis/", roles.RejectRole.as_view(), name="reject_role"),
    path("regninger/", billing.Billing.as_view(), name="billing"),
    path("regninger/kanal/", billing.Channel.as_view(), name="channel"),
    path("regninger/<uuid:pk>.pdf", billing.InvoiceFile.as_view(), name="invoice"),
    path("privat-mitid/", consents.AllowPrivate.as_view(), name="allow_private"),
    path("lokal-idp/", local_idp.LocalIdpPage.as_view(), name="local_idp"),
    path("lokal-idp/opsaet/", local_idp.SetUpLocalIdp.as_view(), name="set_up_local_idp"),
    path("lokal-idp/erklaering/", local_idp.AddStatement.as_view(), name="local_idp_statement"),
    path("lokal-idp/<uuid:pk>/send/", local_idp.SubmitLocalIdp.as_view(), name="submit_local_idp"),
    path("lokal-idp/<uuid:pk>/fjern/", local_idp.RemoveLocalIdp.as_view(), name="remove_local_idp"),
    path("<uuid:pk>/lokal-idp/", local_idp.ConnectToLocalIdp.as_view(), name="connect_local_idp"),
    path("midler/<uuid:pk>/ny-telefon/", authenticators.NewPhone.as_view(), name="new_phone"),
    path("midler/<uuid:pk>/stop/", authenticators.StopAuthenticator.as_view(), name="stop_authenticator"),
    path("fil/", uploads.UploadFile.as_view(), name="upload_file"),
    path("fil/<uuid:pk>/kolonner/", uploads.UploadColumns.as_view(), name="upload_columns"),
    path("fil/<uuid:pk>/", uploads.UploadResult.as_view(), name="upload"),
    path("fil/<uuid:pk>/kasser/", uploads.DiscardUpload.as_view(), name="discard_upload"),
    path("fil/<uuid:pk>/fejl.csv", uploads.UploadErrors.as_view(), name="upload_errors"),
    path("valgte/", selecting.Selection.as_view(), name="selection"),
    path("liste/", selecting.Export.as_view(), name="export"),
    path("<uuid:pk>/cpr/", privacy.Reveal.as_view(), name="reveal_cpr"),
    path("<uuid:pk>/", detail.IdentityDetail.as_view(), name="detail"),
    path("<uuid:pk>/ret/", creating.EditIdentity.as_view(), name="edit"),
    path("<uuid:pk>/navnebeskyttelse/", creating.Pseudonym.as_view(), name="pseudonym"),
    path("<uuid:pk>/datoer/", creating.Schedule.as_view(), name="schedule"),
    path("<uuid:pk>/send/", living.Send.as_view(), name="send"),
    path("<uuid:pk>/send-igen/", living.Resend.as_view(), name="resend"),
    path("<uuid:pk>/traek-tilbage/", living.WithdrawActivation.as_view(), name="withdraw_activation"),
    path("<uuid:pk>/kode/", living.MakeCode.as_view(), name="make_code"),
    path("<uuid:pk>/afvis/", claims.RejectClaim.as_view(), name="reject_claim"),
    path("<uuid:pk>/legitimation/", authenticators.Proofing.as_view(), name="proofing"),
    path("<uuid:pk>/spaer/", living.Suspend.as_view(), name="suspend"),
    path("<uuid:pk>/ophaev/", living.Resume.as_view(), name="resume"),
    path("<uuid:pk>/luk/", living.Close.as_view(), name="close"),
    path("<uuid:pk>/aabn/", living.Reopen.as_view(), name="reopen"),
    path("<uuid:pk>/laeg-sammen/<uuid:kept>/", merging.Merge.as_view(), name="merge"),
    path("<uuid:pk>/roller/", roles.AssignRoles.as_view(), name="assign_roles"),
    path("<uuid:pk>/roller/<slug:role>/fjern/", roles.RemoveRole.as_view(), name="remove_role"),
    path("<uuid:pk>/roller/<slug:role>/fratraed/", roles.ResignRole.as_view(), name="resign_role"),
    path(
        "<uuid:pk>/saerskilt-mitid/", authenticators.OrderAuthenticator.as_view(), name="order_authenticator"
    ),
]
_public: list[URLPattern | URLResolver] = [
    path("aktivering/kode/", activation.CodeEntry.as_view(), name="code"),
    path("aktivering/kode/<uuid:pk>/", activation.CodeChoice.as_view(), name="code_choice"),
    path("aktivering/<str:token>/", activation.ActivationPage.as_view(), name="activation"),
    path("aktivering/<str:token>/meld/", activation.ReportWrongPerson.as_view(), name="wrong_person"),
    path("saerskilt-mitid/<str:token>/", authenticators.Enrolment.as_view(), name="enrolment"),
    path("mine-identiteter/", me.Mine.as_view(), name="mine"),
    path("mine-identiteter/hent/", privacy.OwnData.as_view(), name="own_data"),
    path("mine-identiteter/<uuid:pk>/aktiver/", activation.OwnActivation.as_view(), name="activate_own"),
    path("mine-identiteter/<uuid:pk>/velkommen/", activation.Welcome.as_view(), name="welcome"),
    path("mine-identiteter/<uuid:pk>/brug-privat/", me.AcceptConsent.as_view(), name="accept_consent"),
    path("mine-identiteter/<uuid:pk>/stop-privat/", me.WithdrawConsent.as_view(), name="withdraw_consent"),
    path("mine-identiteter/midler/<uuid:pk>/mistet/", me.ReportLost.as_view(), name="report_lost"),
]
_API = "identities/v1/"
_public += [
    path(f"{_API}identities", api.Identities.as_view(), name="api_identities"),
    path(f"{_API}identities/<str:pk>", api.OneIdentity.as_view(), name="api_identity"),
    path(f"{_API}identities/<str:pk>/suspend", api.Suspend.as_view(), name="api_suspend"),
    path(f"{_API}identities/<str:pk>/reactivate", api.Reactivate.as_view(), name="api_reactivate"),
    path(
        f"{_API}identities/<str:pk>/authenticators",
        api.TheAuthenticators.as_view(),
        name="api_authenticators",
    ),
    path(f"{_API}identities/<str:pk>/roles", api.TheRoles.as_view(), name="api_roles"),
    path(f"{_API}authenticators/<str:pk>", api.OneAuthenticator.as_view(), name="api_authenticator"),
    path(f"{_API}activation-orders", api.ActivationOrders.as_view(), name="api_activation_orders"),
    path(f"{_API}activation-orders/<str:pk>", api.ActivationOrder.as_view(), name="api_activation_order"),
]

organisation = (_organisation, "identities")
public = (_public, "identities_public")
