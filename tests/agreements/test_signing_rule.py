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
    Reason,
    Require,
    Role,
    SigningRule,
    Whole,
    parse,
    satisfied,
)
from portal.agreements.signing_rule.lexicon import LEXICON
from tests.agreements.signing_texts import (
    EVERYBODY,
    MANAGEMENT,
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


@pytest.mark.parametrize("joint", [", og", ", samt", ", i forening med"])
def test_a_comma_before_og_may_be_somebody_who_was_lost(joint):
    text = f"Selskabet tegnes af formanden{joint} et bestyrelsesmedlem i forening"
    assert isinstance(parse(text, APS), NotUnderstood)


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
    "Selskabet tegnes af tre medlemmer af bestyrelsen, eller af direktionen",
    "Selskabet tegnes af tre medlemmer af bestyrelsen samt direktionen",
    "Selskabet tegnes af tre medlemmer af bestyrelsen eller direktionens medlemmer",
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
