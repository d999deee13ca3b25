"""Damage the samples of each format and see that reading them never fails but by its own errors.

Whatever else is raised, a reading of more than 5 s, a call that does not survive
`parse(render(call))`, and a text that is not one line are printed with what repeats them.
The same seed gives the same files. --round reads one damaged file again, and raises.
"""

import contextlib
import json
import random
import re
import signal
import time
import traceback
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from evidence.calls import formats
from evidence.calls.normalized import parse, render
from evidence.calls.source import Source
from evidence.errors import EvidenceError
from evidence.text import one_line
from measuring.samples import samples

SLOWEST_S, MEMORY, LARGEST = 5, 3 << 30, 1 << 18

NUMBERS = [
    "0", "-1", "1e400", "-1e308", "1e-400", "NaN", "Infinity", "9" * 25, "9" * 400, "9" * 5000, "0.1", "00012", "1e9",
    "1e12", "1_000", "\u0664\u0665", "0x10", "253402300800", "-62135596801", "4294967296", "true", "null",
]  # fmt: skip
CLOCKS = [
    "99:99:99.999", "-0:00:05.100", "00:00:00", "0:0:0.0", "999999999:59:59.999", "1:2", "24:00:00,5", "00:00:60.000",
    "2026-02-30", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01T00:00:00", "12/31/2026",
]  # fmt: skip
TEXTS = [
    "", " ", "\0", "\ufeff", "\u2028", "\x85", "\x1b[2J", "\u202e", "-->", "WEBVTT\n\n", "<v ", "</v>", "<v >", "&#0;",
    "&#xd800;", "&#" + "9" * 40 + ";", "&amp;lt;", "<c.x", "Note: ", "Ann: ", "a" * 5000, "\\", "**", "`" * 3, "---\n",
    '<a id="u1"></a>', "## Not speech", "{{", "[[[[", '"', "'", "\t\t", "\r", "\n\n\n", "😀", "e\u0301", "者：",
    "\\ud800", "\\u0000", "{\\an8}", "1\n00:00:01,000 --> ", "[00:00:01] ", ">> ", "|||", ";;;", '"""',
]  # fmt: skip
BYTES = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\xf5\x80", b"\r", b"\x1a", b"PK\x03\x04",
    b"\x80" * 9,
]  # fmt: skip
ENCODINGS = [
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp1252", "shift-jis", "cp037", "utf-7"
]  # fmt: skip


class TooSlow(BaseException):
    """A small file took longer than any file of its size should."""


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few faults."""
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        return damaged_word(data, chance)
    for _ in range(chance.choice([1, 1, 2, 3, 6])):
        fault = chance.choice([in_json, in_json, in_lines, in_lines, in_numbers, in_numbers, in_texts, in_bytes])
        data = fault(data, chance)
    if chance.random() < 0.08:
        data = data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")
    return data[:LARGEST]


def damaged_word(data: bytes, chance: random.Random) -> bytes:
    """Return a Word document with faults in its XML, or in how it is packed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("word/document.xml")
    for _ in range(chance.randint(1, 3)):
        xml = chance.choice([in_lines, in_numbers, in_texts, in_bytes])(xml.replace(b"><", b">\n<"), chance)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        archive.writestr(chance.choice(["word/document.xml"] * 9 + ["word/other.xml"]), xml)
    return packed.getvalue() if chance.random() < 0.8 else in_bytes(packed.getvalue(), chance)


def in_bytes(data: bytes, chance: random.Random) -> bytes:
    """Flip, leave out, repeat or put in bytes."""
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice([1, 2, 8, 100, 1000]))
    kinds: list[Callable[[], bytes]] = [
        lambda: data[:at] + bytes(b ^ (1 << chance.randrange(8)) for b in data[at : at + 1]) + data[at + 1 :],
        lambda: data[:at] + data[end:],
        lambda: data[:end] + data[at:],
        lambda: data[:at],
        lambda: data[:at] + chance.choice(BYTES) + data[at:],
        lambda: data[:at] + chance.randbytes(chance.randrange(1, 20)) + data[end:],
    ]
    return chance.choice(kinds)()


def in_lines(data: bytes, chance: random.Random) -> bytes:
    """Leave out, repeat, swap or join lines."""
    lines = data.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(6)
    if kind == 0:
        del lines[min(one, two) : max(one, two)]
    elif kind == 1:
        lines[one:one] = lines[two : two + 3] * chance.choice([1, 2, 50])
    elif kind == 2:
        lines[one], lines[two] = lines[two], lines[one]
    elif kind == 3:
        chance.shuffle(lines)
    elif kind == 4:
        return chance.choice([b"\r", b"\r\n", b" ", b"", b"\n\n", b"\n \n"]).join(lines)
    else:
        lines[one] = lines[one] * chance.choice([2, 40]) if chance.random() < 0.5 else b""
    return b"\n".join(lines)


def in_numbers(data: bytes, chance: random.Random) -> bytes:
    """Put other numbers, clocks or dates in the places of some."""
    found = list(re.finditer(rb"-?\d[\d.:,T+-]*", data))
    for number in sorted(chance.sample(found, min(len(found), chance.choice([1, 1, 3]))), key=lambda m: -m.start()):
        other = chance.choice(NUMBERS if chance.random() < 0.6 else CLOCKS).encode()
        data = data[: number.start()] + other + data[number.end() :]
    return data


