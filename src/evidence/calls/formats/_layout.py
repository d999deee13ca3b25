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

from evidence.calls.formats._evidence import (
    APART,
    LONE,
    NAME_TIME,
    TIME_NAME,
    TIME_TOP,
    Evidence,
    Heads,
    Times,
    count_lines,
)
from evidence.calls.formats._names import (
    LONGEST_LIST,
    NameKind,
    bare_name,
    is_over_notes,
    is_voice,
    name_kind,
    opens_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from evidence.calls.formats._outside import TextLine

SURELY_CLOCK_MS = 6 * 3_600_000
"""No recording begins with six silent hours: a first time beyond is one of the day."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the turns of a file begin.

    `marker` is the line that announces the transcript (0 where none does) and `marker_level` its heading's; `base_ms`
    the first time of the day where the times are such.
    """

    names: frozenset[str] = frozenset()
    shapes: frozenset[str] = frozenset()
    marker: int = 0
    marker_level: int = 0
    stamped: frozenset[str] = frozenset()
    inside: bool = False
    base_ms: int | None = None
    timed: bool = False
    timed_words: bool = False
    questions: bool = False
    interview: bool = False
    lenient: bool = False
    several: bool = False
    title: str = ""
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
    return decide(_merged(found), False)  # noqa: FBT003


def _merged(found: Iterable[Evidence]) -> Evidence:
    whole = Evidence()
    for part in found:
        whole.merge(part)
    return whole


def believe(found: Evidence, declared: Collection[str] = (), *, announced: bool = False) -> Layout:
    """Return which shapes and names begin turns; `announced` where a heading says that this is a transcript."""
    found.declared = frozenset(map(bare_name, declared))
    shapes: set[str] = set()
    names: set[str] = {name for name in declared if name_kind(name) > NameKind.NONE}
    times: list[Times] = []
    for shape, heads in found.shapes.items():
        if _is_timed(shape) and (kept := _timed_names(found, shape, heads)):
            shapes.add(shape)
            names |= kept
            times.append(heads.times)
    timed = bool(shapes)
    count = sum(found.of(shape).count for shape in shapes)
    for shape, heads in found.shapes.items():
        strict = timed and count >= 0.6 * (count + heads.count)  # where turns have times, a label without one is none
        if _is_marked(shape) and (kept := _marked_names(found, shape, heads, names if strict else None)):
            shapes.add(shape)
            names |= kept
    marked = sum(found.of(shape).names[name] for shape in shapes for name in names)
    plain = [shape for shape in found.shapes if shape.endswith(".1") and not _is_marked(shape)]
    weak = _plain_names(found, plain, names, strong=timed)
    if not weak and not shapes and announced:
        weak = _announced_names(found, plain)
    if weak:
        counts = {shape: sum(found.of(shape).names[name] for name in weak) for shape in plain}
        listed = {shape for shape in plain if shape.startswith("-") and counts[shape] < 0.3 * found.lines}
        kept = {shape for shape in counts if counts[shape] > 0.3 * sum(counts.values())} - listed
        shapes |= kept
        names |= weak if kept else set()
    if not shapes and (kept := _lone_names(found, LONE) or _lone_names(found, APART)):
        shapes.update((LONE, APART) if kept & found.of(APART).names.keys() else (LONE,))
        names |= kept
    elif any(shape.endswith(">0") and found.of(shape).above > 0.5 * found.of(shape).count for shape in shapes):
        shapes.add(LONE)  # a head whose time was lost
        lone = found.of(LONE).names
        names |= {name for name, count in lone.items() if count > 1 or name_kind(name) == NameKind.NAME}
    return _layout(found, names, shapes, marked=marked, times=times)


def _layout(found: Evidence, names: set[str], shapes: set[str], *, marked: int, times: list[Times]) -> Layout:
    """Put together what is believed, and what follows for times and words of nobody."""
    stamped = frozenset(_trusted_stamps(found))
    counted = sum(found.of(shape).count for shape in shapes)
    nameless = not shapes and bool(stamped) and _is_told(found, stamped)
    asked = sum(heads.count for shape, heads in found.shapes.items() if shape.endswith("whole"))
    if nameless:
        times = [found.of(shape).times for shape in stamped]
    return Layout(
        frozenset(names),
        frozenset(shapes),
        stamped=stamped,
        inside=found.inside.count >= 2 and found.inside.rise,
        base_ms=_base(times),
        timed=2 * sum(found.of(shape).count for shape in shapes if _is_timed(shape)) > counted,
        timed_words=nameless,
        interview=not shapes and not nameless and asked > 1 and asked >= 0.1 * found.lines,
        questions=asked > 1,
        title=found.title,
        pages=found.numbers > 1,
        running=frozenset(running for running, count in found.running.items() if count > 2 or "page" in running),
        above=sum(found.of(shape).below for shape in shapes if shape.endswith(">0")),
        notices=found.notices,
        again=frozenset(_again(found, names)),
        several=sum(found.returned[name] > 1 for name in names) > 1,
        heads=sum(found.of(shape).names[name] for shape in shapes for name in names),
        marked=marked,
        lines=found.lines,
    )


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


def _is_told(found: Evidence, stamped: Iterable[str]) -> bool:
    """Say whether times without names stand over words that somebody speaks, not over the points of an agenda."""
    heads = [found.of(shape) for shape in stamped]
    count = sum(one.count for one in heads)
    listed = sum(found.of(shape).count for shape in stamped if "-" in shape) > 0.5 * count
    if found.of(TIME_TOP).count >= 0.8 * count and not found.sentences:
        return False  # results: a time and a name, line by line
    beside = 2 * sum(one.count for one in heads if one.letters) > count  # the words stand on the lines of their times
    ended = sum(one.ended for one in heads) if beside else found.sentences
    letters = sum(one.letters for one in heads) if beside else found.letters
    return ended >= 0.3 * count or (not listed and letters >= _CAPTION * count)


_CAPTION = 26
"""Characters to a time: captions have about 40, points of agendas and chapters 10 to 25."""


def _again(found: Evidence, names: Iterable[str]) -> Iterable[str]:
    """Yield the names that stand more than once, and the labels of transcripts."""
    counts = Counter[str]()
    for heads in found.shapes.values():
        counts.update(heads.names)
    return (name for name in names if counts[name] > 1 or is_voice(name))


def _base(times: Iterable[Times]) -> int | None:
    known = [time for time in times if time.first is not None]
    first = min((time.first for time in known if time.first is not None), default=None)
    of_day = 2 * sum(time.clocks for time in known) > sum(time.count for time in known) or (
        first is not None and first >= SURELY_CLOCK_MS
    )
    return first if of_day else None


def _is_timed(shape: str) -> bool:
    return shape in ("row", NAME_TIME, TIME_NAME, TIME_TOP) or shape[-2:] in (
        "<0",
        "<1",
        ">0",
        ">1",
        "<|",
        "<–",
        "<r",
        ">r",
    )


def _is_marked(shape: str) -> bool:
    return shape.endswith(("h", "whole")) or (
        shape[-2:] in (".0", ".1", ".–", ".w", ".r") and shape[-3:-2] in ("*", "_", "[", "<", "【", "`")
    )


def _share(heads: Heads, good: Iterable[str]) -> float:
    return sum(heads.names[name] for name in good) / heads.count if heads.count else 0.0


def _known(found: Evidence, heads: Heads, name: str) -> bool:
    """Say whether a label that stands in believable heads is a name: by its looks, or by how it comes back."""
    if bare_name(name) in found.declared:
        return True
    kind, count = name_kind(name), heads.names[name]
    if kind == NameKind.LISTED:  # `**Break:** [17:39]` comes back too, but nobody of that name says a word
        silent = heads.wordless[name] == count and heads.above < 0.5 * heads.count
        again = found.returned[name] > (1 if not is_over_notes(name) else max(3, heads.count // 4))
        return again and not silent
    few = kind == NameKind.WORDS and len(name.split()) < 3 and not opens_sentence(name)
    return kind >= NameKind.ONE or (few and count > 1 and found.returned[name] > 1)


def _timed_names(found: Evidence, shape: str, heads: Heads) -> set[str]:
    if shape == "row":
        return {name for name in heads.names if name}
    good = {name for name in heads.names if _known(found, heads, name)}
    again = {name for name in good if heads.names[name] > 1 or is_voice(name)}
    if not heads.times.rise or _share(heads, good) < 0.6 or _is_form(good):
        return set()
    if shape in (NAME_TIME, TIME_NAME, TIME_TOP) or shape.startswith("~"):
        return _loose_names(found, shape, good, again)
    colon = shape[-1] in "1|–" or any(sign in shape for sign in "*_[#")
    if not again and heads.count > 1 and _others_return(found, shape):
        return set()  # chapters: `### [05:10] Pricing`
    if heads.count == 1:
        return good if found.notices and not colon and heads.above else set()
    return good if colon or again or (heads.count <= 4 and heads.above == heads.count) else set()


def _is_form(names: Collection[str]) -> bool:
    """Say whether labels are the keys of a form or of settings: `start` alone, or `Decision` and `Owner`."""
    kinds = [name_kind(name) for name in names]
    return (len(kinds) == 1 and kinds[0] <= NameKind.WORDS) or (
        len(kinds) > 0 and all(kind == NameKind.LISTED for kind in kinds) and all(map(is_over_notes, names))
    )


def _others_return(found: Evidence, shape: str) -> bool:
    """Say whether names come again in another shape, as those of people do and those of chapters do not."""
    return any(
        sum(count > 1 and found.returned[name] > 1 for name, count in heads.names.items() if name) > 1
        for other, heads in found.shapes.items()
        if other != shape and not other.endswith("whole")
    )


def _loose_names(found: Evidence, shape: str, good: set[str], again: set[str]) -> set[str]:
    """Return the names of a shape that words may have as well: they come again, or the page shows their initials."""
    heads = found.of(shape)
    if shape == TIME_TOP:
        others = found.of("tw").count + found.of("tw[").count
    else:
        others = sum(found.of(other).count for other in ("t", "t[", "t:", "t[:")) if "/" in shape else 0
    if heads.count < 0.5 * others:
        return set()  # chapters between times
    topped = shape == TIME_TOP and heads.count > 2 and found.topped >= 0.8 * heads.count
    if found.avatars >= 0.5 * heads.count or (topped and _share(heads, good) >= 0.9):
        return good
    return good if again and _share(heads, again) >= 0.5 and heads.count > 1 else set()


def _marked_names(found: Evidence, shape: str, heads: Heads, timed: set[str] | None) -> set[str]:
    good = {name for name in heads.names if name and _known(found, heads, name)}
    again = {name for name in good if heads.names[name] > 1 or is_voice(name)}
    if timed is not None:
        return {name for name in good if name in timed}
    if shape.endswith("whole"):
        return {name for name in good if heads.names[name] > 1}
    if shape.endswith(".w") and heads.count > 2 and all(name.endswith(")") for name in heads.names):
        return good if _share(heads, good) >= 0.8 else set()  # `**Dana Reyes (Northquay)** Hello`
    seldom = _share(heads, again) < 0.6 and (shape.endswith(("h", ".0", ".–")) or shape.startswith("-"))
    # Words in bold at the beginning of sentences.
    loose = shape.endswith(".w") and (_share(heads, again) < 0.8 or sum(found.returned[name] > 1 for name in again) < 2)
    # A form: every label stands once.
    once = not again and (heads.count > 3 or any(name_kind(name) < NameKind.NAME for name in good))
    if seldom or loose or once or _share(heads, good) < 0.5:
        return set()
    return good if heads.count > 1 else {name for name in good if is_voice(name)}


def _plain_names(found: Evidence, shapes: list[str], known: set[str], *, strong: bool) -> set[str]:
    heads = Heads()
    for shape in shapes:
        heads.names.update(found.of(shape).names)
        heads.wordless.update(found.of(shape).wordless)
        heads.above += found.of(shape).above
    small = all(name_kind(name) <= NameKind.LISTED for name in heads.names)
    if small and found.sentences < 0.3 * found.lines:
        return set()  # keys and values, or nothing
    good = {
        n for n, count in heads.names.items() if n in known or is_voice(n) or (count > 1 and _known(found, heads, n))
    }
    if known:  # `Fun fact: it still runs` in a file whose names stand in bold
        good = {name for name in good if name in known or name_kind(name) != NameKind.WORDS}
    if strong and sum(heads.names[name] for name in good) < 0.3 * found.lines:
        return good & known  # `Question: who owns it?` where every turn has its time
    if _is_form([name for name in good if heads.names[name] > 1]):
        return set()
    spoken = sum(heads.names[name] for name in good)
    several = sum(heads.names[name] > 1 and found.returned[name] > 1 for name in good) > 1
    share = spoken / found.lines if found.lines else 0.0
    asked = any(shape.endswith("whole") and shapes.names[""] > 1 for shape, shapes in found.shapes.items())
    if share < 0.3 and not (several and share >= 0.08) and not (asked and share >= 0.05) and not known:
        return {name for name in good if is_voice(name)} if share >= 0.1 else set()
    return _with_others(found, heads, good) if good else set()


def _with_others(found: Evidence, heads: Heads, good: set[str]) -> set[str]:
    """Return names of plain labels and those that may stand once beside them.

    Whole names may, and words with a capital letter where nearly every line has one.
    """
    good = good | {name for name in heads.names if name_kind(name) == NameKind.NAME}
    named = sum(heads.names[n] for n in heads.names if name_kind(n) >= NameKind.ONE or n in good)
    listed = len(heads.names) == heads.names.total() > LONGEST_LIST
    if not listed and named >= 0.9 * (found.paragraphs if found.paragraphs >= 0.8 * named else found.lines):
        again = [name for name in good if heads.names[name] > 1]
        if sum(" " in bare_name(name) for name in again) <= 0.5 * len(again):  # `Pricing: ...` beside `Dana Reyes: ...`
            good |= {name for name in heads.names if name_kind(name) == NameKind.ONE}
    return good


def _announced_names(found: Evidence, shapes: list[str]) -> set[str]:
    """Return whole names that stand once each, where a heading says that what follows is a transcript."""
    names = {name for shape in shapes for name in found.of(shape).names if name_kind(name) == NameKind.NAME}
    spoken = sum(found.of(shape).names[name] for shape in shapes for name in names)
    return names if len(names) > 1 and spoken >= 0.5 * found.lines else set()


def _lone_names(found: Evidence, shape: str) -> set[str]:
    heads = found.of(shape)
    again = {name for name, count in heads.names.items() if count > 1 and found.returned[name] > 0}
    if len(again) < 2 or _share(heads, again) < 0.5 or heads.count < 0.1 * found.lines:
        return set()
    return {name for name in heads.names if name in again or name_kind(name) == NameKind.NAME}


def _is_alone(shape: str) -> bool:
    """Say whether a shape is that of a time without a name."""
    bare = shape.lstrip(">-#")
    return bare[:1] == "t" and "/" not in bare and bare != TIME_TOP


def _trusted_stamps(found: Evidence) -> Iterable[str]:
    """Yield the shapes of times without a name that are no numbers of the words: several, and rising."""
    most = max((heads.times.count for shape, heads in found.shapes.items() if _is_alone(shape)), default=0)
    for shape, heads in found.shapes.items():
        bare = shape.lstrip(">-#")
        if heads.times.count < 0.1 * most:
            continue  # `10:15` at the beginning of a line that was wrapped
        several = heads.times.count > 2 or (heads.times.count == 2 and (bare != "tw" or found.lines < 6))
        if _is_alone(shape) and heads.times.rise and (several or bare[:2] == "t["):
            yield shape
