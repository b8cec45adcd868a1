"""Who may do what: roles → permissions on one page, and the assurance level each permission needs."""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """Assurance levels of NSIS 2.0.2a (Low, Substantial, High); the integers only order them."""

    NONE = 0
    LOW = 1
    SUBSTANTIAL = 2
    HIGH = 3


class Role(StrEnum):
    ORGANISATION_ADMINISTRATOR = "organisation_administrator"
    USER_ADMINISTRATOR = "user_administrator"
    RIGHTS_ADMINISTRATOR = "rights_administrator"
    USER = "user"
    MANAGEMENT_REPRESENTATIVE = "management_representative"
    PERSON = "person"
    LOCAL = "local"
    SERVICE = "service"
    SUPPORT_AGENT = "support_agent"
    SUPPORT_SUPERVISOR = "support_supervisor"
    SERVICE_OWNER = "service_owner"


ADMINISTRATOR_ROLES = (Role.ORGANISATION_ADMINISTRATOR, Role.USER_ADMINISTRATOR, Role.RIGHTS_ADMINISTRATOR)


class Permission(StrEnum):
    OVERVIEW_SEE = "overview:see"
    ORGANISATION_SEE = "organisation:see"
    SETTINGS_SEE = "settings:see"
    SETTINGS_CHANGE = "settings:change"
    HISTORY_SEE = "history:see"
    JOB_SEE = "job:see"
    AGREEMENT_SEE = "agreement:see"
    AGREEMENT_PREPARE = "agreement:prepare"
    AGREEMENT_SIGN = "agreement:sign"
    AGREEMENT_TERMINATE = "agreement:terminate"
    TERMS_ACCEPT = "terms:accept"
    RECOVERY_OPEN = "recovery:open"
    IDENTITY_SEE = "identity:see"
    IDENTITY_MANAGE = "identity:manage"
    IDENTITY_SUSPEND = "identity:suspend"
    IDENTITY_EXPORT = "identity:export"
    CPR_REVEAL = "cpr:reveal"
    OWN_IDENTITY = "own:identity"
    OWN_CONSENT = "own:consent"
    OWN_SESSIONS = "own:sessions"
    OWN_CASES = "own:cases"
    ROLE_ASSIGN = "role:assign"
    ROLE_REQUEST = "role:request"
    INVOICE_SEE = "invoice:see"
    LOCAL_IDP_MANAGE = "local_idp:manage"
    CATALOGUE_SEE = "catalogue:see"
    CATALOGUE_MANAGE = "catalogue:manage"
    GRANT_SEE = "grant:see"
    GRANT_GIVE = "grant:give"
    GRANT_WITHDRAW = "grant:withdraw"
    GROUP_MANAGE = "group:manage"
    GROUP_FILL = "group:fill"
    RIGHT_REQUEST = "right:request"
    RIGHT_DECIDE = "right:decide"
    DECISION_ASK = "decision:ask"
    MANDATE_SEE = "mandate:see"
    MANDATE_GIVE = "mandate:give"
    MANDATE_ANSWER = "mandate:answer"
    MANDATE_WITHDRAW = "mandate:withdraw"
    MANDATE_DISTRIBUTE = "mandate:distribute"
    MIGRATION_SEE = "migration:see"
    MIGRATION_DECIDE = "migration:decide"
    MIGRATION_EXECUTE = "migration:execute"
    SUPPORT_SEARCH = "support:search"
    SUPPORT_OPEN = "support:open"
    SUPPORT_ACT = "support:act"
    SUPPORT_SUPERVISE = "support:supervise"
    SUPPORT_ACTIVATION = "support:activation"
    SUPPORT_PROOF = "support:proof"
    SUPPORT_STOP = "support:stop"
    SUPPORT_CREDIT = "support:credit"
    SUPPORT_LOCAL_IDP = "support:local_idp"
    SUPPORT_SESSIONS = "support:sessions"
    SUPPORT_JOB = "support:job"
    SUPPORT_CASE = "support:case"
    SUPPORT_MIGRATION = "support:migration"
    SUPPORT_CPR = "support:cpr"
    CASE_DECIDE = "case:decide"
    DELIVERY_IMPORT = "delivery:import"


P = Permission

