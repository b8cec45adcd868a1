"""Register documents in the public shape, loaded by the real loader; and people who log in and act on a case."""

import datetime
import json
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.agreements.actions.register import load
from portal.agreements.models import Connection, Organisation
from portal.core import crypto
from portal.core.identifiers import cvr_with_check_digit
from portal.core.models import AuditEntry, OutgoingMail
from portal.core.models.users import User
from tests.cast import ISSUER
from tests.core.upload_samples import pdf

ENK, IS, APS, AS, FOR, FFO, UDL, KOM, KS = 10, 30, 80, 60, 110, 115, 210, 250, 40
NAMES = {ENK: "Enkeltmandsvirksomhed", IS: "Interessentskab", APS: "Anpartsselskab", AS: "Aktieselskab",
         FOR: "Forening", FFO: "Frivillig forening", UDL: "Anden udenlandsk virksomhed", KOM: "Primærkommune",
         KS: "Kommanditselskab", 20: "Dødsbo"}  # fmt: skip
TWO_OF_THE_BOARD = "Selskabet tegnes af to bestyrelsesmedlemmer i forening."
ONE_DIRECTOR = "Selskabet tegnes af en direktør."
_BODIES = {"INDEHAVER": ("FULDT_ANSVARLIG_DELTAGERE", "Fuldt ansvarlig deltager"),
           "INTERESSENT": ("FULDT_ANSVARLIG_DELTAGERE", "Interessenter"),
           "DIREKTØR": ("LEDELSESORGAN", "Direktion"), "LIKVIDATOR": ("LEDELSESORGAN", "Likvidator"),
           "FORENINGSREPRÆSENTANT": ("LEDELSESORGAN", "Foreningsrepræsentant")}  # fmt: skip


def number(n: int) -> str:
    """A CVR number that nobody has; some stems have no check digit."""
    return next(
        found for stem in range(9888000 + n * 3, 9999999) if (found := cvr_with_check_digit(str(stem)))
    )


def cpr(n: int) -> str:
    """A substitute number, born 1 February 1970."""
    return f"610270{1000 + n}"


def person(name: str, n: int) -> SimpleNamespace:
    """Somebody who can log in; `n` is their CPR number and the register's unit number of them."""
    user = User(issuer=ISSUER, subject=f"person-{n}", name=name, birth_date=datetime.date(1970, 2, 1),
                cpr_index=crypto.blind_index(cpr(n), purpose="cpr"))  # fmt: skip
    user.set_unusable_password()
    user.save()
    return SimpleNamespace(user=user, n=n, name=name)


def in_register(who, function: str, *, until: str | None = None, cpr_known: bool = True) -> dict:
    """One place of one person in a company: an entry of `deltagerRelation`."""
    body, organ = _BODIES.get(function, ("LEDELSESORGAN", "Bestyrelse"))
    period = {"gyldigFra": "2015-01-01", "gyldigTil": until}
    value = {"type": "FUNKTION", "vaerdier": [{"vaerdi": function, "periode": period}]}
    return {
        "deltager": {"enhedsNummer": 4000000000 + who.n, "enhedstype": "PERSON", "navne": [{"navn": who.name}],
                     "forretningsnoegle": cpr(who.n) if cpr_known else None},
        "organisationer": [{"hovedtype": body, "organisationsNavn": [{"navn": organ}],
                            "medlemsData": [{"attributter": [value]}]}],
    }  # fmt: skip


