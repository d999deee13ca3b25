"""Why a call belongs to an account: every rung of the ladder, what it looked at and whom it named."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from evidence.accounts.cells import canonical_id
from evidence.accounts.linking import explain, link_call
from evidence.calls.normalized import parse
from evidence.errors import SettingsError
from evidence.indexing import build_context, keys
from evidence.settings import nearest

if TYPE_CHECKING:
    from evidence.accounts.linking import Rung
    from evidence.library import Library
    from evidence.model import AccountLink


@dataclass(frozen=True, slots=True)
class Climb:
    """A call's way down the ladder. `names` are the names of all accounts that a rung named, by id."""

    link: AccountLink
    title: str
    rungs: tuple[Rung, ...]
    names: dict[str, str]

    def records(self) -> list[dict[str, Any]]:
        """Return one flat object a rung, as `--json` prints it; `decided` marks the rung that linked the call."""
        return [{"call_id": self.link.call_id, **asdict(rung), "decided": self.decided(rung)} for rung in self.rungs]

    def decided(self, rung: Rung) -> bool:
        """Whether this rung linked the call, or found several accounts and stopped."""
        return rung.name == self.link.method


def climb(library: Library, call_id: str) -> Climb:
    """Link one call again and keep every step.

    Raises SettingsError with the nearest call id where there is no such call.
    """
    workspace = library.workspace
    if call_id not in library.links:
        close = nearest(call_id, tuple(library.links))
        hint = f"Did you mean {close}?" if close else "evidence link lists all calls."
        raise SettingsError(f"there is no call {call_id!r}", hint=hint)
    path = workspace.call_path(call_id)
    call = parse(workspace.read_text(path), workspace.name(path))
    # What is wrong in the CRM's files was said when the library was opened.
    ledger = build_context(workspace, library.as_of)[0].ledger
    rungs = explain(keys(call), ledger)
    named = {account_id for rung in rungs for account_id in rung.named}
    names = {account_id: ledger.accounts[canonical_id(account_id)].account_name for account_id in sorted(named)}
    return Climb(link_call(keys(call), ledger), call.title, rungs, names)
