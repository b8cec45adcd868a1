"""GET /.well-known/authzen-configuration: where the decision point answers (AuthZEN Authorization API 1.0
§9)."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views import View


class Metadata(View):
    """Public, and the same for everybody; may be kept for an hour."""

    public = True

    def get(self, request: HttpRequest) -> JsonResponse:
        base = settings.BASE_URL
        body = {
            "policy_decision_point": base,
            "access_evaluation_endpoint": base + reverse("rights_public:evaluation"),
            "access_evaluations_endpoint": base + reverse("rights_public:evaluations"),
            "acting_for_endpoint": base + reverse("rights_public:acting_for"),
            "token_endpoint": base + reverse("rights_public:token"),
        }
        return JsonResponse(body, headers={"Cache-Control": "public, max-age=3600"})
