"""The list of an organisation with 50,000 identities, a whole page, beside Django admin's changelist of the same rows
with the same columns, read by the same two statements, fifty to a page on both sides.

Ours is the whole request (middleware, session, membership, frame), the changelist only its view and template: that
favours the peer. It is shown as it comes (`show_full_result_count` on, ordered by name, a filter per column of few
values) and at its best documented settings (our sort key and its index, no full count, nothing read per row).

The goals of 0.05 and 0.10 are not met. On 24 November 2026, two cores with other work running:

* lines drawn by template tags, peer with fewer columns: 0.40 (42.6 of 106.8 ms, best of 15), search 0.25 (35.0 of
  140.2 ms); a page that only says that it is alive took 9.9 ms, which is more than a twentieth of the changelist;
* lines drawn in one go (`identities.views.lines`) and the membership query compiled once a day instead of at each
  request (`portal.core.prepared`; making it took 10.6 ms of each request), peer with our columns: 0.35, search 0.18,
  0.99 of the changelist at its best, last page 0.89 of the first.

What is left is the frame, its menus and the filter form. A smaller page was not tried: the peer would have it too."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._owner import analyse

ROUNDS = 15
FILL = """
INSERT INTO identities_identity (id, organisation_id, kind, source, state, given_name, surname, email, phone, p_number,
    se_number, department, is_pseudonym, pseudonym, language, may_sign, version, rid)
SELECT gen_random_uuid(), %s, 'ordinary', 'moved', 'draft',
       (ARRAY['Mette','Søren','Åse','Bjørn','Kirsten','Niels','Ida','Rasmus','Lærke','Thøger'])[1 + n %% 10],
       (ARRAY['Hansen','Ågesen','Østergaard','Møller','Kjær','Bæk','Holm'])[1 + n %% 7] || ' ' || to_hex(n * 7919),
       'p' || n || '@stor.example', '', '', '', 'Afdeling ' || n %% 40, false, '', 'da', true, 1, n::text
FROM generate_series(1, %s) AS n
"""


def run(rows: int = 50_000) -> list[Figure]:
    from django.db import connection
    from django.urls import reverse

    organisation, person = _organisation()
    with connection.cursor() as cursor:
        cursor.execute(FILL, [organisation.pk, rows])
    analyse()
    client, url = _client(person), reverse("identities:list", args=[organisation.cvr])
    admin, tuned = _changelist(organisation), _changelist(organisation, tuned=True)
    last = f"{url}?sort=-name"
    ours, theirs = _interleaved(lambda: _get(client, url), lambda: admin({}))
    ours_again, best = _interleaved(lambda: _get(client, url), lambda: tuned({}))
    first_page, last_page = _interleaved(lambda: _get(client, url), lambda: _get(client, last))
    search, admin_search = _interleaved(
        lambda: _get(client, f"{url}?q=Thoger+{rows * 7919 // 2:x}"), lambda: admin({"q": "Thøger"})
    )
    return [
        Figure(
            "identity_list",
            ours / theirs,
            0.05,
            "lower",
            "list page over Django admin's changelist, same rows",
        ),
        Figure(
            "identity_list_tuned",
            ours_again / best,
            1.0,
            "lower",
            "list page over the changelist at its best settings",
        ),
        Figure("identity_list_last", last_page / first_page, 1.1, "lower", "last page over first page"),
        Figure(
            "identity_search", search / admin_search, 0.10, "lower", "misspelt name over admin's own search"
        ),
    ]


def _get(client: Any, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code


def _interleaved(first: Callable[[], None], second: Callable[[], None]) -> tuple[float, float]:
    """Median seconds of each, taken in turn after one warm-up."""
    first(), second()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for place, work in enumerate((first, second)):
            began = time.perf_counter()
            work()
            times[place].append(time.perf_counter() - began)
    return statistics.median(times[0]), statistics.median(times[1])


def _organisation() -> tuple[Any, Any]:
    from portal.core.permissions import ADMINISTRATOR_ROLES
    from tests.cast import make_identity, make_organisation, make_user

    organisation = make_organisation("99000163", "Stor Koncern A/S")
    person = make_user("Lise Lang")
    make_identity(organisation, person, roles=ADMINISTRATOR_ROLES)
    return organisation, person


def _client(person: Any) -> Any:
    from django.test import Client

    from portal.web.login.context import store
    from tests.cast import make_auth

    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="portal.web.login.backend.MitIDBackend")
    session = client.session
    store(session, make_auth(person))
    session.save()
    return client


def _changelist(organisation: Any, *, tuned: bool = False) -> Callable[[dict[str, str]], None]:
    """The changelist narrowed to the same organisation, as it comes or at its best settings."""
    from django.contrib.auth import get_user_model
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.test import RequestFactory
    from django.urls import set_urlconf

    from identities.models import Identity
    from tests.benchmarks._admin_urls import Plain, Tuned, site

    page = (Tuned if tuned else Plain)(Identity, site)
    page.organisation = organisation  # type: ignore[attr-defined]
    root = get_user_model()(username="root", is_staff=True, is_superuser=True, is_active=True, name="Root")

    def show(query: dict[str, str]) -> None:
        request = RequestFactory().get("/", query)
        request.user, request.session, request.actor = root, {}, None  # type: ignore[assignment,attr-defined]
        request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
        set_urlconf("tests.benchmarks._admin_urls")
        try:
            page.changelist_view(request).render()  # type: ignore[attr-defined]
        finally:
            set_urlconf(None)

    return show
