import re
from pathlib import Path

import pytest

import evidence
from evidence.cli.app import COMMANDS
from evidence.model import VerdictName
from evidence.query.grammar import FIELDS, parse_query
from evidence.settings import Settings
from pages import commands, formats

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


@pytest.mark.parametrize("page", [commands, formats], ids=lambda page: page.PAGE.name)
def test_what_the_program_says_of_itself_is_current(page):
    assert page.PAGE.read_text(encoding="utf-8") == page.made(), "run scripts/docs"


def test_every_command_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"`evidence {command}" not in readme] == []


def test_every_twin_in_the_docs_exists():
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"evidence\.(\w+)\(", page)) <= set(evidence.__all__)


def test_the_page_of_the_library_names_every_twin_and_no_other():
    page = (DOCS / "python.md").read_text(encoding="utf-8")
    twins = {name for name, home in evidence._HOMES.items() if home.startswith("commands.")}
    assert [name for name in sorted(twins) if name not in page] == []
    assert set(re.findall(r"evidence\.(\w+)\(", page)) <= set(evidence.__all__)


def test_every_query_field_stands_in_the_docs():
    page = (DOCS / "query.md").read_text(encoding="utf-8")
    assert [field for field in FIELDS if f"`{field}:" not in page] == []


def test_every_setting_stands_in_the_docs():
    page = (DOCS / "workspace.md").read_text(encoding="utf-8")
    assert [name for name in Settings.__slots__ if f"`{name}`" not in page] == []


def test_the_table_of_verdicts_is_that_of_the_program():
    page = (DOCS / "verify.md").read_text(encoding="utf-8")
    rows = [f"| `{one}` | {'yes' if one.passes else 'no'} | {one.says} |" for one in VerdictName]
    assert "\n".join(["| verdict | passes | says |", "|---|---|---|", *rows, ""]) in page


def examples():
    page = (DOCS / "query.md").read_text(encoding="utf-8")
    fenced = page.split("```")[1].strip().splitlines()
    lines = [re.split(r"\s{3,}", line)[:-1] for line in fenced]
    cells = re.findall(r"^\| ((?:`[^`]+`(?:, )?)+) \|", page, re.MULTILINE)
    return [query for line in lines for query in line if query] + [
        q for cell in cells for q in re.findall("`([^`]+)`", cell)
    ]


@pytest.mark.parametrize("query", examples())
def test_every_example_of_the_query_language_is_understood(query):
    assert parse_query(query, filtered=True).root


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted(DOCS.glob("*.md"))], ids=lambda p: p.name
)
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "\u2026" not in link and not (page.parent / link).exists()] == []
