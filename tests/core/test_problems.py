"""Every refusal of the API is problem details (RFC 9457) with the request id, and tells nothing it should not."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions

from portal.core.actions import RuleBroken, Stale
from portal.core.problems import problem


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (RuleBroken("Der er kun én administrator."), 422, "rule-broken"),
        (Stale("Ændret i mellemtiden."), 409, "stale"),
        (Http404("secret table"), 404, "not-found"),
        (PermissionDenied("secret permission"), 403, "forbidden"),
        (exceptions.NotAuthenticated(), 401, "not-authenticated"),
        (exceptions.AuthenticationFailed(), 401, "authentication-failed"),
        (exceptions.ParseError("No JSON."), 400, "parse-error"),
        (exceptions.UnsupportedMediaType("text/plain"), 415, "unsupported-media-type"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method-not-allowed"),
        (exceptions.ValidationError({"email": ["Skriv en e-mail."]}), 400, "invalid"),
        (exceptions.Throttled(wait=7.2), 429, "throttled"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refusal_is_a_problem(error, status, kind):
    answer = problem(error, {})
    assert (answer.status_code, answer.data["status"]) == (status, status)
    assert answer.data["type"] == f"urn:erhvervsadgang:problem:{kind}"
    assert answer.content_type == "application/problem+json"
    assert "request_id" in answer.data
    assert "secret" not in str(answer.data)


def test_a_broken_rule_is_told_in_its_own_words():
    assert problem(RuleBroken("Der er kun én."), {}).data["detail"] == "Der er kun én."


def test_who_is_not_known_is_told_how_and_who_hurries_when():
    assert problem(exceptions.NotAuthenticated(), {})["WWW-Authenticate"].startswith("Bearer")
    assert problem(exceptions.Throttled(wait=7.2), {})["Retry-After"] == "9"


def test_what_nobody_expected_stays_a_500():
    assert problem(ZeroDivisionError(), {}) is None
