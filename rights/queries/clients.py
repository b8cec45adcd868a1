"""Which machine asks: read from its live row at each call."""

from portal.core.actors import Actor, Kind
from portal.core.permissions import Role
from rights.models import ServiceClient


def service_actor(client_id: str) -> Actor | None:
    """The actor of a service client, or None when it is closed or unknown. `extra["client"]` is its row."""
    client = living_client(client_id)
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


def living_client(client_id: str) -> ServiceClient | None:
    rows = ServiceClient.objects.select_related("organisation", "system")
    return rows.filter(client_id=client_id, closed_at__isnull=True).first()
