"""Termination with fourteen days to think again, and terms that change; every state of the agreement is reached."""

import datetime
import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from identities.models import Identity
from portal.agreements import actions, queries, tasks
from portal.agreements.models import Agreement, Connection, Organisation, Terms, TermsChange
from portal.agreements.signals import agreement_ended
from portal.core.actions import RuleBroken
from portal.core.actors import StepUpNeeded
from portal.core.documents import is_unchanged
from portal.core.models import Document
from portal.core.permissions import Level
from tests.agreements.country import (
    APS,
    ONE_DIRECTOR,
    activated,
    connected,
    document,
    in_register,
    mails,
    number,
    trail,
)
from tests.cast import make_actor


@pytest.fixture
def bent(people, register, applicant):
    """Administrator of a connected company."""
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    return activated(connected(applicant, people.bent, 1), people.bent)


def agreement():
    return Agreement.objects.across_organisations("test").get()


def days_pass(days):
    Agreement.objects.across_organisations("test").update(
        ends_at=timezone.now() - datetime.timedelta(seconds=1)
    )


def test_terminated_undone_terminated_ended(bent, log_in):
    client, base = log_in(bent), f"/{number(1)}/aftale/"
    refused = client.post(base + "opsig/", {"word": "opsig"})
    assert "store bogstaver" in refused.content.decode()
    assert client.post(base + "opsig/", {"word": "OPSIG"}).status_code == 302
    assert agreement().state == "terminating"
    assert agreement().ends_at.date() == (timezone.now() + datetime.timedelta(days=14)).date()
    assert client.get(f"/{number(1)}/").status_code == 200, "until then everything is as usual"
    assert "Fortryd opsigelsen" in client.get(base).content.decode()
    assert client.post(base + "fortryd/").status_code == 302
    bent.organisation.refresh_from_db()
    assert (agreement().state, agreement().ends_at, bent.organisation.state) == ("active", None, "connected")
    client.post(base + "opsig/", {"word": "TERMINATE"})
    tasks.end_due()
    assert agreement().state == "terminating", "fourteen days are fourteen days"
    days_pass(14)
    heard = []
    agreement_ended.connect(
        lambda sender, **facts: heard.append(facts["organisation"].cvr), weak=False, dispatch_uid="t"
    )
    tasks.end_due()
    tasks.end_due()
    agreement_ended.disconnect(dispatch_uid="t")
    assert heard == [number(1)], "once"
    assert agreement().state == "ended"
    assert client.get(f"/{number(1)}/").status_code == 404, "logins stop"
    assert Organisation.objects.across_organisations("test").get().closed_at is not None
    assert [len(mails(each)) for each in ("terminated", "termination_undone", "ended")] == [2, 1, 1]
    assert "agreements.agreement.ended" in trail(bent.organisation)


def test_the_end_sends_the_last_invoice(bent):
    from identities.models import Charge, Invoice

    Charge.objects.create(
        organisation=bent.organisation, kind="identity", identity=bent.identity, amount=20, reason="x"
    )
    actions.terminate(actor=bent.actor, word="OPSIG")
    days_pass(14)
    tasks.end_due()
    assert Invoice.objects.across_organisations("test").get().organisation == bent.organisation


def test_who_may_end_it(bent):
    for roles in ((), ("user_administrator",), ("rights_administrator",)):
        with pytest.raises(PermissionDenied):
            actions.terminate(actor=make_actor(bent.identity, roles), word="OPSIG")
    with pytest.raises(StepUpNeeded):
        actions.terminate(
            actor=make_actor(bent.identity, ("organisation_administrator",), Level.LOW), word="OPSIG"
        )


