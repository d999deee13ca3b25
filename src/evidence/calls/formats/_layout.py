"""How a file writes its turns: what its lines, taken together, make believable.

No line is a turn by itself. `_evidence` counts what could be heads, and `believe` decides which shapes and names begin
turns:

- with a time: names that come again, or whole names in a shape that no prose has, over times that rise;
- marked (bold, brackets, a heading): names that look like names, and others that come again;
- before a colon alone: names that come again between others, in enough of the lines;
- alone on a line, words right below: the same, and nothing else may name anybody.

A word that people write over notes (`Date`, `Host`) is a speaker only where it comes back twice between others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.calls.formats._belief import (
    announced_names,
    is_marked_shape,
    is_timed_shape,
    is_told,
    lone_names,
    marked_names,
    plain_names,
    timed_names,
    trusted_stamps,
)
from evidence.calls.formats._evidence import (
    APART,
    LONE,
    Evidence,
    Times,
    count_lines,
)
from evidence.calls.formats._names import (
    NameKind,
    bare_name,
    is_voice,
    name_kind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from evidence.calls.formats._outside import TextLine

SURELY_CLOCK_MS = 6 * 3_600_000
"""No recording begins with six silent hours: a first time beyond is one of the day."""


_FASTEST = 50
"""Letters in a second: fast talk has 25."""
_EARLIEST_MS, _LATEST_MS = 360_000, 1_440_000
"""6:00 and 24:00, read as minutes and seconds: no recording begins with the one, no day has the other."""
_FEWEST_TOLD = 3
"""Paragraphs of sentences below such a heading: fewer say where the transcript is, or that there will be one."""
_FEW_TURNS = 9
"""More turns than these, each on one line, show how a file writes them."""
_FEW_DENSE = 4
"""More turns than these without empty lines between show the same."""
_FEW_BESIDE = 6
"""Turns that show whether their words stand in one line."""
_MOST_SET_OFF = 2
"""Empty lines in such a file; more of them fall between turns and within them as it happens."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the turns of a file begin.

    `marker` is the line that announces the transcript (0 where none does) and `marker_level` its heading's; `base_ms`
    the first time of the day where the times are such, read as minutes and seconds where they are `hours`.
    """

    names: frozenset[str] = frozenset()
    shapes: frozenset[str] = frozenset()
    marker: int = 0
    marker_level: int = 0
    stamped: frozenset[str] = frozenset()
    inside: bool = False
    base_ms: int | None = None
    hours: bool = False
    """Whether `15:45` is a quarter to four, and no minutes and seconds."""
    timed: bool = False
    timed_words: bool = False
    questions: bool = False
    interview: bool = False
    lenient: bool = False
    several: bool = False
    announced: bool = False
    """Whether a heading announces a transcript that names nobody: its paragraphs are turns of somebody unknown."""
    title: str = ""
    tail: bool = False
    """Whether a paragraph without a head is set off from the turn before it."""
    beside: bool = False
    """Whether words stand beside the names of their turns, in one line."""
    below: float = 0.0
    """Lines without a name right below another, to a turn."""
    pages: bool = False
    running: frozenset[str] = frozenset()
    """Lines that stand on every page, without its number."""
    above: int = 0
    notices: int = 0
    again: frozenset[str] = frozenset()
    heads: int = 0
    marked: int = 0
    lines: int = 0

    @property
    def holds_speech(self) -> bool:
        """Whether there is anything by which speech can be told."""
        return bool(self.heads or self.timed_words or self.interview)

    def believes(self, shape: str, name: str | None) -> bool:
        """Say whether a head of this shape and name begins a turn."""
        return name in self.names and shape in self.shapes


def layout_of(again: Callable[[], Iterable[TextLine]], declared: Collection[str] = ()) -> Layout:
    """Return how a file writes its turns; a transcript that it announces counts alone where it holds turns.

    again: what gives the lines, as often as asked. declared: names that the file itself says are speakers.
    """
    return _layout_by(again, lambda found, announced: believe(found, declared, announced=announced))


def _layout_by(again: Callable[[], Iterable[TextLine]], decide: Callable[[Evidence, bool], Layout]) -> Layout:
    layout = _layout_of(again(), decide, notes_too=False)
    if layout.holds_speech:
        return layout
    if layout.announced:
        return layout
    layout = replace(_layout_of(again(), decide, notes_too=True), lenient=True)
    if layout.timed or layout.several:
        return layout
    return Layout(title=layout.title, lines=layout.lines, stamped=layout.stamped, timed_words=layout.timed_words)


def _layout_of(lines: Iterable[TextLine], decide: Callable[[Evidence, bool], Layout], *, notes_too: bool) -> Layout:
    found, markers = count_lines(lines, notes_too=notes_too)
    deeper = [index for index, (_, level) in enumerate(markers) if level > 1] or list(range(len(markers)))
    if deeper:
        first = deeper[0]
        after = _merged(found[first + 1 :])
        layout = decide(after, True)  # noqa: FBT003
        if layout.holds_speech:
            number, level = markers[first]
            return replace(layout, marker=number, marker_level=level)
    layout = decide(_merged(found), False)  # noqa: FBT003
    if layout.holds_speech or not deeper:
        return layout
    number, level = markers[deeper[0]]
    named = sum(heads.count for heads in after.shapes.values())  # labels that were not believed, times
    told = after.paragraphs >= _FEWEST_TOLD and after.sentences >= 0.5 * after.lines and named < 0.2 * after.paragraphs
    return replace(layout, marker=number, marker_level=level, announced=True) if told else layout


def _merged(found: Iterable[Evidence]) -> Evidence:
    whole = Evidence()
    for part in found:
        whole.merge(part)
    return whole


def believe(found: Evidence, declared: Collection[str] = (), *, announced: bool = False) -> Layout:
    """Return which shapes and names begin turns; `announced` where a heading says that this is a transcript."""
    found = replace(found, declared=frozenset(map(bare_name, declared)))
    found.forget_running_labels()
    shapes: set[str] = set()
    names: set[str] = {name for name in declared if name_kind(name) > NameKind.NONE}
    times: list[Times] = []
    for shape, heads in found.shapes.items():
        if is_timed_shape(shape) and (kept := timed_names(found, shape, heads)):
            shapes.add(shape)
            names |= kept
            times.append(heads.times)
    timed = bool(shapes)
    count = sum(found.of(shape).count for shape in shapes)
    for shape, heads in found.shapes.items():
        strict = timed and count >= 0.6 * (count + heads.count)  # where turns have times, a label without one is none
        if is_marked_shape(shape) and (kept := marked_names(found, shape, heads, names if strict else None)):
            shapes.add(shape)
            names |= kept
    marked = sum(found.of(shape).names[name] for shape in shapes for name in names)
    plain = [shape for shape in found.shapes if shape.endswith((".1", ".d", ".j")) and not is_marked_shape(shape)]
    weak = plain_names(found, plain, names, strong=timed)
    if not weak and not shapes and announced:
        weak = announced_names(found, plain)
    if weak:
        counts = {shape: sum(found.of(shape).names[name] for name in weak) for shape in plain}
        listed = {shape for shape in plain if shape.startswith("-") and counts[shape] < 0.3 * found.lines}
        listed |= {
            shape
            for shape in plain
            if shape.endswith(".d") and (counts[shape] < 0.1 * found.lines or not found.are_people(shape))
        }
        kept = {shape for shape in counts if counts[shape] > 0.3 * sum(counts.values())} - listed
        shapes |= kept
        names |= weak if kept else set()
    if not shapes and (kept := lone_names(found, LONE) or lone_names(found, APART)):
        shapes.update((LONE, APART) if kept & found.of(APART).names.keys() else (LONE,))
        names |= kept
    elif any(shape.endswith(">0") and found.of(shape).above > 0.5 * found.of(shape).count for shape in shapes):
        shapes.add(LONE)  # a head whose time was lost
        lone = found.of(LONE).names
        names |= {name for name, count in lone.items() if count > 1 or name_kind(name) == NameKind.NAME}
    return _layout(found, names, shapes, marked=marked, times=times)


def _layout(found: Evidence, names: set[str], shapes: set[str], *, marked: int, times: list[Times]) -> Layout:
    """Put together what is believed, and what follows for times and words of nobody."""
    stamped = frozenset(trusted_stamps(found))
    counted = sum(found.of(shape).count for shape in shapes)
    heads = sum(found.of(shape).names[name] for shape in shapes for name in names)
    nameless = not shapes and bool(stamped) and is_told(found, stamped)
    asked = sum(heads.count for shape, heads in found.shapes.items() if shape.endswith("whole"))
    if nameless:
        times = [found.of(shape).times for shape in stamped]
    hours = _are_hours(times, found.timed_letters)
    return Layout(
        frozenset(names),
        frozenset(shapes),
        stamped=stamped,
        inside=found.inside.count >= 2 and found.inside.rise,
        base_ms=_first(times) if hours else _base(times),
        hours=hours,
        timed=2 * sum(found.of(shape).count for shape in shapes if is_timed_shape(shape)) > counted,
        timed_words=nameless,
        interview=not shapes and not nameless and asked > 1 and asked >= 0.1 * found.lines,
        questions=asked > 1,
        title=found.title or found.first,
        tail=_is_set_off(found, shapes, heads, stamped=bool(stamped)),
        beside=heads >= _FEW_BESIDE and _are_beside(found, shapes),
        below=found.below / max(heads, 1),
        pages=found.numbers > 1,
        running=found.running_lines(),
        above=sum(found.of(shape).below for shape in shapes if shape.endswith(">0")),
        notices=found.notices,
        again=frozenset(_again(found, names)),
        several=sum(found.returned[name] > 1 for name in names) > 1,
        heads=heads,
        marked=marked,
        lines=found.lines,
    )


def _are_beside(found: Evidence, shapes: Collection[str]) -> bool:
    """Say whether words stand in the line of their head."""
    return all(shape.endswith("1") and 2 * found.of(shape).above < found.of(shape).count for shape in shapes)


def _is_set_off(found: Evidence, shapes: Collection[str], heads: int, *, stamped: bool) -> bool:
    """Say whether a paragraph without a head is set off: no turn has a second one, or no empty line parts the turns."""
    beside = all(shape.endswith("1") and 2 * found.of(shape).above < found.of(shape).count for shape in shapes)
    dense = heads > _FEW_DENSE and found.headed <= _MOST_SET_OFF and beside and not stamped
    few = 0 < found.paragraphs - found.headed <= _MOST_SET_OFF
    return (found.tail > 0 and not found.turned and found.headed > _FEW_TURNS) or (dense and few)


STATED = "stated"
"""The shape of heads that a pattern of the settings describes."""


def layout_of_stated(again: Callable[[], Iterable[TextLine]], names: Collection[str] | None) -> Layout:
    """Return the layout of a file whose heads a person described; `names` is None where the pattern has none.

    Which heads stand in notes, and where a transcript is announced, is found as for any other text.
    """

    def decide(found: Evidence, _: bool) -> Layout:  # noqa: FBT001
        heads = found.of(STATED)
        named = {name for name in heads.names if name}
        return Layout(
            frozenset(names or ()),
            frozenset() if names is None else frozenset({STATED}),
            stamped=frozenset({STATED}) if names is None else frozenset(),
            inside=found.inside.count >= 2 and found.inside.rise,
            base_ms=_base([heads.times]),
            timed=2 * heads.times.count > heads.count,
            timed_words=names is None and heads.count > 0,
            again=frozenset(name for name in named if heads.names[name] > 1),
            several=sum(found.returned[name] > 1 for name in named) > 1,
            heads=heads.count,
            marked=heads.count,
            lines=found.lines,
        )

    return _layout_by(again, decide)


def _again(found: Evidence, names: Iterable[str]) -> Iterable[str]:
    """Yield the names that stand more than once, and the labels of transcripts."""
    counts = Counter[str]()
    for heads in found.shapes.values():
        counts.update(heads.names)
    return (name for name in names if counts[name] > 1 or is_voice(name))


def _first(times: Iterable[Times]) -> int | None:
    return min((time.first for time in times if time.first is not None), default=None)


def _are_hours(times: Sequence[Times], letters: int) -> bool:
    """Say whether times such as `15:45` can only be hours and minutes: nobody says so much in so few seconds."""
    first, last = _first(times), max((time.last for time in times if time.last is not None), default=0)
    if first is None or not _EARLIEST_MS <= first <= last < _LATEST_MS or any(time.clocks for time in times):
        return False
    return sum(time.count for time in times) > 2 and 1000 * letters > _FASTEST * (last - first)


def _base(times: Sequence[Times]) -> int | None:
    known = [time for time in times if time.first is not None]
    first = _first(known)
    of_day = 2 * sum(time.clocks for time in known) > sum(time.count for time in known) or (
        first is not None and first >= SURELY_CLOCK_MS
    )
    return first if of_day else None
