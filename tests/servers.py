"""One throw-away PostgreSQL and Valkey for the run; loaded by `-p` so that the settings already see them."""

from portal.core.runtime import throwaway

throwaway.ensure_test_servers()
