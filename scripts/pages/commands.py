"""docs/commands.md: the help of every command, as the program gives it, beside its Python twin."""

import contextlib
import io
import os

from evidence.cli.app import COMMANDS, run
from measuring.keeping import ROOT

PAGE = ROOT / "docs" / "commands.md"
TWINS = {
    "ingest": "evidence.ingest_calls(place)",
    "search": 'evidence.find_quotes(place, "babysit*", side="customer")',
    "ask": 'evidence.answer_question(place, "why did we lose deals?", outcome="lost")',
    "trackers": "evidence.survey_trackers(place)",
    "link": "evidence.account_links(place)",
    "pains": 'evidence.find_pains(place, side="customer")',
    "quotes": 'evidence.gather_quotes(place, "smb-saas")',
    "review": 'evidence.judge_quotes(place, "smb-saas", accept=["q0123456789ab"])',
    "attach": 'evidence.attach_evidence(place, "smb-saas")',
    "verify": "evidence.verify_quotes(place)",
    "stats": 'evidence.segment_stats(place, "smb-saas")',
}
TOP = """# Commands

Made by `scripts/docs`; a test keeps it current. Options of the program may stand before or after the command.
Results go to stdout, everything else to stderr. Exit codes: 0 done or found, 1 nothing found, a check would change
something, a hand-edited block was left alone or a quote fails, 2 trouble, 130 interrupted.

In Python, `place` is a path, a `Workspace`, or None for the nearest one; `evidence.to_frame(results)` makes a pandas
frame of any list of results.
"""


def help_of(*arguments: str) -> str:
    """Return what `--help` prints at 100 columns."""
    os.environ["COLUMNS"] = "100"
    os.environ["TERMINAL_WIDTH"] = "100"
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run([*arguments, "--help"])
    return "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())


def made() -> str:
    """Return the page."""
    parts = [TOP, f"```\n{help_of()}\n```\n"]
    for command in COMMANDS:
        twin = f"```python\n{TWINS[command]}\n```\n\n" if command in TWINS else ""
        parts.append(f"## evidence {command}\n\n{twin}```\n{help_of(command)}\n```\n")
    return "\n".join(parts)
