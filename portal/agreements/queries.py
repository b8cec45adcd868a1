"""Reads that span the register, cases and organisations."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.agreements import rules
from portal.agreements.models import (
    Agreement,
    Connection,
    Organisation,
    RegisterCompany,
    RegisterParticipant,
    Signature,
)
from portal.agreements.signing_rule import SigningRule, describe_missing, missing
from portal.core.todo import Todo


def companies_of(user: Any) -> list[RegisterCompany]:
    """Companies in whose management the register has this person now; empty without a CPR number."""
    if user.cpr_index is None:
        return []
    current = RegisterParticipant.objects.filter(cpr_index=bytes(user.cpr_index), until__isnull=True)
    return list(RegisterCompany.objects.filter(pk__in=current.values("company")).order_by("name")[:200])


def snapshot_of(cvr: str) -> dict[str, Any] | None:
    """The register's facts about a company now, or None when it is not in the register."""
    company = RegisterCompany.objects.filter(pk=cvr).first()
    if company is None:
        return None
    current = list(company.participants.filter(until__isnull=True).order_by("unit_number", "function"))
    return rules.snapshot(company, current)


def cases_of(user: Any) -> Any:
    """Cases this person may see: those they started, and those that wait for their signature."""
    mine = Connection.objects.across_organisations(
        "cases are the person's own before there is an organisation"
    )
    own = mine.filter(started_by=user)
    if user.cpr_index is None:
        return own
    signatory = mine.filter(
        state=Connection.State.SIGNING,
        register_snapshot__management__contains=[{"key": bytes(user.cpr_index).hex()}],
    )
    signed = mine.filter(pk__in=Signature.objects.for_person(user).values("connection"))
    return (own | signatory | signed).distinct()


def standing_signatures(connection: Connection) -> list[Signature]:
    every = Signature.objects.across_organisations("signatures of one case, shown to its signatories")
    return list(every.filter(connection=connection, lost_at__isnull=True).order_by("signed_at"))


def agreement_of(organisation: Organisation) -> Agreement | None:
    living = Agreement.objects.across_organisations("the organisation's own agreement")
    return living.filter(organisation=organisation).exclude(state=Agreement.State.ENDED).first()


def is_connected(cvr: str) -> bool:
    known = Organisation.objects.across_organisations("already connected? is shown to whoever asks")
    return known.filter(cvr=cvr, state__in=["connected", "terminating"]).exists()


def todo(actor: Any) -> list[Todo]:
    """A connected organisation that nobody has set up yet."""
    organisation = actor.organisation
    if organisation.state != Organisation.State.CONNECTED or organisation.set_up_at is not None:
        return []
    if not actor.roles & {"organisation_administrator"}:
        return []
    return [Todo(title=_("Sæt organisationen op"), text=_("Vælg blandt andet, om medarbejdere må bruge privat MitID."),
                 url=reverse("agreements:set_up", args=[organisation.cvr]), urgent=True)]  # fmt: skip


def missing_in_words(connection: Connection, signatures: list[Signature]) -> str:
    """Whose signatures are still needed, as a sentence; "" when none is or when only case work can tell."""
    facts = connection.register_snapshot
    rule = rules.rule_of(facts)
    if not isinstance(rule, SigningRule) or connection.state != Connection.State.SIGNING:
        return ""
    signers = {bytes(each.cpr_index).hex() for each in signatures}
    return describe_missing(missing(rule, signers, rules.people_of(facts)), get_language() or "da")