def document(cvr: str, name: str, form: int, people=(), *, rule: str = "", status: str = "NORMAL",
             ceased: str | None = None, email: str = "", **more) -> dict:  # fmt: skip
    since = {"gyldigFra": "2015-01-01", "gyldigTil": None}
    return {
        "cvrNummer": int(cvr), "navne": [{"navn": name, "periode": since}],
        "virksomhedsform": [{"virksomhedsformkode": form, "langBeskrivelse": NAMES.get(form, ""), "periode": since}],
        "virksomhedsstatus": [{"status": status, "periode": since}],
        "livsforloeb": [{"periode": {"gyldigFra": "2015-01-01", "gyldigTil": ceased}}],
        "attributter": ([{"type": "TEGNINGSREGEL", "vaerdier": [{"vaerdi": rule, "periode": since}]}] if rule else [])
                       + more.pop("attributter", []),
        "elektroniskPost": [{"kontaktoplysning": email, "hemmelig": False, "periode": since}] if email else [],
        "deltagerRelation": list(people), "penheder": [], "fusioner": [], **more,
    }  # fmt: skip


def register(tmp_path, *documents) -> dict:
    """Load these documents as a delivery of the register."""
    path = tmp_path / "register.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in documents), encoding="utf-8")
    return load(path)


def file(content: bytes | None = None, name: str = "referat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content)


class Applicant:
    """Somebody in front of the pages of their case, through Django's client."""

    def __init__(self, client, who):
        self.client, self.who, self.case = client, who, None

    def at(self, step: str = "") -> str:
        return f"/tilslutning/{self.case.pk}/{step}"

    def start(self, cvr: str):
        response = self.client.post("/tilslutning/", {"cvr": cvr})
        assert response.status_code == 302, response.content.decode()
        return self.found(response)

    def found(self, response):
        self.case = Connection.objects.across_organisations("test").get(pk=response["Location"].split("/")[2])
        return self

    def say(self, step: str, **data):
        """Send the form of a step; the hidden version is taken from the page as a browser does."""
        page = self.client.get(self.at(step))
        assert page.status_code == 200, page
        initial = page.context["form"].initial if "form" in page.context else {}
        hidden = {name: initial[name] for name in ("version", "document_sha256") if name in initial}
        response = self.client.post(self.at(step), {**hidden, **data})
        assert response.status_code == 302, list(response.context["form"].error_summary())
        self.case.refresh_from_db()
        return self

    def prepare(self, email: str = "anna@firma.example"):
        """The first administrator is oneself; then the document is made."""
        return self.say("administrator/", who="self", email=email).say("kontrol/")

    def sign(self, **more):
        return self.say("underskrift/", read="on", **more)

    def join(self, case):
        self.case = case
        return self

    def reads(self, *words: str, step: str = ""):
        text = self.client.get(self.at(step)).content.decode()
        for each in words:
            assert each in text, f"{each!r} is not on {self.at(step)}"
        return self


def organisation(cvr: str) -> Organisation:
    return Organisation.objects.across_organisations("test").get(cvr=cvr)


def mails(template: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(template=f"agreements/{template}").order_by("created_at"))


def connected(applicant, who, n: int, email: str = ""):
    """The company `n`, already in the register, connected by this one signatory; its administrator's address known."""
    anna = applicant(who).start(number(n)).prepare(email or f"admin{n}@firma.example").sign()
    assert anna.case.state == "concluded"
    return organisation(number(n))


def activated(found: Organisation, who):
    """The appointed administrator has used the link; a client's worth of facts about them."""
    from identities.models import Consent, Identity
    from portal.core.permissions import ADMINISTRATOR_ROLES
    from tests.cast import make_actor

    identity = Identity.objects.across_organisations("test").get(organisation=found)
    assert (identity.kind, identity.state) == ("ordinary", "pending")
    identity.user, identity.state, identity.first_activated_at = who.user, "active", timezone.now()
    identity.save()
    Consent.objects.create(identity=identity, user=who.user, text_version="1")
    return SimpleNamespace(user=who.user, identity=identity, organisation=found,
                           actor=make_actor(identity, ADMINISTRATOR_ROLES))  # fmt: skip


def trail(found: Organisation) -> list[str]:
    """The events of an organisation's history, oldest first."""
    rows = AuditEntry.objects.across_organisations("test").filter(organisation=found.pk)
    return list(rows.order_by("at").values_list("event", flat=True))
