from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from portal.agreements.signing_rule import (
    AllOf,
    Corporate,
    Person,
    Require,
    Role,
    SigningRule,
    Whole,
    describe,
    describe_missing,
    describe_reason,
    may_sign_alone,
    missing,
    parse,
    satisfied,
)
from portal.core.runtime.translations import compile_translations
from tests.agreements.signing_texts import EVERYBODY, MANAGEMENT, PLACES, truths, written

APS, ASSOCIATION, PARTNERSHIP, SOLE = 80, 110, 30, 10
BOARD, CHAIR, DIRECTOR, PARTNER = Role.BOARD_MEMBER, Role.CHAIR, Role.DIRECTOR, Role.PARTNER
some_signers = st.lists(st.sampled_from(EVERYBODY), unique=True, max_size=6)


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_translations()


def rule(*ways):
    return SigningRule.of(*(AllOf.of(*way) for way in ways))


def people(**roles):
    return [Person(name, frozenset(held)) for name, held in roles.items()]


def test_two_signatures_are_two_humans_even_if_one_holds_both_roles():
    together = parse("Selskabet tegnes af bestyrelsens formand i forening med en direktør", APS)
    both = people(anna={CHAIR, DIRECTOR}, bo={BOARD})
    assert not satisfied(together, ["anna"], both)
    assert not satisfied(together, ["anna", "anna"], both)
    assert not satisfied(together, ["anna", "bo"], both)
    assert not missing(together, ["anna"], both).possible
    with_another = [*both, *people(carl={DIRECTOR})]
    assert satisfied(together, ["anna", "carl"], with_another)
    assert missing(together, ["anna"], with_another).options == ((Require(DIRECTOR),),)


def test_entries_of_one_human_are_one_human():
    two = parse("Selskabet tegnes af to direktører i forening", APS)
    listed_twice = [*people(anna={DIRECTOR}), *people(anna={DIRECTOR, CHAIR})]
    assert not satisfied(two, ["anna"], listed_twice)
    chair = parse("Selskabet tegnes af formanden", APS)
    assert satisfied(chair, ["anna"], listed_twice)


def test_a_signer_who_left_the_register_counts_for_nothing():
    two = parse("Selskabet tegnes af to direktører i forening", APS)
    assert satisfied(two, ["anna", "bo"], people(anna={DIRECTOR}, bo={DIRECTOR}))
    assert not satisfied(two, ["anna", "bo"], people(anna={DIRECTOR}, carl={DIRECTOR}))


def test_the_whole_board_is_everybody_on_it_and_never_nobody():
    whole = parse("Selskabet tegnes af den samlede bestyrelse", APS)
    board = people(anna={CHAIR}, bo={BOARD}, carl={BOARD, DIRECTOR}, dan={DIRECTOR})
    assert satisfied(whole, ["anna", "bo", "carl"], board)
    assert not satisfied(whole, ["anna", "bo", "dan"], board)
    assert not satisfied(whole, [], [])
    assert not satisfied(whole, ["dan"], people(dan={DIRECTOR}))
    assert satisfied(whole, ["anna"], people(anna={CHAIR}, dan={DIRECTOR}))


def test_a_plural_is_more_than_one_whatever_the_register_holds():
    directors = parse("Selskabet tegnes af direktørerne i forening", APS)
    assert not satisfied(directors, ["anna"], people(anna={DIRECTOR}))
    partners = parse("", PARTNERSHIP)
    assert not satisfied(partners, ["anna"], people(anna={PARTNER}))
    assert satisfied(partners, ["anna", "bo"], people(anna={PARTNER}, bo={PARTNER}))


def test_a_company_among_the_partners_cannot_be_signed_for_by_people():
    partners = parse("", PARTNERSHIP)
    mixed = [*people(anna={PARTNER}, bo={PARTNER}), Person("firm", frozenset({PARTNER}), is_company=True)]
    assert not satisfied(partners, ["anna", "bo"], mixed)
    assert not satisfied(partners, ["anna", "bo", "firm"], mixed)
    assert not missing(partners, ["anna", "bo"], mixed).possible


def test_a_corporate_signatory_is_never_satisfied_but_leaves_other_ways_open():
    corporate = parse("Selskabet tegnes af komplementaren", 40)
    assert corporate.needs_company
    assert not satisfied(corporate, ["anna"], people(anna={Role.GENERAL_PARTNER}))
    either = parse("Selskabet tegnes af komplementaren eller af den samlede bestyrelse", 70)
    assert not either.needs_company
    assert satisfied(either, ["anna"], people(anna={CHAIR}))


