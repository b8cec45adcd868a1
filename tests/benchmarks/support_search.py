"""The support desk's search and an organisation's first page, at ten times the data.

PEOPLE (default 20,000) is the smaller country's number of identities; the larger has ten times as many. What is
searched for is as rare in both: the cost is that of the hits, not that of the country."""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._owner import analyse

ROUNDS = 40
GIVEN = ("Mette", "Søren", "Åse", "Bjørn", "Kirsten", "Niels", "Ida", "Rasmus", "Lærke", "Thøger")
# Three of four people of the country are new; every organisation has about two.
COMPANIES = """
INSERT INTO agreements_registercompany (cvr, name, form_code, form_name, status, signing_rule, street, postcode, city,
    industry, employees_band, succeeded_by)
SELECT (92000000 + n)::text, 'Firma ' || to_hex(n * 7919), 80, '', 'NORMAL', '', '', '', '', '', '', ''
FROM generate_series(%s, %s) AS n
"""
ORGANISATIONS = """
INSERT INTO agreements_organisation (id, cvr, name, form_code, is_public, state, allows_private_mitid,
    allowed_authenticators, asks_for_cpr, cpr_purpose, allows_pseudonyms, allows_self_request, four_eyes)
SELECT gen_random_uuid(), cvr, name, 80, false, 'connected', true, '[]', false, '', false, false, false
FROM agreements_registercompany WHERE cvr >= %s AND cvr <= %s
"""
PEOPLE = """
INSERT INTO identities_identity (id, organisation_id, kind, source, state, given_name, surname, email, phone, p_number,
    se_number, department, is_pseudonym, pseudonym, language, may_sign, version, rid)
SELECT gen_random_uuid(), o.id, 'ordinary', 'moved', 'draft',
       (ARRAY['Mette','Søren','Åse','Bjørn','Kirsten','Niels','Ida','Rasmus','Lærke','Thøger'])[1 + n %% 10],
       (ARRAY['Hansen','Ågesen','Østergaard','Møller','Kjær','Bæk','Holm'])[1 + n %% 7] || ' ' || to_hex(n * 7919),
       'p' || n || '@' || o.cvr || '.example', '', '', '', '', false, '', 'da', true, 1, (10000000 + n)::text
FROM generate_series(%s, %s) AS n JOIN agreements_organisation o ON o.cvr = (92000000 + n / 2)::text
"""


def run() -> list[Figure]:
    size = int(os.environ.get("PEOPLE", "20000"))
    fill(1, size)
    agent = _agent()
    work = {**_searches(agent, size // 2), "page": _page(agent, str(92000000 + size // 4))}
    still = _showing(agent, "/support/adgange/")
    small = _costs(work, still)
    fill(size + 1, 10 * size)
    large = _costs(work, still)
    names = [name for name in work if name != "page"]
    every = statistics.fmean(large[name] for name in names) / statistics.fmean(small[name] for name in names)
    told = ", ".join(f"{name} {large[name]:.2f} ({large[name] / small[name]:.2f})" for name in names)
    how = f"{10 * size} identities over {size}; each against a page without data taken in turn"
    return [
        Figure("support_search", every, 1.1, "lower", f"{how}: {told}"),
        Figure("support_organisation", large["page"] / small["page"], 1.1, "lower",
               f"an organisation's first page, {large['page']:.2f} of the page without data, same sizes"),
    ]  # fmt: skip


def fill(first: int, last: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(COMPANIES, [first // 2 + (first > 1), last // 2])
        cursor.execute(ORGANISATIONS, [str(92000000 + first // 2 + (first > 1)), str(92000000 + last // 2)])
        cursor.execute(PEOPLE, [first, last])
    analyse()


def _searches(agent: Any, n: int) -> dict[str, Callable[[], None]]:
    words = {
        "name": f"{GIVEN[n % 10]} {n * 7919:x}", "company": f"Firma {n // 2 * 7919:x}", "e-mail": f"p{n}@{92000000 + n // 2}.example",
        "CVR": str(92000000 + n // 2), "RID": str(10000000 + n),
    }  # fmt: skip
    return {name: _searching(agent, text) for name, text in words.items()}


def _searching(agent: Any, text: str) -> Callable[[], None]:
    def search() -> None:
        answer = agent.client.post("/support/", {"q": text})
        assert b"/support/organisationer/" in answer.content, text

    return search


def _page(agent: Any, number: str) -> Callable[[], None]:
    from tests.web.desk import inside, open_organisation

    assert open_organisation(agent, number).status_code == 302
    return _showing(agent, inside(number))


def _showing(agent: Any, address: str) -> Callable[[], None]:
    def show() -> None:
        assert agent.client.get(address).status_code == 200

    return show


def _agent() -> Any:
    from django.conf import settings

    from portal.web.support import urls
    from tests.web.desk import at_the_desk

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]

    assert urls.SEARCHES.times  # the limit is for people
    object.__setattr__(urls.SEARCHES, "times", 10**9)
    return at_the_desk()


def _costs(work: dict[str, Callable[[], None]], still: Callable[[], None]) -> dict[str, float]:
    """Each as a multiple of `still`, taken in turn: what else the machine does falls on both. The fastest rounds."""
    times: dict[str, list[float]] = {name: [] for name in (*work, "still")}
    for number in range(ROUNDS + 2):  # two to warm up
        for name, each in {**work, "still": still}.items():
            began = time.perf_counter()
            each()
            if number > 1:
                times[name].append(time.perf_counter() - began)
    return {name: min(times[name]) / min(times["still"]) for name in work}
