"""A delivery on the disk: its format, its manifest, and the same bytes from the same seed."""

import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from migration_flow.generator.delivery import Delivery, Head
from migration_flow.generator.layout import COLUMNS, FILES
from tests.migration_flow.generator_reading import NAMES, hashes, lines, load, made, table

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    out = tmp_path_factory.mktemp("country")
    made(out, 60, zipped=True)
    return out


@pytest.fixture(scope="module")
def folder(country):
    return country / "NEMIDERHV_20190502_01"


def test_a_delivery_is_eight_files_and_a_manifest(folder):
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, "manifest.json"])


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_its_header_crlf_lines_and_a_true_trailer(folder, name):
    data = (folder / f"{name}.csv").read_bytes()
    assert data.endswith(b"\r\n")
    text = data.decode("windows-1252").split("\r\n")
    assert text[0] == ";".join(COLUMNS[f"{name}.csv"])
    assert text[-2] == f"#SLUT;{len(text) - 3}"


@pytest.mark.parametrize("name", NAMES)
def test_rows_stand_in_the_order_of_the_cvr_numbers(tmp_path_factory, name):
    _, clean = made(tmp_path_factory.mktemp("clean"), 60, flaws="none")
    found = [row[0] for row in table(clean, name)]
    assert found == sorted(found)


def test_the_manifest_tells_size_rows_checksum_and_encoding_of_every_file(folder):
    manifest = load(folder / "manifest.json")
    entries = {entry["name"]: entry for entry in manifest.pop("files")}
    assert manifest == {
        "delivery_id": "NEMIDERHV_20190502_01",
        "sequence": 1,
        "made_at": "2019-05-02T03:15:00+02:00",
        "environment": "TEST",
        "kind": "full",
    }
    for name in FILES:
        data = (folder / name).read_bytes()
        assert entries.pop(name) == {
            "name": name,
            "bytes": len(data),
            "rows": len(lines(folder, name.removesuffix(".csv"))),
            "sha256": sha256(data).hexdigest(),
            "encoding": "windows-1252",
        }
    assert not entries


def test_the_zip_holds_the_same_nine_files_without_paths(folder):
    with zipfile.ZipFile(f"{folder}.zip") as archive:
        assert sorted(archive.namelist()) == sorted(path.name for path in folder.iterdir())
        for name in archive.namelist():
            assert archive.read(name) == (folder / name).read_bytes()


def test_utf8_deliveries_begin_with_a_mark_and_hold_the_same_rows(folder, tmp_path):
    _, utf8 = made(tmp_path, 60, head=Head(encoding="utf-8-sig"))
    for name in NAMES:
        assert (utf8 / f"{name}.csv").read_bytes().startswith(
            b"\xef\xbb\xbf" + b"CVR_NUMMER"[:2]
        ) or name == "fuldmagter"
        assert lines(utf8, name, "utf-8-sig") == lines(folder, name)
    assert {entry["encoding"] for entry in load(utf8 / "manifest.json")["files"]} == {"utf-8-sig"}


def test_sequence_and_environment_stand_in_name_and_manifest(tmp_path):
    _, later = made(tmp_path, 5, head=Head(sequence=3, environment="PROD"))
    manifest = load(later / "manifest.json")
    assert later.name == manifest["delivery_id"] == "NEMIDERHV_20190504_03"
    assert (manifest["sequence"], manifest["environment"]) == (3, "PROD")


def test_one_seed_gives_the_same_bytes_and_another_seed_does_not(country, tmp_path):
    made(tmp_path / "again", 60, zipped=True)
    made(tmp_path / "other", 60, seed=2, zipped=True)
    assert hashes(tmp_path / "again") == hashes(country)
    other = hashes(tmp_path / "other")
    assert other.keys() == hashes(country).keys()
    assert all(other[name] != value for name, value in hashes(country).items() if "manifest" not in name)


def test_the_bytes_do_not_depend_on_the_hash_seed_of_the_process(country, tmp_path):
    program = (
        "import sys; from pathlib import Path; from migration_flow.generator.make import Order, make;"
        "make(Order(Path(sys.argv[1]), 60, zipped=True))"
    )
    for hash_seed in ("0", "4711"):
        out = tmp_path / hash_seed
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Pacific/Auckland"}
        subprocess.run([sys.executable, "-c", program, str(out)], cwd=ROOT, env=environment, check=True)
        assert hashes(out) == hashes(country)


def test_the_generator_imports_no_django():
    program = "import sys, migration_flow.generator.make; print('django' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "False"


def test_a_delivery_that_fails_half_way_has_no_manifest(tmp_path):
    with pytest.raises(ZeroDivisionError), Delivery(tmp_path, Head()):
        1 / 0  # noqa: B018
    assert not (tmp_path / "NEMIDERHV_20190502_01" / "manifest.json").exists()


def test_making_it_again_into_the_same_place_leaves_nothing_of_before(country, folder, tmp_path):
    made(tmp_path, 60, seed=9)
    (tmp_path / folder.name / "stranger.txt").write_text("x")
    made(tmp_path, 60, zipped=True)
    assert hashes(tmp_path) == hashes(country)
