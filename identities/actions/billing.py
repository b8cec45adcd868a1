"""Where invoices go."""

from typing import Any

from django.utils.translation import gettext as _

from identities.actions.guarding import lock_organisation, organisation_of
from identities.events import BillingEvent
from identities.models import InvoiceChannel
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.SETTINGS_CHANGE)
def set_invoice_channel(
    *,
    actor: Actor,
    kind: str,
    email: str = "",
    ean: str = "",
    attention: str = "",
    order_number: str = "",
    organisation: Organisation | None = None,
    **_unused: Any,
) -> InvoiceChannel:
    """Say where invoices go. Public bodies always use NemHandel. Lifts a hold on new orders."""
    home = lock_organisation(organisation_of(actor, organisation))
    if kind not in InvoiceChannel.Kind.values:
        raise RuleBroken(_("Vælg, hvor regningen skal sendes hen."))
    if home.is_public and kind != InvoiceChannel.Kind.NEMHANDEL:
        raise RuleBroken(
            _("Offentlige organisationer får regninger via NemHandel. Indtast jeres EAN-nummer.")
        )
    if kind == InvoiceChannel.Kind.NEMHANDEL and not ean:
        raise RuleBroken(_("Indtast jeres EAN-nummer."))
    if kind == InvoiceChannel.Kind.EMAIL and not email:
        raise RuleBroken(_("Indtast den e-mail, regningerne skal sendes til."))
    rows = InvoiceChannel.objects.across_organisations("of an organisation already found through its scope")
    before = rows.filter(organisation=home).first()
    channel = before or InvoiceChannel(organisation=home)
    held = channel.hold_since is not None
    channel.kind, channel.attention, channel.order_number = kind, attention, order_number
    channel.email = email if kind == InvoiceChannel.Kind.EMAIL else ""
    channel.ean = ean if kind == InvoiceChannel.Kind.NEMHANDEL else ""
    channel.hold_since = None
    channel.save()
    audit.record(BillingEvent.CHANNEL_SET, home, actor=actor, organisations=[home], kind=kind)
    if held:
        audit.record(BillingEvent.RELEASED, home, actor=actor, organisations=[home])
    return channel
