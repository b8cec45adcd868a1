"""A port to listen on: the wanted one, or the next free one when somebody has it."""

import socket

HOST = "127.0.0.1"
TRIES = 50


def listen(wanted: int) -> socket.socket:
    """A listening socket on `wanted` or the first free port after it; on any free one beyond that.

    The parent keeps the socket and children inherit it: nobody can take the port while the web is restarted,
    and visitors wait instead of being refused.
    """
    for port in range(wanted, min(wanted + TRIES, 65536)):
        try:
            return _bound(port)
        except OSError:
            continue
    return _bound(0)


def _bound(port: int) -> socket.socket:
    listener = socket.socket()
    # Without this a restart within a minute would find its own old connections in the way.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def port_of(listener: socket.socket) -> int:
    """The port it got."""
    return int(listener.getsockname()[1])
