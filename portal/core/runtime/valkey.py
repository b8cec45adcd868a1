"""The embedded Valkey: wake-ups and cache, on a Unix socket, with its writes kept on disk."""

import signal
import socket
from pathlib import Path

from .binaries import valkey_server
from .processes import Spec
from .service import Service


def valkey(home: Path, sockets: Path, log: Path, *, lasting: bool = True) -> Service:
    """The server over `home`. It never evicts: full memory is an error to see, not a wake-up lost."""
    home.mkdir(parents=True, exist_ok=True)
    where = sockets / "valkey.sock"
    options = {
        "port": "0",
        "unixsocket": str(where),
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
    return Service("Valkey", Spec(command, signal.SIGTERM, log=log), lambda: answers(where))


def answers(where: Path) -> bool:
    """Whether the server behind `where` answers a ping (it says -LOADING while it reads its file)."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(where))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False
