"""What the employer sees and never sees, field by field; and that no employer learns of another."""

import datetime

import pytest
from django.urls import URLResolver, get_resolver, reverse

from identities import actions, queries
from identities.models import Identity
from portal.core.models import AuditPayload, OutgoingMail
from tests.identities.people import activated, open_link, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_both(bakery, cycles, anne, carl):
    """Dorte works at the bakery and at the bicycle shop, under different addresses."""
    dorte = activated(anne, "Dorte Dam")
    there = order(
        carl, "D. Dam-Hansen", birth_date=datetime.date(1980, 2, 3), email="hemmelig@cykler.example"
    )
    actions.activate(actor=dorte.person, activation=open_link(there), means="private")
    there.refresh_from_db()
    dorte.there = there
    return dorte


def addresses(identity):
    """Every address of this app under the bakery that needs nothing but the organisation and perhaps the
    identity."""
    resolver = get_resolver()
    names = {
        name for each in resolver.url_patterns if isinstance(each, URLResolver) for name in _names(each, "")
    }
    found = []
    for name in sorted(names):
        for args in (["99000015"], ["99000015", identity.pk]):
            try:
                found.append(reverse(name, args=args))
            except Exception:  # noqa: BLE001 - another shape of address
                continue
    return found


def _names(resolver, prefix):
    space = f"{prefix}{resolver.namespace}:" if resolver.namespace else prefix
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _names(each, space)
        elif each.name and space == "identities:":
            yield f"{space}{each.name}"


def secrets_of(dorte, cycles):
    """What one employer must never read of the other, and never of the private person."""
    return [
        cycles.name,
        cycles.cvr,
        str(cycles.pk),
        str(dorte.there.pk),
        dorte.there.email,
        "Dam-Hansen",
        str(dorte.user.pk),
        dorte.user.subject,
        dorte.user.issuer,
    ]


def body(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


def test_no_page_of_one_employer_tells_of_another_or_of_the_private_person(
    bakery, cycles, in_both, anne, log_in
):
    client = log_in(anne)
    seen = 0
    for address in addresses(in_both.identity):
        answer = client.get(address)
        text = body(answer)
        seen += answer.status_code == 200
        for told in secrets_of(in_both, cycles):
            assert told not in text, (address, told)
    assert seen > 20


def test_no_file_of_one_employer_tells_of_another(bakery, cycles, in_both, anne, log_in):
    client = log_in(anne)
    text = body(client.post(reverse("identities:export", args=[bakery.cvr]), {"format": "csv"}))
    assert "Dorte Dam" in text
    for told in secrets_of(in_both, cycles):
        assert told not in text


def test_no_mail_and_no_line_of_the_history_tells_of_another(bakery, cycles, in_both, anne):
    actions.withdraw_consent(actor=in_both.person, identity=in_both.identity)
    from portal.core.models import AuditEntry

    entries = AuditEntry.objects.across_organisations("test").filter(organisation=bakery.pk)
    told = str(
        list(AuditPayload.objects.filter(entry_id__in=entries.values("pk")).values_list("data", flat=True))
    )
    told += str(list(OutgoingMail.objects.filter(organisation=bakery.pk).values_list("subject", "body")))
    for secret in (cycles.name, cycles.cvr, str(in_both.there.pk), in_both.there.email, "Dam-Hansen"):
        assert secret not in told


def test_the_person_alone_sees_both(bakery, cycles, in_both, log_in):
    page = log_in(in_both).get(reverse("identities_public:mine")).content.decode()
    assert bakery.name in page
    assert "Cykler &amp; Søn A/S" in page
    assert len(queries.memberships(in_both.user)) == 2


def test_withdrawing_at_one_employer_changes_nothing_at_the_other(bakery, cycles, in_both):
    actions.withdraw_consent(actor=in_both.person, identity=in_both.identity)
    assert [each.organisation for each in queries.memberships(in_both.user)] == [cycles]


def test_what_the_employer_sees_is_on_the_page_and_the_moment_of_a_login_is_not(
    bakery, in_both, anne, log_in
):
    Identity.objects.for_actor(anne.actor).filter(pk=in_both.identity.pk).update(last_used_month="2026-11-01")
    page = (
        log_in(anne)
        .get(reverse("identities:detail", args=[bakery.cvr, in_both.identity.pk]))
        .content.decode()
    )
    for shown in ("Bruger privat MitID", "Betydelig", "Aktiv", "november 2026"):
        assert shown in page


def test_own_data_is_handed_to_its_owner_only_and_leaves_a_trace(bakery, cycles, in_both, log_in):
    client = log_in(in_both)
    found = client.post(reverse("identities_public:own_data")).json()
    assert {each["organisation"]["name"] for each in found["identities"]} == {bakery.name, cycles.name}
    assert client.get(reverse("identities_public:own_data")).status_code == 405
