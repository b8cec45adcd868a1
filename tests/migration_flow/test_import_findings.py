"""What a company is asked to decide on: persons who stand here twice, shared mailboxes, administrators, signatures."""

import pytest

from migration_flow.generator.layout import COLUMNS
from migration_flow.models import Finding, LegacyCompany, LegacyEmployee, LegacySignature
from tests.migration_flow.importing import good, lines, load

EMPLOYEES, SIGNATURES, ADMINISTRATORS, COMPANIES = (
    "medarbejdere.csv",
    "signaturer.csv",
    "administratorer.csv",
    "virksomheder.csv",
)
ANNE, BO = "6101701008", "6202801234"


@pytest.fixture
def delivery(tmp_path):
    return good(tmp_path)


@pytest.fixture
def cvr(delivery):
    """The first company of the delivery, of which everybody else is taken away."""
    cvr = delivery.path(COMPANIES).read_bytes().split(b"\r\n")[1].split(b";")[0]
    for name in (EMPLOYEES, SIGNATURES, ADMINISTRATORS, "rettigheder.csv"):
        lines(delivery, name, lambda records: [each for each in records if not each.startswith(cvr)])
    return cvr.decode()


def add(delivery, name, *rows):
    """Rows given by column; what is not given is empty."""
    lines(delivery, name, lambda records: [*records, *(
        ";".join(row.get(column, "") for column in COLUMNS[name]).encode("windows-1252") for row in rows)])  # fmt: skip


def people(delivery, cvr, *people):
    """(RID, name, CPR, e-mail) each."""
    add(delivery, EMPLOYEES, *(
        {"CVR_NUMMER": cvr, "RID_NUMMER": rid, "FORNAVN": name.split()[0], "EFTERNAVN": name.split()[1],
         "CPR_NUMMER": cpr, "E_MAIL": mail, "STATUS": "AKTIV", "SIDST_ANVENDT": "01-04-2019"}
        for rid, name, cpr, mail in people))  # fmt: skip


def found(cvr, code):
    rows = Finding.objects.across_organisations("test").filter(cvr=cvr, code=code)
    return sorted(tuple(row.rids) for row in rows)


@pytest.mark.parametrize(
    ("first", "second", "same", "shared"),
    [
        (("Anne Aa", ANNE, "a@x.example"), ("Anna Å", ANNE, "b@x.example"), True, False),
        (("Anne Aa", ANNE, "a@x.example"), ("Anne Aa", "", "A@x.example"), True, False),
        (("Anne Østergård", "", "a@x.example"), ("Anne Oestergaard", "", "a@x.example"), True, False),
        (("Anne Aa", ANNE, "a@x.example"), ("Anne Aa", BO, "a@x.example"), False, True),
        (("Anne Aa", "", "a@x.example"), ("Bo Bi", "", "a@x.example"), False, True),
        (("Anne Aa", ANNE, "a@x.example"), ("Bo Bi", ANNE, "a@x.example"), True, False),
        (("Anne Aa", "", ""), ("Anne Aa", "", ""), False, False),
        (("Anne Aa", "", "a@x.example"), ("Anne Aa", "", "b@x.example"), False, False),
    ],
)
def test_one_person_twice_or_one_mailbox_for_two(delivery, cvr, db, first, second, same, shared):
    people(delivery, cvr, ("1", *first), ("2", *second))
    load(delivery.folder)
    assert found(cvr, "D01") == ([("1", "2")] if same else [])
    assert found(cvr, "D02") == ([("1", "2")] if shared else [])
    marked = LegacyEmployee.objects.across_organisations("test").filter(cvr=cvr, findings__contains=["D01"])
    assert marked.count() == (2 if same else 0)


def test_two_numbers_are_never_one_person_and_the_third_is_neither(delivery, cvr, db):
    mail = "a@x.example"
    people(
        delivery, cvr, ("1", "Anne Aa", ANNE, mail), ("2", "Anne Aa", BO, mail), ("3", "Anne Aa", "", mail)
    )
    load(delivery.folder)
    assert found(cvr, "D01") == []
    assert found(cvr, "D02") == [("1", "2", "3")]


def test_rids_that_differ_in_case_are_kept_apart(delivery, cvr, db):
    people(delivery, cvr, ("soren", "Søren Sø", "", "s@x.example"), ("SOREN", "Søren Sø", "", "s@x.example"))
    load(delivery.folder)
    assert found(cvr, "D01") == [("SOREN", "soren")]


def test_a_person_twice_tells_which_rid_holds_rights_and_when_it_was_used(delivery, cvr, db):
    people(delivery, cvr, ("1", "Anne Aa", ANNE, ""), ("2", "Anne Aa", ANNE, ""))
    right = {"CVR_NUMMER": cvr, "RID_NUMMER": "2", "TJENESTE": "DIGITAL_POST", "RETTIGHED": "POST_LAES",
             "SCOPE_TYPE": "CVR", "SCOPE_VAERDI": cvr}  # fmt: skip
    add(delivery, "rettigheder.csv", right)
    load(delivery.folder)
    facts = Finding.objects.across_organisations("test").get(cvr=cvr, code="D01").facts
    assert {rid: each["rights"] for rid, each in facts.items()} == {"1": 0, "2": 1}
    assert facts["1"]["last_used"] == "2019-04-01"


