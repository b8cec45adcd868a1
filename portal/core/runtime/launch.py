"""Become the process that is wanted, then exec it: another account, tied to the life of the parent.

Run as a file, with the standard library alone, so that it starts in milliseconds and under any account:

    python -I -S launch.py ACCOUNT SIGNAL PARENT COMMAND …

ACCOUNT is `self`, `userns` (root looks like an ordinary user to the command, files stay root's) or UID:GID.
SIGNAL is sent to the command by the kernel when PARENT dies, however it dies.
"""

import ctypes
import os
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
ORDINARY_UID = 1000
PARENT_GONE = 70

libc = ctypes.CDLL(None, use_errno=True)


def enter_user_namespace() -> None:
    """From inside we are uid 1000; from outside nothing changed. Raises OSError where that is barred."""
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{ORDINARY_UID} {uid} 1\n")
    Path("/proc/self/gid_map").write_text(f"{ORDINARY_UID} {gid} 1\n")


def drop_to(uid: int, gid: int) -> None:
    """Give up root for good."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def take_account(account: str) -> None:
    """Change credentials as asked."""
    if account == "userns":
        enter_user_namespace()
    elif account != "self":
        uid, gid = account.split(":")
        drop_to(int(uid), int(gid))


def die_with(parent: int, signal_number: int) -> None:
    """Ask the kernel for the signal. After take_account: a change of credentials forgets the request."""
    if libc.prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        os._exit(PARENT_GONE)


def main(account: str, signal_number: str, parent: str, *command: str) -> None:
    """Never returns: the process becomes COMMAND."""
    os.umask(0o077)
    take_account(account)
    if int(signal_number):
        die_with(int(parent), int(signal_number))
    os.execvp(command[0], command)  # noqa: S606 - no shell is the point


if __name__ == "__main__":
    main(*sys.argv[1:])
