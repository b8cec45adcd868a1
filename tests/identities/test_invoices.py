"""Closed on the 10th, sent on the 15th; quarterly below 50 kr.; VAT only on the invoice."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from identities import actions
from identities.models import Charge, Invoice
from identities.rules.periods import is_invoiced, period_closing, with_vat
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from tests.identities.people import with_channel

SYSTEM = Actor.system("closing of usage")
day = datetime.date


def test_a_period_runs_from_the_11th_to_the_10th():
    assert period_closing(day(2026, 3, 10)) == (day(2026, 2, 11), day(2026, 3, 10))
    assert period_closing(day(2026, 3, 9)) == (day(2026, 1, 11), day(2026, 2, 10))
    assert period_closing(day(2026, 1, 10)) == (day(2025, 12, 11), day(2026, 1, 10))


@pytest.mark.parametrize(
    ("net", "month", "invoiced"),
    [
        ("50.01", 2, True),
        ("50", 2, False),
        ("50", 4, True),
        ("20", 3, False),
        ("20", 10, True),
        ("0", 4, False),
        ("-60", 2, True),
        ("-20", 2, False),
    ],
)
def test_above_fifty_monthly_else_quarterly(net, month, invoiced):
    assert is_invoiced(Decimal(net), day(2026, month, 10)) is invoiced


def test_vat_is_a_quarter():
    assert with_vat(Decimal("33.50")) == (Decimal("8.38"), Decimal("41.88"))


def charge(organisation, identity, at, amount="20", occasion=1):
    return Charge.objects.create(
        organisation=organisation,
        kind="identity",
        identity=identity,
        amount=Decimal(amount),
        at=at,
        occasion=occasion,
        reason="test",
    )


@pytest.fixture
def three_charges(bakery, anne):
    with_channel(bakery)
    at = timezone.make_aware(datetime.datetime(2026, 2, 20, 12))
    return [charge(bakery, anne.identity, at, occasion=n) for n in (1, 2, 3)]


@pytest.mark.django_db
def test_an_invoice_holds_each_charge_once_and_closing_twice_makes_none_twice(bakery, three_charges):
    assert actions.close_usage(actor=SYSTEM, on=day(2026, 3, 11)) == 1
    assert actions.close_usage(actor=SYSTEM, on=day(2026, 3, 11)) == 0
    invoice = Invoice.objects.across_organisations("test").get()
    assert (invoice.net, invoice.vat, invoice.total) == (Decimal(60), Decimal(15), Decimal(75))
    assert invoice.number == "2026-0000001"
    assert invoice.lines.count() == 3


@pytest.mark.django_db
def test_what_came_after_the_10th_waits_for_the_next(bakery, three_charges, anne):
    at = timezone.make_aware(datetime.datetime(2026, 3, 11, 0, 0))
    charge(bakery, anne.identity, at, occasion=4)
    actions.close_usage(actor=SYSTEM, on=day(2026, 3, 11))
    assert Invoice.objects.across_organisations("test").get().lines.count() == 3


@pytest.mark.django_db
def test_an_approved_credit_is_on_the_next_invoice(bakery, three_charges):
    from identities.models import CreditNote

    CreditNote.objects.create(
        organisation=bakery,
        charge=three_charges[0],
        reason="x",
        state="approved",
        answered_at=timezone.make_aware(datetime.datetime(2026, 2, 21)),
    )
    actions.close_usage(actor=SYSTEM, on=day(2026, 4, 11))
    assert Invoice.objects.across_organisations("test").get().net == Decimal(40)


@pytest.mark.django_db
def test_the_invoice_is_a_pdf_with_its_numbers_and_is_downloaded_by_its_organisation_only(
    bakery, cycles, three_charges, anne, carl, log_in, tmp_path
):
    import subprocess

    from django.urls import reverse

    actions.close_usage(actor=SYSTEM, on=day(2026, 3, 11))
    assert actions.send_invoices(actor=SYSTEM) == 1
    assert actions.send_invoices(actor=SYSTEM) == 0
    invoice = Invoice.objects.for_actor(anne.actor).get()
    answer = log_in(anne).get(reverse("identities:invoice", args=[bakery.cvr, invoice.pk]))
    path = tmp_path / "invoice.pdf"
    path.write_bytes(answer.content)
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    for told in ("2026-0000001", bakery.name, "60", "15", "75", "11. februar 2026", "10. marts 2026"):
        assert told in text
    assert log_in(carl).get(reverse("identities:invoice", args=[cycles.cvr, invoice.pk])).status_code == 404


@pytest.mark.django_db
def test_termination_invoices_whatever_is_open(bakery, anne):
    with_channel(bakery)
    charge(bakery, anne.identity, timezone.now() - datetime.timedelta(hours=1))
    invoice = actions.final_invoice(actor=SYSTEM, organisation=bakery)
    assert invoice.total == Decimal(25)


@pytest.mark.django_db
def test_a_public_body_always_gets_invoices_through_nemhandel(bakery, anne):
    bakery.is_public = True
    bakery.save()
    anne.actor.organisation.refresh_from_db()
    with pytest.raises(RuleBroken, match="NemHandel"):
        actions.set_invoice_channel(actor=anne.actor, kind="email", email="a@b.example")
    actions.set_invoice_channel(actor=anne.actor, kind="nemhandel", ean="5798000000001")
