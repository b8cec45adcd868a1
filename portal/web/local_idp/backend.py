"""Sessions of people who came through their organisation's own provider."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from identities.queries.local_idp import counts
from portal.core.models import User


class LocalIdpBackend(BaseBackend):
    """Never from credentials. A person is looked up at every request: when the notification lapses, the
    provider is removed or the person closed, the session is nobody's from the next one on."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.filter(pk=user_id, is_active=True, is_staff=False).first()
        return user if user is not None and counts(user.issuer or "") else None

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
