"""One throw-away PostgreSQL and Valkey for the run; loaded by `-p` so that the settings already see them.

With pytest-xdist every worker but the first starts a pair of its own: what counts transactions (the sealer, locks)
looks at a whole cluster, so two workers on one would hold each other up.
"""

import os

from portal.core.runtime import throwaway
from portal.core.runtime.translations import compile_translations

OURS = ("DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_DATABASE_URL", "REDIS_URL")

if os.environ.get("PYTEST_XDIST_WORKER", "gw0") != "gw0":
    for name in OURS:
        os.environ.pop(name, None)
throwaway.ensure_test_servers()
compile_translations()  # plain pytest on a fresh copy, too, is to find the English
