"""Which parts are embedded: whatever the environment does not name as a real one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import places
from .logs import logs_dir
from .postgres import Cluster
from .processes import ServerFailed
from .roles import provision
from .supervisor import Supervisor
from .valkey import valkey


@dataclass(frozen=True)
class Parts:
    """True: we start it."""

    database: bool
    broker_database: bool
    redis: bool
    provider: bool

    @property
    def cluster(self) -> bool:
        """The one cluster holds the portal's database and the stand-in's."""
        return self.database or (self.provider and self.broker_database)


def embedded_parts(environment: Mapping[str, str]) -> Parts:
    """From DATABASE_URL, BROKER_DATABASE_URL, REDIS_URL, OIDC_OP_ISSUER. ServerFailed for half a choice."""
    if environment.get("DATABASE_URL") and not environment.get("OWNER_DATABASE_URL"):
        raise ServerFailed(
            "DATABASE_URL names your own database: OWNER_DATABASE_URL must name the owner of its tables."
        )
    names = ("DATABASE_URL", "BROKER_DATABASE_URL", "REDIS_URL", "OIDC_OP_ISSUER")
    return Parts(*(not environment.get(name) for name in names))


def start_servers(supervisor: Supervisor, parts: Parts, var: Path, say: Callable[[str], object]) -> None:
    """PostgreSQL with its roles and databases, and Valkey, as far as they are embedded."""
    logs, sockets = logs_dir(var), places.socket_dir(var)
    services = []
    cluster = Cluster(var / "postgres", sockets, logs / "postgres.log") if parts.cluster else None
    if cluster:
        cluster.prepare()
        for note in cluster.notes:
            say(note)
        services.append(cluster.service())
    if parts.redis:
        sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        services.append(valkey(var / "valkey", sockets, logs / "valkey.log"))
    supervisor.start(*services)
    if cluster:
        provision(cluster)
