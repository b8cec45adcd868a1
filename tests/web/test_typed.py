"""A session that ends in the middle of a form loses nothing that was typed, and shows it to nobody else."""

import json
import re
import time
import uuid
from datetime import timedelta

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from portal.core.forms import DatePartsField, PortalForm
from portal.core.permissions import Level
from portal.web import typed
from portal.web.login import sessions

WORDS = "Åse Ømtålelig-Prøve"


@pytest.fixture
def address(anne):
    return reverse("identities:create", args=[anne.organisation.cvr])


def hidden(client, address):
    """The hidden fields of the page's own form, as the browser would send them."""
    text = client.get(address).content.decode().partition("<main")[2]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    assert found["form_owner"]
    return found


def expire(client):
    session = client.session
    session[sessions.SEEN] = int(time.time()) - 86_400
    session.save()


def filled(client, address, **more):
    return {
        **hidden(client, address),
        "given_name": WORDS,
        "surname": "Holm",
        "email": "aase@bageri.example",
        **more,
    }


def again(client, who, log_in):
    """Log in in the same browser."""
    fresh = log_in(who)
    kept = client.session
    client.force_login(who.user, backend="portal.web.login.backend.MitIDBackend")
    session = client.session
    session["auth_context"] = fresh.session["auth_context"]
    session.save()
    return kept


def test_what_was_typed_comes_back_after_the_login(anne, address, log_in):
    client = log_in(anne)
    sent = filled(client, address)
    expire(client)
    away = client.post(address, sent)
    assert away.status_code == 302
    assert away["Location"].startswith("/log-ind/")
    assert "står i formularen igen" in client.get(away["Location"]).content.decode()
    again(client, anne, log_in)
    page = client.get(address).content.decode()
    assert f'value="{WORDS}"' in page
    assert 'value="aase@bageri.example"' in page
    assert "står her igen" in page


def test_control_without_the_middleware_it_is_gone(anne, address, log_in, settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "typed" not in each]
    client = log_in(anne)
    sent = filled(client, address)
    expire(client)
    client.post(address, sent)
    again(client, anne, log_in)
    assert WORDS not in client.get(address).content.decode()


def test_another_person_logging_in_finds_nothing(anne, bo, carl, address, log_in):
    for other in (carl, bo):
        client = log_in(anne)
        sent = filled(client, address)
        expire(client)
        client.post(address, sent)
        assert typed.KEY in client.session
        again(client, other, log_in)
        assert typed.KEY not in client.session
        assert WORDS not in client.get(address).content.decode()


def test_another_administrator_of_the_same_organisation_finds_nothing(anne, address, log_in):
    """The mark alone holds, too: the sealed entry put back by hand is not shown to her."""
    from portal.core.permissions import ADMINISTRATOR_ROLES
    from tests.cast import make_identity, make_user

    ida = make_user("Ida Iversen")
    make_identity(anne.organisation, ida, roles=ADMINISTRATOR_ROLES)
    client = log_in(anne)
    sent = filled(client, address)
    expire(client)
    client.post(address, sent)
    sealed = client.session[typed.KEY]
    again(client, type("Who", (), {"user": ida}), log_in)
    session = client.session
    session[typed.KEY] = sealed
    session.save()
    page = client.get(address)
    assert page.status_code == 200
    assert WORDS not in page.content.decode()


def test_the_session_holds_no_readable_word_of_it(anne, address, log_in):
    client = log_in(anne)
    sent = filled(client, address)
    expire(client)
    client.post(address, sent)
    row = Session.objects.get(pk=client.session.session_key)
    told = json.dumps(row.get_decoded())
    assert typed.KEY in told
    assert "mt\\u00e5lelig" not in told
    assert "aase@bageri" not in told


def test_it_is_offered_until_it_is_sent_and_then_forgotten(anne, address, log_in):
    client = log_in(anne)
    sent = filled(client, address)
    expire(client)
    client.post(address, sent)
    again(client, anne, log_in)
    assert WORDS in client.get(address).content.decode()
    assert WORDS in client.get(address).content.decode()
    done = client.post(address, filled(client, address))
    assert done.status_code == 302, done.content.decode()
    assert typed.KEY not in client.session
    assert WORDS not in client.get(address).content.decode()


def test_after_an_hour_it_is_gone(anne, address, log_in, time_machine):
    client = log_in(anne)
    sent = filled(client, address)
    expire(client)
    client.post(address, sent)
    again(client, anne, log_in)
    time_machine.move_to(timezone.now() + timedelta(seconds=typed.KEPT_SECONDS + 1))
    session = client.session
    session[sessions.SEEN] = session[sessions.STARTED] = int(time.time())
    session.save()
    assert WORDS not in client.get(address).content.decode()


