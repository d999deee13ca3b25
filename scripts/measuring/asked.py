"""Questions put to `evidence ask` itself: a workspace of meetings, and the turns in which its answers stand."""

import contextlib
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from evidence.cli.app import run
from evidence.library.library import Library, opened

from .corpus import stamp, write
from .meetings import Meeting

MINUTE = 60_000


def call_of(meeting: str) -> str:
    """Return the id that a meeting's call gets."""
    return meeting.lower().replace("_", "-")


def make_workspace(root: Path, meetings: Iterable[Meeting]) -> None:
    """Write meetings as transcripts, a cue a turn, and read them as everybody does."""
    for meeting in meetings:
        cues = [
            f"{stamp(n * MINUTE)} --> {stamp((n + 1) * MINUTE - 1)}\n<v {speaker}>{said}</v>\n"
            for n, (speaker, said) in enumerate(meeting.turns)
            if said
        ]
        write(root, f"source/transcripts/raw/{meeting.name}.vtt", "\n".join(["WEBVTT\n", *cues]))
    write(root, "evidence.yaml", "# Made by scripts/eval search.\n")
    printed("--workspace", str(root), "ingest")


def printed(*arguments: str) -> str:
    """Run a command in this process; return what it printed as its result."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = run([*arguments])
    if code > 1:
        raise RuntimeError(f"exit code {code}: {arguments}")
    return out.getvalue()


class Asked:
    """A workspace of meetings to ask."""

    def __init__(self, root: Path, meetings: Sequence[Meeting]) -> None:
        """Make it; find out in which turn each utterance begins, since some are read as two and some as one."""
        self.root = root
        self.turn: dict[tuple[str, int], int] = {}
        make_workspace(root, meetings)
        with self.library() as library:
            for meeting in meetings:
                owner = [n for n, (_, said) in enumerate(meeting.turns) for _ in said.split()]
                at, call = 0, call_of(meeting.name)
                for utterance in library.store.text.call(call):
                    self.turn[call, utterance.number] = owner[at]
                    at += len(utterance.text.split())
                if at != len(owner):
                    raise RuntimeError(f"{meeting.name}: {len(owner)} words were written and {at} read")

    def library(self) -> contextlib.AbstractContextManager[Library]:
        """Open the workspace."""
        return opened(self.root, refresh=False)

    def command(self, question: str, meeting: str) -> list[int]:
        """Return the turns of a meeting as `evidence ask` ranks them; none where it says that nothing answers."""
        call = call_of(meeting)
        given = ("--workspace", str(self.root), "--json", "ask", "--call", call, "--limit", "0", "--", question)
        records = map(json.loads, printed(*given).splitlines())
        return self.turns((record["call_id"], record["utterance"]) for record in records)

    def turns(self, places: Iterable[tuple[str, int]]) -> list[int]:
        """Return the turns in which utterances begin, each once."""
        return list(dict.fromkeys(self.turn[place] for place in places))
