"""An organisation's own login provider: set up, tested, notified, sent for approval, removed."""

import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.guarding import lock_organisation, organisation_of, ours
from identities.events import LocalIdpEvent
from identities.lifecycle import LOCAL_IDP
from identities.models import LocalIdp
from identities.queries.local_idp import of_organisation
from portal.core import audit, crypto, uploads
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.fetching import NotAllowed, check
from portal.core.permissions import Level, Permission

LARGEST = 10 * uploads.MEGABYTE
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ALGORITHMS = ("RS256", "ES256")
PURPOSE = "local-idp"
LONGEST_STATEMENT = datetime.timedelta(days=2 * 366)


@action(Permission.LOCAL_IDP_MANAGE)
def save_local_idp(
    *, actor: Actor, name: str, issuer: str, client_id: str, client_secret: str, metadata: dict[str, Any]
) -> LocalIdp:
    """Set up or change; what was tested before must be tested again. `metadata`: what the provider says of
    itself (fetched by the page); only what the login needs of it is kept. An empty secret keeps the old one."""
    home = lock_organisation(organisation_of(actor))
    idp = of_organisation(home) or LocalIdp(organisation=home)
    if idp.state != LocalIdp.State.DRAFT:
        raise RuleBroken(
            _("Lokal IdP er sendt til godkendelse eller i brug. Fjern den først. Intet er gemt.")
        )
    kept = usable(issuer, metadata)
    if client_secret:
        idp.client_secret = crypto.encrypt(client_secret, purpose=PURPOSE)
    elif idp.client_secret is None:
        raise RuleBroken(_("Indtast den hemmelighed, jeres lokale IdP har givet portalen. Intet er gemt."))
    idp.name, idp.issuer, idp.client_id, idp.metadata, idp.tested_at = name, issuer, client_id, kept, None
    idp.save()
    audit.record(LocalIdpEvent.SAVED, idp, actor=actor, organisations=[home], issuer=issuer)
    return idp


def usable(issuer: str, metadata: dict[str, Any]) -> dict[str, Any]:
    """What is kept of the metadata. Raises RuleBroken where it is another's, or cannot be used safely."""
    if metadata.get("issuer") != issuer:
        raise RuleBroken(
            _("Jeres lokale IdP kalder sig selv noget andet end den adresse, I skrev. Intet er gemt.")
        )
    kept = {}
    for name in ENDPOINTS:
        try:
            check(str(metadata.get(name, "")))
        except NotAllowed:
            raise RuleBroken(
                _("Jeres lokale IdP oplyser ingen sikker adresse for “%(name)s”. Intet er gemt.")
                % {"name": name}
            ) from None
        kept[name] = metadata[name]
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    kept["algorithms"] = [each for each in ALGORITHMS if each in offered]
    if not kept["algorithms"]:
        raise RuleBroken(_("Jeres lokale IdP underskriver ikke med RS256 eller ES256. Intet er gemt."))
    methods = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    kept["basic"] = "client_secret_post" not in methods
    kept["origin"] = "{0.scheme}://{0.netloc}".format(urlsplit(kept["authorization_endpoint"]))
    return kept


def secret_of(idp: LocalIdp) -> str:
    """For the token endpoint only."""
    assert idp.client_secret is not None
    return crypto.decrypt(idp.client_secret, purpose=PURPOSE)


@action(Permission.LOCAL_IDP_MANAGE)
def note_test(*, actor: Actor, idp: LocalIdp, level: Level) -> LocalIdp:
    """An administrator has logged in with it, and everything held."""
    ours(actor, idp)
    current = _locked(idp)
    if current.state != LocalIdp.State.DRAFT:
        raise RuleBroken(_("Lokal IdP er ikke længere under opsætning. Intet er ændret."))
    current.tested_at = timezone.now()
    current.save(update_fields=["tested_at"])
    audit.record(
        LocalIdpEvent.TESTED, current, actor=actor, organisations=[current.organisation], level=level.name
    )
    return current


@action(Permission.LOCAL_IDP_MANAGE)
def add_statement(*, actor: Actor, file: Any, level: str, expires_on: datetime.date) -> LocalIdp:
    """The auditor's statement with the level it is notified for (Level.name) and the last day it holds. In use or
    lapsed, it waits for support as the next one: logins go on with the present one until its last day."""
    idp = of_organisation(lock_organisation(organisation_of(actor)))
    if idp is None or idp.state == LocalIdp.State.SUBMITTED:
        raise RuleBroken(_("Lokal IdP er ikke under opsætning. Intet er gemt."))
    _refuse_period(expires_on)
    if level not in Level.__members__ or Level[level] is Level.NONE:
        raise RuleBroken(_("Vælg det sikringsniveau, der er anmeldt. Intet er gemt."))
    try:
        upload = uploads.accept(file, max_bytes=LARGEST)
    except uploads.UploadRefused as refused:
        raise RuleBroken(refused.sentence) from refused
    if idp.state == LocalIdp.State.DRAFT:
        idp.statement, idp.statement_type = upload.content, upload.media_type
        idp.statement_sha256, idp.notified_level, idp.statement_expires_on = upload.sha256, level, expires_on
    else:
        idp.renewal, idp.renewal_type, idp.answer = upload.content, upload.media_type, ""
        idp.renewal_sha256, idp.renewal_level, idp.renewal_expires_on = upload.sha256, level, expires_on
    idp.save()
    audit.record(LocalIdpEvent.STATEMENT_ADDED, idp, actor=actor, organisations=[idp.organisation], level=level,
                 sha256=upload.sha256, expires_on=expires_on)  # fmt: skip
    return idp


def _refuse_period(expires_on: datetime.date) -> None:
    today = timezone.localdate()
    if not today < expires_on <= today + LONGEST_STATEMENT:
        raise RuleBroken(_("Erklæringen skal gælde fra i dag og højst to år frem. Intet er gemt."))


@action(Permission.LOCAL_IDP_MANAGE)
def submit_local_idp(*, actor: Actor, idp: LocalIdp) -> LocalIdp:
    """Send it to support, once it has been tested and has its statement."""
    ours(actor, idp)
    current = _locked(idp)
    if current.tested_at is None:
        raise RuleBroken(_("Prøv først at logge ind med jeres lokale IdP. Intet er sendt."))
    if current.statement is None:
        raise RuleBroken(_("Læg først revisorerklæringen ind. Intet er sendt."))
    return LOCAL_IDP.move(current, "submit", actor=actor, answer="")


@action(Permission.LOCAL_IDP_MANAGE)
def remove_local_idp(*, actor: Actor, idp: LocalIdp) -> LocalIdp:
    """Its logins stop at the next request; identities, rights and dedicated MitID stay."""
    ours(actor, idp)
    return LOCAL_IDP.move(_locked(idp), "remove", actor=actor)


def _locked(idp: LocalIdp) -> LocalIdp:
    rows = LocalIdp.objects.across_organisations("of a provider already found through its scope")
    return rows.select_for_update(of=("self",)).select_related("organisation").get(pk=idp.pk)
