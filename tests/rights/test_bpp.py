"""OIO BPP 1.2: what is written is read back, and what must be refused is refused."""

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rights.rules.bpp import (
    LONGEST,
    NAMESPACE,
    BppRefused,
    PrivilegeGroup,
    decode,
    encode,
    from_json,
    from_xml,
    merged,
    to_json,
    to_xml,
)

CVR = "urn:dk:gov:saml:cvrNumberIdentifier:"
KAREN = [
    PrivilegeGroup(
        "cvr", "43950932", ("urn:dk:erhvervsportal:indberet_moms", "urn:dk:erhvervsportal:laes_post")
    ),
    PrivilegeGroup("cvr", "16662879", ("urn:dk:erhvervsportal:indberet_moms",)),
    PrivilegeGroup(
        "p",
        "1092738120",
        ("urn:dk:erhvervsportal:sygefravaer",),
        (("urn:dk:erhvervsportal:constraint:beloebsgraense", "25000"),),
    ),
]
KNOWN = {"urn:dk:erhvervsportal:constraint:beloebsgraense"}


def document(inner: str, namespace: str = NAMESPACE, head: str = "") -> bytes:
    return f'{head}<bpp:PrivilegeList xmlns:bpp="{namespace}">{inner}</bpp:PrivilegeList>'.encode()


def group(scope: str = f"{CVR}43950932", inner: str = "<Privilege>urn:x:a</Privilege>") -> str:
    return f'<PrivilegeGroup Scope="{scope}">{inner}</PrivilegeGroup>'


urns = st.from_regex(r"urn:dk:[a-z]{1,8}:[A-Za-z0-9_:.\-æøå]{1,20}", fullmatch=True)
texts = (
    st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0x10FFFF, exclude_categories=["Cs", "Cc"]),
        max_size=30,
    )
    .map(str.strip)
    .filter(lambda t: "\ufffe" not in t and "\uffff" not in t)
)
names = st.sampled_from(["urn:c:amount", "urn:c:kle", "http://sts.demo.dk/constraints/beloeb/1"])
scopes = st.one_of(
    st.tuples(st.sampled_from(["cvr", "se"]), st.from_regex(r"[0-9]{8}", fullmatch=True)),
    st.tuples(st.just("p"), st.from_regex(r"[0-9]{10}", fullmatch=True)),
)
groups = st.builds(
    lambda scope, privileges, constraints: PrivilegeGroup(*scope, tuple(privileges), tuple(constraints)),
    scopes,
    st.lists(urns, min_size=1, max_size=5),
    st.lists(st.tuples(names, texts), max_size=3),
)
ALL = {"urn:c:amount", "urn:c:kle", "http://sts.demo.dk/constraints/beloeb/1"}


@given(st.lists(groups, max_size=6))
@settings(max_examples=300, deadline=None)
def test_what_is_written_as_xml_is_read_back(written):
    written = [each for each in written if all(_carried(value) for _name, value in each.constraints)]
    assert decode(encode(written), known_constraints=ALL) == merged(written)


@given(st.lists(groups, max_size=6))
@settings(max_examples=300, deadline=None)
def test_what_is_written_as_json_is_read_back(written):
    text = json.dumps(to_json(merged(written)), ensure_ascii=False)
    assert from_json(text, known_constraints=ALL) == merged(written)


def _carried(text: str) -> bool:
    """Not one of the code points XML 1.0 leaves out."""
    return not any(0x7F <= ord(c) <= 0x9F or (ord(c) & 0xFFFE) == 0xFFFE for c in text)


