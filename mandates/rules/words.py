"""A mandate in each party's words: the history, and why it ended."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# (kind of resolution) → (said to the party that did it, said to the others about `who`).
_SAID = {
    "offered": (gettext_lazy("I tilbød fuldmagten"), gettext_lazy("%(who)s tilbød fuldmagten")),
    "requested": (gettext_lazy("I bad om fuldmagten"), gettext_lazy("%(who)s bad om fuldmagten")),
    "signed": (
        gettext_lazy("Den første af jeres to underskrivere skrev under"),
        gettext_lazy("Den første underskriver hos %(who)s skrev under"),
    ),
    "accepted": (gettext_lazy("I accepterede"), gettext_lazy("%(who)s accepterede")),
    "approved": (
        gettext_lazy("I godkendte, at fuldmagten gives videre"),
        gettext_lazy("%(who)s godkendte, at fuldmagten gives videre"),
    ),
    "declined": (gettext_lazy("I sagde nej"), gettext_lazy("%(who)s sagde nej")),
    "confirmed": (
        gettext_lazy("I bekræftede den videreførte fuldmagt"),
        gettext_lazy("%(who)s bekræftede den videreførte fuldmagt"),
    ),
    "withdrawn": (gettext_lazy("I trak fuldmagten tilbage"), gettext_lazy("%(who)s trak fuldmagten tilbage")),
    "waived": (gettext_lazy("I frasagde jer fuldmagten"), gettext_lazy("%(who)s frasagde sig fuldmagten")),
    "suspended": (gettext_lazy("I satte fuldmagten i bero"), gettext_lazy("%(who)s satte fuldmagten i bero")),
    "resumed": (gettext_lazy("I genoptog fuldmagten"), gettext_lazy("%(who)s genoptog fuldmagten")),
    "renewed": (gettext_lazy("I fornyede fuldmagten"), gettext_lazy("%(who)s fornyede fuldmagten")),
}
_BY_ITSELF = {
    "carried_over": gettext_lazy("Fuldmagten blev videreført fra NemID Erhverv"),
    "lapsed": gettext_lazy("Fuldmagten bortfaldt, fordi ingen svarede i tide"),
    "expired": gettext_lazy("Fuldmagten udløb"),
    "replaced": gettext_lazy("Fuldmagten blev afløst af en ny"),
    "suspended": gettext_lazy("Fuldmagten blev sat i bero"),
    "resumed": gettext_lazy("Fuldmagten blev genoptaget"),
    "ended": gettext_lazy("Fuldmagten ophørte"),
}
REASONS = {
    "agreement_ended": gettext_lazy("En af parternes aftale om Erhvervsadgang er ophørt."),
    "organisation_ceased": gettext_lazy("En af parterne er ophørt i CVR-registeret."),
    "bankruptcy": gettext_lazy("Fuldmagtsgiver er taget under konkurs."),
    "identity_closed": gettext_lazy("Den person, fuldmagten var givet til, er ikke længere bruger."),
    "parent_ended": gettext_lazy("Den fuldmagt, denne var givet videre fra, er ikke længere i kraft."),
    "not_answered": gettext_lazy("Der kom intet svar inden fristen på 21 dage."),
    "not_confirmed": gettext_lazy(
        "Den videreførte fuldmagt blev ikke bekræftet af begge parter inden fristen."
    ),
    "end_date": gettext_lazy("Slutdatoen er nået."),
    "renewed": gettext_lazy("En ny fuldmagt er trådt i kraft i stedet."),
}


def told(kind: str, by: str, reader: str, names: dict[str, str]) -> str:
    """The sentence of a resolution `kind` made `by` a party ("grantor", "grantee", "principal", "portal"), as the
    party `reader` reads it; `names`: party → name of the organisation."""
    if by not in names or kind not in _SAID:
        return str(_BY_ITSELF.get(kind, ""))
    own, others = _SAID[kind]
    return str(own) if by == reader else str(others) % {"who": names[by]}


def reason(code: str) -> str:
    """Why it ended, in a sentence: a known code's words, or the words a party wrote; "" for none."""
    return str(REASONS.get(code, code))


def party_of(mandate: Any, organisation: Any) -> str:
    """Which party of the mandate the organisation is: "grantor", "grantee" or "principal"."""
    parties = {
        "grantor": mandate.grantor_id,
        "grantee": mandate.grantee_id,
        "principal": mandate.principal_id,
    }
    return next((name for name, pk in parties.items() if pk == organisation.pk), "")


def names_of(mandate: Any) -> dict[str, str]:
    """Party → name of the organisation."""
    named = {"grantor": mandate.grantor.name, "grantee": mandate.grantee.name}
    return named | ({"principal": mandate.principal.name} if mandate.principal else {})


def limit_in_words(mandate: Any) -> str:
    """What the mandate is limited to."""
    if not mandate.limit_type:
        return _("Hele organisationen")
    return f"{mandate.get_limit_type_display()} {mandate.limit_value}"
