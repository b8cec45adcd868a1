"""PostgreSQL refuses to run as root. Who runs it then, and where its files must lie for that account.

An ordinary user runs it as itself. Root runs it in a user namespace: inside it looks like an ordinary user,
outside nothing changes hands. Where namespaces are barred (chroots, many containers) it runs as `nobody`,
with a copy of the server in a place that `nobody` may enter.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .processes import ServerFailed, Spec, run

SHARED = Path("/var/tmp")  # noqa: S108 - world-traversable on purpose; our folder in it is made 0711 and ours


@dataclass(frozen=True)
class Account:
    """`name` as launch.py takes it; `uid` owns the files PostgreSQL writes."""

    name: str
    uid: int
    gid: int

    def reaches(self, program: Path) -> bool:
        """Whether this account can really start `program`."""
        return run(Spec([str(program), "--version"], account=self.name)).returncode == 0

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can enter `folder` (its parents included)."""
        return run(Spec(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], account=self.name)).returncode == 0

    def own(self, folder: Path) -> None:
        """Hand a whole folder to this account; a no-op unless it changes hands."""
        if folder.stat().st_uid != self.uid:
            subprocess.run(["chown", "-R", f"{self.uid}:{self.gid}", str(folder)], check=True)


SELF = Account("self", os.geteuid(), os.getegid())


@cache
def account_for(bin_dir: Path) -> Account:
    """The account that runs the server in `bin_dir`."""
    if os.geteuid() != 0:
        return SELF
    inside = Account("userns", 0, 0)
    if inside.reaches(bin_dir / "postgres"):
        return inside
    nobody = pwd.getpwnam("nobody")
    return Account(f"{nobody.pw_uid}:{nobody.pw_gid}", nobody.pw_uid, nobody.pw_gid)


def shared_place(key: str) -> Path:
    """A folder of ours under /var/tmp that other accounts may pass through, made on demand.

    Raises PermissionError when somebody else sits on the name.
    """
    place = SHARED / f"portal-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    place.mkdir(mode=0o711, exist_ok=True)
    if place.is_symlink() or place.stat().st_uid != os.geteuid():
        raise PermissionError(f"{place} belongs to somebody else")
    place.chmod(0o711)
    return place


def reachable_binaries(bin_dir: Path, account: Account) -> Path:
    """`bin_dir`, or a copy of the server (libraries included) where `account` may not go there."""
    if account.reaches(bin_dir / "postgres"):
        return bin_dir
    package = bin_dir.parents[1]
    home = shared_place(f"binaries {bin_dir} {(bin_dir / 'postgres').stat().st_mtime_ns}")
    copy = home / package.name / bin_dir.parent.name / bin_dir.name
    if not copy.exists():
        _copy_readable(package.with_name(f"{package.name}.libs"), home)
        _copy_readable(package, home)
    return copy


def _copy_readable(source: Path, home: Path) -> None:
    """Copy beside, then rename: a copy that was cut short is never taken for a whole one."""
    draft = home / f"{source.name}.{os.getpid()}"
    shutil.copytree(source, draft, symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", str(draft)], check=True)
    try:
        draft.rename(home / source.name)
    except OSError:
        shutil.rmtree(draft)
        if not (home / source.name).exists():
            raise


def reachable_folder(folder: Path, account: Account) -> Path:
    """Make `folder` for `account`: in place, or a link to a place it may enter. Returns the real path."""
    if folder.is_symlink() and not folder.exists():
        # /var/tmp was tidied: what the link led to is gone.
        folder.unlink()
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        if account.may_enter(folder.parent):
            folder.mkdir(mode=0o700)
        else:
            folder.symlink_to(_outside(folder, account))
    _refuse_a_strangers(folder, account)
    real = folder.resolve()
    account.own(real)
    if not account.may_enter(real):
        raise ServerFailed(
            f"PostgreSQL cannot run as root here, and `nobody` may not enter {real}. "
            "Move the project to a folder others may pass through (such as /srv), or set PORTAL_VAR to one."
        )
    return real


def _refuse_a_strangers(folder: Path, account: Account) -> None:
    """Sockets may lie in /tmp: a folder or link that somebody else put there is not ours to use."""
    ours = {os.geteuid(), account.uid}
    if os.geteuid() == 0:
        ours.add(pwd.getpwnam("nobody").pw_uid)
    if folder.lstat().st_uid not in ours:
        raise ServerFailed(f"{folder} belongs to another user. Run this as that user, or set PORTAL_VAR.")


def _outside(folder: Path, account: Account) -> Path:
    real = shared_place(f"folder {folder}") / folder.name
    real.mkdir(mode=0o700, exist_ok=True)
    account.own(real)
    return real
