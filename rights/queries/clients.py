"""Which machine asks: read from its live row at each call."""

from django.db import connection

from portal.core.actors import Actor, Kind
from portal.core.permissions import Role
from rights.models import ITSystem, ServiceClient
from rights.queries.prepared import Prepared

# At every decision: the ORM would write its statement anew each time, which took longer than the decision itself.
_ASKING = Prepared(
    """
SELECT c.id, c.client_id, c.kind, c.name, c.system_id, c.organisation_id, s.id, s.code, s.name_da, s.name_en
FROM rights_serviceclient c LEFT JOIN rights_itsystem s ON s.id = c.system_id
WHERE c.client_id = $1::text AND c.closed_at IS NULL"""
)
_CLIENT = ("id", "client_id", "kind", "name", "system_id", "organisation_id")
_SYSTEM = ("id", "code", "name_da", "name_en")


def service_actor(client_id: str) -> Actor | None:
    """The actor of a service client, or None when it is closed or unknown. `extra["client"]` is its row."""
    client = _asking(client_id)
    if client is None:
        return None
    organisation = client.organisation
    return Actor(
        kind=Kind.SERVICE,
        label=client.client_id,
        organisation=organisation,
        roles=frozenset({Role.SERVICE}),
        memberships=frozenset({organisation.pk} if organisation else ()),
        extra={"client": client},
    )


def _asking(client_id: str) -> ServiceClient | None:
    """The living client with its system; what proves it stays in the database."""
    rows = _ASKING.rows([client_id])
    if not rows:
        return None
    client = ServiceClient.from_db(connection.alias, _CLIENT, rows[0][: len(_CLIENT)])
    if client.system_id:
        client.system = ITSystem.from_db(connection.alias, _SYSTEM, rows[0][len(_CLIENT) :])
    return client


def living_client(client_id: str) -> ServiceClient | None:
    rows = ServiceClient.objects.select_related("organisation", "system")
    return rows.filter(client_id=client_id, closed_at__isnull=True).first()
