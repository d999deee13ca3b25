"""`scripts/bench NAME` and `scripts/eval NAME`: a module in a folder is all there is to add."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from measuring.command import call

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
MODULES = [
    f"{folder}.{path.stem}" for folder in ("benches", "evals") for path in sorted((SCRIPTS / folder).glob("*.py"))
]


def given(*names: str, calls: int = 7, label: str | None = None, held_out: bool = False, v: bool = False):
    return names, calls, label, held_out, v


def on(transcripts: Path, out: Path = Path("out")):
    return transcripts, out


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_measures_and_takes_arguments(name, capsys):
    pytest.importorskip("resource")  # no Windows
    with pytest.raises(SystemExit, match="0"):
        call(import_module(name).main, name, ["--help"])
    assert import_module(name).__doc__.split("\n")[0] in capsys.readouterr().out


def test_the_parameters_of_main_are_the_arguments():
    assert call(given, "x", []) == ((), 7, None, False, False)
    line = ["one", "two", "--calls", "9", "--label", "x", "--held-out", "-v"]
    assert call(given, "x", line) == (("one", "two"), 9, "x", True, True)


def test_a_folder_of_transcripts_has_to_be_there(tmp_path, capsys):
    assert call(on, "x", [str(tmp_path)]) == (tmp_path, Path("out"))
    with pytest.raises(SystemExit, match="2"):
        call(on, "x", [str(tmp_path / "none")])
    assert "none is not here" in capsys.readouterr().err


def test_without_a_name_they_are_listed():
    done = subprocess.run([sys.executable, SCRIPTS / "bench"], capture_output=True, encoding="utf-8", check=True)
    assert [line.split()[0] for line in done.stdout.splitlines()] == sorted(
        name.removeprefix("benches.") for name in MODULES if name.startswith("benches.")
    )
    assert subprocess.run([sys.executable, SCRIPTS / "bench", "x"], capture_output=True, check=False).returncode == 2
