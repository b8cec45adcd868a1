"""Every mail this app sends; the texts are in templates/mail/identities/."""

from typing import Any

from identities.models import AdministratorRole
from identities.queries import people
from portal.core.mail import Letter, Recipient, mail

R = AdministratorRole


def to_identity(identity: Any) -> list[Recipient]:
    """The employee's own address; nobody where none is known."""
    if not identity.email:
        return []
    return [
        Recipient(
            address=identity.email,
            name=identity.name or identity.shown_name,
            language=identity.language,
            reader=identity.pk,
        )
    ]


def _to_employee(identity: Any, **context: Any) -> Letter:
    return Letter(
        to=to_identity(identity),
        organisation=identity.organisation,
        context={"identity": identity, "organisation": identity.organisation, **context},
    )


def _to_administrators(organisation: Any, *roles: str, **context: Any) -> Letter:
    to = people.recipients_in_role(organisation, *roles)
    return Letter(to=to, organisation=organisation, context={"organisation": organisation, **context})


@mail("identities/activation")
def activation(identity: Any, token: str, sender: str, days: int) -> Letter:
    """The single-use link. Says who sends it, and not what else is known about the employee."""
    letter = _to_employee(identity, sender=sender, days=days)
    return Letter(to=letter.to, organisation=letter.organisation, context=letter.context, secret=token)


@mail("identities/set_up")
def set_up(identity: Any, token: str, days: int) -> Letter:
    """To the administrator an agreement appoints."""
    letter = _to_employee(identity, days=days)
    return Letter(to=letter.to, organisation=letter.organisation, context=letter.context, secret=token)


@mail("identities/reminder")
def reminder(identity: Any, expires_at: Any) -> Letter:
    return _to_employee(identity, expires_at=expires_at)


@mail("identities/activation_withdrawn")
def activation_withdrawn(identity: Any) -> Letter:
    return _to_employee(identity)


@mail("identities/claim_waits")
def claim_waits(identity: Any, claimed_name: str) -> Letter:
    return _to_administrators(
        identity.organisation, R.USER_ADMINISTRATOR, identity=identity, claimed_name=claimed_name
    )


@mail("identities/claim_rejected")
def claim_rejected(identity: Any) -> Letter:
    return _to_employee(identity)


@mail("identities/wrong_person")
def wrong_person(identity: Any) -> Letter:
    """To the user administrators: the link reached somebody else. Never who."""
    return _to_administrators(identity.organisation, R.USER_ADMINISTRATOR, identity=identity)


@mail("identities/email_corrected")
def email_corrected(identity: Any) -> Letter:
    """To the user administrators: support has changed where the activation goes."""
    return _to_administrators(identity.organisation, R.USER_ADMINISTRATOR, identity=identity)


@mail("identities/activated")
def activated(identity: Any) -> Letter:
    return _to_employee(identity)


@mail("identities/suspended")
def suspended(identity: Any) -> Letter:
    return _to_employee(identity)


@mail("identities/resumed")
def resumed(identity: Any) -> Letter:
    return _to_employee(identity)


@mail("identities/closed")
def closed(identity: Any) -> Letter:
    """Only to somebody who could use the identity: a draft was never told about."""
    letter = _to_employee(identity)
    return letter if identity.first_activated_at else Letter(to=[], context=letter.context)


@mail("identities/reopened")
def reopened(identity: Any) -> Letter:
    return _to_employee(identity)


@mail("identities/consent_withdrawn")
def consent_withdrawn(identity: Any) -> Letter:
    """To the employee: what happens next."""
    return _to_employee(identity)


@mail("identities/uses_dedicated")
def uses_dedicated(identity: Any) -> Letter:
    """To the user administrators: needs a dedicated MitID. Never that anything was declined."""
    return _to_administrators(identity.organisation, R.USER_ADMINISTRATOR, identity=identity)


@mail("identities/private_disallowed")
def private_disallowed(identity: Any) -> Letter:
    return _to_employee(identity)


