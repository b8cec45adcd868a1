"""One line per rule: what is checked in each file, and where its columns go (reference §7 and §7.1).

Conditions are SQL over the staged row `s`; `c` is the company it belongs to, `e` the employee. R codes reject, the
others are kept with the row as findings."""

from dataclasses import dataclass

from migration_flow.generator import layout as L


@dataclass(frozen=True)
class Spec:
    name: str
    table: str
    key: tuple[str, ...]
    compared: tuple[str, ...]
    unique: tuple[str, ...]
    checks: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    joins: str = ""
    cvr: str = "s.cvr_nummer"
    # Columns carried along that say nothing about whether a row changed: a ciphertext is new each time.
    silent: tuple[tuple[str, str], ...] = ()

    @property
    def carried(self) -> tuple[str, ...]:
        """The staged columns the insert needs."""
        return (*self.compared, *(name for name, _ in self.silent))

    @property
    def own(self) -> tuple[tuple[str, str], ...]:
        """The columns that are not part of the key."""
        keys = {name.strip('"') for name in self.unique}
        return tuple(pair for pair in self.columns if pair[0] not in keys)


def _staged(name: str) -> tuple[str, ...]:
    from migration_flow.actions.importing.stage import columns_of

    return tuple(columns_of(name)[4:])


def _date(column: str) -> str:
    return f"legacy_date(j.{column})"


