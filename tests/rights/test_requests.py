"""Asking for rights and answering, line by line, never one's own."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry, OutgoingMail
from portal.core.permissions import ADMINISTRATOR_ROLES, Level, Role
from rights.actions.requests import answer_request, request_rights, withdraw_request
from rights.models import Grant, RightRequest
from rights.queries.decision import decide_one
from tests.cast import make_actor

WHY = "Jeg skal indberette moms for butikken"


@pytest.fixture
def wages(make_right):
    return make_right("loen")


@pytest.fixture
def asked(bo, anne, vat, wages):
    return request_rights(actor=bo.actor, rights=[vat, wages], reason=WHY)


def lines(request):
    return list(request.lines.order_by("right__key"))


def test_the_request_reaches_those_who_answer_with_its_reason(asked, anne, bo):
    letter = OutgoingMail.objects.get()
    assert letter.recipient == anne.identity.email
    assert WHY in letter.body
    assert str(asked.pk) in letter.body
    assert [line.state for line in lines(asked)] == ["open", "open"]


def test_one_may_be_approved_and_the_other_rejected(asked, anne, bo, vat, wages, bakery):
    loen, moms = lines(asked)
    answer_request(
        actor=anne.actor, request=asked, approved=[moms], rejected={loen: "Spørg igen til foråret"}
    )
    may = [
        decide_one(identity=bo.identity.pk, right=right.key, level=Level.HIGH).granted
        for right in (vat, wages)
    ]
    assert may == [True, False]
    assert Grant.objects.across_organisations("test").get().source == "requested"
    asked.refresh_from_db()
    assert asked.closed_at is not None
    letter = OutgoingMail.objects.get(recipient=bo.identity.email)
    assert "Spørg igen til foråret" in letter.body
    events = set(AuditEntry.objects.across_organisations("test").values_list("event", flat=True))
    assert {"rights.request.sent", "rights.request.approved", "rights.request.rejected"} <= events


def test_what_is_not_answered_stays_open(asked, anne):
    loen, moms = lines(asked)
    answer_request(actor=anne.actor, request=asked, approved=[moms], rejected={})
    asked.refresh_from_db()
    assert asked.closed_at is None
    assert [line.state for line in lines(asked)] == ["open", "approved"]
    answer_request(actor=anne.actor, request=asked, approved=[], rejected={loen: "Nej"})
    asked.refresh_from_db()
    assert asked.closed_at is not None


def test_an_approval_may_have_an_end(asked, anne):
    end = timezone.now() + datetime.timedelta(days=30)
    grants = answer_request(actor=anne.actor, request=asked, approved=lines(asked), rejected={}, ends_at=end)
    assert {grant.ends_at for grant in grants} == {end}


def test_nobody_answers_their_own(anne, vat):
    own = request_rights(actor=anne.actor, rights=[vat], reason=WHY)
    with pytest.raises(RuleBroken, match="din egen"):
        answer_request(actor=anne.actor, request=own, approved=lines(own), rejected={})
    assert not Grant.objects.across_organisations("test").exists()


def test_only_a_rights_administrator_of_the_same_organisation_answers(asked, bo, carl, anne):
    user_admin = make_actor(anne.identity, (Role.USER_ADMINISTRATOR,))
    for actor in (carl.actor, user_admin):
        with pytest.raises(PermissionDenied):
            answer_request(actor=actor, request=asked, approved=lines(asked), rejected={})


def test_a_line_of_another_request_cannot_be_answered_along(asked, anne, carl, cycles, vat):
    foreign = request_rights(actor=carl.actor, rights=[vat], reason=WHY)
    with pytest.raises(PermissionDenied):
        answer_request(actor=anne.actor, request=asked, approved=[], rejected={lines(foreign)[0]: "Nej"})


def test_an_answered_line_is_not_answered_again(asked, anne):
    moms = lines(asked)[1]
    answer_request(actor=anne.actor, request=asked, approved=[moms], rejected={})
    with pytest.raises(RuleBroken):
        answer_request(actor=anne.actor, request=asked, approved=[], rejected={moms: "Fortrudt"})
    with pytest.raises(RuleBroken, match="mindst én"):
        answer_request(actor=anne.actor, request=asked, approved=[], rejected={})


@pytest.mark.parametrize("reason", ["", "kort", "  kort     "])
def test_a_reason_of_ten_characters_is_needed(bo, vat, reason):
    with pytest.raises(RuleBroken, match="mindst 10 tegn"):
        request_rights(actor=bo.actor, rights=[vat], reason=reason)


def test_nothing_too_much_a_retired_right_and_twice_the_same_are_refused(bo, asked, vat, make_right):
    many = [make_right(f"r{n}") for n in range(21)]
    retired = make_right("gammel", retired_at=timezone.now())
    for rights, sentence in (
        ([], "mindst én"),
        (many, "højst 20"),
        ([retired], "ikke længere"),
        ([vat], "allerede søgt"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            request_rights(actor=bo.actor, rights=rights, reason=WHY)


def test_the_one_who_asked_takes_back_what_is_open(asked, bo, anne):
    moms = lines(asked)[1]
    answer_request(actor=anne.actor, request=asked, approved=[moms], rejected={})
    with pytest.raises(PermissionDenied):
        withdraw_request(actor=anne.actor, request=asked)
    withdraw_request(actor=bo.actor, request=asked)
    assert [line.state for line in lines(asked)] == ["withdrawn", "approved"]
    with pytest.raises(RuleBroken, match="allerede besvaret"):
        withdraw_request(actor=bo.actor, request=asked)


def test_a_limit_goes_with_the_rights_that_allow_it(bo, bakery, units, vat, make_right):
    whole = make_right("whole", allowed_limits=[])
    asked = request_rights(
        actor=bo.actor, rights=[vat, whole], reason=WHY, limit_type="p", limit_value=units.ours
    )
    limits = {line.right.key.rsplit(":", 1)[1]: line.limit_value for line in lines(asked)}
    assert limits == {"moms": units.ours, "whole": ""}
    with pytest.raises(RuleBroken, match="hører ikke til"):
        request_rights(
            actor=make_actor(bo.identity, ADMINISTRATOR_ROLES),
            rights=[make_right("ny")],
            reason=WHY,
            limit_type="p",
            limit_value=units.theirs,
        )
    assert RightRequest.objects.across_organisations("test").count() == 1
