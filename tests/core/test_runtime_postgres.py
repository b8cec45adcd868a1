"""The embedded PostgreSQL, really started: made, mended, explained; its roles own what they should."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from portal.core.runtime import places
from portal.core.runtime.accounts import Account, reachable_folder
from portal.core.runtime.markers import once_per_database
from portal.core.runtime.postgres import THROWAWAY, Cluster
from portal.core.runtime.processes import ServerFailed
from portal.core.runtime.roles import provision
from portal.core.runtime.template import temporary_places


@pytest.fixture(scope="module")
def home():
    """Short and open to others: where user namespaces are barred the server runs as `nobody`."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir=temporary_places()[0]))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def cluster_in(home: Path) -> Cluster:
    return Cluster(home / "postgres", places.socket_dir(home), home / "postgres.log", THROWAWAY)


@contextmanager
def running(cluster: Cluster):
    service = cluster.service()
    service.start()
    try:
        service.wait_ready()
        yield service
    finally:
        service.stop()


@pytest.fixture(scope="module")
def cluster(home):
    made = cluster_in(home)
    made.prepare()
    return made


def test_the_app_role_owns_nothing_and_preparing_twice_is_once(home, cluster):
    with running(cluster):
        provision(cluster)
        provision(cluster)
        with psycopg.connect(places.database_url(places.OWNER_ROLE, var=home)) as owner:
            owner.execute("CREATE TABLE thing (id int)")
        with psycopg.connect(places.database_url(places.APP_ROLE, var=home)) as app:
            owned = "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
            assert app.execute(owned).fetchone() == (0,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("CREATE TABLE mine (id int)")
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(places.database_url(places.APP_ROLE, "broker", var=home))


def test_it_listens_on_its_socket_alone(cluster):
    with running(cluster) as service, cluster.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        inodes = {link.readlink().name for link in Path(f"/proc/{service.process.pid}/fd").iterdir()}
        tcp = (
            Path("/proc/net/tcp").read_text().splitlines()[1:]
            + Path("/proc/net/tcp6").read_text().splitlines()[1:]
        )
        assert not inodes & {f"socket:[{line.split()[9]}]" for line in tcp}


def test_a_failing_statement_leaves_its_values_out_of_the_log(cluster):
    with running(cluster), cluster.connect() as connection:
        connection.execute("CREATE TABLE person (cpr text PRIMARY KEY)")
        for _ in range(2):
            try:
                connection.execute("INSERT INTO person VALUES ('7001900101')")
            except psycopg.errors.UniqueViolation:
                break
    log = cluster.log.read_text()
    assert "person_pkey" in log
    assert "7001900101" not in log


def test_a_step_is_done_once_per_database_and_again_for_a_new_content(cluster):
    done = []
    with running(cluster), cluster.connect() as connection:
        connection.execute("CREATE TABLE django_migrations (id int)")
        url = f"postgresql://postgres@/postgres?host={cluster.sockets}"
        for content in ("a", "a", "b"):
            once_per_database(url, "demo", content, lambda: done.append(1))
        once_per_database(url, "other", "x", lambda: done.append(1))
        assert not once_per_database(url, "demo", "b", lambda: done.append(1))
    assert len(done) == 3


def test_another_major_version_is_explained_and_nothing_touched(cluster):
    version = cluster.data / "PG_VERSION"
    ours = version.read_text()
    version.write_text("14\n")
    try:
        with pytest.raises(ServerFailed, match=r"made by PostgreSQL 14; this environment brings \d+"):
            cluster.prepare()
    finally:
        version.write_text(ours)
    cluster.prepare()


def test_a_half_made_folder_is_put_aside_and_a_new_one_made(home):
    """Last in this module: it puts the shared folder aside."""
    cluster = cluster_in(home)
    (cluster.data / "global" / "pg_control").unlink()
    (cluster.home / "data.draft-1").mkdir()
    cluster.prepare()
    (aside,) = cluster.home.glob("data.broken-*")
    assert (aside / "PG_VERSION").exists()
    assert str(aside) in cluster.notes[0]
    assert not list(cluster.home.glob("data.draft-*"))
    with running(cluster):
        assert cluster.answers()


def test_a_strangers_socket_folder_is_refused(tmp_path, monkeypatch):
    link = tmp_path / "run"
    link.symlink_to("/etc")
    monkeypatch.setattr("os.geteuid", lambda: 4242)
    with pytest.raises(ServerFailed, match="belongs to another user"):
        reachable_folder(link, Account("self", 4242, 4242))
