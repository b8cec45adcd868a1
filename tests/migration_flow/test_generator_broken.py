"""Deliveries to be refused as a whole: each has its one fault and is otherwise a good one."""

import stat
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from migration_flow.generator.broken import BROKEN
from migration_flow.generator.layout import COLUMNS, FILES
from tests.migration_flow.generator_reading import hashes, judge, load, made

NAME = "NEMIDERHV_20190502_01"


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    result, _ = made(folder, 50, flaws="each")
    assert set(result.others) == set(BROKEN) | {"F07"}
    return folder


def faults(folder: Path) -> set[str]:
    """What is wrong with a folder as a whole, by a reading of its own."""
    manifest = load(folder / "manifest.json")
    found = set()
    for entry in manifest["files"]:
        path = folder / entry["name"]
        if not path.exists():
            found.add("missing")
            continue
        data = path.read_bytes()
        if (entry["bytes"], entry["sha256"]) != (len(data), sha256(data).hexdigest()):
            found.add("checksum")
        found |= content_faults(entry, data)
    return found


def content_faults(entry, data: bytes) -> set[str]:
    try:
        text = data.decode(entry["encoding"]).split("\r\n")
    except UnicodeDecodeError:
        return {"undecodable"}
    found = set()
    if sorted(text[0].split(";")) != sorted(COLUMNS[entry["name"]]):
        found.add("columns")
    if text[-2:] != [f"#SLUT;{len(text) - 3}", ""] or entry["rows"] != len(text) - 3:
        found.add("trailer")
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("F01", {"checksum"}),
        ("F02", {"missing"}),
        ("F03", {"columns"}),
        ("F03-missing-column", {"columns"}),
        ("F03-extra-column", {"columns"}),
        ("F03-repeated-column", {"columns"}),
        ("F04", {"trailer"}),
        ("F04-no-trailer", {"trailer"}),
        ("F05", {"undecodable"}),
        ("F08", set()),
        ("OK-reordered-columns", set()),
        ("OK-header-only", set()),
    ],
)
def test_a_broken_delivery_has_its_one_fault(out, name, expected):
    assert faults(out / name / NAME) == expected


def test_a_truncated_file_differs_from_its_manifest(out):
    assert "checksum" in faults(out / "F01-truncated" / NAME)


def test_swapped_files_and_an_empty_file_agree_with_their_manifest(out):
    assert faults(out / "F03-swapped-files" / NAME) >= {"columns"}
    assert (out / "F04-empty-file" / NAME / "fuldmagter.csv").read_bytes() == b""
    for name in ("F03-swapped-files", "F04-empty-file"):
        assert "checksum" not in faults(out / name / NAME)


def test_a_delivery_out_of_order_says_so(out):
    (folder,) = (out / "F06").iterdir()
    manifest = load(folder / "manifest.json")
    assert manifest["sequence"] == 40
    assert manifest["delivery_id"] == folder.name
    assert faults(folder) == set()


def test_f07_is_the_good_delivery_once_more(out):
    assert hashes(out / "F07" / NAME) == hashes(out / NAME)


def test_a_delivery_for_another_environment_says_so(out):
    assert load(out / "F08" / NAME / "manifest.json")["environment"] == "PROD"
    assert load(out / NAME / "manifest.json")["environment"] == "TEST"


def members(out: Path, name: str) -> dict[str, zipfile.ZipInfo]:
    assert [path.name for path in (out / name).iterdir()] == [f"{NAME}.zip"]
    with zipfile.ZipFile(out / name / f"{NAME}.zip") as archive:
        assert archive.testzip() is None
        return {member.filename: member for member in archive.infolist()}


def test_zips_escape_link_bring_strangers_or_explode(out):
    nine = {*FILES, "manifest.json"}
    assert set(members(out, "F09")) - nine == {"../virksomheder.csv"}
    assert set(members(out, "F09-absolute")) - nine == {"/tmp/virksomheder.csv"}
    assert set(members(out, "F09-stranger")) - nine == {"laes_mig.txt"}
    link = members(out, "F09-link")["fuldmagter.csv"]
    assert stat.S_ISLNK(link.external_attr >> 16)
    bomb = members(out, "F09-bomb")["fuldmagter.csv"]
    assert bomb.file_size > 1_000_000
    assert bomb.compress_size < bomb.file_size / 500


def test_all_but_the_one_fault_is_good(out):
    assert not any(judge(out / "F08" / NAME).values())