def test_after_the_end_an_organisation_may_come_back(bent, people, applicant):
    actions.terminate(actor=bent.actor, word="OPSIG")
    days_pass(14)
    tasks.end_due()
    Identity.objects.across_organisations("test").update(state="closed")
    again = applicant(people.bent).start(number(1)).prepare().sign()
    assert again.case.state == Connection.State.CONCLUDED
    found = Organisation.objects.across_organisations("test").get()
    assert (found.state, found.closed_at) == ("connected", None)
    assert sorted(Agreement.objects.across_organisations("test").values_list("state", flat=True)) == [
        "active",
        "ended",
    ]


def test_signatures_lapse_after_thirty_days_and_the_answers_stay(people, register, applicant):
    partners = [in_register(people.anna, "INTERESSENT"), in_register(people.bent, "INTERESSENT")]
    register(document(number(1), "Aalborg & Bruun I/S", 30, partners))
    anna = applicant(people.anna).start(number(1)).prepare().sign()
    tasks.end_due()
    anna.case.refresh_from_db()
    assert anna.case.state == "signing"
    Connection.objects.across_organisations("test").update(
        signing_since=timezone.now() - datetime.timedelta(days=30)
    )
    tasks.end_due()
    anna.case.refresh_from_db()
    assert (anna.case.state, anna.case.administrator_email) == ("draft", "anna@firma.example")
    assert queries.standing_signatures(anna.case) == []
    assert len(mails("lapsed")) == 1
    anna.say("kontrol/").sign()
    assert applicant(people.bent).join(anna.case).sign().case.state == "concluded"


@pytest.fixture
def new_terms(db):
    return Terms.objects.create(
        version="2027-1", template="agreements/terms/2026-1.html", summary_da="Nyt: support er åben om søndagen.",
        in_force_from=timezone.localdate() + datetime.timedelta(days=20), summary_en="New: support on Sundays.",
    )  # fmt: skip


def test_new_terms_are_told_once_and_bind_after_three_months(bent, new_terms):
    tasks.terms()
    tasks.terms()
    change = TermsChange.objects.across_organisations("test").get()
    assert queries.bind_from(change) == timezone.localdate() + datetime.timedelta(days=92)
    assert [each.recipient for each in mails("terms_told")] == ["admin1@firma.example"]
    assert "søndagen" in mails("terms_told")[0].body
    assert len(mails("terms_reminded")) == 1, "in force within thirty days, and not yet accepted"


def test_new_terms_are_accepted_as_they_were_read(bent, new_terms, log_in):
    tasks.terms()
    before = agreement().document
    client, base = log_in(bent), f"/{number(1)}/aftale/"
    assert "nye vilkår" in client.get(f"/{number(1)}/").content.decode()
    page = client.get(base + "vilkaar/")
    shown = page.context["form"].initial["text_sha256"]
    assert (
        "Bekræft, at du har læst" in client.post(base + "vilkaar/", {"text_sha256": shown}).content.decode()
    )
    stale = client.post(
        base + "vilkaar/", {"read": "on", "text_sha256": hashlib.sha256(b"andet").hexdigest()}
    )
    assert "ændret, siden du læste" in stale.content.decode()
    assert client.post(base + "vilkaar/", {"read": "on", "text_sha256": shown}).status_code == 302
    change = TermsChange.objects.across_organisations("test").get()
    assert (change.accepted_by, agreement().terms_id) == (bent.user, "2027-1")
    assert is_unchanged(agreement().document)
    assert agreement().document != before
    assert Document.objects.across_organisations("test").filter(pk=before.pk).exists(), (
        "the first one is kept"
    )
    assert client.get(base + "vilkaar/").url == base
    with pytest.raises(RuleBroken, match="allerede"):
        actions.accept_terms(actor=bent.actor, change=change, text_sha256=shown)


def test_somebody_else_s_terms_cannot_be_accepted(bent, new_terms, anne):
    tasks.terms()
    change = TermsChange.objects.across_organisations("test").get()
    with pytest.raises(TermsChange.DoesNotExist):
        actions.accept_terms(actor=anne.actor, change=change, text_sha256="")
