import base64
import traceback

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from portal.core import crypto
from portal.core.crypto import CryptoError, blind_index, decrypt, encrypt, key_id, needs_rotation

PURPOSE = "test.value"
any_text = st.text(st.characters(exclude_categories=["Cs"]))
with_settings = examples(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


@pytest.fixture(autouse=True)
def keys(settings):
    settings.CPR_KEYS = [f"old:{key('o')}"]
    settings.BLIND_INDEX_KEY = key("i")
    return settings


@with_settings
@given(any_text, any_text)
def test_what_was_encrypted_is_read_again_under_its_purpose(text, purpose):
    assert decrypt(encrypt(text, purpose=purpose), purpose=purpose) == text


@with_settings
@given(any_text, any_text, any_text)
def test_another_purpose_reads_nothing(text, purpose, other):
    blob = encrypt(text, purpose=purpose)
    if purpose != other:
        with pytest.raises(CryptoError):
            decrypt(blob, purpose=other)


@with_settings
@given(st.data())
def test_one_changed_byte_anywhere_is_refused(data):
    blob = bytearray(encrypt("6101701008", purpose=PURPOSE))
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CryptoError):
        decrypt(bytes(blob), purpose=PURPOSE)


@with_settings
@given(st.binary(max_size=80))
def test_bytes_that_are_no_ciphertext_are_refused(blob):
    with pytest.raises(CryptoError):
        decrypt(blob, purpose=PURPOSE)
    with pytest.raises(CryptoError):
        decrypt(encrypt("x", purpose=PURPOSE)[:-1], purpose=PURPOSE)


def test_the_same_text_never_gives_the_same_ciphertext():
    assert len({encrypt("6101701008", purpose=PURPOSE) for _ in range(500)}) == 500


def test_the_database_gives_memoryviews_and_they_are_read():
    blob = memoryview(encrypt("6101701008", purpose=PURPOSE))
    assert decrypt(blob, purpose=PURPOSE) == "6101701008"
    assert key_id(blob) == "old"
    assert not needs_rotation(blob)


def test_a_key_is_changed_while_two_processes_run(keys):
    old_row = encrypt("6101701008", purpose=PURPOSE)

    keys.CPR_KEYS = [f"old:{key('o')}", f"new:{key('n')}"]  # step 1, this process: can read, does not write
    assert key_id(encrypt("x", purpose=PURPOSE)) == "old"

    keys.CPR_KEYS = [f"new:{key('n')}", f"old:{key('o')}"]  # step 2, the other process is ahead
    new_row = encrypt("6202801009", purpose=PURPOSE)
    assert (key_id(new_row), key_id(old_row)) == ("new", "old")
    assert (needs_rotation(new_row), needs_rotation(old_row)) == (False, True)
    assert decrypt(old_row, purpose=PURPOSE) == "6101701008"
    index_before = blind_index("6101701008", purpose=PURPOSE)

    keys.CPR_KEYS = [f"old:{key('o')}", f"new:{key('n')}"]  # the first process meets a row of the second
    assert decrypt(new_row, purpose=PURPOSE) == "6202801009"

    keys.CPR_KEYS = [f"new:{key('n')}"]  # step 3: the old key is gone
    assert decrypt(new_row, purpose=PURPOSE) == "6202801009"
    with pytest.raises(CryptoError, match="no key with id old"):
        decrypt(old_row, purpose=PURPOSE)
    assert blind_index("6101701008", purpose=PURPOSE) == index_before


def test_a_running_process_learns_a_new_key_when_it_meets_it(keys):
    mounted = [f"old:{key('o')}"]
    keys.CPR_KEYS = lambda: list(mounted)
    assert key_id(encrypt("x", purpose=PURPOSE)) == "old"
    with_new = [f"new:{key('n')}", *mounted]
    keys.CPR_KEYS = with_new
    row_of_another_process = encrypt("6101701008", purpose=PURPOSE)

    keys.CPR_KEYS = lambda: list(mounted)
    with pytest.raises(CryptoError):
        decrypt(row_of_another_process, purpose=PURPOSE)
    mounted[:] = with_new
    assert decrypt(row_of_another_process, purpose=PURPOSE) == "6101701008"


def test_reload_takes_a_changed_order_into_use(keys):
    mounted = [f"old:{key('o')}", f"new:{key('n')}"]
    keys.CPR_KEYS = lambda: list(mounted)
    assert key_id(encrypt("x", purpose=PURPOSE)) == "old"
    mounted.reverse()
    assert key_id(encrypt("x", purpose=PURPOSE)) == "old"
    crypto.reload()
    assert key_id(encrypt("x", purpose=PURPOSE)) == "new"


def test_a_key_under_a_wrong_id_reads_nothing(keys):
    blob = encrypt("6101701008", purpose=PURPOSE)
    keys.CPR_KEYS = [f"old:{key('x')}"]
    with pytest.raises(CryptoError):
        decrypt(blob, purpose=PURPOSE)


@with_settings
@given(any_text, any_text, any_text)
def test_an_index_is_equal_for_equal_values_of_one_purpose_only(text, purpose, other):
    index = blind_index(text, purpose=purpose)
    assert len(index) == 32
    assert index == blind_index(text, purpose=purpose)
    assert (index == blind_index(text, purpose=other)) == (purpose == other)
    assert blind_index(purpose + text, purpose="") != index or purpose == ""


def test_the_index_needs_its_key(keys):
    index = blind_index("6101701008", purpose=PURPOSE)
    keys.BLIND_INDEX_KEY = key("j")
    assert blind_index("6101701008", purpose=PURPOSE) != index


@pytest.mark.parametrize(
    "entries",
    [
        [],
        ["no-key"],
        [f"a b:{key('a')}"],
        ["a:AAAA"],
        ["a:%%%"],
        [f":{key('a')}"],
        [f"a:{key('a')}", f"a:{key('b')}"],
    ],
)
def test_unusable_keys_are_refused_without_being_shown(keys, entries):
    keys.CPR_KEYS = entries
    with pytest.raises(CryptoError) as refused:
        crypto.reload()
    assert key("a") not in str(refused.value)
    keys.CPR_KEYS = [f"old:{key('o')}"]
    keys.BLIND_INDEX_KEY = "c2hvcnQ="
    with pytest.raises(CryptoError):
        blind_index("x", purpose=PURPOSE)


def test_no_error_and_no_repr_carries_the_value_or_a_key():
    secret = "6101701008"
    blob = encrypt(secret, purpose=PURPOSE)
    for attempt in (
        lambda: decrypt(blob, purpose="else"),
        lambda: encrypt(secret + "\ud800", purpose=PURPOSE),
        lambda: blind_index(secret + "\ud800", purpose=PURPOSE),
        lambda: encrypt(secret.encode(), purpose=PURPOSE),
        lambda: decrypt(b"\x01\x03zzz" + secret.encode() * 4, purpose=PURPOSE),
    ):
        with pytest.raises(CryptoError) as refused:
            attempt()
        assert refused.value.__cause__ is None
        assert refused.value.__context__ is None
        assert secret not in "".join(traceback.format_exception(refused.value))
    assert "o" * 32 not in repr(crypto._keyring())
    assert key("o") not in repr(crypto._keyring())
