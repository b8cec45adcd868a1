"""A worker as a process of its own, which a test may kill."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def worker(code: str, **environment: str) -> subprocess.Popen:
    """Runs `code` with the portal set up, on the test's own database."""
    start = f"import django; django.setup(); {code}"
    return subprocess.Popen([sys.executable, "-c", start], cwd=ROOT, env={**os.environ, **environment})
