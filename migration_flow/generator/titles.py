"""What a function in a company is called, in two languages."""

from typing import Final

ENGLISH: Final = {
    "INDEHAVER": "Owner", "INTERESSENTER": "Partner", "DIREKTØR": "Director", "ADM. DIR.": "Chief executive",
    "FORMAND": "Chair", "KASSERER": "Treasurer", "BESTYRELSESMEDLEM": "Board member",
    "FORENINGSREPRÆSENTANT": "Association representative", "FILIALBESTYRER": "Branch manager",
    "SUPERADMINISTRATOR": "NemID administrator", "NEMID_ADMINISTRATOR": "NemID administrator",
    "LRA": "Local registration authority", "RETTIGHEDSADMINISTRATOR": "Rights administrator", "": "Employee",
}  # fmt: skip
DANISH: Final = {
    "INDEHAVER": "Indehaver", "INTERESSENTER": "Interessent", "DIREKTØR": "Direktør",
    "ADM. DIR.": "Adm. direktør", "FORMAND": "Formand", "KASSERER": "Kasserer",
    "BESTYRELSESMEDLEM": "Bestyrelsesmedlem",
    "FORENINGSREPRÆSENTANT": "Foreningsrepræsentant", "FILIALBESTYRER": "Filialbestyrer",
    "SUPERADMINISTRATOR": "NemID-administrator", "NEMID_ADMINISTRATOR": "NemID-administrator",
    "LRA": "Lokal registreringsautoritet", "RETTIGHEDSADMINISTRATOR": "Rettighedsadministrator",
    "": "Medarbejder",
}  # fmt: skip
