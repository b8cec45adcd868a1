"""Who gets a mail about a connection, with what words."""

from typing import Any

from portal.agreements import queries
from portal.agreements.models import (
    Agreement,
    Connection,
    Invitation,
    Organisation,
    RegisterChange,
    RegisterCompany,
    Succession,
    TermsChange,
)
from portal.core.mail import Letter, Recipient, mail


def to_applicant(connection: Connection) -> list[Recipient]:
    """Whoever began the case, at the address they gave."""
    starter = connection.started_by
    address = connection.applicant_email or starter.email
    return [Recipient(address=address, name=starter.name, language=starter.language)] if address else []


def _letter(connection: Connection, **more: Any) -> Letter:
    context = {"connection": connection, "organisation": connection.organisation, **more}
    return Letter(to=to_applicant(connection), context=context, organisation=connection.organisation)


@mail("agreements/receipt")
def receipt(connection: Connection) -> Letter:
    """To the starter, when the agreement is concluded: what was agreed, and who was appointed."""
    return _letter(connection)


@mail("agreements/submitted")
def submitted(connection: Connection) -> Letter:
    """The case is in, and when there is an answer at the latest."""
    return _letter(connection)


@mail("agreements/asked")
def asked(connection: Connection) -> Letter:
    """Support needs one thing more. What it wrote stands in the portal, not in the mail."""
    return _letter(connection)


@mail("agreements/message")
def message(connection: Connection) -> Letter:
    return _letter(connection)


@mail("agreements/rejected")
def rejected(connection: Connection) -> Letter:
    """No, why, and that nothing has to be typed again."""
    return _letter(connection)


@mail("agreements/resumed")
def resumed(connection: Connection) -> Letter:
    """The register has changed: it can be signed now."""
    return _letter(connection)


@mail("agreements/lapsed")
def lapsed(connection: Connection) -> Letter:
    return _letter(connection)


@mail("agreements/invitation")
def invitation(invited: Invitation, token: str, days: int) -> Letter:
    """The link, to somebody of whom only the address is known; says who sends it."""
    case = invited.connection
    context = {"connection": case, "sender": invited.made_by.name, "days": days}
    return Letter(to=[Recipient(address=invited.email)], context=context, organisation=case.organisation,
                  secret=token)  # fmt: skip


def _to_administrators(organisation: Organisation, **more: Any) -> Letter:
    to = queries.administrators(organisation)
    return Letter(to=to, context={"organisation": organisation, **more}, organisation=organisation)


@mail("agreements/terminated")
def terminated(agreement: Agreement) -> Letter:
    """When it ends, what ends with it, and until when it can be undone."""
    return _to_administrators(agreement.organisation, ends_at=agreement.ends_at)


@mail("agreements/termination_undone")
def termination_undone(agreement: Agreement) -> Letter:
    return _to_administrators(agreement.organisation)


@mail("agreements/ended")
def ended(agreement: Agreement) -> Letter:
    return _to_administrators(agreement.organisation, because=agreement.ended_because)


@mail("agreements/register_event")
def register_event(organisation: Organisation, change: RegisterChange, facts: dict[str, Any]) -> Letter:
    """What the register says, and what it means here: one paragraph per event of the table."""
    return _to_administrators(organisation, change=str(change.value), label=change.label, facts=facts)


@mail("agreements/succession_offered")
def succession_offered(succession: Succession, name: str) -> Letter:
    """To those who administer the CVR number that goes on."""
    assert succession.successor is not None
    return _to_administrators(
        succession.successor, succession=succession, predecessor=succession.predecessor, name=name
    )


@mail("agreements/terms_told")
def terms_told(change: TermsChange) -> Letter:
    """What is new, and from when it holds."""
    return _about_terms(change)


@mail("agreements/terms_reminded")
def terms_reminded(change: TermsChange) -> Letter:
    return _about_terms(change)


def _about_terms(change: TermsChange) -> Letter:
    return _to_administrators(
        change.agreement.organisation, terms=change.terms, binds=queries.bind_from(change)
    )


@mail("agreements/recovery_open")
def recovery_open(organisation: Organisation) -> Letter:
    """To the company's own address in the register, and to whoever began its agreement."""
    return Letter(to=_those_concerned(organisation, administrators=[]), context={"organisation": organisation},
                  organisation=organisation)  # fmt: skip


@mail("agreements/recovery_started")
def recovery_started(case: Connection, organisation: Organisation) -> Letter:
    """To everybody who administers, administered or signed: so that nobody takes an organisation over in silence."""
    told = queries.administrators(organisation, former=True)
    return Letter(to=_those_concerned(organisation, administrators=told), organisation=organisation,
                  context={"organisation": organisation, "connection": case, "starter": case.started_by.name})  # fmt: skip


def _those_concerned(organisation: Organisation, administrators: list[Recipient]) -> list[Recipient]:
    """Each address once; administrators who share one read their own in the portal."""
    found = {each.address: each for each in administrators}
    shared = [each for each in administrators if found[each.address] != each]
    company = RegisterCompany.objects.filter(pk=organisation.cvr).first()
    if company is not None and company.email:
        found.setdefault(company.email, Recipient(address=company.email, name=company.name))
    agreement = queries.agreement_of(organisation)
    if agreement is not None and agreement.connection is not None:
        for each in (*to_applicant(agreement.connection), *_signatories(agreement.connection)):
            found.setdefault(each.address, each)
    return [*found.values(), *shared]


def _signatories(connection: Connection) -> list[Recipient]:
    users = [each.user for each in queries.standing_signatures(connection)]
    return [
        Recipient(address=each.email, name=each.name, language=each.language) for each in users if each.email
    ]
