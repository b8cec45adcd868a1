"""What only a few modules may do, and that the others do not."""

import re
import shutil
import subprocess
from pathlib import Path

from tests.house.test_sizes import ROOT, files

# Modules that write SQL of their own: set-based work, locks, sealing, the importer.
SQL = (
    "portal/core/", "portal/agreements/actions/", "portal/agreements/register", "identities/actions/",
    "identities/queries/", "rights/actions/", "rights/queries/", "mandates/actions/", "mandates/queries",
    "migration_flow/actions/", "migration_flow/queries/", "portal/web/views/health.py", "portal/web/oversight/removing.py", "identities/tasks",
    "portal/broker/", "portal/core/runtime/", "rights/api/", "identities/models/", "rights/models/",
)  # fmt: skip


def code():
    for path in files():
        yield str(path.relative_to(ROOT)), path.read_text()


def test_raw_sql_stands_only_in_the_named_modules():
    found = {
        name
        for name, text in code()
        if re.search(r"\.cursor\(\)|\.raw\(|exec_prepared|RunSQL|\.extra\(", text)
    }
    assert {name for name in found if not name.startswith(SQL)} == set()


def test_nobody_goes_round_the_scoped_manager():
    found = {name for name, text in code() if "_base_manager" in text}
    assert found <= {"portal/core/lifecycle.py"}


MADE = {".venv", "var", "node_modules", ".git", ".hypothesis", "__pycache__"}
READ = (".py", ".md", ".html", ".txt", ".json", ".toml", ".po", ".in", ".css", ".js")
STRANGE = r"(?<![\w.])/(work|root|home)/\w|(?<!emit-)index-url|(?<!emit-)find-links|\"resolved\":"


def tracked() -> list[Path]:
    """Every file of the project; from the folder itself where there is no git, less what is made at run time."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        told = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
        return [ROOT / name for name in told.stdout.split("\n") if name]
    return [path for path in ROOT.rglob("*") if path.is_file() and not MADE & set(path.parts)]


def test_the_project_speaks_of_itself_alone():
    """No path of a machine and no registry address in any tracked file."""
    read = [
        path for path in tracked() if path.suffix in READ and path.exists() and "tests/house" not in str(path)
    ]
    assert read
    assert [str(path) for path in read if re.search(STRANGE, path.read_text(errors="replace"))] == []


def test_requirements_name_no_host():
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(), path
    assert "://" not in re.sub(
        r'"url": "[^"]*"', "", (ROOT / "requirements" / "package-lock.json").read_text()
    )
