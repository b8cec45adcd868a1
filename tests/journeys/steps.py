"""The steps that several journeys take, each as the person does it: what they press, and what they then read."""

from tests.journeys.browser import Person
from tests.journeys.live import Portal

KINDS = ("employee", "administrator", "right", "mandate", "unit", "other", "setting")


def connect(director: Person, name: str, company: dict, mail: str) -> None:
    """From the front page to an agreement in force and a first administrator who is active: the director."""
    director.go("/").log_in(name)
    director.press("Begynd tilslutning").press(f"Vælg.*{company['name']}")
    director.choose("Jeg selv").write("Administratorens e-mailadresse", mail).press("Fortsæt")
    director.press("Lav aftalen").reads(company["name"], "SHA-256")
    director.choose("Jeg har læst aftalen").press("Skriv under").reads("Aftalen er indgået")
    director.go(director.link_in_mail(mail, "administrator"))
    director.choose("Med mit private MitID").press("Aktivér min adgang").reads("Din adgang er aktiv")


def set_up(administrator: Person) -> None:
    administrator.go("/organisationer/").press("Sæt organisationen op")
    administrator.choose("Ja, hvis medarbejderen selv vil").press("Fortsæt").press("Fortsæt")
    administrator.press("Gør opsætningen færdig")


def move(administrator: Person, company: dict) -> None:
    """Look at what the legacy system knew, decide on all of it, check, and wait for the job."""
    base = f"/{company['cvr']}/flytning/"
    administrator.press("Flyt fra NemID Erhverv").reads("Det ved NemID Erhverv om jer")
    administrator.press("Begynd flytningen")
    for kind in KINDS:
        administrator.go(f"{base}{kind}/")
        if "Brug vores forslag" in administrator.text:
            administrator.press("Brug vores forslag").press("Ja, brug forslagene")
    administrator.go(f"{base}status/")
    administrator.press("Kontrollér og flyt").choose("Vi har set beslutningerne igennem")
    administrator.press("Flyt organisationen")
    administrator.until(f"{base}status/", "Organisationen er flyttet")


def activate(employee: Person, mail: str, name: str) -> None:
    """From the mail to an active identity with the private MitID, for somebody whose CPR number is on file."""
    employee.go(employee.link_in_mail(mail)).log_in(name)
    employee.reads("Det ser arbejdsgiveren", "Det ser arbejdsgiveren aldrig")
    employee.choose("Med mit private MitID").press("Aktivér min adgang").reads("Din adgang er aktiv")


def charged(administrator: Person, cvr: str) -> str:
    return administrator.go(f"/{cvr}/brugere/regninger/").text


def full_name(portal: Portal, key: str) -> str:
    person = portal.person(key)
    return f"{person['given_name']} {person['family_name']}"
