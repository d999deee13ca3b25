"""Formats and exports from other distributions: a folder on the path with modules and entry points is one."""

import json
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from evidence.calls import formats
from evidence.commands.init import lay_out
from evidence.errors import PluginError
from evidence.registry import Registry

PAGE = (Path(__file__).resolve().parents[1] / "docs/formats.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```\w+\n# (\S+)\n(.*?)```", PAGE, re.DOTALL))
PROJECT = tomllib.loads(BLOCKS.pop("pyproject.toml"))["project"]
TAPE = re.search(r"```\n(#tapedeck.*?)```", PAGE, re.DOTALL)[1]


@dataclass(frozen=True)
class Site:
    """A folder of installed distributions, and a workspace."""

    packages: Path
    workspace: Path

    def install(self, name, entries, modules, version="1.0"):
        """Lay out what an installer does: modules, and a .dist-info with entry points by group."""
        for path, text in modules.items():
            (self.packages / path).parent.mkdir(parents=True, exist_ok=True)
            (self.packages / path).write_text(text, encoding="utf-8")
        info = self.packages / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
        lines = [
            line
            for group, named in entries.items()
            for line in (f"[{group}]", *(f"{entry} = {at}" for entry, at in named.items()), "")
        ]
        (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")

    def put(self, name, text):
        """Put an export into the workspace."""
        path = self.workspace / "source/transcripts/raw" / name
        path.write_text(text, encoding="utf-8")

    def run(self, *arguments):
        """Run a command in a process of its own, which has the folder on its path."""
        path = os.pathsep.join(filter(None, [str(self.packages), os.environ.get("PYTHONPATH")]))
        return subprocess.run(
            [sys.executable, "-c", "from evidence.cli.app import main\nif __name__ == '__main__': main()", *arguments],
            cwd=self.workspace,
            env={**os.environ, "PYTHONPATH": path, "COLUMNS": "200"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def site(tmp_path):
    lay_out(tmp_path / "w")
    return Site(tmp_path / "site", tmp_path / "w")


@pytest.fixture
def acme(site):
    """The package of docs/formats.md, as it stands there."""
    site.install(PROJECT["name"], PROJECT["entry-points"], BLOCKS, PROJECT["version"])
    return site


def test_the_package_of_the_docs_reads_its_files_and_exports_a_table(acme):
    acme.put("renewal.tape", TAPE)
    told = acme.run("ingest", "--json")
    assert told.returncode == 0, told.stderr
    assert [(r["format"], r["utterances"]) for r in map(json.loads, told.stdout.splitlines())] == [("tapedeck", 2)]
    (found,) = map(json.loads, acme.run("search", "deploy", "--json").stdout.splitlines())
    assert (found["call_id"], found["speaker"], found["start_ms"]) == ("renewal", "Dana Reyes", 3500)
    table = acme.run("export", "calls", "--to", "markdown").stdout.splitlines()
    assert table[0].startswith("| call_id | title |")
    assert table[2].startswith("| renewal | Renewal with Acme |")
    assert "csv, jsonl, markdown, parquet" in acme.run("export", "calls", "--to", "xml").stderr
    assert "<csv|jsonl|parquet>" in acme.run("export", "--help").stdout  # what an installed one adds is not waited for
    assert "tapedeck" in acme.run("ingest", "--explain", "source/transcripts/raw/renewal.tape").stdout


def test_processes_of_ingest_read_the_formats_of_plugins_too(acme):
    for number in range(40):
        acme.put(f"call-{number}.tape", TAPE.replace("deploy", f"deploy {number} times"))
    told = acme.run("ingest", "--json", "--jobs", "2")
    assert told.returncode == 0, told.stderr
    assert [json.loads(line)["format"] for line in told.stdout.splitlines()] == ["tapedeck"] * 40


def test_a_new_or_updated_plugin_reads_raw_files_again(site):
    site.put("a.txt", "#plain\nAnn: We deploy.\nBo: Oh.\nAnn: By hand.\nBo: Really.\n")
    assert json.loads(site.run("ingest", "--json").stdout)["format"] == "speaker_text"
    module = BLOCKS["acme_transcripts/tapedeck.py"].replace("#tapedeck", "#plain").replace('"|", 2', '":", 2')
    module = module.replace("len(parts) == 3", "len(parts) == 2").replace(
        "parts[1], parts[2], seconds_to_ms(parts[0])", "*parts"
    )
    site.install("acme", {"evidence.formats": {"tapedeck": "tape"}}, {"tape.py": module})
    again = json.loads(site.run("ingest", "--json").stdout)
    assert (again["format"], again["status"]) == ("tapedeck", "changed")
    assert json.loads(site.run("ingest", "--json").stdout)["status"] == "unchanged"


BROKEN = {
    "does_not_import": ("import nowhere_at_all\n", r"cannot be loaded \(ModuleNotFoundError: .*nowhere_at_all"),
    "raises": ("1 / 0\n", r"cannot be loaded \(ZeroDivisionError: division by zero\)"),
    "lacks": ("NAME = 'lacks'\nSUFFIXES = ()\ndef read(source): yield\n", r"has no claim\. Update broken"),
    "misnamed": ("NAME = 'x'\nSUFFIXES = ()\nclaim = read = print\n", r"calls itself 'x'"),
    "leaves": ("raise SystemExit(0)\n", r"cannot be loaded \(SystemExit: 0\)"),
    "vtt": ("NAME = 'vtt'\nSUFFIXES = ()\nclaim = read = print\n", r"is also used by evidence itself"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_names_its_distribution(site, name, monkeypatch):
    text, said = BROKEN[name]
    site.install("broken", {"evidence.formats": {name: f"broken_{name}"}}, {f"broken_{name}.py": text})
    monkeypatch.syspath_prepend(site.packages)
    known = formats.FORMATS
    fresh = Registry(known.package, known.path, group=known.group, what=known.what, parts=known.parts)
    assert name in fresh.names
    with pytest.raises(PluginError, match=rf"^the format '{name}' of broken 1\.0 {said}"):
        fresh.load(name)


def test_a_broken_plugin_stops_only_who_asks_for_formats(site):
    site.put("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>We deploy by hand.\n")
    assert site.run("ingest").returncode == 0
    site.install("broken", {"evidence.formats": {"bad": "broken_one"}}, {"broken_one.py": "import nowhere_at_all"})
    told, found = site.run("ingest"), site.run("search", "deploy", "--json")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("evidence: the format 'bad' of broken 1.0 cannot be loaded (ModuleNotFoundError: ")
    assert (found.returncode, found.stderr) == (0, "")
    assert site.run("--help").returncode == 0


def test_a_plugin_that_fails_in_one_file_fails_that_file_alone(site):
    text = (
        "from evidence.calls.formats.base import Claim\nNAME, SUFFIXES = 'odd', ()\n"
        "def claim(source): return Claim(100, 'odd') if source.head.startswith('odd') else None\n"
        "def read(source):\n    yield {}['lost']\n"
    )
    site.install("broken", {"evidence.formats": {"odd": "broken_one"}}, {"broken_one.py": text})
    site.put("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>We deploy by hand.\n")
    site.put("b.txt", "odd\n")
    told = site.run("ingest", "--json")
    assert told.returncode == 2
    good, bad = map(json.loads, told.stdout.splitlines())
    assert (good["status"], bad["status"]) == ("new", "failed")
    assert "the format 'odd' of broken 1.0 failed (KeyError: 'lost'). Update broken, or uninstall it." in bad["error"]


def test_two_distributions_of_one_name_and_an_export_that_fails_are_told(site):
    for name in ("one", "two"):
        site.install(name, {"evidence.exports": {"same": "same_one"}}, {"same_one.py": ""})
    text = "NAME, SUFFIX = 'bad', '.bad'\ndef write(rows, columns): raise OSError('the printer is on fire')\n"
    site.install("three", {"evidence.exports": {"bad": "bad_one", "csv": "bad_one"}}, {"bad_one.py": text})
    same, bad, csv, fine = (site.run("export", "calls", "--to", name) for name in ("same", "bad", "csv", "jsonl"))
    assert "the export 'same' of two 1.0 is also used by one 1.0" in same.stderr
    assert "the export 'bad' of three 1.0 failed (OSError: the printer is on fire)" in bad.stderr
    assert "the export 'csv' of three 1.0 is also used by evidence itself" in csv.stderr
    assert [done.returncode for done in (same, bad, csv, fine)] == [2, 2, 2, 1]
