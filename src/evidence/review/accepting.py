"""Accept and reject a short list one by one, with the keys of a review: what a typed line makes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from evidence.review.keys import QUOTE_WORDS

ACCEPTING_KEYS = "a accept, x reject, space later, u undo, q done > "
_VERDICTS = {"a": True, "x": False, " ": None}


@dataclass(frozen=True, slots=True)
class Accepting:
    """Which of a list were accepted (True), rejected (False) or put off (None), up to the one that is asked about."""

    length: int
    verdicts: tuple[bool | None, ...] = ()
    done: bool = False

    @property
    def at(self) -> int | None:
        """The place of the one that is asked about; None where there is no other."""
        return None if self.done or len(self.verdicts) >= self.length else len(self.verdicts)


def after_answer(state: Accepting, line: str) -> Accepting:
    """Return what a line makes of a list; a line that is not understood changes nothing.

    >>> [after_answer(Accepting(2), line).verdicts for line in ("a", "reject", "later", "maybe")]
    [(True,), (False,), (None,), ()]
    """
    said = line.lower() if not line.strip() else line.strip().lower()
    key = QUOTE_WORDS.get(said, said[:1] if not said.strip() and said else said)
    if key == "q":
        return replace(state, done=True)
    if key == "u":
        return replace(state, verdicts=state.verdicts[:-1])
    if key in _VERDICTS and state.at is not None:
        return replace(state, verdicts=(*state.verdicts, _VERDICTS[key]))
    return state