def signature(cvr, rid, **changes):
    return {"CVR_NUMMER": cvr, "RID_NUMMER": rid, "SIGNATURTYPE": "NOEGLEFIL", "STATUS": "AKTIV", "CERT_SERIENUMMER": f"AA{rid}",
            "GYLDIG_FRA": "01-05-2018", "GYLDIG_TIL": "01-05-2021", **changes}  # fmt: skip


def administrator(cvr, rid, role="NEMID_ADMINISTRATOR"):
    return {"CVR_NUMMER": cvr, "RID_NUMMER": rid, "ROLLE": role}


@pytest.mark.parametrize(
    ("changes", "role", "missing"),
    [
        ({}, "NEMID_ADMINISTRATOR", False),
        ({"STATUS": "SPAERRET"}, "NEMID_ADMINISTRATOR", True),
        ({"GYLDIG_TIL": "01-05-2019"}, "NEMID_ADMINISTRATOR", True),
        ({}, "RETTIGHEDSADMINISTRATOR", True),
    ],
)
def test_a_company_without_a_usable_administrator_is_told(delivery, cvr, db, changes, role, missing):
    people(delivery, cvr, ("1", "Anne Aa", "", "a@x.example"))
    add(delivery, SIGNATURES, signature(cvr, "1", **changes))
    add(delivery, ADMINISTRATORS, administrator(cvr, "1", role))
    load(delivery.folder)
    assert bool(found(cvr, "D03")) == missing


@pytest.mark.parametrize("pro", [True, False])
def test_several_administrators_need_the_package(delivery, cvr, db, pro):
    flag = COLUMNS[COMPANIES].index("PRO_PAKKE")

    def change(records):
        fields = records[0].split(b";")
        fields[flag] = b"J" if pro else b"N"
        return [b";".join(fields), *records[1:]]

    lines(delivery, COMPANIES, change)
    people(delivery, cvr, ("1", "Anne Aa", "", "a@x.example"), ("2", "Bo Bi", "", "b@x.example"))
    add(delivery, ADMINISTRATORS, administrator(cvr, "1"), administrator(cvr, "2", "SUPERADMINISTRATOR"))
    load(delivery.folder)
    assert found(cvr, "D04") == ([] if pro else [("1", "2")])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"STATUS": "UDSTEDT"}, "D05"),
        ({"STATUS": "UDLOEBET"}, "D05"),
        ({"STATUS": "SPAERRET", "SPAERRET_DATO": "01-01-2019"}, "D05"),
        ({"GYLDIG_TIL": "01-05-2019"}, "D05"),
        ({"SIGNATURTYPE": "LSS"}, "D11"),
    ],
)
def test_a_signature_that_cannot_be_used_is_told(delivery, cvr, db, changes, code):
    people(delivery, cvr, ("1", "Anne Aa", "", "a@x.example"))
    add(delivery, SIGNATURES, signature(cvr, "1", **changes))
    load(delivery.folder)
    assert LegacySignature.objects.across_organisations("test").get(cvr=cvr).findings == (
        [code] if code else []
    )


@pytest.mark.parametrize(("used", "code"), [("02-05-2017", None), ("01-05-2017", "D05"), ("", "W09")])
def test_an_employee_who_has_not_logged_in_for_two_years_is_told(delivery, cvr, db, used, code):
    row = {"CVR_NUMMER": cvr, "RID_NUMMER": "1", "FORNAVN": "Anne", "EFTERNAVN": "Aa", "CPR_NUMMER": ANNE,
           "E_MAIL": "a@x.example", "STATUS": "AKTIV", "SIDST_ANVENDT": used}  # fmt: skip
    add(delivery, EMPLOYEES, row)
    load(delivery.folder)
    codes = LegacyEmployee.objects.across_organisations("test").get(cvr=cvr).findings
    assert codes == ([code] if code else [])


def test_a_company_that_has_ceased_is_told_and_mandates_to_it_too(delivery, cvr, db):
    status = COLUMNS[COMPANIES].index("VIRKSOMHEDSSTATUS")
    others = delivery.path(COMPANIES).read_bytes().split(b"\r\n")[2].split(b";")[0].decode()

    def change(records):
        fields = records[0].split(b";")
        fields[status] = b"SLETTET"
        return [b";".join(fields), *records[1:]]

    lines(delivery, COMPANIES, change)
    mandate = {
        "FULDMAGTSGIVER_CVR": others,
        "FULDMAGTSTAGER_CVR": cvr,
        "TJENESTE": "TASTSELV",
        "RETTIGHED": "MOMS",
    }
    add(delivery, "fuldmagter.csv", mandate)
    load(delivery.folder)
    from migration_flow.models import LegacyMandate

    assert "D07" in LegacyCompany.objects.across_organisations("test").get(cvr=cvr).findings
    row = LegacyMandate.objects.across_organisations("test").get(grantee_cvr=cvr, cvr=others)
    assert row.findings == ["D06"]
