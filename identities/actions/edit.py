"""Corrections to an identity; a pseudonym can be switched on and off, and keeps every right."""

from typing import Any

from django.utils.translation import gettext as _

from identities.actions.guarding import lock_identity, lock_organisation, ours
from identities.events import IdentityEvent
from identities.models import Identity
from identities.queries.people import standing
from portal.core import audit
from portal.core.actions import RuleBroken, Stale, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

EDITABLE = frozenset(
    {
        "given_name",
        "surname",
        "email",
        "phone",
        "department",
        "p_number",
        "se_number",
        "may_sign",
        "language",
        "birth_date",
        "rid",
    }
)


@action(Permission.IDENTITY_MANAGE)
def edit(*, actor: Actor, identity: Identity, version: int | None = None, **fields: Any) -> Identity:
    """Change some of EDITABLE. `version`: what the editor saw; Stale when a colleague was faster."""
    ours(actor, identity)
    if "rid" in fields:
        lock_organisation(identity.organisation_id)
    current = lock_identity(identity)
    if version is not None and version != current.version:
        raise Stale(_("En kollega har rettet brugeren i mellemtiden. Intet er gemt. Se oplysningerne igen."))
    if current.state == Identity.State.CLOSED:
        raise RuleBroken(_("En lukket bruger kan ikke rettes. Intet er gemt."))
    _refuse_fields(fields, current)
    changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
    if not changed:
        raise RuleBroken(_("Du har ikke ændret noget."))
    for name, value in changed.items():
        setattr(current, name, value)
    current.version += 1
    current.save(update_fields=[*changed, "version"])
    audit.record(
        IdentityEvent.EDITED,
        current,
        actor=actor,
        organisations=[current.organisation],
        fields=sorted(changed),
    )
    return current


def _refuse_fields(fields: dict[str, Any], identity: Identity) -> None:
    if unknown := set(fields) - EDITABLE:
        raise ValueError(f"not editable: {sorted(unknown)}")
    if fields.get("rid"):
        refuse_second_rid(identity.organisation, fields["rid"], identity)


def refuse_second_rid(organisation: Any, rid: str, identity: Identity | None = None) -> None:
    """A RID is one person's in an organisation, closed ones included: the legacy data is found by it.
    The organisation is locked by the caller."""
    rows = Identity.objects.across_organisations("of an organisation already found through its scope")
    others = rows.filter(organisation=organisation, rid=rid)
    others = others.exclude(pk=identity.pk) if identity else others
    if others.exists():
        raise RuleBroken(_("Der er allerede en bruger med det RID-nummer hos jer. Intet er gemt."))


@action(Permission.IDENTITY_MANAGE)
def set_pseudonym(
    *, actor: Actor, identity: Identity, pseudonym: str, version: int | None = None
) -> Identity:
    """Show services a pseudonym instead of the name, from now on; "" switches it off. Every right stays.
    `version` as for `edit`."""
    ours(actor, identity)
    current = lock_identity(identity)
    if version is not None and version != current.version:
        raise Stale(_("En kollega har rettet brugeren i mellemtiden. Intet er gemt. Se oplysningerne igen."))
    wanted = pseudonym.strip()
    if wanted and not current.organisation.allows_pseudonyms:
        raise RuleBroken(_("Jeres organisation tillader ikke navnebeskyttelse. Intet er ændret."))
    if wanted and standing(current.organisation_id).filter(identity=current).exists():
        raise RuleBroken(_("En administrator vises altid med fuldt navn. Intet er ændret."))
    if current.pseudonym == wanted and current.is_pseudonym == bool(wanted):
        raise RuleBroken(_("Du har ikke ændret noget."))
    current.pseudonym, current.is_pseudonym = wanted, bool(wanted)
    current.version += 1
    current.save(update_fields=["pseudonym", "is_pseudonym", "version"])
    audit.record(
        IdentityEvent.PSEUDONYM_CHANGED,
        current,
        actor=actor,
        organisations=[current.organisation],
        on=current.is_pseudonym,
    )
    return current
