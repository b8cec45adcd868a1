"""Addresses: `organisation` under /<cvr>/aftale/, `public` outside any organisation."""

from django.urls import URLPattern, URLResolver, path

from portal.agreements import views

_organisation: list[URLPattern | URLResolver] = [
    path("", views.AgreementPage.as_view(), name="agreement"),
    path("opsaetning/", views.SetUpPage.as_view(), name="set_up"),
]
_public: list[URLPattern | URLResolver] = [
    path("tilslutning/", views.StartPage.as_view(), name="start"),
    path("tilslutning/cvr/<str:number>/", views.StartThis.as_view(), name="start_this"),
    path("tilslutning/<uuid:pk>/", views.CasePage.as_view(), name="case"),
    path("tilslutning/<uuid:pk>/administrator/", views.AdministratorPage.as_view(), name="administrator"),
    path("tilslutning/<uuid:pk>/kontrol/", views.PresentPage.as_view(), name="present"),
    path("tilslutning/<uuid:pk>/underskrift/", views.SignPage.as_view(), name="sign"),
    path("tilslutning/<uuid:pk>/aftale.pdf", views.CaseDocument.as_view(), name="pdf"),
    path("tilslutning/<uuid:pk>/kvittering/", views.ReceiptPage.as_view(), name="receipt"),
]

organisation = (_organisation, "agreements")
public = (_public, "agreements_public")
