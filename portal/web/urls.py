"""Addresses of the front hall: `organisation` under /<cvr>/, `public` outside any organisation."""

from django.urls import URLPattern, URLResolver, path

from portal.agreements.views import SettingsPage
from portal.web import views
from portal.web.cases import own as cases
from portal.web.guides import views as guides
from portal.web.history import views as history
from portal.web.notifications import views as notifications
from portal.web.oversight import views as oversight
from portal.web.succession import views as succession

_organisation: list[URLPattern | URLResolver] = [
    path("", views.Overview.as_view(), name="overview"),
    path("indstillinger/", views.Settings.as_view(), name="settings"),
    path("indstillinger/ret/", SettingsPage.as_view(), name="change_settings"),
    path("historik/", history.History.as_view(), name="history"),
    path("historik/hent/", history.ExportHistory.as_view(), name="export_history"),
    path("overtagelse/<uuid:pk>/", succession.People.as_view(), name="succession"),
    path("overtagelse/<uuid:pk>/fuldmagter/", succession.Mandates.as_view(), name="succession_mandates"),
    path("overtagelse/<uuid:pk>/afslut/", succession.Close.as_view(), name="succession_close"),
    path("opgaver/<uuid:pk>/", views.JobPage.as_view(), name="job"),
    path("opgaver/<uuid:pk>/status/", views.JobPart.as_view(), name="job_part"),
    path("dokumenter/<uuid:pk>.pdf", views.DocumentFile.as_view(), name="document"),
]
_public: list[URLPattern | URLResolver] = [
    path("", views.FrontPage.as_view(), name="front"),
    path("organisationer/", views.Picker.as_view(), name="picker"),
    path("sprog/", views.change_language, name="language"),
    path("komponenter/", views.Gallery.as_view(), name="gallery"),
    path("hjaelp/", views.Help.as_view(), name="help"),
    path("hjaelp/vejledninger/", guides.Guides.as_view(), name="guides"),
    path("hjaelp/vejledninger/<slug:slug>/", guides.GuidePage.as_view(), name="guide"),
    path("hjaelp/sager/", cases.MyCases.as_view(), name="cases"),
    path("hjaelp/sager/ny/", cases.Ask.as_view(), name="ask"),
    path("hjaelp/sager/<uuid:pk>/", cases.MyCase.as_view(), name="case"),
    path("hjaelp/sager/<uuid:pk>/filer/<uuid:file>/", cases.MyFile.as_view(), name="case_file"),
    path("beskeder/", notifications.Messages.as_view(), name="notifications"),
    path("beskeder/laest/", notifications.MarkRead.as_view(), name="mark_read"),
    path("beskeder/mail/", notifications.ChooseMail.as_view(), name="choose_mail"),
    path("min-aktivitet/", history.MyActivity.as_view(), name="my_activity"),
    path("mine-opslag/", history.MyLookUps.as_view(), name="my_look_ups"),
    path("privatliv/", views.Privacy.as_view(), name="privacy"),
    path("privatliv/fortegnelse/", oversight.ProcessingRecord.as_view(), name="processing"),
    path("tilgaengelighed/", views.Accessibility.as_view(), name="accessibility"),
    path("was/", views.was, name="was"),
    path("postkasse/", views.Mailbox.as_view(), name="mailbox"),
    path("postkasse/<slug:key>/", views.MailboxLetter.as_view(), name="letter"),
    path("healthz", views.health, name="health"),
]

organisation = (_organisation, "web")
public = (_public, "front")