def test_a_session_ended_from_elsewhere_loses_nothing_either(anne, address, log_in):
    client = log_in(anne)
    sent = filled(client, address)
    Session.objects.all().delete()
    assert client.post(address, sent).status_code == 302
    again(client, anne, log_in)
    assert WORDS in client.get(address).content.decode()


def test_a_step_up_in_between_loses_nothing(anne, address, log_in):
    client = log_in(anne)
    sent = filled(client, address)
    weak = log_in(anne, Level.LOW)
    away = weak.post(address, sent)
    assert away["Location"].startswith("/log-ind/bekraeft/")
    session = weak.session
    session["auth_context"] = client.session["auth_context"]
    session.save()
    assert WORDS in weak.get(address).content.decode()


def strict(client):
    client.handler.enforce_csrf_checks = True
    return client


def test_a_form_older_than_the_login_is_offered_again_not_refused(anne, address, log_in):
    client = strict(log_in(anne))
    sent = {**filled(client, address), "csrfmiddlewaretoken": "a" * 64}
    away = client.post(address, sent, headers={"Origin": "http://testserver"})
    assert (away.status_code, away["Location"]) == (302, address)
    page = client.get(address).content.decode()
    assert WORDS in page
    assert "står her igen" in page


def test_such_a_form_of_somebody_else_leads_to_the_login_and_shows_nothing(anne, carl, address, log_in):
    sent = {**filled(log_in(anne), address), "csrfmiddlewaretoken": "a" * 64}
    client = strict(log_in(carl))
    away = client.post(address, sent, headers={"Origin": "http://testserver"})
    assert away["Location"].startswith("/log-ind/")
    assert WORDS not in client.get(address).content.decode()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_another_site_can_put_no_words_into_a_form_of_ours(origin, anne, address, log_in):
    client = strict(log_in(anne))
    sent = {**filled(client, address), "csrfmiddlewaretoken": "a" * 64}
    refused = client.post(address, sent, headers={"Origin": origin} if origin else {})
    assert refused.status_code == 403
    assert "Siden var blevet for gammel" in refused.content.decode()
    assert typed.KEY not in client.session
    assert WORDS not in client.get(address).content.decode()


def test_without_the_owner_s_mark_nothing_is_kept(anne, address, log_in):
    client = log_in(anne)
    sent = filled(client, address)
    expire(client)
    client.post(address, {**sent, "form_owner": ""})
    assert typed.KEY not in client.session


def test_codes_and_huge_forms_are_not_kept(anne, address, log_in):
    client = log_in(anne)
    sent = hidden(client, address)
    expire(client)
    client.post(address, {**sent, "given_name": "x" * typed.MOST_BYTES})
    assert typed.KEY not in client.session
    client.post(address, {**sent, "code": "123456", "new_password1": "hush", "given_name": WORDS})
    kept = typed._opened(client.session[typed.KEY][0])["sent"]
    assert kept["given_name"] == [WORDS]
    assert not {"code", "new_password1", "csrfmiddlewaretoken"} & kept.keys()


def test_only_the_last_few_forms_are_kept(anne, address, log_in):
    client, mark = log_in(anne), typed.owner_mark(anne.user)
    expire(client)
    pages = [reverse("identities:edit", args=[anne.organisation.cvr, uuid.uuid4()]) for _ in range(6)]
    for each in [*pages, address, address]:
        client.post(each, {"form_owner": mark, "given_name": WORDS})
    assert len(client.session[typed.KEY]) == typed.MOST_FORMS


def test_a_tick_that_accepts_something_is_given_anew(anne, rf):
    class Form(PortalForm):
        read = forms.BooleanField(error_messages={"required": "Bekræft"})
        quiet = forms.BooleanField(required=False)
        note = forms.CharField(required=False)
        born = DatePartsField(required=False)
        secret = forms.CharField(required=False, widget=forms.PasswordInput)

    sent = {
        "read": ["on"],
        "quiet": ["on"],
        "note": [WORDS],
        "born_0": ["3"],
        "born_1": ["x"],
        "secret": ["abc"],
    }
    request = rf.get("/en/side/")
    request.user, request.session = anne.user, {}
    request._messages = FallbackStorage(request)
    typed._store(
        request,
        [{"path": "/en/side/", "owner": typed.owner_mark(anne.user), "at": time.time(), "sent": sent}],
    )
    form = Form()
    typed.offer(request, form)
    html = str(form)
    assert WORDS in html
    assert 'value="3"' in html
    assert 'value="x"' in html
    assert "abc" not in html
    assert form["quiet"].initial is True
    assert not form["read"].initial
