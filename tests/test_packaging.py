"""What people install: the wheel, the sdist, and the versions in the locks."""

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("tested.txt", "oldest.txt")
CALL = """WEBVTT

1
00:00:01.000 --> 00:00:05.000
Ines Vale: How do you close a month?

2
00:00:06.000 --> 00:00:14.000
Odile Marchetti: Honestly? We still close every single month by hand.
"""
FILES = {
    "source/transcripts/raw/harbour-2026-01-12.vtt": CALL,
    "source/crm/exports/crm_accounts_2026-01-31.csv": "account_id,account_name,headcount\nA7,Harbour Lending,20\n",
    "source/joins/mappings/calls.csv": "transcript_id,account_id\nharbour-2026-01-12,A7\n",
    "source/people.csv": "label,side\nOdile Marchetti,customer\n",
}


def run(*command, cwd):
    """Run a program without what this process adds to the path; return what it printed."""
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "COVERAGE_PROCESS_START"}}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(project, out, *kinds):
    run(sys.executable, "-m", "hatchling", "build", "-d", out, *(f"-t{kind}" for kind in kinds), cwd=project)
    return out


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """The folder with the wheel and the sdist of this tree."""
    return build(ROOT, tmp_path_factory.mktemp("dist"), "sdist", "wheel")


@pytest.fixture(scope="module")
def installed(dist, tmp_path_factory):
    """The program `evidence` of an environment that holds the wheel, and sees the packages that it needs."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    (wheel,) = dist.glob("*.whl")
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin/python", "install", "-qq", "--no-deps", "--no-index")
    run(*pip, wheel, cwd=folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    # A .pth in a folder that is itself named by a .pth is not read: the checkout stays out of sight.
    packages.joinpath("needed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "bin/evidence"


def names(wheel):
    with zipfile.ZipFile(wheel) as file:
        return {name for name in file.namelist() if not name.endswith("/")}


def test_the_wheel_holds_the_package_and_nothing_else(dist):
    (wheel,) = dist.glob("segment_evidence-*-py3-none-any.whl")
    source = ROOT / "src"
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    held = {name for name in names(wheel) if ".dist-info/" not in name}
    assert held == {name for name in files if "__pycache__" not in name and not name.startswith(".")}
    assert {"evidence/py.typed", "evidence/quotes/cues.yaml", "evidence/starter/source/trackers.yaml"} <= held


def test_the_sdist_gives_the_same_wheel(dist, tmp_path):
    (wheel,) = dist.glob("*.whl")
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        file.extractall(tmp_path, filter="data")
    (project,) = tmp_path.iterdir()
    (again,) = build(project, tmp_path / "dist", "wheel").glob("*.whl")
    assert names(again) == names(wheel)


def test_the_installed_program_goes_the_whole_way(installed, tmp_path):
    python = installed.with_name("python")
    place = run(python, "-c", "import evidence; print(evidence.__file__)", cwd=tmp_path)
    assert Path(place.strip()).is_relative_to(installed.parents[1])
    assert run(installed, "--version", cwd=tmp_path) == f"evidence {PROJECT['project']['version']}\n"

    run(installed, "init", "w", cwd=tmp_path)
    workspace = tmp_path / "w"
    for name, text in FILES.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert "harbour-2026-01-12" in run(installed, "ingest", cwd=workspace)
    assert "by [hand]" in run(installed, "search", "hand side:customer", cwd=workspace)
    assert "1 quote from 1 account" in run(installed, "attach", cwd=workspace)
    assert "We still close every single month by hand." in (workspace / "segments/example.md").read_text("utf-8")
    assert '"verdict": "exact"' in run(installed, "verify", "--json", cwd=workspace)


def locked(lock):
    text = (ROOT / "locks" / lock).read_text(encoding="utf-8")
    return re.findall(r"^([\w.-]+)==([\w.]+)(?: ;[^\\]*)? \\$", text, re.MULTILINE)


def wanted():
    extra = PROJECT["project"]["optional-dependencies"]["test"]
    return [*map(Requirement, [*PROJECT["project"]["dependencies"], *extra, *PROJECT["build-system"]["requires"]])]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_locked_within_its_bounds(lock):
    for requirement in wanted():
        versions = [version for name, version in locked(lock) if name == canonicalize_name(requirement.name)]
        assert versions, f"{requirement.name} is not in {lock}: run scripts/lock"
        assert all(map(requirement.specifier.contains, versions)), f"{requirement} has {versions} in {lock}"


def test_the_lowest_versions_are_those_of_the_bounds():
    lowest = dict(locked("oldest.txt"))
    for requirement in wanted():
        (bound,) = [s.version for s in requirement.specifier if s.operator == ">="]
        version = lowest[canonicalize_name(requirement.name)]
        assert f"{version}.0".startswith(f"{bound}."), f"{requirement} starts at {version}"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_folder_and_every_version_has_its_hashes(lock):
    text = (ROOT / "locks" / lock).read_text(encoding="utf-8")
    assert not re.search(r"//|--(?:extra-)?index-url|--find-links|file:|@", text)
    assert not re.search(r"^[^#\n]*==(?!.*\\\n +--hash=sha256:)", text, re.MULTILINE)


def test_the_scripts_look_for_the_pythons_that_the_project_names():
    numbers = re.findall(r"Python :: 3\.(\d+)", " ".join(PROJECT["project"]["classifiers"]))
    assert PROJECT["project"]["requires-python"] == f">=3.{numbers[0]},<3.{int(numbers[-1]) + 1}"
    script = (ROOT / "scripts/_venv").read_text(encoding="utf-8")
    assert f"(3, {numbers[0]}) <= sys.version_info[:2] <= (3, {numbers[-1]})" in script
    assert " ".join(f"python3.{number}" for number in numbers) in script