def in_texts(data: bytes, chance: random.Random) -> bytes:
    """Put in a text that means something to somebody."""
    at = chance.choice([0, len(data), chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)])
    return data[:at] + chance.choice(TEXTS).encode() * chance.choice([1, 1, 1, 2, 300]) + data[at:]


def in_json(data: bytes, chance: random.Random) -> bytes:
    """Change the types, keys, items or depth of JSON, in a line of it where there are many; else bytes."""
    with contextlib.suppress(ValueError, RecursionError):
        text = json.dumps(changed(json.loads(data), chance), ensure_ascii=chance.random() < 0.5)
        return text.encode(errors="surrogatepass")
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    try:
        lines[at] = json.dumps(changed(json.loads(lines[at]), chance)).encode()
    except (ValueError, RecursionError):
        return in_bytes(data, chance)
    return b"\n".join(lines)


def changed(value: Any, chance: random.Random) -> Any:
    """Return a JSON value with one place changed, somewhere below."""
    children = list(range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ())
    if not children or chance.random() < 0.15:
        return other(value, chance)
    child = chance.choice(children)
    copy = value.copy()
    kind = chance.random()
    if kind < 0.08:
        del copy[child]
    elif kind < 0.16 and isinstance(value, list):
        copy[child:child] = copy[child : child + 2] * chance.choice([1, 3, 100])
    elif kind < 0.24:
        two = chance.choice(children)
        copy[child], copy[two] = copy[two], copy[child]
    elif kind < 0.3 and isinstance(value, dict):
        copy[chance.choice([*TEXTS, "id", "text", "start", "speaker", "words"])] = copy.pop(child)
    else:
        copy[child] = changed(value[child], chance)
    return copy


def other(value: Any, chance: random.Random) -> Any:
    """Return a value of another type or size."""
    deep: Any = value
    for _ in range(chance.choice([1, 2, 30, 300])):
        deep = [deep] if chance.random() < 0.7 else {"text": deep}
    values = [
        None, True, False, 0, -1, 1e308, -0.0, 10**25, 10**400, [], {}, [[]], [None], deep, str(value)[:1000],
        chance.choice(NUMBERS), chance.choice(CLOCKS), chance.choice(TEXTS), "\ud800", {"name": value}, [value] * 3,
        float("inf"), float("nan"),
    ]  # fmt: skip
    return chance.choice(values)


def check(source: Source, name: str | None) -> int:
    """Read a source as a format, or as what it seems; return how many calls it holds. Odd ones raise AssertionError."""
    try:
        reading = formats.read(source, format=name)
    except EvidenceError as error:
        f"{error.what} {error.hint}".encode()
        return 0
    for note in reading.notes:
        note.text.encode()
    for call in reading.calls:
        assert parse(render(call)) == call, "parse(render(call)) is another call"
        labels = {person.label for person in call.participants}
        assert call.utterances, "a call without words"
        for said in (*call.utterances, *call.events):
            assert said.text == one_line(said.text) != "", f"not one line: {said.text[:80]!r}"
            assert said.speaker is None or said.speaker in labels, "a speaker who is no participant"
    return len(reading.calls)


def one_round(name: str, paths: list[Path], seed: int, number: int) -> int:
    """Damage a sample and read it: as its format, and as whatever it now seems to be."""
    chance = random.Random(f"{seed}-{name}-{number}")
    path = chance.choice(paths)
    data = damaged(path.read_bytes(), chance)

    def beside(other: str) -> bytes | None:
        found = path.parent / other
        return damaged(found.read_bytes(), chance) if found.is_file() else None

    file = chance.choice([path.name, path.name, "call", "call.txt", "a/2026-02-30 b.json", "\udc80.vtt"])
    return check(Source(file, data, beside), name) + check(Source(file, data, beside), None)


def fuzz(name: str, paths: list[Path], seconds: float, seed: int) -> tuple[int, int, list[str]]:
    """Damage and read for so many seconds; return the rounds, the calls that were read, and what went wrong."""
    number, calls = 0, 0
    faults: dict[str, str] = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        signal.alarm(SLOWEST_S)
        try:
            calls += one_round(name, paths, seed, number)
        except (TooSlow, Exception) as fault:  # noqa: BLE001  whatever it is, it is what is looked for
            last = traceback.extract_tb(fault.__traceback__)[-1]
            place = f"{Path(last.filename).name}:{last.lineno}"
            what = f"{type(fault).__name__} in {place}: {str(fault)[:150]}"
            faults.setdefault(f"{type(fault).__name__} {place}", f"  {what}\n    --seed {seed} --round {number} {name}")
        finally:
            signal.alarm(0)
        number += 1
    return number, calls, list(faults.values())


def main(*names: str, seconds: float = 60, seed: int = 1, round_: int | None = None) -> int:
    """Fuzz each format; 1 where something was found."""
    known = samples()
    if round_ is not None:
        print(one_round(names[0], known[names[0]], seed, round_), "calls")
        return 0

    def too_slow(*_: object) -> None:
        raise TooSlow

    import resource  # not on every system

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, too_slow)
    found = 0
    for name in names or known:
        rounds, calls, faults = fuzz(name, known[name], seconds, seed)
        print(f"{name:20}{rounds:7} files{calls:8} calls read{len(faults):4} faults", *faults, sep="\n", flush=True)
        found += len(faults)
    return 1 if found else 0
