"""Addresses: `organisation` under /<cvr>/flytning/, `public` outside any organisation."""

from django.urls import URLPattern, URLResolver, path

from migration_flow import views

_organisation: list[URLPattern | URLResolver] = [
    path("", views.StartPage.as_view(), name="start"),
    path("status/", views.StatusPage.as_view(), name="status"),
    path("kontrol/", views.ExecutePage.as_view(), name="execute"),
    path("kvittering/", views.Receipt.as_view(), name="receipt"),
    path("kvittering/csv/", views.ReceiptFile.as_view(), name="receipt_file"),
    path("fortryd/", views.Undo.as_view(), name="undo"),
    path("proeve/", views.Rehearse.as_view(), name="rehearse"),
    path("proeve/<uuid:pk>/", views.Rehearsal.as_view(), name="rehearsal"),
    path("beslutning/<int:pk>/", views.AnswerPage.as_view(), name="answer"),
    path("<slug:item>/", views.DecisionList.as_view(), name="decisions"),
    path("<slug:item>/forslag/", views.AcceptPage.as_view(), name="accept"),
]
_public: list[URLPattern | URLResolver] = []

organisation = (_organisation, "migration_flow")
public = (_public, "migration_flow_public")
