"""The catalogue that comes with the portal."""

import io

import pytest
from django.core.management import CommandError, call_command

from migration_flow.generator.services import SERVICES
from portal.core.models import AuditEntry
from rights.actions.catalogue import read_catalogue
from rights.models import ITSystem, Right, ServiceClient
from rights.rules import policy_of


def load() -> str:
    out = io.StringIO()
    call_command("load_catalogue", stdout=out)
    return out.getvalue()


@pytest.fixture
def loaded(db):
    return load()


def test_dozens_of_systems_and_hundreds_of_rights(loaded):
    assert ITSystem.objects.count() >= 50
    assert Right.objects.count() >= 200


def test_loading_again_changes_nothing_and_says_so(loaded):
    before = (
        list(Right.objects.order_by("key").values()),
        AuditEntry.objects.across_organisations("test").count(),
    )
    assert "0 rights added" in load()
    assert before == (
        list(Right.objects.order_by("key").values()),
        AuditEntry.objects.across_organisations("test").count(),
    )


def test_what_an_owner_has_changed_stays_and_what_is_missing_comes_back(loaded):
    changed, gone = Right.objects.order_by("key")[:2]
    changed.name_da = "Ejerens eget navn"
    changed.save()
    gone.delete()
    load()
    assert Right.objects.get(pk=changed.pk).name_da == "Ejerens eget navn"
    assert Right.objects.filter(key=gone.key).exists()


def test_every_right_of_the_legacy_deliveries_is_one_right_here(loaded):
    known = {
        (right.legacy_service, right.legacy_right): right
        for right in Right.objects.exclude(legacy_service="")
    }
    wanted = {
        (service.code, right.code): (service, right) for service in SERVICES for right in service.rights
    }
    assert set(known) == set(wanted)
    for code, (service, right) in wanted.items():
        ours = known[code]
        assert (ours.name_da, ours.name_en) == (right.name_da, right.name_en)
        assert {limit.upper() for limit in ours.allowed_limits} == set(right.limits) - {"CVR"}
        assert policy_of(ours).may_be_given is service.mandates


def test_every_row_is_complete_in_both_languages():
    for system in read_catalogue():
        for row in (system, *system["rights"]):
            assert row["name_da"].strip()
            assert row["name_en"].strip()
        for right in system["rights"]:
            assert set(right["limits"]) <= {"p", "se"}
            assert right["level"] in ("low", "substantial", "high")


def test_keys_are_urns_and_unique():
    keys = [f"{system['code']}:{right['code']}" for system in read_catalogue() for right in system["rights"]]
    assert len(keys) == len(set(keys))
    assert all(key.isascii() and key == key.lower() and " " not in key for key in keys)


def test_the_basic_package_is_small_and_there(loaded):
    assert 5 <= Right.objects.filter(in_basic_package=True).count() <= 20


def test_a_client_is_opened_from_the_command_line(loaded):
    out = io.StringIO()
    call_command("open_client", "skat", stdout=out)
    lines = dict(line.split("=", 1) for line in out.getvalue().split())
    client = ServiceClient.objects.get(client_id=lines["client_id"])
    assert client.system.code == "skat"
    assert lines["client_secret"] not in (client.secret_hash, client.name)
    with pytest.raises(CommandError, match="There is no system nothing"):
        call_command("open_client", "nothing")
