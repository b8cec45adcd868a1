"""Which roles a legacy administrator gets here (reference: legacy-and-cvr §1.7)."""

from identities.models.roles import AdministratorRole as R

ROLES_OF: dict[str, tuple[str, ...]] = {
    "SUPERADMINISTRATOR": (R.ORGANISATION_ADMINISTRATOR, R.USER_ADMINISTRATOR),
    "NEMID_ADMINISTRATOR": (R.USER_ADMINISTRATOR,),
    "LRA": (R.USER_ADMINISTRATOR,),
    "RETTIGHEDSADMINISTRATOR": (R.RIGHTS_ADMINISTRATOR,),
}
