"""Rights with an end: reminders 60, 30 and 7 days before, and the end told."""

import datetime

import pytest
from django.utils import timezone

from portal.core.models import AuditEntry, OutgoingMail
from rights import tasks
from rights.actions import renew_grant
from rights.models import Grant
from rights.queries.decision import Reason, decide_one
from rights.queries.todos import todo

DAY = datetime.timedelta(days=1)


@pytest.fixture
def grant(bakery, anne, bo, vat):
    return Grant.objects.create(
        organisation=bakery, right=vat, identity=bo.identity, ends_at=timezone.now() + 70 * DAY
    )


def left(grant, days):
    grant.ends_at = timezone.now() + days * DAY
    grant.save(update_fields=["ends_at"])


def letters(grant):
    return OutgoingMail.objects.filter(template="rights/expiring").count()


@pytest.mark.parametrize("days", [60, 30, 7])
def test_holder_and_administrator_are_told_once_at_each_distance(grant, days, bo, anne):
    left(grant, days + 1)
    before = letters(grant)
    tasks.remind_of_ending_grants()
    left(grant, days - 0.5)
    tasks.remind_of_ending_grants()
    tasks.remind_of_ending_grants()
    sent = OutgoingMail.objects.filter(subject__contains=f" {days} dage")
    assert set(sent.values_list("recipient", flat=True)) == {bo.identity.email, anne.identity.email}
    assert sent.count() == 2
    assert letters(grant) >= before


def test_the_whole_way_gives_three_reminders_each(grant):
    for days in range(70, 0, -1):
        left(grant, days)
        tasks.remind_of_ending_grants()
    assert letters(grant) == 6
    reminded = AuditEntry.objects.across_organisations("test").filter(event="rights.grant.reminded")
    assert reminded.count() == 3


def test_a_renewed_right_is_not_reminded_of(grant, anne):
    left(grant, 20)
    renew_grant(actor=anne.actor, grant=grant)
    assert tasks.remind_of_ending_grants() == 0


def test_when_the_job_was_away_only_the_nearest_reminder_is_sent(grant):
    left(grant, 5)
    assert tasks.remind_of_ending_grants() == 1
    assert letters(grant) == 2


def test_a_right_ends_by_the_clock_and_the_history_says_so_once(grant, bo, vat):
    grant.starts_at, grant.ends_at = timezone.now() - 2 * DAY, timezone.now() - DAY
    grant.save()
    assert decide_one(identity=bo.identity.pk, right=vat.key).reason is Reason.GRANT_ENDED, (
        "before any job ran"
    )
    assert (tasks.tell_ended_grants(), tasks.tell_ended_grants()) == (1, 0)
    entries = AuditEntry.objects.across_organisations("test").filter(event="rights.grant.expired")
    assert [entry.subject_id for entry in entries] == [str(grant.pk)]


def test_a_withdrawn_right_is_not_told_twice(grant, anne):
    from rights.actions import withdraw_grant, withdraw_in_bulk

    withdraw_grant(actor=anne.actor, grant=grant)
    second = Grant.objects.create(organisation=grant.organisation, right=grant.right, identity=anne.identity)
    withdraw_in_bulk(actor=anne.actor, organisation=grant.organisation, grants=[second.pk])
    assert tasks.tell_ended_grants() == 0


def test_the_overview_names_what_ends_and_what_waits(grant, anne, bo, vat):
    from rights.models import RightRequest

    left(grant, 10)
    RightRequest.objects.create(
        organisation=grant.organisation, identity=bo.identity, reason="Fordi det haster"
    )
    assert [each.url for each in todo(anne.actor)] == [
        f"/{anne.organisation.cvr}/rettigheder/ansoegninger/",
        f"/{anne.organisation.cvr}/rettigheder/gennemgang/udloeber/",
    ]
    assert todo(bo.actor) == []