@mail("identities/enrol")
def enrol(identity: Any, token: str, kind: str, days: int) -> Letter:
    """The link that ties a dedicated MitID to its identity."""
    letter = _to_employee(identity, kind=kind, days=days)
    return Letter(to=letter.to, organisation=letter.organisation, context=letter.context, secret=token)


@mail("identities/authenticator_stopped")
def authenticator_stopped(identity: Any, kind: str) -> Letter:
    return _to_employee(identity, kind=kind)


@mail("identities/reported_lost")
def reported_lost(identity: Any, kind: str) -> Letter:
    return _to_administrators(identity.organisation, R.USER_ADMINISTRATOR, identity=identity, kind=kind)


@mail("identities/role_given")
def role_given(identity: Any, role: str) -> Letter:
    return _to_employee(identity, role=role)


@mail("identities/role_taken")
def role_taken(identity: Any, role: str) -> Letter:
    return _to_employee(identity, role=role)


@mail("identities/role_requested")
def role_requested(identity: Any, role: str, reason: str) -> Letter:
    return _to_administrators(
        identity.organisation, R.ORGANISATION_ADMINISTRATOR, identity=identity, role=role, reason=reason
    )


@mail("identities/role_answered")
def role_answered(identity: Any, role: str, approved: bool, answer: str) -> Letter:
    return _to_employee(identity, role=role, approved=approved, answer=answer)


@mail("identities/access_requested")
def access_requested(request: Any) -> Letter:
    return _to_administrators(request.organisation, R.USER_ADMINISTRATOR, request=request)


@mail("identities/access_rejected")
def access_rejected(request: Any) -> Letter:
    """To somebody who is no user: to the address they gave."""
    to = [Recipient(address=request.email, name=request.name, language=request.user.language)]
    context = {"request": request, "organisation": request.organisation}
    return Letter(to=to, organisation=request.organisation, context=context)


@mail("identities/few_administrators")
def few_administrators(organisation: Any, left: int) -> Letter:
    return _to_administrators(
        organisation, R.USER_ADMINISTRATOR, R.RIGHTS_ADMINISTRATOR, R.ORGANISATION_ADMINISTRATOR, left=left
    )


@mail("identities/charge_raised")
def charge_raised(organisation: Any, count: int, amount: Any) -> Letter:
    return _to_administrators(
        organisation, R.USER_ADMINISTRATOR, R.ORGANISATION_ADMINISTRATOR, count=count, amount=amount
    )


@mail("identities/channel_missing")
def channel_missing(organisation: Any) -> Letter:
    return _to_administrators(organisation, R.USER_ADMINISTRATOR, R.ORGANISATION_ADMINISTRATOR)


@mail("identities/invoice")
def invoice(organisation: Any, bill: Any, address: str) -> Letter:
    to = [Recipient(address=address, name=organisation.name)]
    return Letter(to=to, organisation=organisation, context={"organisation": organisation, "invoice": bill})


@mail("identities/local_idp_approved")
def local_idp_approved(idp: Any) -> Letter:
    return _to_administrators(idp.organisation, R.ORGANISATION_ADMINISTRATOR, idp=idp)


@mail("identities/local_idp_rejected")
def local_idp_rejected(idp: Any) -> Letter:
    return _to_administrators(idp.organisation, R.ORGANISATION_ADMINISTRATOR, idp=idp)


@mail("identities/local_idp_renewed")
def local_idp_renewed(idp: Any) -> Letter:
    return _to_administrators(idp.organisation, R.ORGANISATION_ADMINISTRATOR, idp=idp)


@mail("identities/local_idp_lapses_soon")
def local_idp_lapses_soon(idp: Any) -> Letter:
    """Before the logins stop: where the next statement goes."""
    return _to_administrators(idp.organisation, R.ORGANISATION_ADMINISTRATOR, R.USER_ADMINISTRATOR, idp=idp)


@mail("identities/local_idp_lapsed")
def local_idp_lapsed(idp: Any) -> Letter:
    """What stopped, and the way on: dedicated MitID, or a new statement."""
    return _to_administrators(idp.organisation, R.ORGANISATION_ADMINISTRATOR, R.USER_ADMINISTRATOR, idp=idp)
