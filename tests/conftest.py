"""The schema is made by the owner, the tests run as the app role (tests/database.py); the cast is in tests/cast.py."""

pytest_plugins = ["tests.database", "tests.cast"]
