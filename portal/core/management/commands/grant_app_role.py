"""Give the app's database role what it needs and no more: it owns nothing and cannot rewrite the trail."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

APPEND_ONLY = ("core_auditentry", "core_auditseal", "core_auditpayload")


class Command(BaseCommand):
    help = "Grant the app role its rights on tables, sequences and functions (run as owner after migrate)."

    def handle(self, *args: Any, **options: Any) -> None:
        role = settings.DATABASES["default"]["USER"]
        grant(connections["owner"], role)
        self.stdout.write(f"{role} may use the tables and owns none of them.")


def grant(connection: Any, role: str) -> None:
    """Idempotent. `connection` is the owner's."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for table in (*APPEND_ONLY, "django_migrations"):
            cursor.execute(
                f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {name}"
            )
