"""Calls in which companies are named: openings as they were written down, whole calls put together from pieces.

The files stand in tests/accounts/speech: `accounts_PART.csv` (how each account is said beside its name),
`openings_PART.txt` and `calls_PART.txt`. The recordings are the earnings calls of the transcripts that are not ours.
"""

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from evidence.calls.formats import read
from evidence.calls.source import Source
from evidence.model import Account, Call, Participant, Utterance
from evidence.settings import Settings
from measuring.keeping import ROOT
from measuring.tables import read_rows

FOLDER = ROOT / "tests/accounts/speech"
PARTS = ("first", "second", "third")
SETTINGS = Settings(own_domains=("tallowmere.example",), own_names=("Rae Holt", "Bram Oste", "Tallowmere"))
WHOLE, SEED = {"first": 30, "second": 30, "third": 20}, 20_261_130
_BLANKS = re.compile(r"\{(\w+)\}")


class Spoken(NamedTuple):
    """A call, whose it is ("" for nobody's), and what is special about it."""

    call: Call
    account_id: str
    kind: str


@dataclass(frozen=True)
class Said:
    """How an account is said: in full, and in short."""

    account_id: str
    forms: tuple[str, ...]


def spoken_accounts(part: str) -> tuple[list[Account], list[Said]]:
    """Return the accounts of a part, and how they are said."""
    rows = read_rows(FOLDER / f"accounts_{part}.csv")
    accounts = [Account(row["account_id"], row["account_name"]) for row in rows]
    return accounts, [Said(row["account_id"], tuple(row["said"].split(";"))) for row in rows]


def _call(name: str, turns: list[tuple[str, str]], every: int) -> Call:
    """Read turns as a text with a time and a name before each, `every` seconds one."""
    lines = [
        f"[{at * every // 60:02}:{at * every % 60:02}] {speaker}: {text}" for at, (speaker, text) in enumerate(turns)
    ]
    return read(Source(f"{name}.txt", "\n".join(lines).encode()), format="speaker_text").calls[0]


def openings(part: str) -> Iterator[Spoken]:
    """Yield the openings of a part."""
    text = (FOLDER / f"openings_{part}.txt").read_text(encoding="utf-8")
    for block in text.split("\n== ")[1:]:
        head, _, body = block.partition("\n")
        name, account_id, kind = (part.strip() for part in head.split("|"))
        turns = [(speaker, said) for line in body.split("\n") if line for speaker, _, said in [line.partition(": ")]]
        yield Spoken(_call(name, turns, 9), account_id.strip("-"), kind)


def _pieces(part: str) -> dict[str, list[list[tuple[str, str]]]]:
    """Return the pieces of a part by kind, each some (who, words)."""
    text = (FOLDER / f"calls_{part}.txt").read_text(encoding="utf-8")
    found = {}
    for section in text.split("\n== ")[1:]:
        kind, _, body = section.partition("\n")
        pieces = [piece.strip().split("\n") for piece in body.split("\n\n") if piece.strip()]
        found[kind] = [[(w, s) for line in piece for w, _, s in [line.partition(": ")]] for piece in pieces]
    return found


def _listed(part: str, kind: str) -> list[str]:
    text = (FOLDER / f"calls_{part}.txt").read_text(encoding="utf-8")
    return text.partition(f"== {kind}\n")[2].partition("\n")[0].split("; ")


