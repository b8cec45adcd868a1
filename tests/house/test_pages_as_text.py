"""Every page of the world as it leaves the server."""

import re

from django.template import engines
from lxml import html

from identities.models import Identity
from portal.core.models import AuditPayload, OutgoingMail
from tests.house.looking import look, pages
from tests.house.world import CANARY, made, world

__all__ = ["made", "world"]
# Pages this world has nothing to show on, and where they are held instead.
NOT_HERE: dict[str, str] = {
    "login:relink": "tests/web/test_login_people.py",
    "login:problem": "tests/web/test_login_answer.py",
    "identities_public:code_choice": "tests/identities/test_pages_in_a_browser.py",
    "identities_public:enrolment": "tests/identities/test_pages_in_a_browser.py",
    "identities_public:activate_own": "tests/identities/test_pages_in_a_browser.py",
    "identities_public:welcome": "tests/identities/test_pages_in_a_browser.py",
    "identities_public:report_lost": "tests/identities/test_pages_in_a_browser.py",
    "identities_public:wrong_person": "answers POST; GET leads back to the activation",
    "identities:selection": "shown by POST alone",
    "identities:submit_local_idp": "tests/identities",
    "identities:remove_local_idp": "tests/identities",
    "local_idp:start": "the login of a local IdP, tested in tests/web",
    "local_idp:callback": "the login of a local IdP, tested in tests/web",
    "migration_flow:start": "leads on to the decisions once the move has begun",
    "agreements_public:start_this": "tests/agreements",
    "agreements_public:invitation": "tests/agreements",
    "migration_flow:receipt": "tests/migration_flow",
    "migration_flow:undo": "tests/migration_flow",
    "front:case": "tests/web/test_support_cases.py",
}


UNDEFINED = "!undefined!"
DANISH = re.compile(r"\b(og|ikke|eller|hvis|skal|jeres|brugere|rettigheder|hvad|hvem|venter|din|dit)\b", re.I)
# Danish by right on an English page: names of people, companies and things that the world's people have written.
THEIRS = re.compile(r"Cykler & Søn|Venla Venter|Firma \d ApS|Kunder i nord|Jeg passer kontoret|Os inde bagved|Jeg skal indberette[^.<]*"
                    r"|Kære venner|Dansk|Ret \w+|Prøveadgang|brugere\.csv|Ny & Flyttet|Jeg er ny i butikken|Dorte Drejer")  # fmt: skip

# Pages that keep words in the language they were written in: messages already sent, a dry run's report.
AS_WRITTEN = (
    "agreements_public:sign",
    "migration_flow_public:sign_together",
    "front:notifications",
    "identities:upload",
)
# A value that may be missing and then has a default, which the shout stands in the way of; a page for programmers.
ALLOWED = {
    "web:history: undefined variable",
    "identities:billing: undefined variable",
    "rights_public:developers: no help",
}


def everything(world):
    """Every page the world can show, once."""
    for each in pages():
        if each.name not in NOT_HERE and (seen := look(world, each)) is not None:
            yield seen


def words(text):
    """What is read on the page, in its own language: not the parts that say they are in another."""
    page = html.fromstring(text)
    for each in page.xpath("//script|//style|//*[@lang and ancestor::*[@lang]]|//svg"):
        each.drop_tree()
    return THEIRS.sub(" ", page.text_content())


def test_every_page_holds_its_form(world, monkeypatch):
    """One heading of the first level, a title, no script or style of its own, no variable that is not there."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNDEFINED)
    faults = []
    for seen in everything(world):
        page = html.fromstring(seen.text)
        wrong = [
            "undefined variable" if UNDEFINED in seen.text else "",
            "" if page.xpath("//h1") else "no heading",
            "" if (page.findtext(".//title") or "").strip() else "no title",
            "script in the page"
            if page.xpath("//script[not(@src) and not(contains(@type, 'json'))]")
            else "",
            "style in the page" if page.xpath("//style|//*[@style]") else "",
            "handler in the page" if page.xpath("//*[@onclick or @onload or @onchange or @onsubmit]") else "",
            ""
            if page.xpath("//section[contains(@class, 'help-box')]") or "front" in seen.route.name
            else "no help",
        ]
        faults += [f"{seen.route.name}: {each}" for each in wrong if each]
    faults = [each for each in faults if each not in ALLOWED]
    assert faults == [], "\n".join(faults)


def test_no_page_speaks_danish_in_english(world):
    for client in world.clients.values():
        client.cookies["language"] = "en"
    faults = {}
    for seen in everything(world):
        said = sorted({each.lower() for each in DANISH.findall(words(seen.text))})
        if said and seen.route.name not in AS_WRITTEN:
            faults[seen.route.name] = said
    assert faults == {}, "\n".join(f"{page}: {said}" for page, said in faults.items())


def test_a_cpr_number_on_file_is_seen_nowhere(world, caplog):
    """On no page, in no letter, log line, export or trail; the control finds it where it is asked for with a reason."""
    told = [CANARY, f"{CANARY[:6]}-{CANARY[6:]}"]
    caplog.set_level("DEBUG")

    def tells(text):
        return any(each in text for each in told)

    assert [seen.route.name for seen in everything(world) if tells(seen.text)] == []
    mails = OutgoingMail.objects.values_list("subject", "body")
    assert not tells(" ".join(map(str, mails)))
    assert not tells(" ".join(str(each) for each in AuditPayload.objects.values_list("data", flat=True)))
    export = world.clients["anne"].post("/99000015/brugere/liste/", {"format": "csv"})
    assert export.status_code == 200
    assert not tells(b"".join(export).decode("utf-8-sig", "replace"))
    assert not tells(caplog.text)
    identity = Identity.objects.across_organisations("test").get(surname="Canary")
    shown = world.clients["anne"].post(
        f"/99000015/brugere/{identity.pk}/cpr/", {"reason": "Kontrol af lønsag 17"}
    )
    assert tells(shown.content.decode().replace("&shy;", ""))
    assert not tells(caplog.text)


def test_every_page_has_something_to_show_in_this_world(world):
    missing = [each.name for each in pages() if each.name not in NOT_HERE and look(world, each) is None]
    assert " ".join(missing) == "", (
        "give tests/house/world.py what they need, or say in NOT_HERE where they are tested"
    )
