"""Where things lie: pure functions, read by the settings."""

from pathlib import Path

from portal.core.runtime import places


def test_var_is_beside_manage_py_unless_the_environment_names_another(monkeypatch):
    monkeypatch.delenv("PORTAL_VAR", raising=False)
    assert places.var_dir() == places.PROJECT / "var"
    assert (places.PROJECT / "manage.py").exists()
    monkeypatch.setenv("PORTAL_VAR", "/srv/elsewhere")
    assert places.var_dir() == Path("/srv/elsewhere")


def test_a_deep_folder_gets_a_short_socket_folder_of_its_own():
    deep, deeper = Path("/srv") / ("a" * 90), Path("/srv") / ("b" * 90)
    assert places.socket_dir(Path("/srv/var")) == Path("/srv/var/run")
    short = places.socket_dir(deep)
    assert len(str(short / ".s.PGSQL.5432.lock")) <= 107
    assert short == places.socket_dir(deep)
    assert short != places.socket_dir(deeper)


def test_the_length_counts_bytes_not_letters():
    danish = Path("/srv") / ("å" * 42)
    assert len(str(danish / "run")) <= places.LONGEST_SOCKET_DIR
    assert places.socket_dir(danish).parent == Path("/tmp")


def test_each_role_has_its_address_on_the_socket():
    var = Path("/srv/var")
    assert places.database_url("portal_app", var=var) == "postgresql://portal_app@/portal?host=/srv/var/run"
    owner = places.database_url("portal_broker", "broker", var=Path("/srv/a b&c"))
    assert owner == "postgresql://portal_broker@/broker?host=/srv/a%20b%26c/run"


def test_celery_gets_the_socket_in_its_own_spelling_and_other_addresses_unchanged():
    url = places.redis_url(3, var=Path("/srv/var"))
    assert url == "unix:///srv/var/run/valkey.sock?db=3"
    assert places.celery_url(url) == "redis+socket:///srv/var/run/valkey.sock?virtual_host=3"
    assert places.celery_url("rediss://queue.example/1") == "rediss://queue.example/1"
