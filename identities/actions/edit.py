"""Corrections to an identity; a pseudonym can be switched on and off, and keeps every right."""

from typing import Any

from django.utils.translation import gettext as _

from identities.actions.guarding import lock_identity, ours
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
    current = lock_identity(identity)
    if version is not None and version != current.version:
        raise Stale(_("En kollega har rettet brugeren i mellemtiden. Intet er gemt. Se oplysningerne igen."))
    if current.state == Identity.State.CLOSED:
        raise RuleBroken(_("En lukket bruger kan ikke rettes. Intet er gemt."))
    if unknown := set(fields) - EDITABLE:
        raise ValueError(f"not editable: {sorted(unknown)}")
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


@action(Permission.IDENTITY_MANAGE)
def set_pseudonym(*, actor: Actor, identity: Identity, pseudonym: str) -> Identity:
    """Show services a pseudonym instead of the name, from now on; "" switches it off. Every right stays."""
    ours(actor, identity)
    current = lock_identity(identity)
    wanted = pseudonym.strip()
    if wanted and not current.organisation.allows_pseudonyms:
        raise RuleBroken(_("Jeres organisation tillader ikke navnebeskyttelse. Intet er ændret."))
    if wanted and standing(current.organisation_id).filter(identity=current).exists():
        raise RuleBroken(_("En administrator vises altid med fuldt navn. Intet er ændret."))
    if current.pseudonym == wanted and current.is_pseudonym == bool(wanted):
        raise RuleBroken(_("Du har ikke ændret noget."))
    current.pseudonym, current.is_pseudonym = wanted, bool(wanted)
    current.save(update_fields=["pseudonym", "is_pseudonym"])
    audit.record(
        IdentityEvent.PSEUDONYM_CHANGED,
        current,
        actor=actor,
        organisations=[current.organisation],
        on=current.is_pseudonym,
    )
    return current
