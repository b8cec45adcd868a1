"""For tests, routed only when BROKER_HEADLESS is on."""

from datetime import timedelta

from allauth.core.internal import jwkkit
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .. import keys
from ..asked import is_seconds


@csrf_exempt
@require_POST
def rotate_keys(request: HttpRequest) -> JsonResponse:
    """Sign with a new key. `overlap` (seconds, 3600 when not given) is how long the old stay published."""
    overlap = request.POST.get("overlap", "")
    newest = keys.rotate(timedelta(seconds=int(overlap)) if is_seconds(overlap) else keys.OVERLAP)
    published = {key.pem: jwkkit.load_jwk_from_pem(key.pem)[0]["kid"] for key in keys.live()}
    return JsonResponse({"kid": published[newest.pem], "published": list(published.values())})
