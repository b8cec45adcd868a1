"""manage.py on a fresh machine: a copy with an empty lock, run by the Python outside our environment."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from portal.core.runtime.places import PROJECT
from portal.core.runtime.template import temporary_places

OUTSIDE = Path(sys._base_executable)
DJANGO = "def execute_from_command_line(argv):\n    print('reached', *argv[1:])\n"
AS = "import runpy, sys; {change}; sys.argv[0] = ''; runpy.run_path('manage.py', run_name='__main__')"


@pytest.fixture
def project():
    """manage.py, locks that ask for nothing, and something that answers to the name of Django."""
    with tempfile.TemporaryDirectory(dir=temporary_places()[0]) as folder:
        yield furnished(Path(folder))


def furnished(folder: Path) -> Path:
    shutil.copy(PROJECT / "manage.py", folder)
    for lock in ("embedded", "dev"):
        path = folder / "requirements" / f"{lock}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# nothing for {lock}\n")
    management = folder / "django" / "core" / "management"
    management.mkdir(parents=True)
    (management / "__init__.py").write_text(DJANGO)
    return folder


def run(project: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [str(OUTSIDE), *(arguments or ("manage.py", "version"))]
    return subprocess.run(
        command, cwd=project, env={**own, **env}, capture_output=True, text=True, check=False
    )


def test_an_old_python_is_told_so_in_one_sentence(project):
    done = run(
        project, "-c", AS.format(change="sys.version_info = (3, 10, 4); sys.version = '3.10.4 (main)'")
    )
    assert done.stderr == "manage.py: Python 3.11 or newer is needed; this is 3.10.4.\n"
    assert done.returncode == 1


def test_a_python_without_venv_names_the_package(project):
    without = "import importlib.util as u; u.find_spec = {'ensurepip': None}.get"
    done = run(project, "-c", AS.format(change=without))
    assert "apt-get install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("env", [{"PORTAL_NO_BOOTSTRAP": "1"}, {"PORTAL_ENV": "production"}])
def test_where_others_care_for_the_packages_nothing_is_made(project, env):
    assert run(project, **env).stdout == "reached version\n"
    assert not (project / ".venv").exists()


@pytest.mark.full
def test_an_environment_that_was_cut_short_is_made_again_and_then_left_alone(project):
    half = project / ".venv" / "bin" / "python"
    half.parent.mkdir(parents=True)
    half.symlink_to(OUTSIDE)
    (project / ".venv" / "pyvenv.cfg").write_text(
        f"home = {OUTSIDE.parent}\ninclude-system-site-packages = false\n"
    )

    first = run(project)
    assert "Making .venv" in first.stdout
    assert first.stdout.endswith("reached version\n")
    digest = hashlib.sha256(b"# nothing for embedded\n").hexdigest()
    assert (project / ".venv" / "installed").read_text() == f"embedded {digest}\n"
    assert run(project).stdout == "reached version\n"

    grown = run(project, "manage.py", "verify")
    assert "Installing requirements/dev.txt" in grown.stdout
    assert run(project).stdout == "reached version\n"
    (project / "requirements" / "dev.txt").write_text("# changed\n")
    assert "Installing requirements/dev.txt" in run(project).stdout
