"""A company's whole way through the move, as its people take it: the letter, the agreement, the decisions, and then
each employee's own way in."""

from typing import Any

from django.test.utils import override_settings
from django.utils import timezone

from identities.actions import activate, claim
from identities.models import Activation
from migration_flow import tasks
from migration_flow.models import EmployeeMove, Letter, Move
from migration_flow.queries.employees import stand_of, with_stand
from portal.agreements import actions as agreements
from portal.agreements.models import Connection
from portal.core.actors import Actor, Kind
from portal.core.models import User
from portal.core.permissions import Role
from tests.cast import make_auth, make_user
from tests.core.upload_samples import pdf
from tests.journeys.browser import Person
from tests.journeys.steps import full_name, move, set_up

WHY = "what the journey looks for"


def invited(portal: Any, cvr: str) -> set[str]:
    """The plan's day of this company has come; the clock's own task invites it. Returns whom letters are written to."""
    Move.objects.across_organisations(WHY).filter(cvr=cvr).update(planned_on=timezone.localdate())
    with override_settings(BASE_URL=portal.address):
        tasks.invite_due()
    return set(
        Letter.objects.across_organisations(WHY).filter(move__cvr=cvr).values_list("audience", flat=True)
    )


def reads_the_letter(person: Person, cvr: str) -> None:
    """It stands beside the plan's day, as the PDF that was sent."""
    person.go(f"/{cvr}/flytning/hvornaar/").reads("Brev til")
    link = person.page.get_by_role("link", name="Brev til").first.get_attribute("href")
    assert person.page.request.get(f"{person.address}{link}").body().startswith(b"%PDF-")


def agree(signers: list[Person], company: dict[str, Any], address: str) -> None:
    """The first makes the agreement and is its administrator; then each signs."""
    first = signers[0].go("/tilslutning/").press(f"Vælg.*{company['name']}")
    first.choose("Jeg selv").write("Administratorens e-mailadresse", address).press("Fortsæt").press(
        "Lav aftalen"
    )
    for n, person in enumerate(signers):
        if n:
            person.go("/tilslutning/").press(company["name"]).press("Læs og skriv under")
        person.choose("Jeg har læst aftalen").press("Skriv under")
    signers[-1].reads("Aftalen er indgået")


def agree_by_papers(person: Person, position: str, paper: Any) -> None:
    """From the case's first page: the signature, the document, and a case worker who finds them enough."""
    paper.write_bytes(pdf())
    person.press("En underskrift med MitID").write("Din stilling", position)
    person.choose("Jeg har læst aftalen").press("Skriv under")
    person.press("Dokumentation, der viser").choose("Viser jeres tilknytning")
    person.page.get_by_label("Fil", exact=False).last.set_input_files(paper)
    person.press("Læg filen i sagen").press("Send sagen til behandling").press("Send sagen")
    number = person.page.inner_text("main").split("Sagsnummer ")[1][:10]
    case = Connection.objects.across_organisations(WHY).get(case_number=number)
    with override_settings(BASE_URL=person.address):
        agreements.approve(actor=agent(), connection=case, reason="Dokumenterne viser det")


def agent() -> Actor:
    """Somebody of the support desk."""
    user, _made = User.objects.get_or_create(
        username="agent-of-the-moves", defaults={"is_staff": True, "name": "Sus", "password": "!"}
    )
    return Actor(kind=Kind.STAFF, label="sus", user=user, roles=frozenset({Role.SUPPORT_AGENT}))


def enters(person: Person, address: str) -> None:
    """The link of the first administrator, and the organisation's settings."""
    person.go(person.link_in_mail(address, "administrator"))
    person.choose("Med mit private MitID").press("Aktivér min adgang").reads("Din adgang er aktiv")
    set_up(person)


def moves(administrator: Person, company: dict[str, Any]) -> None:
    """Decide, check and move; then read that everything that was to come along works."""
    move(administrator, company)
    administrator.until(f"/{company['cvr']}/flytning/status/", "Se adgangskvitteringen")
    administrator.go(f"/{company['cvr']}/flytning/kvittering/").reads("Alt, I besluttede at flytte, virker")


