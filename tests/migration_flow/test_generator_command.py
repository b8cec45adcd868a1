"""`manage.py make_delivery`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.migration_flow.generator_reading import hashes, load, made


def run(*arguments):
    out = StringIO()
    call_command("make_delivery", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_writes_what_the_generator_makes(tmp_path):
    text = run("--companies", "50", "--seed", "1", "--out", str(tmp_path / "a"), "--zip")
    made(tmp_path / "b", 50, zipped=True)
    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")
    assert "NEMIDERHV_20190502_01" in text
    assert "medarbejdere.csv" in text


def test_the_tiny_preset_has_the_deliveries_to_be_refused(tmp_path):
    text = run("--preset", "tiny", "--out", str(tmp_path))
    assert {f"F0{number}" for number in range(1, 10)} <= {path.name for path in tmp_path.iterdir()}
    assert "F09" in text


def test_a_delta_has_sequence_2_unless_told(tmp_path):
    run("--companies", "30", "--out", str(tmp_path), "--kind", "delta")
    run(
        "--companies",
        "30",
        "--out",
        str(tmp_path),
        "--kind",
        "delta",
        "--sequence",
        "5",
        "--environment",
        "PROD",
    )
    second, fifth = sorted(path for path in tmp_path.iterdir() if path.name.startswith("NEMID"))
    assert load(second / "manifest.json")["sequence"] == 2
    assert load(fifth / "manifest.json")["environment"] == "PROD"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--companies", "0", "--out", "x"),
        ("--companies", "700001", "--out", "x"),
        ("--companies", "50", "--out", "x", "--kind", "delta", "--sequence", "1"),
        ("--out", "x"),
        ("--companies", "50", "--preset", "tiny", "--out", "x"),
    ],
)
def test_wrong_orders_are_refused_with_a_sentence(tmp_path, arguments, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError):
        run(*arguments)
    assert not any(tmp_path.rglob("*.csv"))
