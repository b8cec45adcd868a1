"""How often one person (or, before the login, one address) may ask for what can be guessed, mailed or carried away.

The addresses of the login and of staff accounts count for themselves, beside their views."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from portal.core.ratelimit import Limit, TooMany, client_address, count, too_many

CODES = Limit("codes", 10, 600)
LINKS = Limit("links", 60, 600)
LOOK_UPS = Limit("look-ups", 120, 600)
INVITATIONS = Limit("invitations", 120, 3600)
EXPORTS = Limit("exports", 30, 3600)
CASES = Limit("cases", 60, 3600)
REVEALS = Limit("reveals", 60, 3600)

# Address → (limit, methods that count).
LIMITS: dict[str, tuple[Limit, str]] = {
    "identities_public:code": (CODES, "POST"),
    "identities_public:code_choice": (CODES, "POST"),
    "identities_public:activation": (LINKS, "GET POST"),
    "identities_public:wrong_person": (CODES, "POST"),
    "identities_public:enrolment": (LINKS, "GET POST"),
    "agreements_public:start": (LOOK_UPS, "GET"),
    "agreements_public:start_this": (LOOK_UPS, "GET POST"),
    "mandates:offer": (LOOK_UPS, "GET POST"),
    "mandates:request": (LOOK_UPS, "GET POST"),
    "rights:add_external": (LOOK_UPS, "POST"),
    "identities:send": (INVITATIONS, "POST"),
    "identities:resend": (INVITATIONS, "POST"),
    "identities:create": (INVITATIONS, "POST"),
    "identities:make_code": (INVITATIONS, "POST"),
    "identities:reveal_cpr": (REVEALS, "POST"),
    "identities:export": (EXPORTS, "POST"),
    "identities_public:own_data": (EXPORTS, "GET POST"),
    "identities:upload_errors": (EXPORTS, "GET"),
    "rights:review_file": (EXPORTS, "GET"),
    "mandates:bulk_errors": (EXPORTS, "GET"),
    "migration_flow:receipt_file": (EXPORTS, "GET"),
    "migration_flow:employee_file": (EXPORTS, "GET"),
    "web:export_history": (EXPORTS, "POST"),
    "front:ask": (CASES, "POST"),
    "front:case": (CASES, "POST"),
}


class LimitsMiddleware:
    """429 with the minutes to wait, before the page reads anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        limit, methods = LIMITS.get(match.view_name if match else "", (None, ""))
        if limit is None or request.method not in methods.split():
            return None
        try:
            count(limit, str(request.user.pk or client_address(request)))
        except TooMany as refusal:
            return too_many(request, refusal.retry_after)
        return None
