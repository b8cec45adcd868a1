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
from .parts import embedded_parts, start_servers
from .ports import HOST, listen, port_of
from .secret import kept_secret
from .supervisor import Supervisor

# Passkeys know no IP addresses; and a name of its own keeps the portal's cookies apart from the stand-in's.
NAME = "localhost"
CLIENT = "erhvervsadgang"
# Where the stand-in may send a browser back to; tests hold these against the portal's own addresses.
CALLBACK = "/oidc/callback/"
LOGGED_OUT = "/log-af/faerdig/"


@dataclass
class House:
    """`open` it under a supervisor. `say` prints a line; `wanted_port` is the portal's if nobody has it.

    Django is not loaded here: what needs it runs as a command of its own, and only when there is something to do.
    """

    supervisor: Supervisor
    say: Callable[[str], object]
    wanted_port: int
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
            self._introduce(f"http://{HOST}:{port_of(self.broker_socket)}")

    def _listen(self, wanted: int, who: str) -> socket:
        listener = self.listeners.enter_context(listen(wanted))
        if port_of(listener) != wanted:
            self.say(f"Port {wanted} is taken by another program. {who} uses {port_of(listener)} instead.")
        return listener

    def _introduce(self, issuer: str) -> None:
        """Tell the stand-in about the portal and the portal about the stand-in."""
        secrets = self.var / "secrets"
        client = {"OIDC_RP_CLIENT_ID": CLIENT, "OIDC_RP_CLIENT_SECRET": kept_secret(secrets / "client")}
        self.env |= {"OIDC_OP_ISSUER": issuer, **client}
        self.broker_env = {
            "BROKER_DATABASE_URL": places.database_url(places.BROKER_ROLE, "broker"),
            "BROKER_SECRET_KEY": kept_secret(secrets / "broker"),
            **os.environ,
            "BROKER_ISSUER": issuer,
            "BROKER_CLIENTS": json.dumps([described(self.env)]),
        }

    def _prepare(self) -> None:
        """What the processes need to find; each step does nothing when it is done already."""
        (self.var / "static").mkdir(exist_ok=True)
        owner = os.environ.get("OWNER_DATABASE_URL") or places.database_url(places.OWNER_ROLE)
        if assets.fetch():
            self.say("Fetched the design system.")
        if schema.translate():
            self.say("Compiled the translations.")
        if schema.migrate(owner, self.env):
            self.say("Brought the database up to date.")
        if self.parts.provider and schema.prepare_broker(self.broker_env):
            self.say("Prepared the stand-in MitID.")
        if self.parts.provider and schema.make_demo(owner, {**self.broker_env, **self.env}, self.say):
            self.say("Made the demo country.")

    def _start_portal(self) -> None:
        """The pages first; nobody waits for a page until the worker and the clock have started too."""
        logs = logs_dir(self.var)
        services = [children.web(self.web_socket, logs, self.env)]
        if self.parts.provider:
            services.append(children.broker(self.broker_socket, logs, self.broker_env))
        self.supervisor.start(*services)
        worker, beat = children.worker(logs, self.env), children.beat(self.var / "beat", logs, self.env)
        self.supervisor.start(worker, beat)

    def things_to_try(self) -> str:
        """Personas, the demo agent and a first walk, as the demo country tells them."""
        return schema.command([sys.executable, "manage.py", "things_to_try"], self.env).strip()


def described(env: dict[str, str]) -> dict[str, object]:
    """The portal's entry in BROKER_CLIENTS."""
    origin = env["BASE_URL"].rstrip("/")
    return {
        "client_id": env["OIDC_RP_CLIENT_ID"],
        "secret": env["OIDC_RP_CLIENT_SECRET"],
        "name": "Erhvervsadgang",
        "redirect_uris": [origin + CALLBACK],
        "post_logout_redirect_uris": [origin + LOGGED_OUT],
    }
