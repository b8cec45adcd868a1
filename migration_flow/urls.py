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
    path("hvornaar/", views.Timing.as_view(), name="timing"),
    path("hvornaar/dag/", views.ChooseDate.as_view(), name="choose_date"),
    path("hvornaar/udsaet/", views.Postpone.as_view(), name="postpone"),
    path("breve/<uuid:pk>.pdf", views.LetterFile.as_view(), name="letter"),
    path("medarbejdere/", views.EmployeeList.as_view(), name="employees"),
    path("medarbejdere/liste/", views.EmployeeFile.as_view(), name="employee_file"),
    path("medarbejdere/hold/", views.PutInBatch.as_view(), name="put_in_batch"),
    path("medarbejdere/hold/<int:batch>/", views.InviteBatch.as_view(), name="invite_batch"),
    path("medarbejdere/<int:pk>/maade/", views.ChangePath.as_view(), name="change_path"),
    path("min/", views.OwnMove.as_view(), name="own"),
    path("min/bekraeft/", views.Confirm.as_view(), name="confirm_own"),
    path("min/galt/", views.Trouble.as_view(), name="trouble"),
    path("dubletter/", views.DuplicateList.as_view(), name="duplicates"),
    path("dubletter/<int:pk>/", views.Duplicate.as_view(), name="duplicate"),
    path("fil/", views.AnswersUp.as_view(), name="answers_up"),
    path("fil/<slug:form>/", views.AnswersDown.as_view(), name="answers_down"),
    path("beslutning/<int:pk>/", views.AnswerPage.as_view(), name="answer"),
    path("<slug:item>/", views.DecisionList.as_view(), name="decisions"),
    path("<slug:item>/valgte/", views.DecideMany.as_view(), name="decide_many"),
    path("<slug:item>/forslag/", views.AcceptPage.as_view(), name="accept"),
]
_public: list[URLPattern | URLResolver] = [
    path("flytninger/", views.MyMoves.as_view(), name="mine"),
    path("flytninger/aftaler/", views.PrepareTogether.as_view(), name="prepare_together"),
    path("flytninger/underskrift/", views.SignTogether.as_view(), name="sign_together"),
    path("hjaelp/flytning/forslag/", views.ProposalHelp.as_view(), name="proposals"),
    path("flytninger/<str:number>/", views.MoveAlone.as_view(), name="alone"),
    path("flytning/senere/<str:token>/", views.Later.as_view(), name="later"),
]

organisation = (_organisation, "migration_flow")
public = (_public, "migration_flow_public")
