"""Signing rules made from a known truth, and a slow judge of signatures that shares nothing with the grammar.

A truth is a list of ways; a way is a list of (group, count), where `group` names people and count None means
all of XX
"""

from itertools import combinations, permutations

from hypothesis import strategies as st

from portal.agreements.signing_rule import Person, Role

GROUPS = {
    "chair": {"dorthe"},
    "vice": {"erik"},
    "managing": {"frida"},
    "board": {"dorthe", "erik", "gorm", "hanne"},
    "direction": {"frida", "hanne", "ivan"},
    "treasurer": {"karin"},
}
PLACES = {
    "dorthe": {Role.CHAIR},
    "erik": {Role.VICE_CHAIR},
    "gorm": {Role.BOARD_MEMBER},
    "hanne": {Role.BOARD_MEMBER, Role.DIRECTOR},
    "frida": {Role.MANAGING_DIRECTOR},
    "ivan": {Role.DIRECTOR},
    "karin": {Role.TREASURER},
}
MANAGEMENT = [Person(key, frozenset(roles)) for key, roles in PLACES.items()]
EVERYBODY = sorted(PLACES)
SIGNERS = [signers for count in range(5) for signers in combinations(EVERYBODY, count)]

ONE = {
    "chair": ("formanden", "bestyrelsens formand", "bestyrelsesformanden", "formanden for bestyrelsen"),
    "vice": ("næstformanden", "bestyrelsens næstformand", "viceformanden"),
    "managing": ("den administrerende direktør", "administrerende direktør"),
    "board": (
        *("et bestyrelsesmedlem", "ét bestyrelsesmedlem", "1 bestyrelsesmedlem", "bestyrelsesmedlem"),
        *("et medlem af bestyrelsen", "et af bestyrelsens medlemmer", "et andet bestyrelsesmedlem"),
        "et af de øvrige bestyrelsesmedlemmer",
    ),
    "direction": (
        *("en direktør", "én direktør", "direktøren", "1 direktør", "direktør", "selskabets direktør"),
        *("et medlem af direktionen", "en af direktørerne"),
    ),
    "treasurer": ("kassereren", "kasserer"),
}
SEVERAL = {
    "board": (
        *("{n} bestyrelsesmedlemmer", "{n} medlemmer af bestyrelsen", "{n} af bestyrelsens medlemmer"),
        *("mindst {n} bestyrelsesmedlemmer", "{n} af bestyrelsesmedlemmerne"),
    ),
    "direction": (
        *("{n} direktører", "{n} medlemmer af direktionen", "{n} af direktørerne", "mindst {n} direktører"),
    ),
}
ALL = {
    "board": (
        *("den samlede bestyrelse", "hele bestyrelsen", "samtlige bestyrelsesmedlemmer"),
        "alle medlemmer af bestyrelsen",
    ),
    "direction": ("den samlede direktion", "hele direktionen", "alle direktører"),
}
LOOSELY_ALL = {
    "board": ("bestyrelsen", "bestyrelsens medlemmer"),
    "direction": ("direktionen", "direktørerne"),
}
NUMBERS = {2: ["to", "2", "to (2)"], 3: ["tre", "3", "3 (tre)"], 4: ["fire", "4"]}
TOGETHER = ["i forening", "sammen", "i fællesskab"]
WITH = ["i forening med", "sammen med"]
COMPANIES = ["Selskabet", "Foreningen", "Anpartsselskabet", "Virksomheden"]

alone = st.tuples(st.sampled_from(sorted(ONE)), st.just(1))
several = st.tuples(st.sampled_from(sorted(SEVERAL)), st.integers(2, 4))
everybody = st.tuples(st.sampled_from(sorted(ALL)), st.none())
way = st.one_of(
    alone.map(lambda part: [part]),
    several.map(lambda part: [part]),
    everybody.map(lambda part: [part]),
    st.lists(st.one_of(alone, several), min_size=2, max_size=3),
)
truths = st.lists(way, min_size=1, max_size=4)
choices = st.lists(st.lists(st.one_of(alone, several), min_size=1, max_size=2), min_size=2, max_size=3)


def judge(truth, signers) -> bool:
    """Whether some way has enough different signers, tried one by one."""
    return any(_way_is_signed(parts, signers) for parts in truth)


def _way_is_signed(parts, signers) -> bool:
    places = [GROUPS[group] for group, count in parts for _ in range(count or 0)]
    for group, count in parts:
        if count is None and not GROUPS[group] <= set(signers):
            return False
    return any(
        all(person in place for person, place in zip(order, places, strict=True))
        for order in permutations(signers, len(places))
    )


def _noun(draw, group, count, loosely) -> str:
    if count is None:
        return draw(st.sampled_from(ALL[group] + (LOOSELY_ALL[group] if loosely else ())))
    if count == 1:
        return draw(st.sampled_from(ONE[group]))
    number = draw(st.sampled_from(NUMBERS[count]))
    return draw(st.sampled_from(SEVERAL[group])).format(n=number)


def _way(draw, parts, loosely) -> str:
    nouns = [_noun(draw, *part, loosely) for part in parts]
    if len(nouns) == 1:
        return nouns[0] + draw(st.sampled_from(_closings(parts[0][1])))
    if draw(st.booleans()):
        return f" {draw(st.sampled_from(WITH))} ".join(nouns)
    listed = ", ".join(nouns[:-1]) + draw(st.sampled_from([" og ", " samt "])) + nouns[-1]
    return f"{listed} {draw(st.sampled_from(TOGETHER))}"


def _closings(count) -> list[str]:
    return ["", " alene"] if count == 1 else ["", *(f" {words}" for words in TOGETHER)]


@st.composite
def written(draw, truth, *, loosely=False) -> str:
    """One or more sentences that say `truth`."""
    af = "" if loosely else "af "
    sentences = draw(st.integers(1, len(truth)))
    company = draw(st.sampled_from(COMPANIES))
    texts = []
    for place in range(sentences):
        ways = [_way(draw, parts, loosely) for parts in truth[place::sentences]]
        joints = [draw(st.sampled_from([" eller ", ", ", ", eller "])) for _ in ways[2:]] + [" eller "]
        body = ways[0] + "".join(f"{joint}{af}{text}" for joint, text in zip(joints, ways[1:], strict=False))
        texts.append(_sentence(draw, company, body, first=place == 0))
    return _dressed(draw, ". ".join(texts) + draw(st.sampled_from(["", "."])))


def loosely_written(truth):
    return written(truth, loosely=True)


@st.composite
def written_choices(draw, factors) -> str:
    """formanden eller næstformanden i forening med en direktør eller et bestyrelsesmedlem"""
    either = draw(st.sampled_from(["", "enten "]))
    texts = [either + " eller ".join(_noun(draw, *part, False) for part in factor) for factor in factors]
    body = f" {draw(st.sampled_from(WITH))} ".join(texts)
    return _dressed(draw, _sentence(draw, "Selskabet", body, first=True))


def _sentence(draw, company, body, *, first) -> str:
    plain = f"{company} tegnes af {body}"
    turned = f"Af {body} tegnes {company.lower()}"
    further = (f"{company} tegnes endvidere af {body}", f"Desuden tegnes {company.lower()} af {body}")
    return draw(
        st.sampled_from([plain, turned, f"{company} kan tegnes af {body}"] if first else [plain, *further])
    )


def _dressed(draw, text) -> str:
    spaced = text.replace(" ", draw(st.sampled_from([" ", "  ", "\u00a0", "\n"])))
    return draw(st.sampled_from([spaced, spaced.upper(), spaced.lower()]))
