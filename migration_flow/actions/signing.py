"""Several companies in one sitting: their agreements are made together and signed together, each by itself and by its
own fingerprint."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from migration_flow.queries.signing import waiting_for
from portal.agreements import actions as agreements
from portal.agreements.models import Connection
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

MOST = 50  # agreements in one sitting


@action(Permission.AGREEMENT_PREPARE)
def prepare_together(
    *, actor: Actor, cvrs: Sequence[str], email: str, language: str = "da"
) -> dict[str, str]:
    """Make the agreement of each company, the actor its first administrator at `email`. Returns CVR → why it could not
    be made ("" where it waits for signatures, or for case work that the case itself tells of)."""
    if not cvrs:
        raise RuleBroken(_("Vælg mindst én virksomhed."))
    return {cvr: _prepare(actor, cvr, email, language) for cvr in list(dict.fromkeys(cvrs))[:MOST]}


def _prepare(actor: Actor, cvr: str, email: str, language: str) -> str:
    try:
        with transaction.atomic():
            case = agreements.start_connection(actor=actor, cvr=cvr)
            case = agreements.name_administrator(
                actor=actor,
                connection=case,
                version=case.version,
                name=actor.user.name,
                email=email,
                is_starter=True,
            )
            agreements.present(actor=actor, connection=case, version=case.version, language=language)
    except RuleBroken as broken:
        return str(broken)
    return ""


@action(Permission.AGREEMENT_SIGN)
def sign_together(*, actor: Actor, documents: Mapping[str, str]) -> dict[str, str]:
    """Sign each of these agreements as it was read. `documents`: id of the case → SHA-256 (hex) that was shown. Each
    stands alone: one that cannot be signed leaves the others signed. Returns the organisation's name → why it was not
    signed ("" where it was)."""
    chosen = [each for each in waiting_for(actor.user) if str(each.pk) in documents][:MOST]
    if not chosen:
        raise RuleBroken(_("Sæt kryds ved de aftaler, du har læst og vil skrive under på."))
    return {each.organisation_name: _sign(actor, each, documents[str(each.pk)]) for each in chosen}


def _sign(actor: Actor, case: Connection, sha256: str) -> str:
    try:
        agreements.sign(actor=actor, connection=case, document_sha256=sha256)
    except RuleBroken as broken:
        return str(broken)
    return ""