def test_who_may_sign_alone():
    either = parse("Selskabet tegnes af en direktør alene eller af to bestyrelsesmedlemmer i forening", APS)
    assert may_sign_alone(either, {DIRECTOR})
    assert may_sign_alone(either, {Role.MANAGING_DIRECTOR})
    assert not may_sign_alone(either, {CHAIR})
    assert not may_sign_alone(either, set())
    together = parse("Selskabet tegnes af bestyrelsens formand i forening med en direktør", APS)
    assert not may_sign_alone(together, {CHAIR, DIRECTOR})
    assert not may_sign_alone(parse("Selskabet tegnes af bestyrelsen", APS), {BOARD})
    assert not may_sign_alone(parse("Selskabet tegnes af komplementaren", 40), {Role.GENERAL_PARTNER})
    assert may_sign_alone(parse("", SOLE), {Role.OWNER})


@examples(max_examples=200, deadline=None)
@given(truths.flatmap(written), some_signers)
def test_what_is_missing_completes_the_signatures_and_nothing_smaller_does(text, signers):
    found = parse(text, APS)
    left = missing(found, signers, MANAGEMENT)
    others = [key for key in EVERYBODY if key not in signers]
    sizes = [n for n in range(len(others) + 1) if any(
        satisfied(found, [*signers, *more], MANAGEMENT) for more in combinations(others, n)
    )]  # fmt: skip
    assert left.possible == bool(sizes)
    assert left.nothing == (0 in sizes)
    for option in left.options:
        assert sum(part.count for part in option) == sizes[0]
        assert any(
            satisfied(found, [*signers, *more], MANAGEMENT)
            for more in combinations(others, sizes[0])
            if _fills(more, option)
        )


def _fills(more, option):
    places = [part.role for part in option for _ in range(part.count)]
    implied = {CHAIR: BOARD, Role.VICE_CHAIR: BOARD, Role.MANAGING_DIRECTOR: DIRECTOR}
    held = [roles | {implied.get(role) for role in roles} for roles in (PLACES[key] for key in more)]
    return all(any(role in roles for roles in held) for role in places)


def test_rules_are_described_in_danish_and_english():
    text = "Selskabet tegnes af to bestyrelsesmedlemmer i forening eller af en direktør alene"
    assert describe(parse(text, APS), "da") == "To bestyrelsesmedlemmer sammen, eller en direktør alene"
    assert describe(parse(text, APS), "en") == "Two board members together, or a director alone"
    text = (
        "Selskabet tegnes af formanden, en direktør og 3 bestyrelsesmedlemmer i forening eller af bestyrelsen"
    )
    assert describe(parse(text, APS), "da") == (
        "Formanden, en direktør og tre bestyrelsesmedlemmer sammen, "
        "eller alle medlemmer af bestyrelsen sammen"
    )
    assert describe(parse("Selskabet tegnes af 12 direktører", APS), "da") == "12 direktører sammen"
    assert "komplementar" in describe(parse("Selskabet tegnes af komplementaren", 40), "da")


@pytest.mark.parametrize("role", Role)
def test_every_role_has_words_in_both_languages(role):
    ways = rule([Require(role)], [Require(role, 2)], [Whole(role)], [Corporate(), Require(role)])
    danish, english = describe(ways, "da"), describe(ways, "en")
    assert danish != english
    assert "%(" not in danish + english
    assert " sammen" not in english
    assert "  " not in danish + english


def test_what_is_missing_is_said_in_words():
    two = parse("Selskabet tegnes af formanden i forening med en direktør eller et bestyrelsesmedlem", APS)
    board = people(anna={CHAIR}, bo={BOARD}, carl={DIRECTOR})
    left = missing(two, ["anna"], board)
    assert describe_missing(left, "da") == (
        "Der mangler underskrift fra: en direktør eller et bestyrelsesmedlem."
    )
    assert describe_missing(left, "en") == "A signature is missing from: a director or a board member."
    assert describe_missing(missing(two, ["anna", "bo"], board), "da") == "Der mangler ingen underskrifter."
    assert "medarbejder" in describe_missing(missing(two, [], []), "da")


def test_a_text_in_case_work_is_explained_without_being_quoted():
    refused = parse("Selskabet tegnes af Jens Hansen", APS)
    assert "hansen" in refused.detail
    assert "hansen" not in describe_reason(refused, "da").lower()
    assert describe_reason(parse("", ASSOCIATION), "en") == "The CVR register holds no signing rule for you."
