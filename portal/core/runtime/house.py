"""Everything one `up` starts, in order."""

import json
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from socket import socket

from . import assets, children, places, schema, system
from .logs import logs_dir
from .markers import once_per_database
from .parts import embedded_parts, start_servers
from .ports import HOST, listen, port_of
from .secret import kept_secret
from .supervisor import Supervisor
from .translations import compile_translations

# Passkeys know no IP addresses; and a name of its own keeps the portal's cookies apart from the stand-in's.
NAME = "localhost"
DEMO = "demo_country"


@dataclass(frozen=True)
class Client:
    """The portal as the stand-in knows it: its credentials, and the paths a browser is sent back to."""

    client_id: str
    secret: str
    callback: str
    after_logout: str

    def described(self, base_url: str) -> dict[str, object]:
        """One entry of BROKER_CLIENTS."""
        origin = base_url.rstrip("/")
        return {
            "client_id": self.client_id,
            "secret": self.secret,
            "name": "Erhvervsadgang",
            "redirect_uris": [origin + self.callback],
            "post_logout_redirect_uris": [origin + self.after_logout],
        }


@dataclass
class House:
    """`open` it under a supervisor. `say` prints a line; `wanted_port` is the portal's if nobody has it."""

    supervisor: Supervisor
    say: Callable[[str], object]
    wanted_port: int
    client: Client
    has_demo: bool
    listeners: ExitStack = field(default_factory=ExitStack)

    def open(self) -> str:
        """Start all and wait until the pages answer. Returns the portal's address; raises ServerFailed."""
        self.var, self.parts = places.var_dir(), embedded_parts(os.environ)
        system.ensure([system.PANGO], self.say)
        self._take_ports()
        start_servers(self.supervisor, self.parts, self.var, self.say)
        self._prepare()
        self._start_portal()
        return self.env["BASE_URL"]

    def _take_ports(self) -> None:
        """The sockets first: the addresses stand in every child's environment."""
        self.web_socket = self._listen(self.wanted_port, "The portal")
        port = port_of(self.web_socket)
        self.env = {"BASE_URL": f"http://{NAME}:{port}", **os.environ}
        if self.parts.provider:
            self.broker_socket = self._listen(port + 1, "The stand-in MitID")
            self._introduce(port_of(self.broker_socket))

    def _listen(self, wanted: int, who: str) -> socket:
        listener = self.listeners.enter_context(listen(wanted))
        if port_of(listener) != wanted:
            self.say(f"Port {wanted} is taken by another program. {who} uses {port_of(listener)} instead.")
        return listener

    def _introduce(self, broker_port: int) -> None:
        """Tell the stand-in about the portal and the portal about the stand-in."""
        issuer = f"http://{HOST}:{broker_port}"
        self.env["OIDC_OP_ISSUER"] = issuer
        self.broker_env = {
            "BROKER_DATABASE_URL": places.database_url(places.BROKER_ROLE, "broker"),
            "BROKER_SECRET_KEY": kept_secret(self.var / "secrets" / "broker"),
            **os.environ,
            "BROKER_ISSUER": issuer,
            "BROKER_CLIENTS": json.dumps([self.client.described(self.env["BASE_URL"])]),
        }

    def _prepare(self) -> None:
        """What the processes need to find; each step does nothing when it is done already."""
        if assets.fetch():
            self.say("Fetched the design system.")
        if compile_translations():
            self.say("Compiled the translations.")
        if schema.migrate():
            self.say("Brought the database up to date.")
        if self.parts.provider and schema.prepare_broker(self.broker_env):
            self.say("Prepared the stand-in MitID.")
        if self.has_demo and once_per_database(self._owner(), "demo", "made", self._make_demo):
            self.say("Made the demo country.")

    def _owner(self) -> str:
        return os.environ.get("OWNER_DATABASE_URL") or places.database_url(places.OWNER_ROLE)

    def _make_demo(self) -> None:
        self.say("Making the demo country ...")
        schema.command([sys.executable, "manage.py", DEMO], self.env)

    def _start_portal(self) -> None:
        """The pages first; nobody waits for a page until the worker and the clock have started too."""
        logs = logs_dir(self.var)
        services = [children.web(self.web_socket, logs, self.env)]
        if self.parts.provider:
            services.append(children.broker(self.broker_socket, logs, self.broker_env))
        self.supervisor.start(*services)
        worker, beat = children.worker(logs, self.env), children.beat(self.var / "beat", logs, self.env)
        self.supervisor.start(worker, beat)