@given(st.lists(groups, min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_an_unknown_constraint_never_widens(written):
    read = decode(encode([each for each in written if not _odd(each)]), known_constraints=())
    assert all(not each.constraints for each in read)
    plain = {
        (each.scope_type, each.scope, urn)
        for each in written
        if not each.constraints
        for urn in each.privileges
    }
    assert {(each.scope_type, each.scope, urn) for each in read for urn in each.privileges} <= plain


def _odd(each: PrivilegeGroup) -> bool:
    return not all(_carried(value) for _name, value in each.constraints)


def test_the_worked_example_has_the_documented_shape():
    xml = to_xml(KAREN).decode()
    assert f'<bpp:PrivilegeList xmlns:bpp="{NAMESPACE}">' in xml
    assert f'<PrivilegeGroup Scope="{CVR}43950932">' in xml
    assert "urn:dk:gov:saml:productionUnitIdentifier:1092738120" in xml
    assert "\n" not in encode(KAREN)
    assert decode(encode(KAREN), known_constraints=KNOWN) == merged(KAREN)
    assert to_json(KAREN)[2] == {
        "pu": "1092738120",
        "p": ["urn:dk:erhvervsportal:sygefravaer"],
        "c": [{"urn:dk:erhvervsportal:constraint:beloebsgraense": "25000"}],
    }


def test_wrapped_lines_the_older_namespace_and_a_namespace_on_everything_are_read():
    wrapped = "\r\n".join(encode(KAREN)[i : i + 64] for i in range(0, 2000, 64))
    assert decode(wrapped, known_constraints=KNOWN) == merged(KAREN)
    older = document(group(), "http://itst.dk/oiosaml/basic_privilege_profile")
    assert len(from_xml(older)) == 1
    everywhere = to_xml(KAREN).replace(b"bpp:", b"").replace(b"xmlns:bpp", b"xmlns")
    assert from_xml(everywhere, known_constraints=KNOWN) == merged(KAREN)


def test_no_privileges_is_no_text():
    assert (encode([]), decode(""), decode("  \n")) == ("", [], [])


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<",
        b"not xml",
        document(""),
        document(group(), namespace="http://evil.example/"),
        b"<PrivilegeList><PrivilegeGroup/></PrivilegeList>",
        document(group(inner="&c;<Privilege>urn:x:a</Privilege>"), head=BOMB),
        document(group(inner="<Privilege>&a;</Privilege>"), head=OUTSIDE),
        document(group(), head="<!DOCTYPE x>"),
        document(group(inner="")),
        document(group(inner="<Privilege></Privilege>")),
        document(group(inner="<Privilege>not a uri</Privilege>")),
        document(group(inner="<Privilege>a b:c</Privilege>")),
        document("<Other/>"),
        document(group()).decode().encode("utf-16")[:-3],
        b"\xff" * 40,
    ],
    ids=range(16),
)
def test_a_document_that_may_not_be_believed_is_refused(xml):
    with pytest.raises(BppRefused):
        from_xml(xml)


@pytest.mark.parametrize(
    "scope",
    [
        "",
        "43950932",
        f"{CVR}4395093",
        f"{CVR}439509321",
        f"{CVR}43950932x",
        f" {CVR}43950932",
        f"{CVR}٤٣٩٥٠٩٣٢",
        "urn:dk:gov:saml:cprNumberIdentifier:0101900000",
        "urn:dk:gov:saml:productionUnitIdentifier:43950932",
        "urn:dk:gov:saml:userAuthorityID:1",
        "URN:DK:GOV:SAML:CVRNUMBERIDENTIFIER:43950932",
    ],
)
def test_a_scope_that_is_not_known_gives_nothing_and_not_the_own_organisation(scope):
    assert from_xml(document(group(scope))) == []


def test_an_element_or_constraint_that_is_not_known_drops_its_group_and_only_that():
    odd = group(inner="<Privilege>urn:x:a</Privilege><Unless>x</Unless>")
    constrained = group(inner='<Constraint Name="urn:c:new">1</Constraint><Privilege>urn:x:a</Privilege>')
    fine = group(scope=f"{CVR}16662879")
    read = from_xml(document(odd + constrained + fine))
    assert [each.scope for each in read] == ["16662879"]


@pytest.mark.parametrize("text", ["æøå=", "PHg+*", "====", "PHg+PHg", "A" * (LONGEST + 1)])
def test_a_text_that_is_no_base64_or_too_long_is_refused(text):
    with pytest.raises(BppRefused):
        decode(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '[{"cvr": "43950932"}]',
        '[{"cvr": "43950932", "p": []}]',
        '[{"cvr": "43950932", "p": ["x y"]}]',
        '[{"cvr": "43950932", "cvr": "16662879", "p": ["urn:x:a"]}]',
        "[" * 100_000,
    ],
)
def test_json_that_may_not_be_believed_is_refused(text):
    with pytest.raises(BppRefused):
        from_json(text)


@pytest.mark.parametrize(
    "entry",
    [
        {"p": ["urn:x:a"]},
        {"cvr": "1", "p": ["urn:x:a"]},
        {"cvr": 43950932, "p": ["urn:x:a"]},
        {"cvr": "43950932", "se": "43950932", "p": ["urn:x:a"]},
        {"cpr": "0101900000", "p": ["urn:x:a"]},
        {"cvr": "43950932", "p": ["urn:x:a"], "c": {"urn:c:new": "1"}},
        {"cvr": "43950932", "p": ["urn:x:a"], "c": 1},
        {"cvr": "43950932", "p": ["urn:x:a"], "unless": {}},
    ],
)
def test_a_json_group_that_is_not_understood_gives_nothing(entry):
    assert from_json(json.dumps([entry])) == []


def test_what_the_profile_cannot_carry_is_not_written():
    for bad in (
        PrivilegeGroup("cvr", "1", ("urn:x:a",)),
        PrivilegeGroup("cvr", "43950932", ()),
        PrivilegeGroup("cvr", "43950932", ("no uri",)),
        PrivilegeGroup("cvr", "43950932", ("urn:x:a",), (("urn:c:x", "a\x00b"),)),
    ):
        with pytest.raises(BppRefused):
            to_xml([bad])


def test_base64_of_a_bomb_is_refused_before_it_grows():
    with pytest.raises(BppRefused):
        decode(base64.b64encode(document(group(inner="&c;"), head=BOMB)).decode())