_EVERYBODY_IN_THE_ORGANISATION = {
    P.OVERVIEW_SEE, P.ORGANISATION_SEE, P.OWN_IDENTITY, P.OWN_CONSENT, P.RIGHT_REQUEST, P.ROLE_REQUEST,
    P.CATALOGUE_SEE, P.JOB_SEE,
}  # fmt: skip
_EVERY_ADMINISTRATOR = _EVERYBODY_IN_THE_ORGANISATION | {
    P.SETTINGS_SEE, P.HISTORY_SEE, P.AGREEMENT_SEE, P.IDENTITY_SEE, P.GRANT_SEE, P.MANDATE_SEE, P.MIGRATION_SEE,
    P.IDENTITY_SUSPEND, P.GRANT_WITHDRAW, P.MANDATE_WITHDRAW, P.INVOICE_SEE,
}  # fmt: skip
_EVERY_AGENT = {
    P.SUPPORT_SEARCH, P.SUPPORT_OPEN, P.SUPPORT_ACT, P.SUPPORT_ACTIVATION, P.SUPPORT_PROOF, P.SUPPORT_STOP,
    P.SUPPORT_SESSIONS, P.SUPPORT_JOB, P.SUPPORT_CASE, P.SUPPORT_MIGRATION, P.SUPPORT_CPR, P.CASE_DECIDE, P.OWN_SESSIONS,
}  # fmt: skip

MAY: dict[Role, set[Permission]] = {
    Role.ORGANISATION_ADMINISTRATOR: _EVERY_ADMINISTRATOR | {
        P.SETTINGS_CHANGE, P.AGREEMENT_TERMINATE, P.TERMS_ACCEPT, P.ROLE_ASSIGN, P.LOCAL_IDP_MANAGE, P.GROUP_MANAGE,
        P.MANDATE_GIVE, P.MANDATE_ANSWER, P.MIGRATION_DECIDE, P.MIGRATION_EXECUTE,
    },
    Role.USER_ADMINISTRATOR: _EVERY_ADMINISTRATOR | {
        P.IDENTITY_MANAGE, P.IDENTITY_EXPORT, P.CPR_REVEAL, P.GRANT_GIVE, P.GROUP_FILL,
    },
    Role.RIGHTS_ADMINISTRATOR: _EVERY_ADMINISTRATOR | {
        P.GRANT_GIVE, P.RIGHT_DECIDE, P.GROUP_FILL, P.MANDATE_DISTRIBUTE,
    },
    Role.USER: _EVERYBODY_IN_THE_ORGANISATION,
    Role.MANAGEMENT_REPRESENTATIVE: {
        P.OVERVIEW_SEE, P.ORGANISATION_SEE, P.AGREEMENT_SEE, P.AGREEMENT_PREPARE, P.AGREEMENT_SIGN, P.RECOVERY_OPEN,
        P.MANDATE_SEE, P.MANDATE_GIVE, P.MANDATE_ANSWER, P.MANDATE_WITHDRAW, P.MIGRATION_SEE,
    },
    Role.PERSON: {P.AGREEMENT_PREPARE, P.AGREEMENT_SIGN, P.RECOVERY_OPEN, P.OWN_IDENTITY, P.OWN_CONSENT,
                  P.OWN_SESSIONS, P.OWN_CASES, P.JOB_SEE},
    Role.LOCAL: {P.OWN_SESSIONS, P.JOB_SEE},
    Role.SERVICE: {
        P.DECISION_ASK, P.CATALOGUE_SEE, P.IDENTITY_SEE, P.IDENTITY_MANAGE, P.IDENTITY_SUSPEND,
        P.GRANT_SEE, P.GRANT_GIVE, P.GRANT_WITHDRAW,
    },
    Role.SUPPORT_AGENT: _EVERY_AGENT,
    Role.SUPPORT_SUPERVISOR: _EVERY_AGENT | {
        P.SUPPORT_SUPERVISE, P.DELIVERY_IMPORT, P.SUPPORT_CREDIT, P.SUPPORT_LOCAL_IDP,
    },
    Role.SERVICE_OWNER: {P.CATALOGUE_SEE, P.CATALOGUE_MANAGE, P.OWN_SESSIONS},
}  # fmt: skip

# Permission → (lowest level, minutes since the person last proved it; None: as long as the session lives).
# Administrative acts need Substantial (NSIS guide 2.4; MitID Erhverv terms); signing asks for a fresh login.
LEVELS: dict[Permission, tuple[Level, int | None]] = {
    P.AGREEMENT_SIGN: (Level.SUBSTANTIAL, 10),
    P.AGREEMENT_TERMINATE: (Level.SUBSTANTIAL, 10),
    P.TERMS_ACCEPT: (Level.SUBSTANTIAL, 10),
    P.CPR_REVEAL: (Level.SUBSTANTIAL, 10),
    P.ROLE_ASSIGN: (Level.SUBSTANTIAL, 60),
    # To end a login one has lost must be possible however weakly one is logged in.
    P.OWN_SESSIONS: (Level.NONE, None),
    # To ask for help, too.
    P.OWN_CASES: (Level.NONE, None),
}
DEFAULT_LEVEL: tuple[Level, int | None] = (Level.SUBSTANTIAL, None)


def roles_that_may(permission: Permission) -> list[Role]:
    """The roles to name when somebody without any of them is refused."""
    return [role for role, permissions in MAY.items() if permission in permissions]
