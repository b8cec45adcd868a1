"""Rules without a database: limits, levels, constraints, policies, delegation, legacy, privileges of a
decision."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.actors import Actor, Kind
from portal.core.permissions import Level, Role
from rights.rules import level_named, policy_of
from rights.rules.constraints import met
from rights.rules.decision import Decision, Facts, Path, Question, Reason, judge
from rights.rules.delegation import Way, delegation_check
from rights.rules.levels import SPELLINGS, required_level
from rights.rules.limits import covers
from rights.rules.reasons import SENTENCES, reason_user


@given(st.text(max_size=60))
def test_no_text_but_the_known_spellings_is_a_level(text):
    assert (level_named(text) is None) is (text not in SPELLINGS)


@pytest.mark.parametrize("value", [None, 2, True, [], {}, b"High"])
def test_what_is_no_text_is_no_level(value):
    assert level_named(value) is None


def test_a_required_level_nobody_knows_is_the_highest():
    assert [required_level(name) for name in ("", "low", "substantial", "high", "hgih")] == [
        Level.NONE,
        Level.LOW,
        Level.SUBSTANTIAL,
        Level.HIGH,
        Level.HIGH,
    ]


UNIT, SE, WHOLE = ("p", "1900000010"), ("se", "99000015"), ("", "")


@pytest.mark.parametrize(
    ("held", "asked", "theirs", "expected"),
    [
        (WHOLE, WHOLE, False, True),
        (WHOLE, UNIT, True, True),
        (WHOLE, UNIT, False, False),
        (WHOLE, SE, False, True),
        (UNIT, UNIT, False, True),
        (UNIT, WHOLE, True, False),
        (UNIT, ("p", "1900000029"), True, False),
        (UNIT, SE, True, False),
        (SE, SE, False, True),
        (SE, WHOLE, True, False),
        (SE, UNIT, True, False),
    ],
)
def test_what_a_limited_right_covers(held, asked, theirs, expected):
    assert covers(held, asked, unit_is_theirs=theirs) is expected


@pytest.mark.parametrize(
    ("form", "said", "expected"),
    [
        (["a", "b"], {"x": "a"}, True),
        (["a"], {"x": "c"}, False),
        (["a"], {}, False),
        ([1], {"x": True}, False),
        ([True], {"x": 1}, False),
        ([None], {}, False),
        ({"not_in": ["a"]}, {"x": "b"}, True),
        ({"not_in": ["a"]}, {"x": "a"}, False),
        ({"not_in": ["a"]}, {}, True),
        ({"at_most": 5}, {"x": 5}, True),
        ({"at_most": 5}, {"x": 5.1}, False),
        ({"at_most": 5}, {"x": "4"}, False),
        ({"at_most": 5}, {"x": True}, False),
        ({"at_most": 5}, {}, False),
        ({"at_least": 5}, {"x": 6}, False),
        ({"at_most": 5, "not_in": []}, {"x": 1}, False),
        ("a", {"x": "a"}, False),
        (None, {"x": None}, False),
        ({}, {}, False),
        ({"not_in": "a"}, {"x": "b"}, False),
        ({"at_most": None}, {"x": 1}, False),
    ],
    ids=range(21),
)
def test_a_constraint_is_met_by_what_is_said_and_never_widens(form, said, expected):
    assert met({"x": form}, said) is expected


def test_all_constraints_must_be_met():
    both = {"x": ["a"], "y": {"at_most": 1}}
    assert met(both, {"x": "a", "y": 1})
    assert not met(both, {"x": "a"})
    assert met({}, {})
    assert met(None, {})


def right(**fields):
    return SimpleNamespace(**{"mandate_policy": {}, "retired_at": None, **fields})


def test_a_right_without_a_policy_cannot_be_given_away():
    policy = policy_of(right())
    assert (policy.may_be_given, policy.request, policy.sub_delegate) == (False, False, "no")


def test_a_policy_is_never_longer_than_five_years_and_an_unknown_word_is_no():
    policy = policy_of(
        right(
            mandate_policy={
                "give": ["user"],
                "longest_months": 600,
                "sub_delegate": "maybe",
                "request": "yes",
                "second_signatory": 1,
                "level": "???",
            }
        )
    )
    assert (policy.longest_months, policy.sub_delegate, policy.request) == (60, "no", False)
    assert (policy.second_signatory, policy.level) == (False, Level.HIGH)


def actor(*roles, state="connected"):
    organisation = SimpleNamespace(state=state)
    return Actor(kind=Kind.PERSON, label="x", roles=frozenset(roles), organisation=organisation)


GIVABLE = {"give": ["organisation_administrator"], "sub_delegate": "ask"}


@pytest.mark.parametrize(
    ("who", "what", "expected"),
    [
        (actor(Role.RIGHTS_ADMINISTRATOR), right(mandate_policy=GIVABLE), ["", "role", "role"]),
        (actor(Role.ORGANISATION_ADMINISTRATOR), right(mandate_policy=GIVABLE), ["role", "", ""]),
        (actor(Role.USER), right(mandate_policy=GIVABLE), ["role", "role", "role"]),
        (actor(Role.ORGANISATION_ADMINISTRATOR), right(), ["role", "policy", "policy"]),
        (
            actor(Role.ORGANISATION_ADMINISTRATOR),
            right(mandate_policy={**GIVABLE, "sub_delegate": "no"}),
            ["role", "", "sub_delegation"],
        ),
        (actor(Role.RIGHTS_ADMINISTRATOR), right(retired_at=1), ["retired"] * 3),
        (actor(Role.RIGHTS_ADMINISTRATOR, state="closed"), right(), ["organisation_closed"] * 3),
    ],
    ids=range(7),
)
def test_the_delegation_check_says_why_not(who, what, expected):
    checks = delegation_check(who, what)
    assert [check.way for check in checks] == list(Way)
    assert [check.code for check in checks] == expected
    assert all(check.allowed is (check.code == "") for check in checks)
    assert all(bool(check.sentence) is not check.allowed for check in checks)


FACTS = Facts(
    "i", "active", "created", True, "99000015", "connected", "r", "", None, "99000015", "connected", None
)
GRANT = Path("grant", "g", None, None, True, "in_force", "", "", None, None)


def test_the_first_open_way_decides_whatever_else_there_is():
    ended = GRANT._replace(state="ended")
    limited = GRANT._replace(limit_type="p", limit_value="1900000010")
    assert judge(Question(right="x"), FACTS, [ended, limited, GRANT]).reason is Reason.GRANTED_DIRECT
    assert judge(Question(right="x"), FACTS, [ended, limited]).reason is Reason.LIMIT_MISMATCH
    assert judge(Question(right="x"), FACTS, [ended]).reason is Reason.GRANT_ENDED


def test_limits_are_told_only_of_rights_in_force():
    old = GRANT._replace(state="ended", limit_type="p", limit_value="1900000029")
    limited = GRANT._replace(limit_type="p", limit_value="1900000010")
    assert judge(Question(right="x"), FACTS, [old, limited]).limits == (("p", "1900000010"),)


def test_every_refusal_has_its_sentence_in_two_languages():
    granted = {reason for reason in Reason if reason.startswith("granted")}
    assert set(SENTENCES) == set(Reason) - granted
    for reason in SENTENCES:
        words = reason_user(reason)
        assert words["da"]
        assert words["en"]
        assert words["da"] != words["en"], reason


def test_a_decision_without_facts_requires_nothing():
    assert (
        Decision(granted=False, reason=Reason.INVALID_REQUEST, question=Question(right="")).required_level
        == 0
    )
