import time
from itertools import combinations, product

import pytest
from hypothesis import assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from portal.agreements.signing_rule import (
    AllOf,
    Corporate,
    NotUnderstood,
    Person,
    Reason,
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
from portal.agreements.signing_rule.lexicon import LEXICON
from portal.core.runtime.translations import compile_translations
from tests.agreements.signing_texts import (
    EVERYBODY,
    MANAGEMENT,
    PLACES,
    SIGNERS,
    choices,
    judge,
    loosely_written,
    truths,
    written,
    written_choices,
)

APS, ASSOCIATION, PARTNERSHIP, SOLE, SMALL = 80, 110, 30, 10, 15
BOARD, CHAIR, DIRECTOR, PARTNER = Role.BOARD_MEMBER, Role.CHAIR, Role.DIRECTOR, Role.PARTNER
some_signers = st.lists(st.sampled_from(EVERYBODY), unique=True, max_size=6)


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_translations()


def rule(*ways):
    return SigningRule.of(*(AllOf.of(*way) for way in ways))


def same(found, expected):
    assert isinstance(found, SigningRule), found
    assert set(found.alternatives) == set(expected.alternatives)


REAL = {
    "Selskabet tegnes af en direktør.": rule([Require(DIRECTOR)]),
    "Selskabet tegnes af direktøren alene": rule([Require(DIRECTOR)]),
    "Selskabet tegnes af en direktør alene eller af den samlede bestyrelse": rule(
        [Require(DIRECTOR)], [Whole(BOARD)]
    ),
    "Selskabet tegnes af bestyrelsens formand eller to bestyrelsesmedlemmer i forening": rule(
        [Require(CHAIR)], [Require(BOARD, 2)]
    ),
    "Selskabet tegnes af to bestyrelsesmedlemmer i forening eller af ét bestyrelsesmedlem i forening med én "
    "direktør.": rule([Require(BOARD, 2)], [Require(BOARD), Require(DIRECTOR)]),
    "Selskabet tegnes af én direktør i forening med et bestyrelsesmedlem samt af den samlede bestyrelse i "
    "forening.": rule([Require(BOARD), Require(DIRECTOR)], [Whole(BOARD)]),
    "Selskabet tegnes af en direktør, 3\u00a0bestyrelsesmedlemmer i forening eller af den samlede "
    "bestyrelse.": rule([Require(DIRECTOR)], [Require(BOARD, 3)], [Whole(BOARD)]),
    "Selskabet tegnes af komplementaren.": rule([Corporate()]),
}


@pytest.mark.parametrize("text", REAL)
def test_the_real_texts_are_read_as_the_register_means_them(text):
    same(parse(text, APS), REAL[text])


UNDERSTOOD = {
    "Selskabet tegnes af adm. dir. alene.": rule([Require(Role.MANAGING_DIRECTOR)]),
    "Tegningsregel: Selskabet tegnes af Adm. direktør": rule([Require(Role.MANAGING_DIRECTOR)]),
    "Foreningen tegnes udadtil af formanden i forening med kassereren": rule(
        [Require(CHAIR), Require(Role.TREASURER)]
    ),
    "Interessentskabet tegnes af interessenterne i forening": rule([Whole(PARTNER, 2)]),
    "Interessentskabet tegnes af interessenterne hver for sig": rule([Require(PARTNER)]),
    "Interessentskabet tegnes af begge interessenter": rule([Whole(PARTNER, 2)]),
    "Selskabet tegnes af alle tre direktører i forening": rule([Whole(DIRECTOR, 3)]),
    "Selskabet tegnes af formanden og en direktør hver for sig": rule([Require(CHAIR)], [Require(DIRECTOR)]),
    "Selskabet tegnes af direktøren, formanden og næstformanden hver for sig": rule(
        [Require(DIRECTOR)], [Require(CHAIR)], [Require(Role.VICE_CHAIR)]
    ),
    "Selskabet tegnes af formanden og næstformanden hver for sig eller den samlede bestyrelse": rule(
        [Require(CHAIR)], [Require(Role.VICE_CHAIR)], [Whole(BOARD)]
    ),
    "Selskabet tegnes af formanden i forening med en direktør eller den samlede bestyrelse": rule(
        [Require(CHAIR), Require(DIRECTOR)], [Whole(BOARD)]
    ),
    "Selskabet tegnes af to direktører i forening eller en direktør i forening med formanden": rule(
        [Require(DIRECTOR, 2)], [Require(DIRECTOR), Require(CHAIR)]
    ),
    "Selskabet tegnes af en direktør alene, formanden og næstformanden i forening eller af bestyrelsen": rule(
        [Require(DIRECTOR)], [Require(CHAIR), Require(Role.VICE_CHAIR)], [Whole(BOARD)]
    ),
    "Selskabet tegnes af likvidator": rule([Require(Role.LIQUIDATOR)]),
    "Selskabet tegnes af kurator": rule([Require(Role.TRUSTEE)]),
    "Virksomheden tegnes af indehaveren": rule([Require(Role.OWNER)]),
    "Selskabet tegnes af en direktør. Prokura er meddelt Bo Åkjær-Lund og Ida Ø. Bestyrelsen "
    "kan meddele prokura. Der er meddelt prokura til Jens Ek. Eneprokura: Ib Bo": rule([Require(DIRECTOR)]),
}  # fmt: skip


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_usual_wordings_are_understood(text):
    same(parse(text, APS), UNDERSTOOD[text])


def test_where_the_reach_of_eller_is_open_the_stricter_reading_is_taken():
    same(
        parse("Selskabet tegnes af formanden eller næstformanden i forening med en direktør", APS),
        rule([Require(CHAIR), Require(DIRECTOR)], [Require(Role.VICE_CHAIR), Require(DIRECTOR)]),
    )
    same(
        parse("Selskabet tegnes af formanden i forening med en direktør eller et bestyrelsesmedlem", APS),
        rule([Require(CHAIR), Require(DIRECTOR)], [Require(CHAIR), Require(BOARD)]),
    )


CASE_WORK = (
    "Selskabet tegnes af Jens Hansen alene",
    "Selskabet tegnes af en direktør, ved salg af fast ejendom dog af den samlede bestyrelse",
    "Selskabet tegnes af to bestyrelsesmedlemmer i forening, hvoraf den ene skal være formanden",
    "Selskabet tegnes af formanden og af en direktør",
    "Selskabet tegnes af en direktør samt af formanden",
    "Selskabet tegnes af en direktør, formanden",
    "Selskabet tegnes af tre medlemmer af bestyrelsen eller direktionen i forening",
    "Selskabet tegnes af tre medlemmer af bestyrelsen eller af direktionen",
    "Selskabet tegnes af tre af direktørerne eller bestyrelsesmedlemmerne i forening",
    "Selskabet tegnes af to direktører hver for sig",
    "Selskabet tegnes af to direktører alene",
    "Selskabet tegnes af formanden og en direktør alene",
    "Selskabet tegnes af formanden og en direktør i forening og næstformanden hver for sig",
    "Selskabet tegnes af direktører i forening",
    "Selskabet tegnes af to direktør",
    "Selskabet tegnes af en direktører",
    "Selskabet tegnes af to (3) direktører",
    "Selskabet tegnes af 0 direktører",
    "Selskabet tegnes af en direktør i forening",
    "Selskabet tegnes af en direktør og/eller formanden",
    "Selskabet tegnes af direktÃ¸ren",
    "Selskabet tegnes af",
    "Selskabet tegnes",
    ".",
    "Prokura er meddelt Jens Hansen",
    "Selskabet tegnes af en direktør. Prokura: selskabet tegnes dog kun af formanden",
    "Selskabet tegnes af en direktør." + " Selskabet tegnes af formanden." * 200,
    "komplementarselskabets direktør",
)


@pytest.mark.parametrize("text", CASE_WORK)
def test_what_is_not_fully_understood_goes_to_case_work(text):
    refused = parse(text, APS)
    assert isinstance(refused, NotUnderstood)
    assert refused.reason in (Reason.WORDS, Reason.STRUCTURE)


def test_without_a_text_the_company_form_decides():
    for text in ("", None, " \u00a0\n"):
        for form in (SOLE, SMALL):
            same(parse(text, form), rule([Require(Role.OWNER)]))
        same(parse(text, PARTNERSHIP), rule([Whole(PARTNER, 2)]))
        assert parse(text, ASSOCIATION) == NotUnderstood(Reason.EMPTY)
        assert parse(text, APS) == NotUnderstood(Reason.EMPTY)
    same(parse("Interessentskabet tegnes af en interessent", PARTNERSHIP), rule([Require(PARTNER)]))


@examples(max_examples=500, deadline=None)
@given(st.data())
def test_a_text_with_one_meaning_asks_for_exactly_what_it_says(data):
    truth = data.draw(truths)
    text = data.draw(written(truth))
    found = parse(text, APS)
    assert isinstance(found, SigningRule), (text, found)
    for signers in SIGNERS[data.draw(st.integers(0, 6)) :: 7]:
        assert satisfied(found, signers, MANAGEMENT) == judge(truth, signers), (text, signers)


@examples(max_examples=500, deadline=None)
@given(st.data())
def test_a_loosely_written_text_never_asks_for_fewer_signers_than_it_may_mean(data):
    truth = data.draw(truths)
    text = data.draw(loosely_written(truth))
    found = parse(text, APS)
    if isinstance(found, SigningRule):
        for signers in SIGNERS[data.draw(st.integers(0, 6)) :: 7]:
            assert not satisfied(found, signers, MANAGEMENT) or judge(truth, signers), (text, signers)


@examples(max_examples=300, deadline=None)
@given(st.data())
def test_somebody_or_somebody_else_together_with_another_is_always_somebody_with_another(data):
    factors = data.draw(choices)
    truth = [list(choice) for choice in product(*factors)]
    text = data.draw(written_choices(factors))
    found = parse(text, APS)
    assert isinstance(found, SigningRule), (text, found)
    for signers in SIGNERS[data.draw(st.integers(0, 6)) :: 7]:
        assert satisfied(found, signers, MANAGEMENT) == judge(truth, signers), (text, signers)


FOREIGN = ("dog", "ikke", "kun", "undtagen", "heraf", "Jensen", "prokurist", "skal", "evt.", "suppleant", ";")


@examples(max_examples=150, deadline=None)
@given(st.data())
def test_one_foreign_word_anywhere_goes_to_case_work(data):
    words = data.draw(truths.flatmap(written)).split()
    foreign = data.draw(st.sampled_from(FOREIGN))
    words.insert(data.draw(st.integers(0, len(words))), foreign)
    assert isinstance(parse(" ".join(words), APS), NotUnderstood), words


@examples(max_examples=250, deadline=None)
@given(st.data())
def test_one_word_lost_never_makes_the_rule_weaker(data):
    words = data.draw(truths.flatmap(written)).replace(",", " ,").split()
    complete = parse(" ".join(words), APS)
    lost = words.pop(data.draw(st.integers(0, len(words) - 1)))
    assume(lost.lower() != "administrerende")  # "direktør" alone is another, complete text
    found = parse(" ".join(words), APS)
    if isinstance(found, SigningRule):
        for signers in SIGNERS[data.draw(st.integers(0, 6)) :: 7]:
            weaker = satisfied(found, signers, MANAGEMENT) and not satisfied(complete, signers, MANAGEMENT)
            assert not weaker, (lost, words, signers)


@examples(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(sorted(LEXICON)), max_size=9))
def test_no_order_of_known_words_breaks_the_reading_or_loses_a_number(phrases):
    found = parse(f"Selskabet tegnes af {' '.join(phrases)}", APS)
    opening = {"eller", ",", "hver for sig", "hver især", "samt", "tegnes"}
    if isinstance(found, SigningRule) and not opening & set(phrases):
        largest = max([LEXICON[phrase][1] for phrase in phrases if phrase in ("to", "tre", "ti")], default=1)
        assert not any(satisfied(found, few, MANAGEMENT) for few in combinations(EVERYBODY, largest - 1))


@examples(max_examples=300, deadline=None)
@given(st.text(max_size=120), st.integers())
def test_no_text_at_all_raises(text, form):
    assert isinstance(parse(text, form), SigningRule | NotUnderstood)
    assert isinstance(parse(f"Selskabet tegnes af {text}", form), SigningRule | NotUnderstood)


@pytest.mark.parametrize(
    "text",
    [
        "Selskabet tegnes af " + "formanden eller en direktør og " * 60 + "kassereren",
        "Selskabet tegnes af " + "en direktør eller " * 100 + "kassereren",
        "Prokura: " + "a og b eller " * 140 + "1",
        "Prokura er meddelt " + "a, " * 600 + "!",
        "Selskabet tegnes af " + ", " * 900,
    ],
)
def test_no_text_keeps_the_reader_busy(text):
    before = time.process_time()
    parse(text, APS)
    assert time.process_time() - before < 1


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
