"""One mandate as one of its parties reads it."""

from dataclasses import dataclass
from typing import Any

from mandates.models import LIVE, WAITING, Mandate, MandateRight, Resolution
from mandates.queries.lists import visible
from mandates.rules import words
from portal.core.actors import Actor
from portal.core.permissions import Permission as P
from rights.models import Assignment, Right

S = Mandate.State


@dataclass(frozen=True)
class Line:
    """A line of the history: when, what in the reader's words, who, and what was written."""

    at: Any
    sentence: str
    name: str
    text: str


def rights_of(mandate: Mandate) -> list[Right]:
    given = MandateRight.objects.across_organisations("of a mandate in scope").filter(mandate=mandate)
    rows = Right.objects.filter(pk__in=given.values("right")).select_related("system")
    return list(rows.order_by("system__name_da", "name_da"))


def history(mandate: Mandate, party: str) -> list[Line]:
    """Oldest first."""
    rows = Resolution.objects.across_organisations("of a mandate in scope").filter(mandate=mandate)
    names = words.names_of(mandate)
    return [
        Line(row.at, words.told(row.kind, row.by_party, party, names), row.by_name, words.reason(row.text))
        for row in rows.order_by("at", "pk")
    ]


def sub_mandates(actor: Actor, mandate: Mandate) -> list[Mandate]:
    return list(visible(actor).filter(parent=mandate).select_related("grantee").order_by("-created_at")[:50])


def assignments(actor: Actor, mandate: Mandate) -> list[Assignment]:
    """Who of the grantee's people may use this client's mandates, told one by one; not those by group or for all."""
    rows = Assignment.objects.for_actor(actor).filter(
        organisation=mandate.grantee_id, client=mandate.affairs_of, ends_at__isnull=True
    )
    return list(rows.select_related("identity", "group", "right").order_by("given_at", "pk")[:200])


def steps(actor: Actor, mandate: Mandate, party: str) -> list[str]:
    """The names of the pages on which this reader can do something with the mandate, in the order shown."""
    table = {
        "answer": (party == _asked(mandate) and mandate.state in WAITING, P.MANDATE_ANSWER),
        "approve": (party == "principal" and mandate.state in WAITING and mandate.asks_principal
                    and mandate.principal_consented_at is None, P.MANDATE_ANSWER),
        "confirm": (_unconfirmed(mandate, party), P.MANDATE_ANSWER),
        "distribute": (party == "grantee" and mandate.state == S.ACTIVE and not mandate.grantee_identity_id,
                       P.MANDATE_DISTRIBUTE),
        "renew": (party != "principal" and mandate.state in LIVE and not mandate.parent_id, P.MANDATE_GIVE),
        "give_on": (party == "grantee" and mandate.state == S.ACTIVE and mandate.basis == "consents"
                    and not mandate.parent_id and not mandate.grantee_identity_id, P.MANDATE_GIVE),
        "suspend": (party == "grantor" and mandate.state == S.ACTIVE, P.MANDATE_WITHDRAW),
        "resume": (party == "grantor" and mandate.state == S.SUSPENDED, P.MANDATE_GIVE),
        "withdraw": (party == "grantor" and mandate.state in (S.OFFERED, *LIVE), P.MANDATE_WITHDRAW),
        "waive": (party == "grantee" and mandate.state in (S.REQUESTED, *LIVE), P.MANDATE_WITHDRAW),
        "end_sub_mandate": (party == "principal" and mandate.state in (*WAITING, *LIVE), P.MANDATE_WITHDRAW),
    }  # fmt: skip
    return [name for name, (fits, permission) in table.items() if fits and actor.may(permission)]


def _asked(mandate: Mandate) -> str:
    return "grantee" if mandate.created_by_grantor else "grantor"


def _unconfirmed(mandate: Mandate, party: str) -> bool:
    if mandate.basis != Mandate.Basis.CARRIED_OVER or mandate.state not in LIVE or party == "principal":
        return False
    return getattr(mandate, f"{party}_consented_at") is None
