"""Every page about identities, in every state it has, in a real browser: axe finds nothing at 1280 and 320 px, nothing
scrolls sideways, the console stays silent. The browser is given what the test client got: no server, no waiting."""

import datetime
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from identities import actions
from identities.models import Activation, Authenticator, Identity, LocalIdp, RoleRequest
from tests.cast import make_identity, make_user
from tests.identities.people import activated, open_link, order, outsider, token_mailed_to, with_channel
from tests.journeys.browser import AXE, browser

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
HOME = "http://localhost"  # an origin the browser trusts without TLS
BORN = datetime.date(1980, 2, 3)


class Window:
    """Shows an answer of the portal as it came, headers and all; `faults` are those of the newest one."""

    def __init__(self, page: Any) -> None:
        self.page, self.said, self.shown = page, [], None
        page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.route("**/*", self._serve)

    def _serve(self, route: Any, request: Any) -> None:
        path = re.sub(r"[?#].*", "", request.url.removeprefix(HOME))
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            route.fulfill(path=found) if found else route.fulfill(status=404)
        elif request.is_navigation_request():
            headers = {name: value for name, value in self.shown.headers.items() if name != "Set-Cookie"}
            route.fulfill(status=200, headers=headers, body=self.shown.content)
        else:
            route.fulfill(status=204)

    def faults(self, answer: Any) -> list[str]:
        self.said, self.shown, found = [], answer, []
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.goto(HOME + answer.request["PATH_INFO"])
        for width in (1280, 320):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.evaluate(AXE)
            result = self.page.evaluate("axe.run({resultTypes: ['violations']})")
            found += [f"{width}: {v['id']} {v['nodes'][0]['html'][:160]}" for v in result["violations"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        return [*found, *self.said, *([f"{wide} px wide at 320 px"] if wide > 320 else [])]


@pytest.fixture
def window(browser):
    context = browser.new_context(locale="da-DK")
    yield Window(context.new_page())
    context.close()


class Pages:
    """What has been opened: address → what is wrong with it."""

    def __init__(self, window: Window) -> None:
        self.window, self.faults, self.seen = window, {}, 0

    def get(self, client: Client, address: str, *states: int) -> None:
        self._look(client.get(address), address, states or (200,))

    def post(self, client: Client, address: str, data: dict[str, str] | None = None) -> None:
        """A form sent back with what is wrong in it."""
        self._look(client.post(address, data or {}), f"POST {address}", (200,))

    def _look(self, answer: Any, address: str, states: tuple[int, ...]) -> None:
        assert answer.status_code in states, (address, answer.status_code)
        self.seen += 1
        if found := self.window.faults(answer):
            self.faults[address] = found

    def are_fine(self, least: int) -> None:
        told = "\n".join(f"{page}\n    " + "\n    ".join(found) for page, found in self.faults.items())
        assert not self.faults, told
        assert self.seen >= least


@pytest.fixture
def pages(window):
    return Pages(window)


@pytest.fixture
def everybody(bakery, anne):
    """A user in every state, and in every state of activation."""
    bakery.allows_pseudonyms, bakery.asks_for_cpr, bakery.cpr_purpose = True, True, "løn"
    bakery.allowed_authenticators = ["code_display", "audio_reader", "chip"]
    bakery.save()
    with_channel(bakery)
    found = {
        "draft": order(
            anne, "Dan Draft", order=False, ends_on=timezone.localdate() + datetime.timedelta(days=9)
        ),
        "pending": order(anne, "Pia Pending", birth_date=BORN, cpr="6301804321"),
        "claimed": order(anne, "Kim Klar"),
        "code": order(anne, "Kaj Kode", path="code"),
        "expired": order(anne, "Ulla Udløbet"),
        "private": activated(anne, "Dorte Dam").identity,
        "dedicated": activated(anne, "Egon Eng", means="dedicated").identity,
        "suspended": activated(anne, "Sara Spærret").identity,
        "closed": activated(anne, "Lis Lukket").identity,
        "merged": make_identity(bakery, make_user("Dorte D."), "Dorte Dam"),
    }
    actions.claim(actor=outsider("Kim Klar").actor, activation=open_link(found["claimed"]), means="private")
    actions.make_code(actor=anne.actor, identity=found["code"])
    Activation.objects.for_actor(anne.actor).filter(identity=found["expired"]).update(
        expires_at=timezone.now() - datetime.timedelta(days=1)
    )
    actions.suspend(actor=anne.actor, identity=found["suspended"])
    actions.close(actor=anne.actor, identity=found["closed"])
    actions.merge(
        actor=anne.actor,
        kept=found["private"],
        merged=found["merged"],
        reason="samme person, set i lønsystemet",
    )
    return found


@pytest.mark.full
def test_each_user_in_each_state(pages, bakery, anne, everybody, log_in):
    client = log_in(anne)
    for identity in everybody.values():
        pages.get(client, reverse("identities:detail", args=[bakery.cvr, identity.pk]))
    pages.are_fine(10)


@pytest.mark.full
def test_everything_that_can_be_done_to_one_user_and_its_errors(pages, bakery, anne, everybody, log_in):
    client = log_in(anne)
    acts = {
        "draft": ("send", "edit", "schedule", "close"),
        "pending": ("resend", "withdraw_activation", "proofing", "reveal_cpr"),
        "claimed": ("reject_claim",),
        "code": ("make_code",),
        "private": ("pseudonym", "suspend", "assign_roles", "order_authenticator"),
        "suspended": ("resume",),
        "closed": ("reopen",),
    }
    for state, names in acts.items():
        for name in names:
            pages.get(client, reverse(f"identities:{name}", args=[bakery.cvr, everybody[state].pk]))
    for state, name in (("draft", "edit"), ("pending", "proofing"), ("private", "assign_roles"),
                        ("pending", "reveal_cpr"), ("private", "pseudonym")):  # fmt: skip
        pages.post(client, reverse(f"identities:{name}", args=[bakery.cvr, everybody[state].pk]))
    merge = reverse("identities:merge", args=[bakery.cvr, everybody["pending"].pk, everybody["private"].pk])
    pages.get(client, merge)
    pages.get(client, reverse("identities:choose_merge", args=[bakery.cvr, everybody["private"].pk]))
    authenticator = Authenticator.objects.for_actor(anne.actor).first()
    for name in ("new_phone", "stop_authenticator"):
        pages.get(client, reverse(f"identities:{name}", args=[bakery.cvr, authenticator.pk]))
    pages.get(
        client, reverse("identities:remove_role", args=[bakery.cvr, anne.identity.pk, "user_administrator"])
    )
    pages.get(
        client, reverse("identities:resign_role", args=[bakery.cvr, anne.identity.pk, "user_administrator"])
    )
    pages.are_fine(25)


@pytest.mark.full
def test_lists_files_roles_prices_and_settings(pages, bakery, anne, bo, everybody, log_in):
    client = log_in(anne)
    home = reverse("identities:list", args=[bakery.cvr])
    for query in (
        "",
        "?q=dorte",
        "?q=findes+ikke",
        "?status=expired",
        "?sort=-name",
        "?role=user_administrator",
    ):
        pages.get(client, home + query)
    for name in ("create", "claims", "administrators", "role_requests", "billing", "channel", "allow_private",
                 "upload_file", "me", "request_role", "local_idp", "set_up_local_idp", "local_idp_statement"):  # fmt: skip
        pages.get(client, reverse(f"identities:{name}", args=[bakery.cvr]))
    for name in (
        "create",
        "channel",
        "upload_file",
        "request_role",
        "set_up_local_idp",
        "local_idp_statement",
    ):
        pages.post(client, reverse(f"identities:{name}", args=[bakery.cvr]))
    for act in ("order", "close", "suspend", "change"):
        chosen = {"act": act, "ids": str(everybody["draft"].pk)}
        pages.post(client, reverse("identities:selection", args=[bakery.cvr]), chosen)
    actions.request_role(
        actor=bo.actor, identity=bo.identity, role="user_administrator", reason="Jeg overtager efter Anne"
    )
    pages.get(client, reverse("identities:role_requests", args=[bakery.cvr]))
    asked = RoleRequest.objects.for_actor(anne.actor).get()
    for name in ("approve_role", "reject_role"):
        pages.get(client, reverse(f"identities:{name}", args=[bakery.cvr, asked.pk]))
    pages.get(log_in(bo), reverse("identities:me", args=[bakery.cvr]))
    pages.are_fine(30)


def test_a_file_from_choosing_to_its_errors(pages, bakery, anne, log_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    with_channel(bakery)
    client = log_in(anne)
    file = SimpleUploadedFile("medarbejdere.csv", b"Fornavn;Efternavn;E-mail\nDorte;Dam;d@x.example\n;;nej\n")
    columns = client.post(
        reverse("identities:upload_file", args=[bakery.cvr]), {"file": file, "kind": "create"}
    )
    pages.get(client, columns["Location"])
    pages.get(client, columns["Location"].removesuffix("kolonner/"), 200, 302)
    pages.are_fine(2)


@pytest.mark.full
def test_local_idp_in_each_of_its_states(pages, bakery, anne, everybody, log_in):
    client = log_in(anne)
    metadata = {"origin": "https://idp.example", "algorithms": ["RS256"], "basic": True}
    idp = LocalIdp.objects.create(
        organisation=bakery, name="Bageriets login", issuer="https://idp.example", client_id="x", metadata=metadata,
        client_secret=b"x", tested_at=timezone.now(), statement=b"x", statement_sha256="x", notified_level="HIGH",
        statement_expires_on=timezone.localdate(), answer="Mangler underskrift",
    )  # fmt: skip
    home = reverse("identities:local_idp", args=[bakery.cvr])
    for name in ("submit_local_idp", "remove_local_idp"):
        pages.get(client, reverse(f"identities:{name}", args=[bakery.cvr, idp.pk]))
    pages.get(client, f"/lokal-login/{bakery.cvr}/?proev=1")
    for state in ("draft", "submitted", "active", "lapsed"):
        LocalIdp.objects.for_actor(anne.actor).update(state=state)
        pages.get(client, home)
    LocalIdp.objects.for_actor(anne.actor).update(
        state="active", renewal_sha256="x", renewal_level="HIGH", renewal_expires_on=timezone.localdate()
    )
    pages.get(client, home)
    pages.get(client, reverse("identities:connect_local_idp", args=[bakery.cvr, everybody["draft"].pk]))
    pages.post(client, reverse("identities:connect_local_idp", args=[bakery.cvr, everybody["draft"].pk]))
    pages.get(Client(), f"/lokal-login/{bakery.cvr}/")
    pages.get(Client(), "/lokal-login/")
    pages.post(Client(), "/lokal-login/", {"cvr": "99000023"})
    pages.are_fine(13)


def test_asking_for_access_and_being_asked(pages, bakery, anne, everybody, log_in):
    """The application from the search to its answer; and the question about private MitID."""
    client, nina = log_in(anne), outsider("Nina Ny")
    requests = reverse("identities:access_requests", args=[bakery.cvr])
    pages.get(client, requests)
    bakery.allows_self_request = True
    bakery.save()
    hers, find = log_in(nina), reverse("identities_public:find_employer")
    for query in ("", f"?q={bakery.cvr}", "?q=findes+ikke"):
        pages.get(hers, find + query)
    ask = reverse("identities_public:request_access", args=[bakery.pk])
    pages.get(hers, ask)
    pages.post(hers, ask)
    sent = actions.request_access(
        actor=nina.actor, organisation=bakery, email="nina@bageri.example", reason="Jeg er ny i butikken"
    )
    pages.get(hers, find)
    pages.get(hers, reverse("identities_public:withdraw_access_request", args=[sent.pk]))
    pages.get(client, requests)
    for name in ("approve_access_request", "reject_access_request"):
        pages.get(client, reverse(f"identities:{name}", args=[bakery.cvr, sent.pk]))
    egon = everybody["dedicated"]
    Identity.objects.for_actor(anne.actor).filter(pk=egon.pk).update(asked_on=None)
    his = log_in(SimpleNamespace(user=Identity.objects.for_actor(anne.actor).get(pk=egon.pk).user))
    pages.get(his, "/organisationer/?alle")
    pages.get(his, reverse("identities_public:choose_asking", args=[egon.pk]))
    pages.post(his, reverse("identities_public:choose_asking", args=[egon.pk]))
    pages.are_fine(14)


@pytest.mark.full
def test_the_employee_s_pages(pages, bakery, anne, everybody, log_in):
    """The link before the login, the choice, the claim, the code, the wrong person, and one's own pages."""
    link = f"/aktivering/{token_mailed_to(everybody['pending'].email)}/"
    pages.get(Client(), link)
    pages.get(Client(), "/aktivering/findes-ikke/", 404)
    stranger = log_in(outsider("Frida Fremmed"))
    pages.get(stranger, link, 403)
    pages._look(stranger.post(f"{link}meld/"), "reported", (200,))
    new = order(anne, "Nana Ny", birth_date=BORN)
    own = f"/aktivering/{token_mailed_to(new.email)}/"
    nana = log_in(outsider("Nana Ny", birth_date=BORN))
    pages.get(nana, own)
    pages.post(nana, own)
    claimed = f"/aktivering/{token_mailed_to(everybody['claimed'].email)}/"
    pages.get(stranger, claimed, 200, 403)
    coded = f"/aktivering/{token_mailed_to(everybody['code'].email)}/"
    pages.get(stranger, coded)
    pages.post(stranger, coded, {"code": "7K3M-9QX2-A4TD-0RWE"})
    pages.get(stranger, "/aktivering/kode/")
    pages.post(stranger, "/aktivering/kode/", {"code": "x"})
    actions.activate(actor=outsider("Nana Ny", subject="nana2", birth_date=BORN).actor, activation=open_link(new),
                     means="private")  # fmt: skip
    new.refresh_from_db()
    mine = log_in(SimpleNamespace(user=new.user))
    pages.get(mine, "/mine-identiteter/")
    for name in ("welcome", "withdraw_consent", "accept_consent"):
        pages.get(mine, reverse(f"identities_public:{name}", args=[new.pk]))
    pages.get(stranger, "/mine-identiteter/")
    egon = Identity.objects.for_actor(anne.actor).select_related("user").get(pk=everybody["dedicated"].pk)
    his = log_in(SimpleNamespace(user=egon.user))
    pages.get(his, reverse("identities_public:report_lost", args=[egon.authenticators.get().pk]))
    enrol = f"/saerskilt-mitid/{token_mailed_to(egon.email)}/"
    pages.get(Client(), enrol)
    pages.get(Client(), "/saerskilt-mitid/findes-ikke/", 404)
    pages.are_fine(17)


def test_the_check_can_fail(window, bakery, anne, log_in):
    """The control: a picture without words, and a script of the page's own."""
    answer = log_in(anne).get(reverse("identities:me", args=[bakery.cvr]))
    bad = b"<img src='/static/img/favicon.svg'><script>1</script></main>"
    answer.content = answer.content.replace(b"</main>", bad)
    told = " ".join(window.faults(answer))
    for word in ("image-alt", "Content Security Policy"):
        assert word in told, told
