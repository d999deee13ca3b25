import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_table_of_formats_in_the_docs_is_current():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/formats_table"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    page = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    assert done.stdout in page, "run scripts/formats_table --write"
