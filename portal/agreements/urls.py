"""Addresses: `organisation` under /<cvr>/aftale/, `public` outside any organisation."""

from django.urls import URLPattern, URLResolver, path

from portal.agreements import views

_organisation: list[URLPattern | URLResolver] = [
    path("", views.AgreementPage.as_view(), name="agreement"),
    path("opsaetning/", views.SetUpPage.as_view(), name="set_up"),
    path("opsaetning/midler/", views.SetUpMeans.as_view(), name="set_up_means"),
    path("opsaetning/faerdig/", views.SetUpDone.as_view(), name="set_up_done"),
    path("opsig/", views.TerminatePage.as_view(), name="terminate"),
    path("fortryd/", views.UndoPage.as_view(), name="undo"),
    path("vilkaar/", views.TermsPage.as_view(), name="terms"),
]
_public: list[URLPattern | URLResolver] = [
    path("tilslutning/", views.StartPage.as_view(), name="start"),
    path("behov/", views.NeedPage.as_view(), name="need"),
    path("tilslutning/ny-administrator/", views.StartRecovery.as_view(), name="recovery"),
    path("tilslutning/uden-cvr/", views.StartWithoutRegister.as_view(), name="start_without_register"),
    path("tilslutning/link/<str:token>/", views.InvitationPage.as_view(), name="invitation"),
    path("tilslutning/cvr/<str:number>/", views.StartThis.as_view(), name="start_this"),
    path("tilslutning/<uuid:pk>/", views.CasePage.as_view(), name="case"),
    path("tilslutning/<uuid:pk>/administrator/", views.AdministratorPage.as_view(), name="administrator"),
    path("tilslutning/<uuid:pk>/kontrol/", views.PresentPage.as_view(), name="present"),
    path("tilslutning/<uuid:pk>/underskrift/", views.SignPage.as_view(), name="sign"),
    path("tilslutning/<uuid:pk>/aftale.pdf", views.CaseDocument.as_view(), name="pdf"),
    path("tilslutning/<uuid:pk>/kvittering/", views.ReceiptPage.as_view(), name="receipt"),
    path("tilslutning/<uuid:pk>/organisation/", views.OrganisationPage.as_view(), name="organisation"),
    path("tilslutning/<uuid:pk>/dokument/", views.AttachPage.as_view(), name="attach"),
    path(
        "tilslutning/<uuid:pk>/dokument/<uuid:attachment>/", views.AttachmentFile.as_view(), name="attachment"
    ),
    path("tilslutning/<uuid:pk>/besked/", views.WritePage.as_view(), name="write"),
    path("tilslutning/<uuid:pk>/inviter/", views.InvitePage.as_view(), name="invite"),
    path("tilslutning/<uuid:pk>/send/", views.SubmitPage.as_view(), name="submit"),
    path("tilslutning/<uuid:pk>/papir/", views.PaperPage.as_view(), name="paper"),
    path("tilslutning/<uuid:pk>/ret/", views.ReopenPage.as_view(), name="reopen"),
    path("tilslutning/<uuid:pk>/igen/", views.TakeUpPage.as_view(), name="take_up"),
    path("tilslutning/<uuid:pk>/traek-tilbage/", views.WithdrawPage.as_view(), name="withdraw"),
]

organisation = (_organisation, "agreements")
public = (_public, "agreements_public")
