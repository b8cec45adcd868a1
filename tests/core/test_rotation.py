"""Keys are rotated while the portal runs: every stored value comes under the new key, and nothing written meanwhile is
lost."""

import base64
import re
from io import StringIO

import pytest
from django.core.management import call_command

from identities.models import Identity
from portal.core import crypto, rotation
from tests.cast import make_identity
from tests.house.test_sizes import files

OLD, NEW = (f"{name}:{base64.b64encode(name[0].encode() * 32).decode()}" for name in ("old", "new"))
# What is not stored for longer than a session, or until a mail is sent; staff make new codes when a key goes.
SHORT_LIVED = {"mail"}


@pytest.fixture
def stored(bakery, settings):
    settings.CPR_KEYS = [OLD, NEW]
    for number in range(25):
        cpr = f"61017010{number:02}"
        make_identity(bakery, None, f"Nr {number}", cpr=crypto.encrypt(cpr, purpose="cpr"),
                      cpr_index=crypto.blind_index(cpr, purpose="cpr"))  # fmt: skip
    settings.CPR_KEYS = [NEW, OLD]
    return settings


def values():
    rows = (
        Identity.objects.across_organisations("test")
        .filter(cpr__isnull=False)
        .order_by("given_name", "surname")
    )
    return [bytes(row.cpr) for row in rows]


def test_every_value_comes_under_the_new_key_and_the_old_one_can_go(stored):
    before = sorted(crypto.decrypt(each, purpose="cpr") for each in values())
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    assert "identities.Identity.cpr: 25 written anew" in out.getvalue()
    stored.CPR_KEYS = [NEW]
    assert sorted(crypto.decrypt(each, purpose="cpr") for each in values()) == before


def test_in_many_batches_and_a_second_time_nothing_is_left_to_do(stored):
    field = Identity._meta.get_field("cpr")
    assert rotation.remains(Identity, field)
    assert rotation.rotate(Identity, field, batch=4) == 25
    assert not rotation.remains(Identity, field)
    assert rotation.rotate(Identity, field, batch=4) == 0


def test_what_somebody_writes_meanwhile_stays(stored, monkeypatch):
    field, encrypt = Identity._meta.get_field("cpr"), crypto.encrypt
    changed = encrypt("6202801009", purpose="cpr")

    def somebody_is_faster(text, *, purpose):
        rows = Identity.objects.across_organisations("test").filter(surname="3")
        rows.update(cpr=changed)
        return encrypt(text, purpose=purpose)

    monkeypatch.setattr(crypto, "encrypt", somebody_is_faster)
    assert rotation.rotate(Identity, field) == 24
    assert changed in values()


def test_what_is_encrypted_is_rotated():
    """A purpose that code encrypts for is a column's, or one that ends by itself."""
    encrypted = set()
    for path in files():
        encrypted |= set(re.findall(r"crypto\.encrypt\(.*?purpose=f?\"(\w+)", path.read_text(), re.DOTALL))
    rotated = {field.purpose for _, field in rotation.columns()}
    assert encrypted - rotated <= SHORT_LIVED
    assert rotated
