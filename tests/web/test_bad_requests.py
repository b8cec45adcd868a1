"""What no browser of a user sends: each is refused with a page of ours, and nothing happens."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from portal.core.models import AuditEntry

ADDRESS = "/99000015/indstillinger/"
FORM = "/99000015/brugere/opret/"


def traces() -> int:
    return AuditEntry.objects.across_organisations("test").count()


@pytest.mark.parametrize(
    "cvr", ["00000000", "12345678", "99999999", "9900001", "990000155", "abcdefgh", "९९००००१५"]
)
def test_a_number_that_is_nobodys_is_404(cvr, anne, log_in):
    answer = log_in(anne).get(f"/{cvr}/")
    assert answer.status_code == 404
    assert anne.identity.organisation.name not in answer.content.decode()


def test_a_strangers_address_is_404_like_one_that_is_nobodys(carl, anne, log_in):
    client = log_in(carl)
    stranger, nobodys = client.get(ADDRESS), client.get(ADDRESS.replace("99000015", "99000031"))
    assert (stranger.status_code, nobodys.status_code) == (404, 404)
    assert "Aaby" not in stranger.content.decode()


@pytest.mark.parametrize(
    "host", ["evil.example", "portal.example.evil.example", "127.0.0.1:80@evil.example", "a b", ""]
)
def test_a_forged_host_is_400_and_never_repeated(host, db):
    answer = Client().get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


@pytest.mark.parametrize(
    "header",
    [
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-server": "evil.example"},
        {"forwarded": "host=evil.example"},
    ],
)
def test_a_forwarded_host_is_not_believed(header, anne, log_in):
    client = log_in(anne)
    for path in ("/", ADDRESS, "/log-ind/", "/findes-ikke/"):
        answer = client.get(path, headers=header)
        assert "evil.example" not in answer.content.decode() + str(dict(answer.headers))


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_forwarded_scheme_counts_only_behind_our_own_proxy(scheme, db, rf):
    assert settings.SECURE_PROXY_SSL_HEADER is None
    assert not rf.get("/", headers={"x-forwarded-proto": scheme}).is_secure()


@pytest.mark.parametrize(
    "path", ["/%00/", "/99000015/%00/", "/?q=%00", "/99000015/brugere/?q=%00", "/hjaelp/?q=%00"]
)
def test_nul_bytes_in_an_address_find_nothing_and_break_nothing(path, anne, log_in):
    assert log_in(anne).get(path).status_code in (200, 302, 400, 404)


@pytest.mark.parametrize("value", ["\x00", "Aaby\x00Bageri", "\x00" * 2000])
def test_nul_bytes_in_a_form_are_refused_in_words(value, anne, log_in):
    client, before = log_in(anne), traces()
    answer = client.post(FORM, {"given_name": value, "surname": value, "email": value})
    assert answer.status_code in (200, 400)
    assert traces() == before


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", "image/png", "x", ""])
def test_a_form_of_another_content_type_changes_nothing(kind, anne, log_in):
    client, before = log_in(anne), traces()
    answer = client.post(FORM, b'{"allows_private_mitid": false}', content_type=kind)
    assert answer.status_code < 500
    assert traces() == before


def test_an_oversized_form_is_400_before_it_is_read(anne, log_in):
    client, before = log_in(anne), traces()
    answer = client.post(FORM, {"x": "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert answer.status_code in (400, 413)
    assert "Traceback" not in answer.content.decode()
    assert traces() == before


def test_more_fields_than_any_form_of_ours_is_400(anne, log_in):
    fields = {f"f{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert log_in(anne).post(FORM, fields).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "?next=//evil.example",
        "?next=https://evil.example/",
        "?next=/\\evil.example",
        "?next=javascript:alert(1)",
    ],
)
def test_next_never_leads_elsewhere(query, anne, log_in, db):
    for client in (log_in(anne), Client()):
        for path in ("/log-ind/", "/organisationer/", "/sprog/", "/log-ud/"):
            for answer in (client.get(path + query), client.post(path + query)):
                assert urlsplit(answer.headers.get("Location", "")).netloc in ("", "127.0.0.1:8000")
                assert 'href="//evil' not in answer.content.decode()
                assert 'href="https://evil' not in answer.content.decode()
