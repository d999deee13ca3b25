"""What became of a deal: by its own cells, by its status, by its stage as the settings read it; else it is open.

Closed Won (Sales Pipeline)     won: the brackets hold its pipeline
5. Closed Lost, Closed Lost 0%  lost: the number is its place, or a forecast
Won                             won: the bare word, unless the settings say otherwise
Lost!, Done, 1374482            open, and told: nothing says what it is
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.errors import TableError
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from evidence.accounts.rows import Problems, Record
    from evidence.model import Deal

Stages = tuple[tuple[str, ...], tuple[str, ...]]
"""The stages of the settings that are an end: (won, lost)."""

# Of a stage that is under way, as Salesforce and HubSpot name theirs and people change them.
_UNDER_WAY = re.compile(
    "prospect|qualif|discover|demo|proposal|quote|negotiat|evaluat|trial|pilot|poc|proofof|contract|review|legal|procure"
    "|appointment|presentation|decision|new|open|lead|analysis|valueprop|scheduled|verbal|commit|pipeline|meeting"
    "|technical|security|solution|scop|nurtur|progress|pending|active|needs|perception|^stage\\d+$|^\\d{1,3}$"
)
# A stage with such a word may be an end, whatever else it names: "Lost after demo", "Disqualified".
_MAY_BE_AN_END = re.compile(
    r"\b(?:won|lost|closed|dead|done|cancel\w*|abandon\w*|declined|rejected|churn\w*|archived|deleted|no decision)\b"
    r"|\b(?:dis|un|not )\W?qualif",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\W*(?:(?:stage|step|phase|s)\W*)?\d{1,2}(?:\W+|(?=[A-Za-z]))(?=[^\W\d])", re.IGNORECASE)
_FORECAST = re.compile(r"[\s:|–—-]*[(\[]?\s*\d{1,3}\s*%\s*[)\]]?$")
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)[)\]]$")
_NO_LETTERS = re.compile(r"^[^\w!?]+|[^\w!?]+$")
_OPEN = frozenset(("open", "active", "inprogress", "pending", "new"))
_BARE = {
    "won": True, "gewonnen": True, "gagné": True, "gagnée": True, "ganado": True, "ganada": True,
    "lost": False, "verloren": False, "perdu": False, "perdue": False, "perdido": False, "perdida": False,
}  # fmt: skip
_MOST = 6  # stages that are told one by one


class Ends(NamedTuple):
    """The stages that are an end, folded, and the pipelines of a table, which stages may carry in brackets."""

    won: frozenset[str]
    lost: frozenset[str]
    pipelines: frozenset[str] = frozenset()
    bracketed: bool = False

    @classmethod
    def of(cls, stages: Stages, records: Iterable[Record] = (), *, hubspot: bool = False) -> Ends:
        """Return what the settings say, with the pipelines that these deals name.

        hubspot: their export puts the pipeline behind every stage; of another, several stages have to show it.
        """
        rows = [record.values for record in records]
        written = [str(row["stage"]) for row in rows if row.get("stage")]
        pipelines = frozenset(fold_stage(str(row["pipeline"])) for row in rows if row.get("pipeline"))
        won, lost = (frozenset(map(fold_stage, part)) for part in stages)
        bracketed = (hubspot or len(set(written)) > 1) and all(map(_IN_BRACKETS.search, written))
        return cls(won, lost, pipelines, bracketed)

    def reading(self, stage: str) -> bool | None:
        """Return whether a stage says won or lost, None where it says neither."""
        for form in self._forms(stage):
            folded = fold_stage(form)
            if folded in self.won or folded in self.lost:
                return folded in self.won
        for form in self._forms(stage):
            if (bare := _NO_LETTERS.sub("", form).casefold()) in _BARE:
                return _BARE[bare]
        return None

    def bare(self, stage: str) -> str:
        """Return a stage without what exports put around it: every stage of `Sales Pipeline` may carry that word."""
        *_, plain = self._forms(stage)
        return plain

    def _forms(self, stage: str) -> Iterator[str]:
        """Yield a stage as it is, then without what exports put around it."""
        yield stage
        bare = _FORECAST.sub("", stage)
        found = _IN_BRACKETS.search(bare)
        if found and (self.bracketed or fold_stage(found[1]) in self.pipelines or "pipeline" in found[1].casefold()):
            bare = _FORECAST.sub("", bare[: found.start()])
        if bare != stage:
            yield bare
        if (plain := _NUMBERED.sub("", bare)) != bare:
            yield plain


def fold_stage(stage: str) -> str:
    """Return a stage without case and signs."""
    return "".join(c for c in stage.casefold() if c.isalnum())


def outcome_cells(values: dict[str, Any], ends: Ends) -> tuple[bool | None, bool | None, str]:
    """Return won, closed and what is wrong for the typed cells of a deal: None, None where nothing decides."""
    won, closed = values.get("is_won"), values.get("is_closed")
    status = str(values.get("status") or "")
    stage = str(values.get("stage") or status)
    if (said := ends.reading(status) if status else None) is not None:
        won, closed = (said if won is None else won), (True if closed is None else closed)
    elif fold_stage(status) in _OPEN:
        won, closed = (False if won is None else won), (False if closed is None else closed)
    if not stage and won is None and closed is None:
        return None, None, ""
    return _outcome(won, closed, ends.reading(stage))


def _outcome(won: bool | None, closed: bool | None, staged: bool | None) -> tuple[bool | None, bool | None, str]:  # noqa: FBT001
    """Return won, closed and what is wrong; `staged` is what the stage says (won, lost, nothing)."""
    if staged is not None and (closed is False or won not in {None, staged}):
        return None, None, "has a closed stage, but is_won or is_closed says otherwise; it was counted as open"
    if won and closed is False:
        return None, None, "is won but not closed; it was counted as open"
    won = staged if won is None else won
    closed = (bool(won) or staged is not None) if closed is None else closed
    if closed and won is None:
        return None, None, "is closed, but nothing says whether it was won; it was counted as open"
    return bool(won), closed, ""


# -- what is worth a look ----------------------------------------------------------------------


def strange_stages(records: Iterable[Record], ends: Ends, path: str) -> Problems:
    """Say once for each stage that counts as open, though nothing says that it is: `Lost!`, `Dead`."""
    strange: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if said := _unread(record.values, ends):
            strange[said].append(record)
    problems = []
    for stage, found in [*strange.items()][:_MOST]:
        what = f"stage {stage!r} is neither won nor lost, so {_deals(len(found))} as open"
        hint = "If that is wrong, list it in evidence.yaml: stages: {won: [...], lost: [...]}."
        problems.append(TableError(what, hint=hint, path=path, line=found[0].lines[0]))
    if more := [record for found in [*strange.values()][_MOST:] for record in found]:
        what = f"{plural(len(strange) - _MOST, 'more stage')} neither won nor lost, so {_deals(len(more))} as open"
        hint = "If that is wrong, list them in evidence.yaml: stages: {won: [...], lost: [...]}."
        problems.append(TableError(what, hint=hint, path=path, line=more[0].lines[0]))
    return problems


def _unread(values: dict[str, Any], ends: Ends) -> str:
    """Return the stage or status that nothing explains, "" where something decides or is known as open."""
    if values.get("is_won") is not None or values.get("is_closed") is not None:
        return ""
    status, stage = str(values.get("status") or ""), str(values.get("stage") or "")
    if any(word and ends.reading(word) is not None for word in (status, stage)):
        return ""
    if status and fold_stage(status) in _OPEN:
        return ""
    if status and _MAY_BE_AN_END.search(status):
        return status
    word = stage or status
    return "" if not word or is_under_way(ends.bare(word)) else word


def is_under_way(stage: str) -> bool:
    """Whether a stage is known as one that a deal goes through."""
    return not _MAY_BE_AN_END.search(stage) and bool(_UNDER_WAY.search(fold_stage(_NUMBERED.sub("", stage))))


def none_closed(deals: Collection[Deal], records: Iterable[Record], path: str) -> Problems:
    """Say that no deal of a table is an end: then there is no rate, and probably a word that nobody knows.

    Nothing is said where every row states that it is none, in columns of its own, nor of a single deal.
    """
    stated = all(row.values.get("is_won") is not None or row.values.get("is_closed") is not None for row in records)
    if len(deals) < 2 or stated or any(deal.outcome != "open" for deal in deals):
        return []
    stages = list(dict.fromkeys(deal.stage for deal in deals if deal.stage))
    named = f" (stages: {', '.join(stages[:4])}{', ...' if stages[4:] else ''})" if stages else ""
    what = f"none of {plural(len(deals), 'deal')} is closed{named}, so there is no win rate"
    hint = "Name the stages that are an end in evidence.yaml: stages: {won: [...], lost: [...]}."
    return [TableError(what, hint=hint, path=path)]


def closed_later(deals: Iterable[Deal], day: str | None) -> Problems:
    """Say how many closed deals count as open, since they closed after the as-of day."""
    late = [d for d in deals if day and d.outcome != "open" and d.close_date and d.close_date > day]
    if not late:
        return []
    last = max(deal.close_date or "" for deal in late)
    first = late[0]
    what = f"{plural(len(late), 'closed deal')} closed after {day}, the as-of date, and {_count(len(late))} as open"
    hint = f"The first is {first.opportunity_id} ({first.close_date}). To count them, in evidence.yaml: as_of: {last}."
    return [TableError(what, hint=hint)]


def _count(number: int) -> str:
    return "counts" if number == 1 else "count"


def _deals(number: int) -> str:
    return "1 deal counts" if number == 1 else f"{number:,} deals count"
