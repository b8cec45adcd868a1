"""Error pages: what happened, that nothing is lost, what to do next, and whom to ask."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from portal.core.actions import RuleBroken, Stale
from portal.core.permissions import ADMINISTRATOR_ROLES, Role
from portal.web import errors
from tests.cast import make_identity, make_user


def page(client, name, organisation, *args):
    return client.get(reverse(name, args=[organisation.cvr, *args]))


def test_a_colleague_is_told_which_role_is_missing_and_whom_to_ask(anne, bo, log_in):
    answer = page(log_in(bo), "web:settings", bo.organisation)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Anne Aagaard" in text
    assert "Rettighedsadministrator" in text
    assert reverse("identities:administrators", args=[bo.organisation.cvr]) in text


def test_the_ones_to_ask_hold_the_role_that_is_needed(anne, bo, log_in):
    make_identity(
        anne.organisation,
        make_user("Rikke Rolle"),
        roles=[Role.RIGHTS_ADMINISTRATOR],
        email="rikke@x.example",
    )
    text = page(log_in(bo), "identities:create", bo.organisation).content.decode()
    assert "Anne Aagaard" in text
    assert "Rikke Rolle" not in text


def test_no_page_names_the_administrators_of_a_stranger(anne, carl, log_in):
    answer = page(log_in(carl), "web:settings", anne.organisation)
    assert answer.status_code == 404
    assert "Anne" not in answer.content.decode()


def test_at_most_a_handful_of_names(anne, bo, log_in):
    for number in range(8):
        make_identity(anne.organisation, make_user(f"Ene{number} Admin"), roles=ADMINISTRATOR_ROLES,
                      email=f"{number}@x.example")  # fmt: skip
    text = page(log_in(bo), "web:settings", bo.organisation).content.decode()
    assert text.count(" Admin<") + text.count("Anne Aagaard") == errors.MOST_NAMES


RAISED = {
    "400": (BadRequest("secret detail"), 400, "Vi kunne ikke læse", "We could not read"),
    "403": (PermissionDenied(), 403, "Du har ikke adgang", "You do not have access"),
    "404": (Http404(), 404, "Siden findes ikke", "does not exist"),
    "409": (Stale("Anne har rettet det samme."), 409, "ændret i mellemtiden", "changed in the meantime"),
    "rule": (RuleBroken("Det må man ikke."), 400, "Det kan ikke lade sig gøre nu", "This cannot be done now"),
    "500": (ZeroDivisionError("secret detail"), 500, "Der er sket en fejl hos os", "Something went wrong"),
}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", RAISED)
def test_every_error_has_its_page_in_both_languages(name, language, anne, log_in, monkeypatch):
    error, status, danish, english = RAISED[name]

    def fails(*args, **kwargs):
        raise error

    monkeypatch.setattr("portal.web.views.settings.Settings.get_context_data", fails)
    client = log_in(anne)
    client.raise_request_exception = False
    client.cookies["language"] = language
    answer = page(client, "web:settings", anne.organisation)
    text = answer.content.decode()
    assert answer.status_code == status
    assert (danish if language == "da" else english) in text
    assert f'lang="{language}"' in text
    assert "secret detail" not in text
    assert str(error) in text or name not in ("409", "rule")
    assert "/hjaelp/" in text


def test_the_picker_is_where_the_links_lead(anne, carl, log_in):
    make_identity(carl.organisation, anne.user, email="anne@cycles.example")
    client = log_in(anne)
    text = page(client, "web:overview", anne.organisation).content.decode()
    assert text.count('href="/organisationer/?alle"') == 3
    listed = client.get("/organisationer/?alle").content.decode()
    assert anne.organisation.name in listed
    assert "Cykler &amp; Søn" in listed


def test_one_organisation_needs_no_link_to_change_it(anne, log_in):
    assert "Skift organisation" not in page(log_in(anne), "web:overview", anne.organisation).content.decode()


def test_the_footer_names_the_authority(settings, db):
    settings.AUTHORITY_NAME = "Styrelsen for Prøver"
    assert "Styrelsen for Prøver" in Client().get("/").content.decode()
