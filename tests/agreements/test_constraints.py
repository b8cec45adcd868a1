"""What must never be false about agreements, broken past every action."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.agreements.models import (
    Agreement,
    Connection,
    Invitation,
    Organisation,
    Signature,
    Succession,
    SuccessionItem,
    Terms,
    TermsChange,
)
from tests.agreements.country import number
from tests.cast import make_organisation


@pytest.fixture
def case(people):
    return Connection.objects.create(
        case_number="T-1", cvr=number(1), started_by=people.anna.user, state="signing"
    )


@pytest.fixture
def home(db):
    return make_organisation(number(1), "Bruun ApS")


def signature(case, people):
    Signature.objects.create(
        connection=case, user=people.anna.user, name="Anna", cpr_index=b"1" * 32, document_sha256="x",
        snapshot_sha256="x", level="substantial",
    )  # fmt: skip


def item(home):
    offers = Succession.objects.across_organisations("test")
    offer, _made = offers.get_or_create(kind="merger", predecessor=home, successor_cvr=number(2))
    SuccessionItem.objects.create(succession=offer, kind="person", subject=home.pk, name="x", decision="left")


BROKEN = {
    "one_living_agreement_per_organisation": lambda case, home, people: [
        Agreement.objects.create(organisation=home, terms=Terms.objects.get()) for _ in range(2)
    ],
    "one_open_case_per_company": lambda case, home, people: Connection.objects.create(
        case_number="T-2", cvr=case.cvr, started_by=people.bent.user, state="case_work"
    ),
    "one_human_signs_once": lambda case, home, people: [signature(case, people) for _ in range(2)],
    "a_taken_invitation_has_its_person": lambda case, home, people: Invitation.objects.create(
        connection=case, email="x@y.example", token_sha256="x", made_by=people.anna.user,
        expires_at=timezone.now(), taken_at=timezone.now(),
    ),
    "one_change_per_terms": lambda case, home, people: [
        TermsChange.objects.create(
            agreement=Agreement.objects.across_organisations("t").get_or_create(
                organisation=home, terms=Terms.objects.get())[0],
            terms=Terms.objects.get(),
        ) for _ in range(2)
    ],
    "one_succession_per_pair": lambda case, home, people: [
        Succession.objects.create(kind="merger", predecessor=home, successor_cvr=number(2)) for _ in range(2)
    ],
    "an_item_is_decided_once": lambda case, home, people: [item(home) for _ in range(2)],
    "organisation_number_is_eight_digits": lambda case, home, people: Organisation.objects.create(
        cvr="1234567", name="x"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(case, home, people, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BROKEN[name](case, home, people)
