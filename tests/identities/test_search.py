"""Finding people also when their names are misspelt."""

import random

import pytest

from identities.models import Identity
from identities.queries import search
from identities.rules.search import distance, farness, fold, patterns

GIVEN = [
    "Søren",
    "Mette",
    "Jørgen",
    "Åse",
    "Bjørn",
    "Kirsten",
    "Niels",
    "Anne-Marie",
    "Mads",
    "Ida",
    "Rasmus",
    "Sofie",
    "Lærke",
    "Thøger",
    "Birgit",
    "Ahmed",
    "Fatima",
    "Christoffer",
    "Katrine",
    "Villads",
    "Signe",
    "Østen",
    "Ingeborg",
    "Frederik",
    "Nanna",
    "Kjeld",
    "Vibeke",
    "Asger",
    "Pernille",
    "Æskil",
    "Guðrun",
    "René",
    "Chloé",
    "Malene",
    "Torben",
    "Charlotte",
    "Henriette",
    "Mikkel",
    "Emil",
    "Johanne",
    "Karsten",
    "Lone",
    "Susanne",
    "Preben",
    "Hanne",
    "Lars",
    "Erik",
    "Poul",
    "Inger",
]
SURNAMES = [
    "Ågesen",
    "Østergaard",
    "Sørensen",
    "Kjærgaard",
    "Nørgaard",
    "Bæk",
    "Damgård",
    "Aabye",
    "Thygesen",
    "Vestergaard",
    "Møller",
    "Lindqvist",
    "Hansen",
    "Christensen",
    "Rasmussen",
    "Abildgaard",
    "Skovgaard",
    "Mikkelsen",
    "Dalsgaard",
    "Schmidt",
    "Knudsen",
    "Bruun",
    "Frandsen",
    "Holm",
    "Winther",
    "Lauridsen",
    "Øster",
    "Brøndum",
    "Mogensen",
    "Clausen",
    "Villumsen",
    "Kragh",
    "Bertelsen",
    "Toft",
    "Iversen",
    "Laursen",
    "Bech",
    "Gregersen",
    "Juhl",
    "Krogh",
    "Ravn",
    "Søgaard",
    "Lund",
    "Jeppesen",
    "Friis",
    "Jespersen",
    "Bundgaard",
    "Eskildsen",
]
LETTERS = "abcdefghijklmnoprstuvyæøå"


def people(n):
    chance = random.Random(7)
    names = set()
    while len(names) < n:
        middle = chance.choice(SURNAMES)
        names.add(
            (
                f"{chance.choice(GIVEN)} {middle}" if chance.random() < 0.6 else chance.choice(GIVEN),
                chance.choice(SURNAMES),
            )
        )
    return sorted(names)


def misspelt(name, chance):
    """One insertion, deletion, change or swap, anywhere but in a blank."""
    at = chance.choice([n for n, letter in enumerate(name) if letter not in " -"])
    kind = chance.choice(("insert", "delete", "change", "swap"))
    letter = chance.choice(LETTERS)
    if kind == "insert":
        return name[:at] + letter + name[at:]
    if kind == "delete":
        return name[:at] + name[at + 1 :]
    if kind == "swap" and at + 1 < len(name) and name[at + 1] not in " -":
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + letter + name[at + 1 :]


@pytest.mark.django_db
def test_of_a_thousand_misspelt_names_ninety_five_in_a_hundred_are_in_the_first_ten(bakery, anne):
    Identity.objects.bulk_create(
        [
            Identity(organisation=bakery, given_name=given, surname=surname, state="draft")
            for given, surname in people(3000)
        ]
    )
    chance = random.Random(11)
    rows = Identity.objects.for_actor(anne.actor)
    chosen = chance.sample(people(3000), 1000)
    hits = 0
    for given, surname in chosen:
        name = f"{given} {surname}"
        first_ten = search.best(rows, misspelt(name, chance))[:10]
        hits += name in {each.name for each in first_ten}
    assert hits >= 950


def test_folding_is_the_same_in_python_and_in_the_database(bakery, anne):
    for given in ("Åse ÆØ", "René", "Guðrun", "Ärla Öster", "Strauß", "Jürgen Ñandú"):
        row = Identity.objects.create(organisation=bakery, given_name=given, surname="X", state="draft")
        row.refresh_from_db()
        assert row.folded.strip() == fold(f"{given} X")


test_folding_is_the_same_in_python_and_in_the_database = pytest.mark.django_db(
    test_folding_is_the_same_in_python_and_in_the_database
)


@pytest.mark.parametrize(
    ("left", "right", "far"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("mette", "mteet", 2),
        ("ab", "ba", 1),
        ("kitten", "sitting", 3),
        ("søren", "søren", 0),
    ],
)
def test_distance_counts_single_changes_and_swaps(left, right, far):
    assert distance(left, right) == distance(right, left) == far


def test_words_that_were_not_searched_for_cost_nothing():
    assert farness("dam", "dorte marie dam") == 0
    assert farness("dqm dorte", "dorte marie dam") == 1


def test_every_word_one_change_away_fits_one_of_the_patterns():
    chance = random.Random(3)
    for _ in range(2000):
        word = "".join(chance.choice(LETTERS[:20]) for _ in range(chance.randint(2, 12)))
        near = misspelt(word, chance)
        text = f" {word} "
        fits = (
            any(all(_like(text, pattern) for pattern in group) for group in patterns(near)) if near else True
        )
        assert fits or near in text, (word, near)


def _like(text, pattern):
    import re

    return re.fullmatch(re.escape(pattern).replace("%", ".*"), text) is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wild", ["%", "_", "\\", "'", '"', "%%%%", "a_b", "' OR 1=1 --", "\u0000".replace("\u0000", "x"), "🙂"]
)
def test_signs_that_mean_something_in_sql_find_nobody_and_break_nothing(bakery, anne, wild):
    rows = Identity.objects.for_actor(anne.actor)
    assert search.best(rows, wild) == []


@pytest.mark.django_db
def test_numbers_and_addresses_are_found_exactly(bakery, anne):
    row = Identity.objects.create(
        organisation=bakery,
        given_name="Dorte",
        surname="Dam",
        rid="42630001",
        state="draft",
        email="dorte.dam@bageri.example",
        p_number="1999900018",
    )
    rows = Identity.objects.for_actor(anne.actor)
    for text in ("42630001", "1999900018", "dorte.dam@", str(row.pk), "dorte d", "Dam"):
        assert search.best(rows, text) == [row]
