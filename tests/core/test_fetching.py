"""An address somebody typed never leads into our own network."""

import socket

import pytest

from portal.core import fetching
from portal.core.fetching import NoAnswer, NotAllowed, check, is_public

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "fe80::1%eth0",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_a_network_of_ours_or_of_nobody_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111"])
def test_the_world_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://idp.example/", "ftp://idp.example/", "file:///etc/passwd", "gopher://idp.example/", "//idp.example/",
        "https://", "https:///x", "https://user@idp.example/", "https://user:secret@idp.example/", "javascript:1",
        "https://idp.example/#x", "https://idp.example:0/", "https://idp.example:99999/", "https://idp.example/a b",
        "https://idp.example\\@intern/", "https://idp.example/\r\nX: y", "https://ıdp.example/", "https://[::1",
        "https://idp.example/" + "x" * 2000, "",
    ],
)  # fmt: skip
def test_an_address_with_something_hidden_in_it_is_refused(url):
    with pytest.raises(NotAllowed):
        check(url)


def answering(*addresses):
    def getaddrinfo(host, port, *args, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    return getaddrinfo


@pytest.mark.parametrize("addresses", [("10.0.0.7",), ("93.184.216.34", "10.0.0.7"), ("127.0.0.1",)])
def test_a_name_that_leads_inside_even_once_is_refused_before_any_connection(monkeypatch, addresses):
    monkeypatch.setattr(socket, "getaddrinfo", answering(*addresses))
    monkeypatch.setattr(socket.socket, "connect", lambda *args: pytest.fail("connected"))
    with pytest.raises(NotAllowed):
        fetching.get("https://idp.example/.well-known/openid-configuration")


def test_the_name_is_looked_up_once_and_the_connection_goes_to_what_was_looked_at(monkeypatch):
    """A name that answers differently the second time gains nothing: there is no second time."""
    asked, gone_to = [], []

    def getaddrinfo(host, port, *args, **kwargs):
        asked.append(host)
        found = answering("93.184.216.34") if host == "idp.example" else real
        return found(host, port, *args, **kwargs)

    def connect(self, address):
        gone_to.append(address)
        raise ConnectionRefusedError

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(NoAnswer):
        fetching.get("https://idp.example/x")
    assert asked.count("idp.example") == 1
    assert gone_to == [("93.184.216.34", 443)]


@pytest.mark.parametrize(
    "url", ["https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://[::1]/"]
)
def test_other_spellings_of_this_machine_are_this_machine(url):
    with pytest.raises((NotAllowed, NoAnswer)):
        fetching.get(url)
