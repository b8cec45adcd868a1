"""Personal data by class: what it is, why it is held, for how long. The processing record and the retention job are
both made from this, and from what `identities` says field by field."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from identities.rules.retention import BOOKKEEPING, NATIONAL_ID, ORDINARY, SECURITY
from portal.web.oversight import removing

MONTH = datetime.timedelta(days=31)
# Never shorter than 13 months (CFCS, Logning, 24 November 2023); the database refuses to erase words before that.
LOGS_KEPT = 24 * MONTH


@dataclass(frozen=True, kw_only=True)
class DataClass:
    """`remove(before, limit)` takes away at most `limit` things older than `before` and gives their number; None
    where another job of the portal does it."""

    name: str
    title: Any
    what: Any
    purpose: Any
    basis: Any
    people: Any
    receivers: Any
    kept: datetime.timedelta
    kept_from: Any
    remove: Callable[[datetime.datetime, int], int] | None = None


_EMPLOYEES = _("Brugere i organisationerne")
_OWN = _("Organisationens administratorer og personen selv")
_AUTHORITY = _("Opgave i samfundets interesse (databeskyttelsesforordningens artikel 6, stk. 1, litra e)")

CLASSES: tuple[DataClass, ...] = (
    DataClass(
        name="identities", title=_("Brugere"), what=_("Navn, kontaktoplysninger, fødselsdato, RID og seneste måned i brug"),
        purpose=_("At give medarbejdere adgang på organisationens vegne"), basis=_AUTHORITY, people=_EMPLOYEES,
        receivers=_OWN, kept=ORDINARY.kept or MONTH, kept_from=_("brugeren er lukket"),
    ),
    DataClass(
        name="cpr", title=_("CPR-numre"), what=_("CPR-nummer, krypteret, og et indeks af det"),
        purpose=_("At kende den rigtige person, når organisationen har oplyst et formål"),
        basis=_("Databeskyttelseslovens § 11"), people=_EMPLOYEES, receivers=_("Brugeradministratorer, ét ad gangen"),
        kept=NATIONAL_ID.kept or MONTH, kept_from=_("brugeren er lukket"),
    ),
    DataClass(
        name="proofing", title=_("Legitimation"), what=_("Hvilke dokumenter der er set, og af hvem"),
        purpose=_("At kunne vise, hvordan en identitet er bekræftet (NSIS)"), basis=_AUTHORITY, people=_EMPLOYEES,
        receivers=_("Ingen uden for portalen"), kept=SECURITY.kept or LOGS_KEPT, kept_from=_("brugeren er lukket"),
    ),
    DataClass(
        name="bookkeeping", title=_("Regninger"), what=_("Opkrævninger, kreditnotaer og fakturaer"),
        purpose=_("Bogføring"), basis=_("Bogføringsloven"), people=_("Kontaktpersoner og brugere, der er betalt for"),
        receivers=_OWN, kept=BOOKKEEPING.kept or LOGS_KEPT, kept_from=_("regnskabsåret er slut"),
    ),
    DataClass(
        name="trail", title=_("Historik og sikkerhedslog"),
        what=_("Hvem der gjorde hvad og hvornår, med begrundelse, også supportens opslag og logins"),
        purpose=_("At kunne efterprøve enhver ændring og ethvert opslag"), basis=_AUTHORITY,
        people=_("Brugere, administratorer og medarbejdere i supporten"), receivers=_OWN, kept=LOGS_KEPT,
        kept_from=_("det skete"), remove=removing.trail,
    ),
    DataClass(
        name="mail", title=_("Mails"), what=_("Modtager, emne og tekst"),
        purpose=_("At kunne se, hvad der er sendt"), basis=_AUTHORITY, people=_("Modtagere af portalens mails"),
        receivers=_("Modtageren og supporten"), kept=14 * MONTH, kept_from=_("mailen er sendt"), remove=removing.mail,
    ),
    DataClass(
        name="cases", title=_("Sager hos supporten"), what=_("Kontaktoplysninger, beskeder og vedhæftede filer"),
        purpose=_("At hjælpe den, der spørger"), basis=_AUTHORITY, people=_("Dem, der skriver eller ringer"),
        receivers=_("Supporten og den løsning, sagen handler om"), kept=24 * MONTH, kept_from=_("sagen er løst"),
        remove=removing.cases,
    ),
    DataClass(
        name="connection_cases", title=_("Sager om aftaler"),
        what=_("Dokumenter, beskeder, links og den udpegede administrators oplysninger"),
        purpose=_("At afgøre, hvem der kan skrive under for en organisation"), basis=_AUTHORITY,
        people=_("Dem, der begynder en tilslutning, og dem, de udpeger"), receivers=_("Supporten"), kept=6 * MONTH,
        kept_from=_("sagen er afgjort; en, der ikke blev gjort færdig, fra den blev begyndt"),
        remove=removing.connection_cases,
    ),
    DataClass(
        name="reviews", title=_("Kontrol af opslag"), what=_("Udtrukne opslag og lederens fund"),
        purpose=_("At føre tilsyn med supporten"), basis=_AUTHORITY, people=_("Medarbejdere i supporten"),
        receivers=_("Supportens ledere"), kept=24 * MONTH, kept_from=_("opslaget er udtrukket"), remove=removing.reviews,
    ),
    DataClass(
        name="sessions", title=_("Logins"), what=_("Netadresse, browser og tidspunkt for de logins, der er åbne"),
        purpose=_("At personen kan se og lukke sine logins"), basis=_AUTHORITY, people=_("Alle, der logger ind"),
        receivers=_("Personen selv"), kept=datetime.timedelta(0), kept_from=_("loginet er slut"),
        remove=removing.sessions,
    ),
)  # fmt: skip
