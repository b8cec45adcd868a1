"""A developer follows the page as written: every command is taken from it and run in a shell."""

import json
import re
import shutil
import subprocess
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client

from rights import actions
from rights.actions.clients import open_decision_client
from rights.models import ITSystem, Right
from tests.rights.conftest import SYSTEM

STEP = re.compile(r'data-step="(\w+)"><code>(.*?)</code>', re.DOTALL)


def steps():
    page = Client().get("/udvikler/").content.decode()
    return {name: unescape(code) for name, code in STEP.findall(page)}


@pytest.mark.django_db(transaction=True)
def test_the_commands_of_the_page_work_as_they_stand(live_server, settings, bakery, bo):
    assert shutil.which("curl"), "the page's commands need curl"
    settings.BASE_URL = live_server.url
    call_command("load_catalogue", verbosity=0)
    system = ITSystem.objects.get(code="skat")
    right = Right.objects.get(key="urn:dk:erhvervsadgang:skat:moms-indberet")
    actions.grant_right(actor=SYSTEM, organisation=bakery, right=right, identity=bo.identity)
    client, secret = open_decision_client(actor=SYSTEM, system=system, name="Udvikler")
    page = steps()
    assert list(page) == ["client", "token", "ask", "batch", "acting_for", "subjects"]
    begin = f"set -e\nCLIENT_ID={client.client_id}\nCLIENT_SECRET={secret}\n{page['token']}\n"

    def run(name):
        script = begin + page[name].replace("00000000-0000-0000-0000-000000000000", str(bo.identity.pk))
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    answer = run("ask")
    assert (answer["decision"], answer["context"]["reason"]) == (True, "granted_direct")
    assert [each["decision"] for each in run("batch")["evaluations"]] == [True, False]
    assert run("acting_for")["results"] == [{"cvr": bakery.cvr, "name": bakery.name, "own": True}]
    assert run("subjects") is None
    page["ask"] = page["ask"].replace("00000000-0000-0000-0000-000000000000", "karen")
    assert run("ask")["decision"] is True


def test_as_copied_without_a_change_the_answer_is_a_no_and_not_an_error(service, db):
    body = re.search(r"-d '(\{.*\})'", steps()["ask"], re.DOTALL)
    answer = service.post("evaluation", body[1])
    assert (answer.status_code, answer.json()["decision"]) == (200, False)


def test_every_reason_is_explained(db):
    from rights.rules.decision import Reason

    page = Client().get("/udvikler/").content.decode()
    for reason in Reason:
        assert f"<code>{reason.value}</code>" in page
