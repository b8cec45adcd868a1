"""Signing rules and missing signatures in plain words, Danish and English."""

from django.utils.translation import gettext, ngettext, override, pgettext

from portal.agreements.signing_rule.rule import (
    AllOf,
    Corporate,
    NotUnderstood,
    Part,
    Reason,
    Require,
    Role,
    SigningRule,
    Whole,
)
from portal.agreements.signing_rule.signing import Missing


def describe(rule: SigningRule, language: str) -> str:
    """ "To bestyrelsesmedlemmer sammen, eller en direktør alene" in `language` ("da", "en")."""
    with override(language):
        return _sentence([_way(way) for way in rule.alternatives])


def describe_missing(missing: Missing, language: str) -> str:
    """What still has to be signed, as a sentence."""
    with override(language):
        if not missing.possible:
            return gettext("Underskrifterne kan ikke samles her. Sagen skal behandles af en medarbejder.")
        if missing.nothing:
            return gettext("Der mangler ingen underskrifter.")
        options = [_and([_people(part) for part in option]) for option in missing.options]
        return gettext("Der mangler underskrift fra: %(who)s.") % {"who": _or(options)}


def describe_reason(refused: NotUnderstood, language: str) -> str:
    """Why a rule goes to case work, as a sentence for the applicant; never quotes the text."""
    with override(language):
        if refused.reason is Reason.EMPTY:
            return gettext("CVR-registret har ingen tegningsregel for jer.")
        return gettext("Vi kan ikke læse jeres tegningsregel automatisk, så en medarbejder ser på den.")


def _sentence(ways: list[str]) -> str:
    text = gettext(", eller ").join(ways)
    return text[:1].upper() + text[1:]


def _way(way: AllOf) -> str:
    texts = [_part(part) for part in way.parts]
    if len(texts) > 1:
        return gettext("%(people)s sammen") % {"people": _and(texts)}
    match way.parts[0]:
        case Require(count=1):
            return gettext("%(person)s alene") % {"person": texts[0]}
        case Corporate():
            return texts[0]
        case _:
            return gettext("%(people)s sammen") % {"people": texts[0]}


def _part(part: Part) -> str:
    match part:
        case Whole(role=role):
            return _whole(role)
        case Corporate():
            return gettext("komplementaren efter komplementarens egen tegningsregel")
        case Require():
            return _people(part)


def _whole(role: Role) -> str:
    match role:
        case Role.BOARD_MEMBER:
            return gettext("alle medlemmer af bestyrelsen")
        case Role.DIRECTOR:
            return gettext("alle direktører")
        case Role.PARTNER:
            return gettext("alle interessenter")
        case _:
            return gettext("alle %(people)s") % {"people": _many(role, "").strip()}


def _people(required: Require) -> str:
    return _one(required.role) if required.count == 1 else _many(required.role, _number(required.count))


def _one(role: Role) -> str:
    return _many(role, "", 1)


def _many(role: Role, count: str, number: int = 2) -> str:
    """ "to direktører"; with `number` 1 "en direktør" or, where there is only one, "formanden"."""
    words = {
        Role.CHAIR: lambda: ngettext("formanden", "%(count)s formænd", number),
        Role.VICE_CHAIR: lambda: ngettext("næstformanden", "%(count)s næstformænd", number),
        Role.BOARD_MEMBER: lambda: ngettext("et bestyrelsesmedlem", "%(count)s bestyrelsesmedlemmer", number),
        Role.MANAGING_DIRECTOR: lambda: ngettext(
            "den administrerende direktør", "%(count)s administrerende direktører", number
        ),
        Role.DIRECTOR: lambda: ngettext("en direktør", "%(count)s direktører", number),
        Role.PARTNER: lambda: ngettext("en interessent", "%(count)s interessenter", number),
        Role.GENERAL_PARTNER: lambda: ngettext("komplementaren", "%(count)s komplementarer", number),
        Role.OWNER: lambda: ngettext("indehaveren", "%(count)s indehavere", number),
        Role.TREASURER: lambda: ngettext("kassereren", "%(count)s kasserere", number),
        Role.BRANCH_MANAGER: lambda: ngettext("en filialbestyrer", "%(count)s filialbestyrere", number),
        Role.LIQUIDATOR: lambda: ngettext("en likvidator", "%(count)s likvidatorer", number),
        Role.TRUSTEE: lambda: ngettext("en kurator", "%(count)s kuratorer", number),
        Role.ASSOCIATION_REPRESENTATIVE: lambda: ngettext(
            "foreningsrepræsentanten", "%(count)s foreningsrepræsentanter", number
        ),
    }
    return words[role]() % {"count": count}


def _number(count: int) -> str:
    words = (
        pgettext("antal", "to"),
        pgettext("antal", "tre"),
        pgettext("antal", "fire"),
        pgettext("antal", "fem"),
        pgettext("antal", "seks"),
        pgettext("antal", "syv"),
        pgettext("antal", "otte"),
        pgettext("antal", "ni"),
        pgettext("antal", "ti"),
    )
    return words[count - 2] if 2 <= count <= 10 else str(count)


def _and(texts: list[str]) -> str:
    return _listed(texts, gettext(" og "))


def _or(texts: list[str]) -> str:
    return _listed(texts, gettext(" eller "))


def _listed(texts: list[str], last: str) -> str:
    return last.join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else texts[0]