class Staff:
    """The employees of a company that has moved, each on the way that was chosen for them."""

    def __init__(self, portal: Any, open_person: Any, administrator: Person, cvr: str):
        self.portal, self.open_person, self.administrator, self.cvr = portal, open_person, administrator, cvr
        self.base = f"/{cvr}/flytning/medarbejdere/"

    def waiting(self) -> list[Any]:
        rows = EmployeeMove.objects.across_organisations(WHY).filter(move__cvr=self.cvr, activated_at=None)
        return list(
            with_stand(rows).select_related("identity__organisation", "move__wave").order_by("batch", "id")
        )

    def all_arrive(self) -> None:
        """The first and the last at a browser of their own; those between by the same actions. Nobody is left."""
        self.has_links()
        self._send_links()
        people = self.waiting()
        for n, row in enumerate(people):
            if stand_of(row) == "no_mail":
                self._by_code(row)
            elif n in (0, len(people) - 1):
                self._at_a_browser(row, last=n == len(people) - 1)
            else:
                self._between(row)
        self._confirm_claims()
        total = EmployeeMove.objects.across_organisations(WHY).filter(move__cvr=self.cvr).count()
        self.administrator.go(self.base).reads(f"{total} af {total} er flyttet")

    def has_links(self) -> None:
        """The move's own job has sent the first ones, and its page says so."""
        status = f"/{self.cvr}/flytning/status/"
        for _ in range(90):
            if (
                "Se adgangskvitteringen" in self.administrator.go(status).text
                and "lige nu" not in self.administrator.text
            ):
                return
            self.administrator.page.wait_for_timeout(1000)
        raise AssertionError(self.administrator.text[:1500])

    def _send_links(self) -> None:
        while "Send " in self.administrator.go(self.base).text.split("Medarbejder")[0]:
            self.administrator.press(r"^Send \d+ link").press("^Send links")
            self.administrator.page.wait_for_timeout(3000)

    def _at_a_browser(self, row: Any, *, last: bool) -> None:
        employee = self.open_person()
        employee.go(employee.link_in_mail(row.identity.email, "flytter fra NemID"))
        employee.log_in(row.identity.name, self.portal.legacy_cpr(self.cvr, row.identity.rid))
        employee.choose("Med mit private MitID").press("Aktivér min adgang|Send til bekræftelse")
        if "Du venter på bekræftelse" in employee.text:
            self._confirm_claims()
        if last:
            employee.go(f"/{self.cvr}/flytning/min/").reads("Gammelt og nyt")
            employee.press("Alt er rigtigt").press("Ja, alt er rigtigt").reads("Du har bekræftet")
        employee.close()

    def _by_code(self, row: Any) -> None:
        self.administrator.go(self.base + "?vis=missing").press(f"Giv en kode {row.identity.name}").press(
            "Lav kode"
        )
        code = self.administrator.page.locator(".slip code").first.inner_text()
        employee = self.open_person()
        employee.go("/aktivering/kode/")
        employee.log_in(
            row.identity.name, self.portal.legacy_cpr(self.cvr, row.identity.rid)
        ) if "/aktivering/" not in employee.page.url else None
        employee.page.locator("main input[name=code]").fill(code.split()[0])
        employee.press("Fortsæt").choose("Med mit private MitID").press("Aktivér min adgang").reads(
            "er aktiv"
        )
        employee.close()

    def _between(self, row: Any) -> None:
        user = make_user(row.identity.name, f"{self.cvr}-{row.pk}")
        user.cpr_index = row.identity.cpr_index
        user.save()
        rows = Activation.objects.across_organisations(WHY).select_related("identity__organisation")
        found = rows.get(identity=row.identity, used_at=None, withdrawn_at=None)
        act = claim if found.path == Activation.Path.CLAIM else activate
        with override_settings(BASE_URL=self.portal.address):
            act(actor=Actor.person(user, make_auth(user)), activation=found, means="private")

    def _confirm_claims(self) -> None:
        page = self.administrator.go(f"/{self.cvr}/brugere/bekraeft/").page
        ticks = page.locator("main tbody input[type=checkbox]")
        for n in range(ticks.count()):
            ticks.nth(n).check()
        if ticks.count():
            self.administrator.press("Bekræft de valgte")


def named(portal: Any, key: str) -> tuple[str, str]:
    """Name and CPR number of a person of the country."""
    return full_name(portal, key), portal.person(key)["cpr"]
