"""Addresses of the desk, inside the support area: `wrap` is the area's own gate (login, code, freshness)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path

from portal.core.ratelimit import Limit, limited
from portal.web.cases import desk as cases
from portal.web.oversight import views as oversight
from portal.web.support.views import (
    access,
    acting,
    agreement_cases,
    deliveries,
    desk,
    local_idp,
    moving,
    organisation,
    person,
    register_events,
    steering,
    stopping,
    work,
)

SEARCHES = Limit("support.search", 120, 600)
NUMBERS = Limit("support.cpr", 10, 3600)
_INSIDE: tuple[tuple[str, Any, str], ...] = (
    ("", organisation.Overview, "organisation"),
    ("brugere/", organisation.People, "people"),
    ("brugere/<uuid:person>/", person.Person, "person"),
    ("brugere/<uuid:person>/send-igen/", acting.Resend, "resend"),
    ("brugere/<uuid:person>/email/", acting.CorrectEmail, "correct_email"),
    ("brugere/<uuid:person>/forfra/", acting.Restart, "restart"),
    ("brugere/<uuid:person>/legitimation/", acting.Proofing, "proofing"),
    ("brugere/<uuid:person>/spaer/", stopping.ProposeStop, "propose_stop"),
    ("brugere/<uuid:person>/aabn/", stopping.ProposeResume, "propose_resume"),
    ("brugere/<uuid:person>/forslag/<uuid:pk>/", stopping.AnswerStop, "answer_stop"),
    ("brugere/<uuid:person>/logins/", stopping.EndSessions, "end_sessions"),
    ("brugere/<uuid:person>/cpr/", stopping.RevealCpr, "reveal_cpr"),
    ("rettigheder/", organisation.Grants, "grants"),
    ("fuldmagter/", organisation.Mandates, "mandates"),
    ("flytning/", organisation.Migration, "migration"),
    ("betaling/", organisation.Billing, "billing"),
    ("betaling/<uuid:pk>/", work.AnswerCredit, "answer_credit"),
    ("lokal-idp/<uuid:pk>/", local_idp.AnswerLocalIdp, "answer_local_idp"),
    ("lokal-idp/<uuid:pk>/erklaering/", local_idp.Statement, "statement"),
    ("mails/", organisation.Mails, "mails"),
    ("opgaver/", organisation.Jobs, "jobs"),
    ("flytning/pause/", moving.PauseMove, "pause_move"),
    ("flytning/videre/", moving.ResumeMove, "resume_move"),
    ("opgaver/<uuid:pk>/igen/", work.RunAgain, "run_again"),
    ("historik/", organisation.History, "history"),
)
_DESK: tuple[tuple[str, Any, str], ...] = (
    ("", desk.Desk, "index"),
    ("flytningen/", steering.Steering, "steering"),
    ("leveringer/", deliveries.Deliveries, "deliveries"),
    ("leveringer/ny/", deliveries.StartImport, "start_import"),
    ("leveringer/<uuid:pk>/", deliveries.DeliveryPage, "delivery"),
    ("leveringer/<uuid:pk>/afviste/", deliveries.RejectedRows, "rejected_rows"),
    ("nemid/<str:number>/", deliveries.LegacyRecord, "legacy_record"),
    ("sager/", cases.Queue, "cases"),
    ("sager/ny/", cases.RegisterCall, "new_case"),
    ("sager/<uuid:pk>/", cases.CasePage, "case"),
    ("sager/<uuid:pk>/tag/", cases.Take, "take_case"),
    ("sager/<uuid:pk>/svar/", cases.Answer, "answer_case"),
    ("sager/<uuid:pk>/kollega/", cases.HandOver, "hand_over_case"),
    ("sager/<uuid:pk>/tredje-niveau/", cases.HandOn, "hand_on_case"),
    ("sager/<uuid:pk>/tilbage/", cases.TakeBack, "take_back_case"),
    ("sager/<uuid:pk>/filer/<uuid:file>/", cases.File, "case_file"),
    ("aftalesager/", agreement_cases.Queue, "agreement_cases"),
    ("aftalesager/<uuid:pk>/", agreement_cases.AgreementCase, "agreement_case"),
    ("aftalesager/<uuid:pk>/bed/", agreement_cases.AskApplicant, "ask_applicant"),
    ("aftalesager/<uuid:pk>/skriv/", agreement_cases.WriteToApplicant, "write_to_applicant"),
    ("aftalesager/<uuid:pk>/godkend/", agreement_cases.Approve, "approve_agreement"),
    ("aftalesager/<uuid:pk>/afvis/", agreement_cases.Reject, "reject_agreement"),
    ("aftalesager/<uuid:pk>/filer/<uuid:file>/", agreement_cases.File, "agreement_case_file"),
    ("cvr-haendelser/", register_events.RegisterEvents, "register_events"),
    ("stikproever/", oversight.Samples, "samples"),
    ("stikproever/<uuid:pk>/", oversight.Review, "review"),
    ("slettet/", oversight.Retention, "retention"),
    ("adgange/", access.Accesses, "accesses"),
    ("adgange/<uuid:pk>/forlaeng/", access.ExtendAccess, "extend"),
    ("adgange/<uuid:pk>/luk/", access.EndAccess, "end"),
    ("organisationer/<str:number>/adgang/", access.OpenAccess, "open"),
)


def _agent(request: HttpRequest) -> str:
    return str(request.user.pk or "")


_LIMITS = {"index": SEARCHES, "reveal_cpr": NUMBERS}


def patterns(wrap: Callable[..., Any]) -> list[URLPattern]:
    inside = [(f"organisationer/<str:number>/{route}", page, name) for route, page, name in _INSIDE]
    return [
        path(route, wrap(_limited(page.as_view(), name)), name=name)
        for route, page, name in (*_DESK, *inside)
    ]


def _limited(view: Any, name: str) -> Any:
    return limited(_LIMITS[name], by=_agent)(view) if name in _LIMITS else view
