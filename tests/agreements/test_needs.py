"""Do we need it? An answer and a next step for every form in the register."""

import pytest
from django.test import Client

from migration_flow.generator.forms import FORMS
from portal.agreements.rules import needs


def test_every_form_of_the_register_has_one_place_in_the_table():
    codes = [code for form in needs.FORMS for code in form.codes]
    assert len(codes) == len(set(codes))
    in_reference = {10, 15, 30, 40, 60, 70, 80, 81, 90, 100, 110, 115, 130, 140, 151, 152, 170, 180, 210, 230, 235, 245,
                    250, 260, 270, 280, 20}  # fmt: skip
    assert set(codes) == in_reference
    assert set(FORMS) <= in_reference


@pytest.mark.parametrize("form", needs.FORMS, ids=lambda form: form.key)
@pytest.mark.parametrize(("people", "alone"), [("alone", "yes"), ("alone", "no"), ("several", "")])
def test_every_form_gets_an_answer_and_a_step(form, people, alone):
    page = Client().get("/behov/", {"form": form.key, "people": people, "alone": alone}).content.decode()
    needed = not (form.who and people == "alone" and alone == "yes")
    assert ("Ja, I skal have en aftale" in page) == needed
    assert ("Nej, du kan bruge dit private MitID" in page) != needed
    step = '<div id="svar">' + page.split('<div id="svar">')[1].split("<form")[0]
    assert 'class="button button-primary"' in step


def test_it_is_public_keeps_nothing_and_says_what_is_missing():
    client = Client()
    page = client.get("/behov/")
    assert page.status_code == 200
    assert "svar" not in page.context
    assert "error-summary" not in page.content.decode() or "fejl" not in page.content.decode().lower()
    missing = client.get("/behov/", {"form": "company", "people": "alone"}).content.decode()
    assert "Svar på, om du må handle alene" in missing
    assert client.post("/behov/").status_code == 405
    assert 'href="/behov/"' in client.get("/").content.decode()
