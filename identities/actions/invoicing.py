"""Invoices: usage closed on the 10th, sent on the 15th as a PDF, through the channel on file."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Max, Sum
from django.utils import timezone

from identities import mails
from identities.events import BillingEvent
from identities.models import Charge, CreditNote, Invoice, InvoiceChannel, InvoiceLine
from identities.queries.prices import channel_of
from identities.rules.periods import is_invoiced, period_closing, with_vat
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.documents import create_document
from portal.core.permissions import Permission

WHY = "the closing of all organisations' usage"
_NUMBERS = 0x696E766F  # "invo": one closing at a time gives out invoice numbers


@action(Permission.SUPPORT_SUPERVISE)
def close_usage(*, actor: Actor, on: datetime.date | None = None) -> int:
    """Put every organisation's open charges and credits up to the 10th on an invoice, where it is time.
    Returns how many invoices there are; closing a day twice makes none twice."""
    first, last = period_closing(on or timezone.localdate())
    end = datetime.datetime.combine(
        last + datetime.timedelta(days=1), datetime.time.min, timezone.get_default_timezone()
    )
    made = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS])
    for organisation, net in _open_sums(end).items():
        if is_invoiced(net, last):
            _invoice(organisation, first, last, end, actor)
            made += 1
    if not made:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return made


@action(Permission.SUPPORT_SUPERVISE)
def final_invoice(*, actor: Actor, organisation: Organisation) -> Invoice | None:
    """On termination: everything still open, whatever the amount."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS])
    net = _open_sums(now, organisation).get(organisation.pk, Decimal(0))
    if not net:
        audit.record_bulk("SELECT 1 WHERE false", [])
        return None
    first, _last = period_closing(timezone.localdate())
    return _invoice(organisation.pk, first, timezone.localdate(), now, actor)


@action(Permission.SUPPORT_SUPERVISE)
def send_invoices(*, actor: Actor, limit: int = 200) -> int:
    """Make the PDF of closed invoices and hand them to their channels as recorded deliveries. Returns how
    many."""
    rows = (
        Invoice.objects.across_organisations(WHY)
        .filter(state=Invoice.State.CLOSED)
        .select_related("organisation")
    )
    waiting = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("number")[:limit])
    for invoice in waiting:
        _send(invoice, actor)
    if not waiting:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return len(waiting)


def _open_charges(end: datetime.datetime) -> Any:
    rows = Charge.objects.across_organisations(WHY)
    return rows.filter(at__lt=end, line__isnull=True)


def _open_credits(end: datetime.datetime) -> Any:
    """Approved credits of charges that are, or are now being, invoiced."""
    rows = CreditNote.objects.across_organisations(WHY).filter(
        state=CreditNote.State.APPROVED, line__isnull=True
    )
    return rows.filter(answered_at__lt=end)


def _open_sums(end: datetime.datetime, organisation: Any = None) -> dict[Any, Decimal]:
    charges, notes = _open_charges(end), _open_credits(end)
    if organisation is not None:
        charges, notes = charges.filter(organisation=organisation), notes.filter(organisation=organisation)
    owed = charges.values_list("organisation").annotate(n=Sum("amount")).order_by()
    sums: dict[Any, Decimal] = dict(owed.iterator())
    for pk, amount in (
        notes.values_list("organisation").annotate(n=Sum("charge__amount")).order_by().iterator()
    ):
        sums[pk] = sums.get(pk, Decimal(0)) - amount
    return sums


def _invoice(organisation: Any, first: datetime.date, last: datetime.date, end: Any, actor: Actor) -> Invoice:
    home = Organisation.objects.across_organisations(WHY).get(pk=organisation)
    lines = [(charge, None, charge.amount) for charge in _open_charges(end).filter(organisation=home)]
    notes = _open_credits(end).filter(organisation=home).select_related("charge")
    lines += [(None, note, -note.charge.amount) for note in notes]
    net = sum((amount for _charge, _note, amount in lines), Decimal(0))
    vat, total = with_vat(net)
    invoice = Invoice.objects.create(
        number=_next_number(last.year),
        organisation=home,
        period_from=first,
        period_to=last,
        net=net,
        vat=vat,
        total=total,
        channel=_channel(channel_of(home)),
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=invoice, charge=charge, credit_note=note, amount=amount)
        for charge, note, amount in lines
    )
    audit.record(
        BillingEvent.INVOICE_CLOSED,
        invoice,
        actor=actor,
        organisations=[home],
        number=invoice.number,
        net=str(net),
    )
    return invoice


def _next_number(year: int) -> str:
    """Without gaps within a year: bookkeeping asks for it. The caller holds the lock."""
    rows = Invoice.objects.across_organisations(WHY).filter(number__startswith=f"{year}-")
    last = rows.aggregate(last=Max("number"))["last"]
    return f"{year}-{int(last.partition('-')[2]) + 1 if last else 1:07d}"


def _channel(channel: InvoiceChannel | None) -> dict[str, Any]:
    """As it was at the closing; Digital Post where none is on file: every company has it."""
    if channel is None or not channel.kind:
        return {"kind": InvoiceChannel.Kind.DIGITAL_POST.value}
    named: Iterable[str] = ("kind", "email", "ean", "attention", "order_number")
    return {name: getattr(channel, name) for name in named if getattr(channel, name)}


def _send(invoice: Invoice, actor: Actor) -> None:
    home = invoice.organisation
    lines = invoice.lines.select_related("charge__identity", "credit_note__charge__identity").order_by("pk")
    invoice.document = create_document(
        kind="regning",
        template="pdf/identities/invoice.html",
        version="1",
        context={
            "invoice": invoice,
            "organisation": home,
            "lines": list(lines),
            "issued_on": timezone.localdate(),
        },
        organisation=home,
        title=f"Regning {invoice.number}",
    )
    invoice.state, invoice.sent_at = Invoice.State.SENT, timezone.now()
    invoice.save(update_fields=["document", "state", "sent_at"])
    if address := invoice.channel.get("email"):
        mails.invoice(home, invoice, address)
    audit.record(
        BillingEvent.INVOICE_SENT,
        invoice,
        actor=actor,
        organisations=[home],
        number=invoice.number,
        channel=invoice.channel["kind"],
    )
