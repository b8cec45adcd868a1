"""The embedded Valkey: wake-ups and cache, on a Unix socket, with its writes kept on disk."""

import signal
from pathlib import Path

import redis

from .binaries import valkey_server
from .processes import Spec
from .service import Service


def valkey(home: Path, sockets: Path, log: Path, *, lasting: bool = True) -> Service:
    """The server over `home`. It never evicts: full memory is an error to see, not a wake-up lost."""
    home.mkdir(parents=True, exist_ok=True)
    socket = sockets / "valkey.sock"
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(home),
        "appendonly": "yes" if lasting else "no",
        "save": "",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
    }
    command = [
        str(valkey_server()),
        *(part for name, value in options.items() for part in (f"--{name}", value)),
    ]
    return Service("Valkey", Spec(command, signal.SIGTERM, log=log), lambda: answers(socket))


def answers(socket: Path) -> bool:
    """Whether the server behind `socket` answers a ping."""
    try:
        with redis.Redis(unix_socket_path=str(socket), socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