def whole_calls(part: str) -> Iterator[Spoken]:
    """Yield calls of 20 to 80 turns: every fifth is with nobody of the CRM, every sixth without capitals."""
    chance, pieces = random.Random(f"{SEED} {part}"), _pieces(part)
    accounts = spoken_accounts(part)[1]
    strangers, guests = _listed(part, "strangers"), _listed(part, "guests")
    chosen = chance.sample([each for each in accounts if each.forms != ("Tallowmere",)], WHOLE[part])
    for number, said in enumerate(chosen):
        nobodys = number % 5 == 4
        others = [each for each in accounts if each.forms[0].split()[0] != said.forms[0].split()[0]]
        filled = {"name": said.forms[0], "short": said.forms[-1], "guest": chance.choice(guests)}
        order = _order(pieces, chance, nobodys=nobodys)
        names = _names(order, chance, guest=filled["guest"], nameless=number % 4 == 1)
        turns = []
        for piece in order:
            fresh = {"other": "", "other2": "", "other3": "", "stranger": chance.choice(strangers)}
            rest = dict(zip(fresh, (o.forms[0] for o in chance.sample(others, 3)), strict=False))
            values = {**fresh, **rest, **filled}
            turns += [(names[who], _BLANKS.sub(lambda m, v=values: v[m[1]], words)) for who, words in piece]
        if number % 6 == 3:
            turns = [(who, re.sub(r"[.,?!;:]", "", words).lower()) for who, words in turns]
        kind = "nobody" if nobodys else "without capitals" if number % 6 == 3 else "whole call"
        yield Spoken(_call(f"w{PARTS.index(part)}{number:02}", turns, 12), "" if nobodys else said.account_id, kind)


def _order(pieces: dict, chance: random.Random, *, nobodys: bool) -> list[list[tuple[str, str]]]:
    """Put pieces in order: an opening, talk, in it one to three mentions of whose it is and none to four of others."""
    first = chance.choice(pieces["nobody" if nobodys else "openings"])
    body = [] if nobodys else chance.sample(pieces["mentions"], chance.randint(1, 3))
    body += chance.sample(pieces["thirds"], chance.randint(0, 4))
    size = chance.randint(20, 80)
    while sum(map(len, (first, *body))) < size:
        body.append(chance.choice(pieces["fillers"]))
    chance.shuffle(body)
    return [first, *body]


def _names(order: list, chance: random.Random, *, guest: str, nameless: bool) -> dict[str, str]:
    if nameless:
        return {"O": "Speaker 1", "O2": "Speaker 3", "G": "Speaker 2"}
    ours = not any(who == "G" for who, _ in order[0]) and any(who == "O2" for who, _ in order[0])
    return {"O": "Rae Holt", "O2": "Bram Oste", "G": "Bram Oste" if ours else chance.choice((guest, "Guest"))}


# -- recordings ------------------------------------------------------------------------------------

# Whose the recordings of earnings22 are, by hand, from the ticker in its metadata.
TICKERS = {
    "NVZMF": "Novozymes A/S",
    "PUBGY": "Publicis Groupe S.A.",
    "AIAGF": "Aurubis AG",
    "REPYY": "Repsol, S.A.",
}


def companies(folder: Path) -> dict[str, str]:
    """Return file -> company, for the earnings calls of a folder of transcripts."""
    rows = read_rows(folder / "earnings21/earnings21-file-metadata.csv")
    found = {row["file_id"]: row["company_name"] for row in rows}
    rows = read_rows(folder / "earnings22/metadata.csv")
    return found | {row["File ID"]: TICKERS[row["Ticker Symbol"]] for row in rows}


def recorded(folder: Path) -> Iterator[Call]:
    """Yield the earnings calls as calls without title and names: words one a line, as they are published."""
    for path in sorted([*folder.glob("earnings21/*/*.nlp"), *folder.glob("earnings22/*/*.nlp")]):
        rows = read_rows(path, delimiter="|", quoting=csv.QUOTE_NONE)
        utterances = []
        for number, (speaker, spoken) in enumerate(groupby(rows, lambda row: row["speaker"]), 1):
            said = " ".join(row["token"] + (row.get("punctuation") or "") for row in spoken)
            utterances.append(Utterance(number, number, f"Speaker {speaker}", said))
        people = tuple(Participant(label) for label in sorted({u.speaker or "" for u in utterances}))
        name = path.name.split(".")[0]
        yield Call(name, "", path.name, "", "nlp", "", people, tuple(utterances))


def meetings(folder: Path) -> Iterator[Call]:
    """Yield the calls of a folder of transcripts that are with no company: meetings, interviews, podcasts."""
    for pattern in ("changelog/**/*.md", "bitcointranscripts/**/*.md", "ethereum_pm/**/*.vtt", "qmsum/*.json"):
        for path in sorted(path for path in folder.glob(pattern) if path.stem not in {"LICENSE", "LICENSE.md"}):
            yield from read(Source(path.name, path.read_bytes())).calls
