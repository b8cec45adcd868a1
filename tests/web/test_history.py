"""The organisation's history with filter and file, one's own activity, and who has looked one up."""

import csv
import io
from typing import Any

import pytest

from identities import actions as identities
from portal.core.models import AuditEntry
from tests.cast import make_identity
from tests.web.desk import at_the_desk, inside, open_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(anne: Any, bo: Any) -> Any:
    """Something has happened: a person is suspended, and support has been there."""
    identities.suspend(actor=anne.actor, identity=bo.identity, reason="orlov")
    agent = at_the_desk()
    open_organisation(agent, "99000015", reason='=HYPERLINK("http://evil.example";"klik her nu")')
    agent.client.get(inside("99000015", f"brugere/{bo.identity.pk}/"))
    return anne


def history(client: Any, query: str = "") -> str:
    return str(client.get(f"/99000015/historik/{query}").content.decode())


def test_the_filter_shows_what_was_chosen(lived: Any, log_in: Any) -> None:
    client = log_in(lived)
    assert "spærret midlertidigt" in history(client)
    assert "spærret midlertidigt" not in history(client, "?area=support")
    assert "Support fik adgang" in history(client, "?area=support")
    assert "Support fik adgang" not in history(client, "?who=person")
    assert "Support fik adgang" in history(client, "?who=staff")
    future = "?since_0=1&since_1=1&since_2=2099"
    assert "Der er ingen historik her" in history(client, future)
    assert "spærret midlertidigt" in history(client, "?until_0=1&until_1=1&until_2=2099")


@pytest.mark.parametrize(
    "query", ["?area=x", "?since_0=99&since_1=99&since_2=1", "?who='", "?after=x", "?area[]=1"]
)
def test_a_bad_filter_breaks_nothing(query: str, lived: Any, log_in: Any) -> None:
    assert log_in(lived).get(f"/99000015/historik/{query}").status_code in (200, 404)


def test_the_file_holds_what_the_filter_shows_and_no_formula(lived: Any, log_in: Any) -> None:
    client = log_in(lived)
    response = client.post("/99000015/historik/hent/?area=support")
    assert response["Content-Disposition"].startswith("attachment")
    rows = list(
        csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")), delimiter=";")
    )
    assert any("Support fik adgang" in row[1] for row in rows)
    assert not any("spærret midlertidigt" in row[1] for row in rows)
    cells = [cell for row in rows for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert AuditEntry.objects.across_organisations("test").filter(event="web.history.exported").count() == 1


def test_a_colleague_without_the_role_and_a_stranger_get_no_file(
    lived: Any, bo: Any, carl: Any, log_in: Any
) -> None:
    make_identity(lived.organisation, carl.user, state="pending")
    assert log_in(carl).post("/99000015/historik/hent/").status_code == 404


def test_another_organisations_history_is_not_in_the_file(lived: Any, carl: Any, log_in: Any) -> None:
    response = log_in(carl).post("/99000023/historik/hent/")
    text = b"".join(response.streaming_content).decode()
    assert "spærret" not in text


def test_my_own_activity_is_mine_alone(lived: Any, carl: Any, log_in: Any) -> None:
    assert "spærret midlertidigt" in log_in(lived).get("/min-aktivitet/").content.decode()
    assert "spærret midlertidigt" not in log_in(carl).get("/min-aktivitet/").content.decode()


def test_a_person_sees_that_support_looked_them_up_and_why(
    lived: Any, anne: Any, carl: Any, log_in: Any
) -> None:
    from types import SimpleNamespace

    from portal.core.models import User

    bo = User.objects.get(name="Bo Bager")
    page = log_in(SimpleNamespace(user=bo)).get("/mine-opslag/").content.decode()
    assert "Support så en brugers oplysninger" in page
    assert "klik her nu" in page
    assert "Aaby Bageri ApS" in page
    assert "sus" not in page.split("<main")[1].split("</main")[0].lower().replace("hverken", ""), (
        "the role, not the agent"
    )
    assert "Ingen har set" in log_in(carl).get("/mine-opslag/").content.decode()


def test_nobody_is_sent_to_log_in(client: Any) -> None:
    for path in ("/min-aktivitet/", "/mine-opslag/"):
        assert client.get(path).status_code == 302


def test_every_event_of_the_front_hall_has_its_sentence() -> None:
    from portal.core.sentences import vocabulary

    known = vocabulary()
    for event in ("web.login.succeeded", "web.staff.created", "web.support.looked_up", "web.case.read",
                  "web.history.exported", "web.oversight.removed"):  # fmt: skip
        assert event in known
