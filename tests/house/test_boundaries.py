"""What only a few modules may do, and that the others do not."""

import re
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
    found = {name for name, text in code() if re.search(r"\.cursor\(\)|\.raw\(|RunSQL|\.extra\(", text)}
    assert {name for name in found if not name.startswith(SQL)} == set()


def test_nobody_goes_round_the_scoped_manager():
    found = {name for name, text in code() if "_base_manager" in text}
    assert found <= {"portal/core/lifecycle.py"}


def test_the_project_speaks_of_itself_alone():
    """No path of a machine and no registry address in any tracked file."""
    import subprocess

    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    faults = []
    for name in filter(None, tracked):
        path = Path(ROOT / name)
        if (
            path.suffix in (".py", ".md", ".html", ".txt", ".json", ".toml", ".po", ".in", ".css", ".js")
            and path.exists()
        ):
            text = path.read_text(errors="replace")
            if (
                re.search(
                    r"(?<![\w.])/(work|root|home)/\w|(?<!emit-)index-url|(?<!emit-)find-links|\"resolved\":",
                    text,
                )
                and "tests/house" not in name
            ):
                faults.append(name)
    assert faults == []


def test_requirements_name_no_host():
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(), path
    assert "://" not in re.sub(
        r'"url": "[^"]*"', "", (ROOT / "requirements" / "package-lock.json").read_text()
    )
