"""The example workspace of this repository, as somebody has it who has not run anything yet."""

import shutil
from pathlib import Path

from evidence.documents.markers import find_blocks
from evidence.documents.placement import remove

ROOT = Path(__file__).resolve().parents[1]


def copy_example(folder):
    """The example workspace as it is before the first run: no calls normalized, no blocks attached."""
    folder.mkdir()
    shutil.copy2(ROOT / "evidence.yaml", folder)
    shutil.copytree(ROOT / "source", folder / "source", ignore=shutil.ignore_patterns("normalized"))
    shutil.copytree(ROOT / "segments", folder / "segments")
    for document in (folder / "segments").glob("*.md"):
        text = document.read_bytes().decode()
        for block in find_blocks(text):
            text = remove(text, block.segment)
        document.write_bytes(text.encode())
    return folder
