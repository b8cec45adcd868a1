"""POST /oauth2/token: a short token for a service client (RFC 6749 §4.4; secret or private_key_jwt)."""

import base64
import binascii
import hashlib
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from portal.core import ratelimit
from portal.core.api import issue_token
from rights.models import ServiceClient
from rights.queries.clients import living_client
from rights.rules import assertions

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PER_CLIENT = ratelimit.Limit("token:client", 60, 60)
WRONG = ratelimit.Limit("token:wrong", 20, 300)


class OAuthError(Exception):
    def __init__(self, code: str, description: str, status: int = 400):
        super().__init__(description)
        self.code, self.description, self.status = code, description, status


class Proof(NamedTuple):
    """What the client sent to prove who it is: exactly one of secret and assertion."""

    client_id: str
    secret: str = ""
    assertion: str = ""


@method_decorator(csrf_exempt, name="dispatch")
class Token(View):
    """No session, no cookie, no CSRF: the client proves itself in the request. The token is never stored."""

    public = True

    def post(self, request: HttpRequest) -> JsonResponse:
        try:
            return self._granted(request)
        except OAuthError as error:
            body = {"error": error.code, "error_description": error.description}
            return _response(body, error.status)
        except ratelimit.TooMany as refusal:
            response = _response({"error": "slow_down", "error_description": "Too many requests."}, 429)
            response["Retry-After"] = str(refusal.retry_after)
            return response

    def _granted(self, request: HttpRequest) -> JsonResponse:
        form = request.POST
        if any(len(form.getlist(name)) > 1 for name in form):
            raise OAuthError("invalid_request", "A parameter stands twice.")
        if form.get("grant_type") != "client_credentials":
            raise OAuthError("unsupported_grant_type", "Only client_credentials is supported.")
        client = _authenticated(request)
        token, seconds = issue_token(client.client_id)
        return _response({"access_token": token, "token_type": "Bearer", "expires_in": seconds}, 200)


def _authenticated(request: HttpRequest) -> ServiceClient:
    proof = _proof(request)
    ratelimit.count(PER_CLIENT, proof.client_id)
    client = living_client(proof.client_id)
    if client is None or not _proves(proof, client):
        ratelimit.count(WRONG, ratelimit.client_address(request))
        raise OAuthError("invalid_client", "The client is unknown or its proof is wrong.", 401)
    return client


def _proof(request: HttpRequest) -> Proof:
    ways = [proof for proof in (_basic(request), _posted(request), _signed(request)) if proof]
    if not ways:
        raise OAuthError("invalid_client", "The client did not prove who it is.", 401)
    if len(ways) > 1:
        raise OAuthError("invalid_request", "Prove the client in one way only.")
    return ways[0]


def _basic(request: HttpRequest) -> Proof | None:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise OAuthError("invalid_client", "The Authorization header cannot be read.", 401) from error
    return Proof(unquote_plus(user), secret=unquote_plus(secret))


def _posted(request: HttpRequest) -> Proof | None:
    secret = request.POST.get("client_secret")
    return Proof(request.POST.get("client_id", ""), secret=secret) if secret else None


def _signed(request: HttpRequest) -> Proof | None:
    assertion = request.POST.get("client_assertion")
    if not assertion:
        return None
    if request.POST.get("client_assertion_type") != ASSERTION_TYPE:
        raise OAuthError("invalid_request", f"client_assertion_type must be {ASSERTION_TYPE}.")
    try:
        return Proof(assertions.claimed_client(assertion), assertion=assertion)
    except assertions.Refused as refused:
        raise OAuthError("invalid_client", "The assertion cannot be read.", 401) from refused


def _proves(proof: Proof, client: ServiceClient) -> bool:
    if not proof.assertion:
        return assertions.secret_is(proof.secret, client.secret_hash)
    if client.public_jwk is None:
        return False
    audiences = [settings.BASE_URL, settings.BASE_URL + reverse("rights_public:token")]
    try:
        jti = assertions.checked_assertion(
            proof.assertion, client.public_jwk, client_id=client.client_id, audiences=audiences
        )
    except assertions.Refused:
        return False
    # Single use: the first to write it has it. Without the cache there is no proof of that, and no token.
    key = "assertion:" + hashlib.sha256(f"{client.client_id}:{jti}".encode()).hexdigest()
    return cache.add(key, 1, timeout=assertions.LONGEST + 60)


def _response(body: dict[str, Any], status: int) -> JsonResponse:
    response = JsonResponse(body, status=status, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})
    if status == 401:
        response["WWW-Authenticate"] = 'Basic realm="erhvervsadgang"'
    return response