def _among(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"s.{column} NOT IN ({listed})"


def _boolean(column: str) -> str:
    return f"CASE j.{column} WHEN 'J' THEN true WHEN 'N' THEN false END"


_FINE = "NOT ('R01' = ANY (s.codes))"
_CVR = ("R02", f"{_FINE} AND NOT legacy_cvr_ok(s.cvr_nummer)")
_RID = ("R04", f"{_FINE} AND (s.rid_nummer = '' OR s.rid_nummer ~ '^[0-9],[0-9]+E[+][0-9]+$')")
_COMPANY = ("R03", f"{_FINE} AND c.id IS NULL")
_EMPLOYEE = ("R03", f"{_FINE} AND e.id IS NULL")
_OF_COMPANY = "LEFT JOIN migration_flow_legacycompany c ON c.cvr = s.cvr_nummer"
_OF_EMPLOYEE = "LEFT JOIN migration_flow_legacyemployee e ON e.cvr = s.cvr_nummer AND e.rid = s.rid_nummer"


def _dates(*columns: str) -> tuple[str, str]:
    return "R07", " OR ".join(f"NOT legacy_date_ok(s.{column})" for column in columns)


def _span(start: str, end: str) -> tuple[str, str]:
    return (
        "R07",
        f"legacy_date_ok(s.{start}) AND legacy_date_ok(s.{end}) AND legacy_date(s.{end}) < legacy_date(s.{start})",
    )


SPECS: dict[str, Spec] = {
    spec.name: spec
    for spec in (
        Spec(
            L.COMPANIES, "migration_flow_legacycompany", ("cvr_nummer",), _staged(L.COMPANIES), ("cvr",),
            (_CVR, _dates("aftale_dato"),
             ("R08", f"{_FINE} AND ({_among('virksomhedsstatus', L.COMPANY_STATUSES)}"
                     f" OR {_among('aftale_status', ('', *L.AGREEMENT_STATUSES))} OR s.virksomhedsform_kode !~ '^[0-9]{{1,3}}$'"
                     + "".join(f" OR {_among(column, ('', *L.BOOLEANS))}" for column in
                               ("pro_pakke", "cpr_tilknytning", "tillad_eget_rid", "lss")) + ")"),
             ("D07", "s.virksomhedsstatus NOT IN ('NORMAL', 'UNDER REKONSTRUKTION')")),
            (("cvr", "j.cvr_nummer"), ("name", "j.virksomhedsnavn"), ("form_code", "j.virksomhedsform_kode::smallint"),
             ("status", "j.virksomhedsstatus"), ("agreement_number", "j.aftale_nr"),
             ("agreement_date", _date("aftale_dato")), ("agreement_status", "j.aftale_status"),
             ("pro_package", _boolean("pro_pakke")), ("cpr_linked", _boolean("cpr_tilknytning")),
             ("own_rid_allowed", _boolean("tillad_eget_rid")), ("lss", _boolean("lss")), ("street", "j.vejnavn"),
             ("house_number", "j.husnr"), ("postcode", "j.postnr"), ("city", "j.postdistrikt"),
             ("email", "j.kontakt_email"), ("phone", "j.kontakt_telefon"), ("ean", "j.ean_nummer")),
        ),
        Spec(
            L.UNITS, "migration_flow_legacyunit", ("cvr_nummer", "p_nummer"), _staged(L.UNITS), ("cvr", "p_number"),
            (_CVR, _COMPANY, ("R06", f"{_FINE} AND NOT legacy_p_ok(s.p_nummer)"),
             ("R08", f"{_FINE} AND {_among('status', L.UNIT_STATUSES)}"), ("W08", "s.status = 'OPHOERT'")),
            (("cvr", "j.cvr_nummer"), ("p_number", "j.p_nummer"), ("name", "j.navn"), ("status", "j.status")),
            _OF_COMPANY,
        ),
        Spec(
            L.EMPLOYEES, "migration_flow_legacyemployee", ("cvr_nummer", "rid_nummer"),
            tuple(c for c in _staged(L.EMPLOYEES) if c != "cpr"), ("cvr", "rid"),
            (_CVR, _RID, _COMPANY, _dates("oprettet_dato", "sidst_anvendt"),
             ("R06", f"{_FINE} AND s.p_nummer <> '' AND NOT legacy_p_ok(s.p_nummer)"),
             ("R08", f"{_FINE} AND {_among('status', L.EMPLOYEE_STATUSES)}"),
             ("W06", "s.e_mail <> '' AND (s.e_mail !~ '^[^@ ]+@[^@ ]+[.][^@ ]+$' OR s.e_mail ~* '[æøå]' OR s.e_mail = 'null')"),
             ("W07", "length(s.fornavn) + length(s.efternavn) + 1 = 48"), ("W09", "s.sidst_anvendt = ''"),
             ("D05", "legacy_date(s.sidst_anvendt) < current_setting('delivery.made_on')::date - interval '24 months'"),
             ("D08", "s.e_mail = '' OR s.cpr_index IS NULL")),
            (("cvr", "j.cvr_nummer"), ("rid", "j.rid_nummer"), ("given_name", "j.fornavn"), ("surname", "j.efternavn"),
             ("cpr_index", "j.cpr_index"), ("birth_date", "j.birth_date"), ("email", "j.e_mail"),
             ("phone", "j.telefon"), ("department", "j.organisatorisk_enhed"), ("employee_group", "j.medarbejdergruppe"),
             ("p_number", "j.p_nummer"), ("status", "j.status"), ("created_on", _date("oprettet_dato")),
             ("last_used_on", _date("sidst_anvendt")), ("person_key", "legacy_person_key(j.fornavn, j.efternavn, j.e_mail)")),
            _OF_COMPANY, silent=(("cpr", "j.cpr"),),
        ),
        Spec(
            L.SIGNATURES, "migration_flow_legacysignature", ("cvr_nummer", "rid_nummer", "cert_serienummer"),
            _staged(L.SIGNATURES), ("cvr", "rid", "serial"),
            (_CVR, _RID, _EMPLOYEE, _dates("gyldig_fra", "gyldig_til", "spaerret_dato"), _span("gyldig_fra", "gyldig_til"),
             ("R08", f"{_FINE} AND ({_among('signaturtype', L.CARRIERS)} OR {_among('status', L.SIGNATURE_STATUSES)}"
                     f" OR {_among('vis_i_certifikatdatabase', ('', *L.BOOLEANS))})"),
             ("R09", f"{_FINE} AND s.subject_dn <> ''"
                     " AND s.subject_dn NOT LIKE '%%CVR:' || s.cvr_nummer || '-RID:' || s.rid_nummer || '%%'")),
            (("cvr", "j.cvr_nummer"), ("rid", "j.rid_nummer"), ("carrier", "j.signaturtype"), ("status", "j.status"),
             ("serial", "j.cert_serienummer"), ("policy_oid", "j.politik_oid"), ("subject_dn", "j.subject_dn"),
             ("issuer", "j.udsteder"), ("email", "j.e_mail_i_certifikat"),
             ("in_directory", _boolean("vis_i_certifikatdatabase")), ("valid_from", _date("gyldig_fra")),
             ("valid_to", _date("gyldig_til")), ("revoked_on", _date("spaerret_dato"))),
            _OF_EMPLOYEE,
        ),
        Spec(
            L.ADMINISTRATORS, "migration_flow_legacyadministrator", ("cvr_nummer", "rid_nummer", "rolle"),
            _staged(L.ADMINISTRATORS), ("cvr", "rid", "role"),
            (_CVR, _RID, _EMPLOYEE, _dates("fra_dato"), ("R08", f"{_FINE} AND {_among('rolle', L.ROLES)}")),
            (("cvr", "j.cvr_nummer"), ("rid", "j.rid_nummer"), ("role", "j.rolle"), ("since", _date("fra_dato"))),
            _OF_EMPLOYEE,
        ),
        Spec(
            L.RIGHTS, "migration_flow_legacyright",
            ("cvr_nummer", "rid_nummer", "tjeneste", "rettighed", "scope_type", "scope_vaerdi"), _staged(L.RIGHTS),
            ("cvr", "rid", "service", '"right"', "scope_type", "scope_value"),
            (_CVR, _RID, _EMPLOYEE, _dates("tildelt_dato", "udloeb_dato"),
             ("R08", f"{_FINE} AND {_among('scope_type', L.SCOPE_TYPES)}"),
             ("R10", "s.scope_type = 'P' AND NOT EXISTS (SELECT 1 FROM migration_flow_legacyunit u"
                     " WHERE u.cvr = s.cvr_nummer AND u.p_number = s.scope_vaerdi)"),
             ("D06", "e.status = 'INAKTIV'")),
            (("cvr", "j.cvr_nummer"), ("rid", "j.rid_nummer"), ("service", "j.tjeneste"), ("right", "j.rettighed"),
             ("scope_type", "j.scope_type"), ("scope_value", "j.scope_vaerdi"), ("given_on", _date("tildelt_dato")),
             ("expires_on", _date("udloeb_dato"))),
            _OF_EMPLOYEE,
        ),
        Spec(
            L.MANDATES, "migration_flow_legacymandate",
            ("fuldmagtsgiver_cvr", "fuldmagtstager_cvr", "fuldmagtstager_rid", "tjeneste", "rettighed"),
            _staged(L.MANDATES), ("cvr", "grantee_cvr", "grantee_rid", "service", '"right"'),
            (("R02", f"{_FINE} AND NOT (legacy_cvr_ok(s.fuldmagtsgiver_cvr) AND legacy_cvr_ok(s.fuldmagtstager_cvr))"),
             ("R03", f"{_FINE} AND c.id IS NULL"), _dates("gyldig_fra", "gyldig_til"), _span("gyldig_fra", "gyldig_til"),
             ("D06", "g.id IS NOT NULL AND 'D07' = ANY (g.findings)")),
            (("cvr", "j.fuldmagtsgiver_cvr"), ("grantee_cvr", "j.fuldmagtstager_cvr"),
             ("grantee_rid", "j.fuldmagtstager_rid"), ("service", "j.tjeneste"), ("right", "j.rettighed"),
             ("valid_from", _date("gyldig_fra")), ("valid_to", _date("gyldig_til"))),
            "LEFT JOIN migration_flow_legacycompany c ON c.cvr = s.fuldmagtsgiver_cvr"
            " LEFT JOIN migration_flow_legacycompany g ON g.cvr = s.fuldmagtstager_cvr",
            "s.fuldmagtsgiver_cvr",
        ),
        Spec(
            L.OTHER_SIGNATURES, "migration_flow_legacyothersignature", ("cvr_nummer", "type", "uid_fid"),
            _staged(L.OTHER_SIGNATURES), ("cvr", "kind", "uid_fid"),
            (_CVR, _COMPANY, _dates("gyldig_fra", "gyldig_til"), _span("gyldig_fra", "gyldig_til"),
             ("R08", f"{_FINE} AND ({_among('type', L.OTHER_SIGNATURE_TYPES)} OR {_among('status', L.SIGNATURE_STATUSES)})")),
            (("cvr", "j.cvr_nummer"), ("kind", "j.type"), ("uid_fid", "j.uid_fid"), ("name", "j.navn"),
             ("valid_from", _date("gyldig_fra")), ("valid_to", _date("gyldig_til")), ("status", "j.status")),
            _OF_COMPANY,
        ),
    )
}  # fmt: skip
