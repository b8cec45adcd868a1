"""Somebody already logged in, at a browser of their own, on the live server of a test."""

from typing import Any

from django.conf import settings

from tests.journeys.browser import Person


def at_a_desk(browser: Any, server: Any, client: Any, **how: Any) -> Person:
    """`client`: the test client whose session it is; `how`: what Person takes."""
    person = Person(browser, server.url, **how)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    person.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])
    return person
