"""What must never be false is a named constraint: each is broken here in SQL, past every rule of ours."""

import pytest
from django.db import IntegrityError, connection, transaction

from identities.models import Identity
from mandates.models import Mandate


def refused(name, statement, *params):
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def test_one_live_identity_per_person_and_organisation(anne, bo):
    refused("one_live_identity_per_person_and_organisation",
            "UPDATE identities_identity SET user_id = %s WHERE id = %s", anne.user.pk, bo.identity.pk)  # fmt: skip


def test_an_active_identity_has_its_person(anne):
    refused("an_active_identity_has_its_person", "UPDATE identities_identity SET user_id = NULL")


def test_one_identity_per_rid(anne, bo):
    Identity.objects.across_organisations("test").filter(pk=anne.identity.pk).update(rid="1")
    refused("one_identity_per_rid", "UPDATE identities_identity SET rid = '1' WHERE id = %s", bo.identity.pk)


def test_staff_are_never_mitid_users(anne, sus):
    refused("staff_are_never_mitid_users", "UPDATE core_user SET is_staff = true WHERE id = %s", anne.user.pk)
    refused(
        "staff_are_never_mitid_users",
        "UPDATE core_user SET issuer = 'x', subject = 'y' WHERE id = %s",
        sus.user.pk,
    )
    refused(
        "staff_are_never_mitid_users",
        "UPDATE core_user SET password = 'pbkdf2$x' WHERE id = %s",
        anne.user.pk,
    )


def test_no_mandate_to_oneself(anne):
    with pytest.raises(IntegrityError, match="nobody_gives_a_mandate_to_themselves"), transaction.atomic():
        Mandate.objects.create(number="F-1", grantor=anne.organisation, grantee=anne.organisation)


@pytest.mark.parametrize("change", ["state = 'active'", "state = 'active', basis = 'consents', grantor_consented_at = now()",
                                    "state = 'active', basis = 'carried_over'"])  # fmt: skip
def test_an_active_mandate_has_its_lawful_basis(anne, carl, change):
    Mandate.objects.create(number="F-1", grantor=anne.organisation, grantee=carl.organisation)
    refused("an_active_mandate_has_its_lawful_basis", f"UPDATE mandates_mandate SET {change}")


def test_asking_for_cpr_has_a_purpose(anne):
    refused("asking_for_cpr_has_a_purpose", "UPDATE agreements_organisation SET asks_for_cpr = true")


def test_a_delivery_s_file_balances(db):
    from migration_flow.models import Delivery, DeliveryFile

    delivery = Delivery.objects.create(delivery_id="x", sequence=1, kind="full", environment="TEST",
                                       made_at="2020-01-01T00:00:00Z", path="")  # fmt: skip
    DeliveryFile.objects.create(delivery=delivery, name="a", bytes=1, sha256="", encoding="", total=3)
    refused(
        "accepted_and_rejected_are_the_total",
        "UPDATE migration_flow_deliveryfile SET accepted = 1, rejected = 1",
    )


def test_no_overlapping_grants(anne):
    from rights.models import Grant, ITSystem, Right

    system = ITSystem.objects.create(code="s", name_da="s", name_en="s")
    right = Right.objects.create(system=system, key="urn:x", name_da="x", name_en="x")
    facts = {"organisation": anne.organisation, "right": right, "identity": anne.identity}
    Grant.objects.create(**facts)
    with pytest.raises(IntegrityError, match="no_overlapping_grants"), transaction.atomic():
        Grant.objects.create(**facts)
