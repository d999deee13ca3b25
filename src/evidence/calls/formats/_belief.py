"""What is believed of counted heads: which names, in which shapes, begin turns; which times are those of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.calls.formats._evidence import NAME_TIME, TIME_NAME, TIME_TOP, Evidence, Heads
from evidence.calls.formats._names import (
    LONGEST_LIST,
    NameKind,
    bare_name,
    is_over_notes,
    is_role,
    is_voice,
    name_kind,
    opens_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def is_timed_shape(shape: str) -> bool:
    """Say whether heads of a shape have a time."""
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


def is_marked_shape(shape: str) -> bool:
    """Say whether heads of a shape have a mark and no time."""
    return shape.endswith(("h", "whole")) or (
        shape[-2:] in (".0", ".1", ".–", ".w", ".r") and shape[-3:-2] in ("*", "_", "[", "<", "【", "`", "(")
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
    timed = 2 * heads.times.count > heads.count
    most = 5 if timed or 2 * heads.above > heads.count else 3  # with a time, or alone on its line: `ines from ops`
    small = timed or not name[0].isupper()
    few = kind == NameKind.WORDS and small and len(name.split()) < most and not opens_sentence(name)
    return kind >= NameKind.ONE or (few and count > 1 and found.returned[name] > 1)


def timed_names(found: Evidence, shape: str, heads: Heads) -> set[str]:
    """Return the names that heads with a time begin turns with; none where the times do not rise."""
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
    if shape.endswith("<1") and found.of("tw").count > heads.count and found.sentences < 0.3 * found.lines:
        return set()  # a timetable: `09:45 Northquay: on request`
    if heads.count == 1:
        return good if found.notices and not colon and heads.above else set()
    return good if colon or again or (heads.count <= 4 and heads.above == heads.count) else set()


def _is_form(names: Collection[str]) -> bool:
    """Say whether labels are the keys of a form or of settings: `start` alone, or `Decision` and `Owner`."""
    kinds = [name_kind(name) for name in names]
    return (len(kinds) == 1 and kinds[0] <= NameKind.WORDS) or (
        len(kinds) > 0 and all(kind == NameKind.LISTED for kind in kinds) and not any(map(is_role, names))
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
    if heads.count < 0.5 * others or (shape == TIME_TOP and found.lines < 1.3 * _timed_lines(found)):
        return set()  # chapters between times, a timetable
    paired = "/" in shape and heads.count > 2 and all(name_kind(name) == NameKind.NAME for name in heads.names)
    if paired and heads.count >= 0.9 * others:
        return good
    topped = shape == TIME_TOP and heads.count > 2 and found.topped >= 0.8 * heads.count
    if found.avatars >= 0.5 * heads.count or (topped and _share(heads, good) >= 0.9):
        return good
    return good if again and _share(heads, again) >= 0.5 and heads.count > 1 else set()


def _timed_lines(found: Evidence) -> int:
    """Return how many lines have a time of their own; headings are no lines of a text."""
    return sum(
        heads.times.count
        for shape, heads in found.shapes.items()
        if shape != TIME_TOP and "/" not in shape and "#" not in shape
    )


def marked_names(found: Evidence, shape: str, heads: Heads, timed: set[str] | None) -> set[str]:
    """Return the names of marked heads; timed: where nearly all turns have times, the only names that may be."""
    good = {name for name in heads.names if name and _known(found, heads, name)}
    again = {name for name in good if heads.names[name] > 1 or is_voice(name)}
    if timed is not None:
        return {name for name in good if name in timed}
    if shape.endswith("whole"):
        return {name for name in good if heads.names[name] > 1}
    if shape.endswith(".w") and heads.count > 2 and all(name.endswith(")") for name in heads.names):
        return good if _share(heads, good) >= 0.8 else set()  # `**Dana Reyes (Northquay)** Hello`
    if shape.endswith("h") and len(again) < 2 and _others_return(found, shape):
        return set()  # chapters
    seldom = _share(heads, again) < 0.6 and (shape.endswith(("h", ".0", ".–")) or shape.startswith("-"))
    # Words in bold at the beginning of sentences.
    loose = shape.endswith(".w") and (_share(heads, again) < 0.8 or sum(found.returned[name] > 1 for name in again) < 2)
    # A form: every label stands once.
    once = not again and (heads.count > 3 or any(name_kind(name) < NameKind.NAME for name in good))
    if seldom or loose or once or _share(heads, good) < 0.5:
        return set()
    return good if heads.count > 1 else {name for name in good if is_voice(name)}


def plain_names(found: Evidence, shapes: list[str], known: set[str], *, strong: bool) -> set[str]:
    """Return the names before colons that come again between others, in enough of the lines.

    known: names that other shapes have. strong: turns have times, so that a label without one is hardly any.
    """
    heads = Heads()
    for shape in shapes:
        heads.names.update(found.of(shape).names)
        heads.wordless.update(found.of(shape).wordless)
        heads.above += found.of(shape).above
    letters, ended = (sum(getattr(found.of(shape), what) for shape in shapes) for what in ("letters", "ended"))
    beside = heads.count - heads.wordless.total()
    named = any(name_kind(name) == NameKind.NAME for name in heads.names)
    several = len(heads.names) > _PAIR or all("-" in shape for shape in shapes if found.of(shape).names)
    if not named and several and 2 * beside > heads.count and letters < _VALUE * beside and ended < 0.2 * beside:
        return set()  # answers and how many gave them
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
    if good and all(len(name) < 4 and name.isupper() for name in good):  # initials
        good |= {name for name in heads.names if len(name) < 4 and name.isupper() and name_kind(name) == NameKind.ONE}
    named = sum(heads.names[n] for n in heads.names if name_kind(n) >= NameKind.ONE or n in good)
    listed = len(heads.names) == heads.names.total() > LONGEST_LIST
    if not listed and named >= 0.9 * (found.paragraphs if found.paragraphs >= 0.8 * named else found.lines):
        again = [name for name in good if heads.names[name] > 1]
        if sum(" " in bare_name(name) for name in again) <= 0.5 * len(again):  # `Pricing: ...` beside `Dana Reyes: ...`
            good |= {name for name in heads.names if name_kind(name) == NameKind.ONE}
    return good


def announced_names(found: Evidence, shapes: list[str]) -> set[str]:
    """Return whole names that stand once each, where a heading says that what follows is a transcript."""
    names = {name for shape in shapes for name in found.of(shape).names if name_kind(name) == NameKind.NAME}
    spoken = sum(found.of(shape).names[name] for shape in shapes for name in names)
    return names if len(names) > 1 and spoken >= 0.5 * found.lines else set()


def lone_names(found: Evidence, shape: str) -> set[str]:
    """Return the names that stand alone on their lines over words."""
    heads = found.of(shape)
    again = {name for name, count in heads.names.items() if count > 1 and found.returned[name] > 0}
    if len(again) < 2 or _share(heads, again) < 0.5 or heads.count < 0.1 * found.lines:
        return set()
    capitals = all(map(str.isupper, again))  # as in plays
    return {
        name
        for name in heads.names
        if name in again
        or name_kind(name) == NameKind.NAME
        or (capitals and name.isupper() and name_kind(name) > NameKind.LISTED)
    }


def _is_alone(shape: str) -> bool:
    """Say whether a shape is that of a time without a name."""
    bare = shape.lstrip(">-#")
    return bare[:1] == "t" and "/" not in bare and bare != TIME_TOP


def trusted_stamps(found: Evidence) -> Iterable[str]:
    """Yield the shapes of times without a name that are no numbers of the words: several, and rising."""
    most = max((heads.times.count for shape, heads in found.shapes.items() if _is_alone(shape)), default=0)
    for shape, heads in found.shapes.items():
        bare = shape.lstrip(">-#")
        if heads.times.count < 0.1 * most or (bare == "tw" and heads.times.later < 0.5 * (heads.times.count - 1)):
            continue  # `10:15` at the beginning of a line that was wrapped, again and again
        several = heads.times.count > 2 or (heads.times.count == 2 and (bare != "tw" or found.lines < 6))
        if _is_alone(shape) and heads.times.rise and (several or bare[:2] == "t["):
            yield shape


def is_told(found: Evidence, stamped: Iterable[str]) -> bool:
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


_PAIR = 2
"""People who answer each other in single words are two; answers of a survey are more."""
_VALUE = 8
"""Characters behind a colon: so short are numbers and single words, not what people say to each other."""
_CAPTION = 26
"""Characters to a time: captions have about 40, points of agendas and chapters 10 to 25."""
