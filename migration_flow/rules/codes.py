"""Every code of the import in a sentence (reference §7): F stops a delivery, R rejects a row, W warns, D is the
company's to decide. Read in two languages by support and by the companies."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

STOPS: dict[str, Any] = {
    "F01": _("Filens indhold er ikke det, som manifestet lover."),
    "F02": _("En fil mangler."),
    "F03": _("Kolonnerne er ikke dem, filen skal have."),
    "F04": _("Slutlinjen mangler, eller antallet passer ikke."),
    "F05": _("Filen har tegn, der ikke kan læses i det tegnsæt, manifestet nævner."),
    "F06": _("Leveringen er ikke den næste i rækken."),
    "F07": _("Leveringen er indlæst før. Intet er ændret."),
    "F08": _("Leveringen er lavet til et andet miljø."),
    "F09": _("Pakken indeholder noget, den ikke må, eller kan ikke pakkes ud."),
    "F10": _("Manifestet kan ikke læses."),
    "F11": _("Mange rækker har et CPR-nummer i en forkert kolonne. Kolonnerne er nok byttet om."),
    "F12": _("Leveringens navn er brugt før til andre filer."),
}
REJECTS: dict[str, Any] = {
    "R01": _("Rækken har ikke det rigtige antal felter, eller et anførselstegn mangler."),
    "R02": _("CVR-nummeret er ikke gyldigt. Måske mangler et nul eller et ciffer."),
    "R03": _("Virksomheden eller medarbejderen findes ikke i leveringen eller er afvist."),
    "R04": _("RID-nummeret mangler eller er ødelagt af et regneark."),
    "R05": _("Samme nøgle står flere gange med forskelligt indhold."),
    "R06": _("P-nummeret er ikke gyldigt."),
    "R07": _("Datoen findes ikke, eller slutdatoen ligger før startdatoen."),
    "R08": _("Værdien er ikke på listen over tilladte værdier."),
    "R09": _("Certifikatet hører til en anden virksomhed eller medarbejder."),
    "R10": _("P-nummeret hører til en anden virksomhed."),
    "R11": _("Et CPR-nummer står i en kolonne, hvor det ikke hører til."),
    "W10": _("Rækken er en nøjagtig gentagelse. Den første er indlæst."),
}
WARNS: dict[str, Any] = {
    "W01": _("CPR-nummeret har ni cifre. Et nul foran giver et gyldigt nummer."),
    "W02": _("CPR-nummeret har ikke modulus 11. Det er lovligt siden 2007."),
    "W03": _("CPR-nummeret er umuligt og er ikke gemt."),
    "W04": _("Teksten har forkerte eller usynlige tegn."),
    "W05": _("Overflødige mellemrum er fjernet."),
    "W06": _("E-mailadressen kan ikke bruges."),
    "W07": _("Navnet er nok skåret af ved 48 tegn."),
    "W08": _("P-enheden er ophørt."),
    "W09": _("Det vides ikke, hvornår signaturen sidst er brugt."),
}
DECIDES: dict[str, Any] = {
    "D01": _("Samme person står her flere gange."),
    "D02": _("Flere personer deler en e-mailadresse."),
    "D03": _("Ingen aktiv administrator har en gyldig signatur."),
    "D04": _("Der er flere administratorer, men ikke den pakke, der hører til."),
    "D05": _("Signaturen er aldrig taget i brug, udløbet, spærret eller ikke brugt i to år."),
    "D06": _("Den, det gælder, er inaktiv eller ophørt."),
    "D07": _("Virksomheden er ophørt, under konkurs eller under opløsning."),
    "D08": _("E-mailadresse eller CPR-nummer mangler, så personen skal have en aktiveringskode."),
    "D09": _("NemID-oplysningerne er ændret, efter at I besluttede jer."),
    "D10": _("Medarbejderen findes ikke længere i NemID Erhverv."),
    "D11": _("I bruger en lokal signaturserver (LSS)."),
    "D12": _("Virksomheds- eller funktionssignaturen flytter ikke med."),
}
CODES: dict[str, Any] = {**STOPS, **REJECTS, **WARNS, **DECIDES}


def sentence(code: str, facts: dict[str, Any] | None = None) -> str:
    """The code's sentence, and behind it what is known of this case (file, line, counts)."""
    told = str(CODES.get(code, code))
    return f"{told} {_facts(facts)}" if facts else told


def _facts(facts: dict[str, Any]) -> str:
    words = {
        "file": gettext("Fil"), "line": gettext("Linje"), "columns": gettext("Kolonner"), "rows": gettext("Rækker"),
        "expected": gettext("Ventet nummer"), "sequence": gettext("Leveringens nummer"),
        "counted": gettext("Talt"), "promised": gettext("Lovet"), "environment": gettext("Leveringens miljø"),
        "wanted": gettext("Vores miljø"),
    }  # fmt: skip
    return "(" + ", ".join(f"{words.get(name, name)}: {value}" for name, value in facts.items()) + ")"
