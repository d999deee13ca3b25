"""docs/review.svg: the review screen of the example workspace, made by the program itself.

The example is copied into a temporary folder and ingested there; some keys are pressed; what stands
on the screen is kept.
"""

import asyncio
import re
import shutil
import tempfile
from pathlib import Path

from evidence import ingest_calls
from evidence.commands.review import ReviewService
from evidence.library.asking import Filters
from evidence.library.library import open_library
from evidence.review.driver import Driver
from evidence.review.screen import make_app
from evidence.workspace import Workspace
from measuring.keeping import ROOT

PAGE = ROOT / "docs" / "review.svg"
SIZE = (100, 30)
KEYS = ("a", "j", "a", "x", "space")


def draw(folder: Path) -> str:
    """Return the picture of a review of the workspace in `folder`, where nobody decided anything yet."""
    with open_library(Workspace(folder)) as library:
        service = ReviewService(library, by="Robin Vale")
        state = service.begin([library.segment("mid-market-fintech")], filters=Filters())
        return asyncio.run(photograph(make_app(Driver(state, service.flush))))


async def photograph(app: object) -> str:
    """Return what the screen shows after some keys, as SVG without anything that a run decides."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*KEYS)
        await pilot.pause()
        svg: str = app.export_screenshot(title="evidence review")
    # The picture's ids carry a number of this run; its font comes from the reader's machine, not from the net.
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def made() -> str:
    """Copy, ingest, draw."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "example")
        folder.mkdir()
        shutil.copy2(ROOT / "evidence.yaml", folder)
        shutil.copytree(ROOT / "source", folder / "source")
        shutil.copytree(ROOT / "segments", folder / "segments", ignore=shutil.ignore_patterns("decisions.jsonl"))
        ingest_calls(folder)
        return draw(folder)
