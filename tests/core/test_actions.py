"""Nothing is changed without a trace, and nothing half."""

import dataclasses
import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction

from portal.agreements.models import Organisation
from portal.core import audit, trace
from portal.core.actions import RuleBroken, action
from portal.core.actors import StepUpNeeded
from portal.core.mail import Letter, Recipient, mail
from portal.core.models import AuditEntry, AuditPayload, OutgoingMail
from portal.core.permissions import Level, Permission


class Event(models.TextChoices):
    RENAMED = "test.organisation.renamed", "Omdøbt"


@mail("agreements/receipt")
def letter(organisation):
    context = {"organisation": organisation, "connection": None}
    return Letter(to=[Recipient(address="a@b.example", name="A")], context=context, organisation=organisation)


@action(Permission.SETTINGS_CHANGE)
def rename(*, actor, name, fail=False, tell=True):
    organisation = actor.organisation
    organisation.name = name
    organisation.save()
    if tell:
        audit.record(Event.RENAMED, organisation, actor=actor, organisations=[organisation], name=name)
        letter(organisation)
    if fail:
        raise RuleBroken("Nej.")


def name_of(organisation):
    return Organisation.objects.across_organisations("test").get(pk=organisation.pk).name


def test_an_action_leaves_its_change_its_trace_and_its_mail(anne):
    rename(actor=anne.actor, name="Nyt navn")
    entry = AuditEntry.objects.for_actor(anne.actor).get()
    assert (entry.event, entry.actor_id) == ("test.organisation.renamed", f"identity:{anne.identity.pk}")
    assert AuditPayload.objects.get(pk=entry.pk).data == {"name": "Nyt navn", "by": "Anne Aagaard"}
    assert OutgoingMail.objects.get().recipient == "a@b.example"


def test_trace_and_mail_leave_in_one_statement(anne, django_assert_num_queries):
    with django_assert_num_queries(4):  # savepoint, update, trace and mail, release
        rename(actor=anne.actor, name="Nyt navn")


def test_a_broken_rule_takes_back_the_change_the_trace_and_the_mail(anne):
    before = name_of(anne.organisation)
    with pytest.raises(RuleBroken):
        rename(actor=anne.actor, name="Nyt navn", fail=True)
    assert name_of(anne.organisation) == before
    assert not AuditEntry.objects.for_actor(anne.actor).exists()
    assert not OutgoingMail.objects.exists()


def test_an_action_that_says_nothing_is_an_error_and_changes_nothing(anne):
    before = name_of(anne.organisation)
    with pytest.raises(trace.SilentAction):
        rename(actor=anne.actor, name="Hemmeligt", tell=False)
    assert name_of(anne.organisation) == before


def test_without_the_demand_the_silent_change_would_stand(anne):
    """The control: the same function outside @action changes and leaves nothing."""
    rename.__wrapped__(actor=anne.actor, name="Hemmeligt", tell=False)
    assert name_of(anne.organisation) == "Hemmeligt"
    assert not AuditEntry.objects.for_actor(anne.actor).exists()


def test_who_may_not_may_not(bo):
    with pytest.raises(PermissionDenied):
        rename(actor=bo.actor, name="x")


def test_too_low_a_level_asks_for_more(anne):
    low = dataclasses.replace(anne.actor, auth=dataclasses.replace(anne.actor.auth, level=Level.LOW))
    with pytest.raises(StepUpNeeded) as asked:
        rename(actor=low, name="x")
    assert asked.value.level == Level.SUBSTANTIAL


def test_an_old_login_is_not_enough_where_freshness_is_asked(anne):
    old = dataclasses.replace(anne.actor.auth, at=anne.actor.auth.at - datetime.timedelta(minutes=11))
    with pytest.raises(StepUpNeeded):
        dataclasses.replace(anne.actor, auth=old).require(Permission.AGREEMENT_TERMINATE)
    anne.actor.require(Permission.AGREEMENT_TERMINATE)


def test_a_nested_action_joins_the_outer_one(anne):
    @action(Permission.SETTINGS_CHANGE)
    def twice(*, actor):
        rename(actor=actor, name="Først")
        rename(actor=actor, name="Så")

    twice(actor=anne.actor)
    assert AuditEntry.objects.for_actor(anne.actor).count() == 2


def test_the_app_role_cannot_change_or_delete_the_trail(anne):
    rename(actor=anne.actor, name="x")
    for statement in (
        "UPDATE core_auditentry SET event = 'x'", "DELETE FROM core_auditentry", "TRUNCATE core_auditentry",
        "DELETE FROM core_auditpayload", "UPDATE core_auditpayload SET data = '{}'", "DELETE FROM core_auditseal",
        "ALTER TABLE core_auditentry DISABLE TRIGGER ALL",
    ):  # fmt: skip
        with transaction.atomic(), connection.cursor() as cursor:
            with pytest.raises(Exception, match=r"permission denied|must be owner"):
                cursor.execute(statement)
            transaction.set_rollback(True)


def test_a_record_outside_an_action_is_refused(anne):
    with pytest.raises(RuntimeError):
        audit.record(Event.RENAMED, anne.organisation, actor=anne.actor, organisations=[anne.organisation])
