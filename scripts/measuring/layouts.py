"""Documents as people paste and enrich them, made by a seed, with the truth: who said what, when, on which day.

`documents(half(name))` yields at least 2,000 of them (the fourth and the fifth: 800), every layout as often as the half
asks for; the same half gives the same bytes. The half that readers are built on is `dev`. The others are `held`, HELD
in layout_held.py, `third`, THIRD in layout_third.py, `fourth`, FOURTH in layout_fourth.py, and `fifth`, FIFTH in
layout_fifth.py: other seeds, other words, other layouts. Each was written while the reader stood still, from the third
on without a look at it, and is run once.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from .layout_mixed import MIXED
from .layout_named import NAMED
from .layout_none import NONE
from .layout_notes import around, interrupted
from .layout_shapes import Layout, Turn
from .layout_special import SPECIAL
from .layout_talk import make_talk
from .layout_words import DEV, Words

LEAST, WANTED = 24, 2_200


@dataclass(frozen=True, slots=True)
class Half:
    """What a half of the documents is made from."""

    seed: int
    words: Words
    layouts: Sequence[Layout]
    least: int = LEAST  # documents of a layout
    wanted: int = WANTED  # documents, about
    weights: Mapping[str, int] = field(default_factory=dict)  # how many times as often a layout comes, by its id


@dataclass(frozen=True, slots=True)
class Document:
    """A file and the truth about it; one without turns is no call. `people` holds the labels a speaker may have."""

    name: str
    layout: str
    data: bytes
    turns: tuple[Turn, ...]
    people: dict[str, frozenset[str]]
    clock: str
    date: str | None
    notes: tuple[str, ...]
    optional: tuple[str, ...]
    features: frozenset[str]


HALVES = {"dev": Half(20_261_201, DEV, (*NAMED, *SPECIAL, *MIXED, *NONE))}
APART = {
    "held": ("measuring.layout_held", "HELD"),
    "third": ("measuring.layout_third", "THIRD"),
    "fourth": ("measuring.layout_fourth", "FOURTH"),
    "fifth": ("measuring.layout_fifth", "FIFTH"),
}


def half(name: str) -> Half | None:
    """Return a half; None where no half is called so."""
    if name in APART:
        module, constant = APART[name]
        found: Half = getattr(import_module(module), constant)
        return found
    return HALVES.get(name)


def document(chosen: Half, layout: Layout, draw: int, number: int = 1) -> Document:
    """Return a draw of a layout, which is the same whatever other layouts there are; number: that of its file."""
    chance = random.Random(f"{chosen.seed} {layout.id} {draw}")
    talk = make_talk(chance, chosen.words, layout.bounds, brackets=chance.random() < layout.brackets)
    body = layout.write(chance, talk)
    put = around(chance, talk, layout.around)
    if layout.around == "md" and body.starts and chance.random() < 0.15:
        interrupted(chance, talk, body, headings=layout.headings)
    lines = [*put.above, *body.lines, *put.below]
    text = "\n".join(lines).rstrip("\n") + "\n" * chance.choice((0, 1, 1, 1))
    notes = (*body.notes, *put.above, *put.below)
    features = body.features | put.features | (talk.features if body.turns else set())
    return Document(
        f"c{number:04}{layout.suffix}",
        layout.id,
        encoded(chance, text),
        tuple(body.turns),
        {who: frozenset(labels) for who, labels in body.people.items()},
        body.clock,
        body.date or put.date,
        tuple(note for note in notes if note.strip()),
        tuple(body.optional),
        frozenset(features),
    )


def encoded(chance: random.Random, text: str) -> bytes:
    """Return the bytes of a file, now and then with the line ends or the mark of other systems."""
    text = text.replace("\n", "\r\n") if chance.random() < 0.06 else text
    return text.encode("utf-8-sig" if chance.random() < 0.03 else "utf-8")


def documents(chosen: Half, wanted: int = 0) -> Iterator[Document]:
    """Yield the documents of a half, layout by layout; wanted: about how many, 0 for all."""
    each = max(chosen.least, -(-chosen.wanted // len(chosen.layouts)))
    each = max(1, wanted // len(chosen.layouts)) if wanted else each
    number = 0
    for layout in chosen.layouts:
        for draw in range(each * chosen.weights.get(layout.id, 1)):
            number += 1
            yield document(chosen, layout, draw, number)
