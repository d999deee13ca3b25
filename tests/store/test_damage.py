"""Bytes of the index that a disk or a program changed: a new index, never a traceback, never other words."""

import random
import shutil

import pytest
from running import run_in

from copies import copied
from evidence import cache
from evidence.store import storage

COMMANDS = (
    ("search", "hand"), ("search", "*", "--json"), ("stats",), ("quotes", "--json"), ("search", "ni*"), ("verify",),
    ("search", "side:customer -zeppelin"), ("export", "calls", "--to", "jsonl"), ("status", "--json"),
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(small_world):
    return {command: run_in(small_world, *command) for command in COMMANDS}


def restore(folder, kept):
    while folder.exists():  # the index of the command before may still be closing its files
        shutil.rmtree(folder, ignore_errors=True)
    for path, data in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    cache.mark(folder)


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_damage_is_told_and_mended(world, answers, large, monkeypatch, request):
    """large: as an index whose checksums are not all compared when it is opened."""
    if large:
        monkeypatch.setattr(storage, "SMALL", -1)
    folder = world / ".evidence"
    kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    places = sorted(path for path, data in kept.items() if data and path.name not in {"CACHEDIR.TAG", ".gitignore"})
    chance = random.Random(7)  # noqa: S311
    for _ in range(300 if request.config.getoption("--full") else 45):
        restore(folder, kept)
        path = chance.choice(places)
        path.write_bytes(damaged(kept[path], chance))
        command = chance.choice(COMMANDS)
        answer = run_in(world, *command)
        assert answer.code in {0, 1, 2}
        assert "Traceback" not in answer.err
        if command[0] != "status":  # what became of raw files is forgotten with an index
            said = {*answers[command].out.splitlines()}
            assert large or answer.out == answers[command].out, (path.name, command, answer.err)
            assert not (command[0] == "search" and "--json" in command) or {*answer.out.splitlines()} <= said
        again = run_in(world, "search", "hand")
        assert large or again.out == answers["search", "hand"].out


def damaged(data, chance):
    at = chance.randrange(len(data))
    how = chance.choice(("flip", "flip", "zero", "cut"))
    if how == "flip":
        return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
    return data[:at] + bytes(min(64, len(data) - at)) + data[at + 64 :] if how == "zero" else data[:at]


def test_an_index_that_turns_out_damaged_is_made_anew_within_the_command(small_world, tmp_path, answers):
    world = copied(small_world, tmp_path / "w")
    catalog = world / ".evidence/catalog.sqlite"
    data = bytearray(catalog.read_bytes())
    place = data.rindex(b"Honestly") if b"Honestly" in data else data.rindex(b"Odile Marchetti")
    data[place - 40 : place + 200] = bytes(240)
    catalog.write_bytes(bytes(data))
    answer = run_in(world, "quotes", "--json")
    assert (answer.code, answer.out) == (0, answers["quotes", "--json"].out)
    assert "Building the search index (the old one was damaged)" in answer.err or answer.err == ""
