"""Personal data: the class of every field, and how long it is kept."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class DataClass:
    """How sensitive, why it is held (legal basis), and for how long after the identity closed (None: not
    personal)."""

    name: str
    basis: str
    kept: timedelta | None


ORDINARY = DataClass(
    "ordinary", "GDPR art. 6(1)(e): administration of business identities", timedelta(days=183)
)
NATIONAL_ID = DataClass("national id", "Databeskyttelsesloven § 11: stated purpose", timedelta(days=30))
SECURITY = DataClass("security log", "NSIS: traceability of proofing", timedelta(days=396))
BOOKKEEPING = DataClass("bookkeeping", "Bogføringsloven: five years", timedelta(days=5 * 366))
TECHNICAL = DataClass("technical", "", None)

CLASSES: dict[str, dict[str, DataClass]] = {
    "identities.identity": {
        **dict.fromkeys(
            (
                "given_name",
                "surname",
                "name",
                "sort_key",
                "folded",
                "email",
                "phone",
                "birth_date",
                "department",
                "pseudonym",
                "rid",
                "user",
                "last_used_month",
                "last_level",
                "asking",
                "asked_on",
            ),
            ORDINARY,
        ),
        **dict.fromkeys(("cpr", "cpr_index"), NATIONAL_ID),
    },
    "identities.activation": {
        **dict.fromkeys(("claimed_by", "claimed_name", "claimed_at"), ORDINARY),
        **dict.fromkeys(("documents", "proofed_by"), SECURITY),
    },
    "identities.consent": {"user": SECURITY},
    "identities.authenticator": {"user": SECURITY},
    # Forgotten half a year after the answer (actions.forget_access_requests).
    "identities.accessrequest": dict.fromkeys(("user", "name", "email", "reason", "answer"), ORDINARY),
    "identities.rolerequest": {"reason": ORDINARY, "answer": ORDINARY},
    "identities.supportproposal": {
        "reason": ORDINARY,
        **dict.fromkeys(("proposed_by", "answered_by"), SECURITY),
    },
    # Kept two days (actions.forget_keys).
    "identities.idempotencykey": {"answer": ORDINARY},
    "identities.uploadrow": dict.fromkeys(("cells", "values", "cpr", "cpr_index"), ORDINARY),
    "identities.invoicechannel": dict.fromkeys(("email", "attention"), BOOKKEEPING),
    "identities.charge": {"identity": BOOKKEEPING},
}
ERASED_AFTER = ORDINARY.kept
CPR_ERASED_AFTER = NATIONAL_ID.kept


def class_of(model: str, field: str) -> DataClass:
    """TECHNICAL for what says nothing about a person."""
    return CLASSES.get(model, {}).get(field, TECHNICAL)
