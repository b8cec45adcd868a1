"""For the developer of a service: how to ask, in commands that work as they stand."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rights.rules.authzen import MAX_EVALUATIONS
from rights.rules.decision import Reason
from rights.rules.reasons import SENTENCES


class Developers(TemplateView):
    """Anybody may read it."""

    public = True
    template_name = "rights/developers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reasons = [(reason.value, SENTENCES.get(reason, "")) for reason in Reason]
        return super().get_context_data(
            title=_("For udviklere af tjenester"),
            base=settings.BASE_URL,
            reasons=reasons,
            most=MAX_EVALUATIONS,
            is_production=settings.IS_PRODUCTION,
            seconds=settings.SERVICE_TOKEN_SECONDS,
            **kwargs,
        )
