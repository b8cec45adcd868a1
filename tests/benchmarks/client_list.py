"""The list of received mandates of an accountant with 80,000 clients: whole pages, as the browser gets them."""

import base64
import json
import re
import uuid
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._nation_practice import CLIENTS, Practice, build
from tests.benchmarks._nation_timing import medians
from tests.benchmarks._owner import analyse

_LINK = re.compile(r'<th scope="row"><a href="/\d{8}/fuldmagter/([0-9a-f-]{36})/"')


def run(clients: int = CLIENTS, rounds: int = 40) -> list[Figure]:
    large, small = build("99000033", clients, grouped=False), build("99000034", 100, grouped=False)
    analyse()
    first, last, few = _page(large), _page(large, before=True), _page(small)
    words = f"q={(clients // 2) * 7919:x}"
    found, found_few = _page(large, words), _page(small, f"q={50 * 7919:x}")
    _compare(large, clients, words)
    again, at_end = medians([first, last], rounds, warm=5)
    many, hundred = medians([first, few], rounds, warm=5)
    search, search_few = medians([found, found_few], rounds, warm=5)
    return [
        Figure(
            "client_list_last",
            at_end / again,
            1.1,
            "lower",
            f"last page over first page at {clients} clients",
        ),
        Figure(
            "client_list", many / hundred, 1.5, "lower", f"first page at {clients} clients over that at 100"
        ),
        Figure(
            "client_list_search", search / search_few, 1.5, "lower", "search for part of a name, likewise"
        ),
    ]


def _page(practice: Practice, query: str = "", *, before: bool = False) -> Any:
    """A whole page by a logged-in administrator; `before` the end of the list, which is its last page."""
    from django.urls import reverse

    client = _client(practice.clerk.user)
    url = reverse("mandates:received", args=[practice.organisation.cvr])
    if before:
        end = base64.urlsafe_b64encode(json.dumps(["~~~~", str(uuid.UUID(int=2**128 - 1))]).encode()).decode()
        query = f"before={end}"

    def show() -> Any:
        answer = client.get(f"{url}?{query}")
        assert answer.status_code == 200, answer.status_code
        return _LINK.findall(answer.content.decode())

    return show


def _compare(practice: Practice, clients: int, words: str) -> None:
    """First and last pages are those of the whole list in Danish order; the search finds the one it must."""
    from mandates.models import Mandate

    rows = Mandate.objects.for_actor(practice.actor).filter(state="active").order_by("grantor_key", "pk")
    whole = [str(pk) for pk in rows.values_list("pk", flat=True)]
    assert len(whole) == clients
    shown, at_end = _page(practice)(), _page(practice, before=True)()
    assert shown == whole[:50], (shown[:2], whole[:2])
    assert at_end == whole[-50:], (at_end[:2], whole[-50:-48])
    wanted = rows.get(grantor__cvr=str(practice.first + clients // 2))
    assert str(wanted.pk) in _page(practice, words)()


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
