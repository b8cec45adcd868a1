"""Where the columns of each file go, and what only the other rows can tell (reference §7 and §7.1).

SQL names the staged row `s`; `parent` is the table a row hangs on: without one there it is R03."""

from dataclasses import dataclass
from functools import cached_property

from migration_flow.generator import layout as L

COMPANY, EMPLOYEE = "migration_flow_legacycompany", "migration_flow_legacyemployee"
_KINDS = {
    "": "COALESCE(s.{}, '')",
    "date": "s.{}",
    "int": "s.{}::smallint",
    "flag": "s.{} = 'J'",
    "as_is": "s.{}",
}


@dataclass(frozen=True)
class Spec:
    """`key` and `columns` are "final=staged" pairs, with ":date", ":int" or ":flag" where it is no text."""

    name: str
    table: str
    key: str
    columns: str
    parent: str = ""
    # (code, condition): a row it holds for is rejected.
    refuses: tuple[tuple[str, str], ...] = ()
    joins: str = ""
    # Codes of a kept row that only its neighbours tell, as an SQL array.
    told: str = ""
    # Columns that say nothing about whether a row changed: a ciphertext is new each time.
    silent: str = ""

    @cached_property
    def stage(self) -> str:
        return "stage_" + self.name.removesuffix(".csv")

    @cached_property
    def keys(self) -> dict[str, str]:
        """Final column to the expression over the staged row."""
        return _pairs(self.key)

    @cached_property
    def own(self) -> dict[str, str]:
        return _pairs(self.columns)

    @cached_property
    def unseen(self) -> dict[str, str]:
        return _pairs(self.silent)

    @property
    def orphan(self) -> str:
        """The condition under which a row's parent is missing; "" for a file whose rows hang on nothing."""
        if not self.parent:
            return ""
        company = self.keys["cvr"]
        own = f"p.cvr = {company}" + (f" AND p.rid = {self.keys['rid']}" if self.parent == EMPLOYEE else "")
        return f"NOT EXISTS (SELECT 1 FROM {self.parent} p WHERE {own})"


def _pairs(text: str) -> dict[str, str]:
    pairs = {}
    for word in text.split():
        final, _, source = word.partition("=")
        staged, _, kind = source.partition(":")
        pairs[final] = _KINDS[kind].format(staged or final)
    return pairs


_RID = "cvr=cvr_nummer rid=rid_nummer"
SPECS: dict[str, Spec] = {
    spec.name: spec
    for spec in (
        Spec(
            L.COMPANIES, COMPANY, "cvr=cvr_nummer",
            "name=virksomhedsnavn form_code=virksomhedsform_kode:int status=virksomhedsstatus agreement_number=aftale_nr"
            " agreement_date=aftale_dato:date agreement_status=aftale_status pro_package=pro_pakke:flag"
            " cpr_linked=cpr_tilknytning:flag own_rid_allowed=tillad_eget_rid:flag lss=lss:flag street=vejnavn"
            " house_number=husnr postcode=postnr city=postdistrikt email=kontakt_email phone=kontakt_telefon ean=ean_nummer",
        ),
        Spec(L.UNITS, "migration_flow_legacyunit", "cvr=cvr_nummer p_number=p_nummer", "name=navn status=status", COMPANY),
        Spec(
            L.EMPLOYEES, EMPLOYEE, _RID,
            "given_name=fornavn surname=efternavn cpr_index=:as_is birth_date=:as_is email=e_mail phone=telefon"
            " department=organisatorisk_enhed employee_group=medarbejdergruppe p_number=p_nummer status=status"
            " created_on=oprettet_dato:date last_used_on=sidst_anvendt:date person_key=",
            COMPANY, silent="cpr=:as_is",
        ),
        Spec(
            L.SIGNATURES, "migration_flow_legacysignature", f"{_RID} serial=cert_serienummer",
            "carrier=signaturtype status=status policy_oid=politik_oid subject_dn=subject_dn issuer=udsteder"
            " email=e_mail_i_certifikat in_directory=vis_i_certifikatdatabase:flag valid_from=gyldig_fra:date"
            " valid_to=gyldig_til:date revoked_on=spaerret_dato:date",
            EMPLOYEE,
        ),
        Spec(L.ADMINISTRATORS, "migration_flow_legacyadministrator", f"{_RID} role=rolle", "since=fra_dato:date", EMPLOYEE),
        Spec(
            L.RIGHTS, "migration_flow_legacyright",
            f"{_RID} service=tjeneste right=rettighed scope_type=scope_type scope_value=scope_vaerdi",
            "given_on=tildelt_dato:date expires_on=udloeb_dato:date", EMPLOYEE,
            (("R10", "s.scope_type = 'P' AND EXISTS (SELECT 1 FROM migration_flow_legacyunit u WHERE u.p_number ="
                     " s.scope_vaerdi) AND NOT EXISTS (SELECT 1 FROM migration_flow_legacyunit u WHERE u.cvr = s.cvr_nummer"
                     " AND u.p_number = s.scope_vaerdi)"),),
            f"LEFT JOIN {EMPLOYEE} n ON n.cvr = s.cvr_nummer AND n.rid = s.rid_nummer AND n.status = 'INAKTIV'",
            "CASE WHEN n.id IS NOT NULL THEN '{D06}'::varchar[] END",
        ),
        Spec(
            L.MANDATES, "migration_flow_legacymandate",
            "cvr=fuldmagtsgiver_cvr grantee_cvr=fuldmagtstager_cvr grantee_rid=fuldmagtstager_rid service=tjeneste"
            " right=rettighed",
            "valid_from=gyldig_fra:date valid_to=gyldig_til:date", COMPANY,
            joins=f"LEFT JOIN {COMPANY} n ON n.cvr = s.fuldmagtstager_cvr AND 'D07' = ANY (n.findings)",
            told="CASE WHEN n.id IS NOT NULL THEN '{D06}'::varchar[] END",
        ),
        Spec(
            L.OTHER_SIGNATURES, "migration_flow_legacyothersignature", "cvr=cvr_nummer kind=type uid_fid=uid_fid",
            "name=navn valid_from=gyldig_fra:date valid_to=gyldig_til:date status=status", COMPANY,
        ),
    )
}  # fmt: skip
# Which files may be merged at the same time: each level hangs on those before it.
LEVELS = (
    (L.COMPANIES,),
    (L.UNITS, L.EMPLOYEES, L.MANDATES, L.OTHER_SIGNATURES),
    (L.SIGNATURES, L.ADMINISTRATORS, L.RIGHTS),
)

# What the reader puts before a file's own columns.
BEFORE: dict[str, tuple[str, ...]] = {name: ("line", "codes") for name in L.FILES}
BEFORE[L.EMPLOYEES] += ("cpr", "cpr_index", "birth_date", "person_key")
