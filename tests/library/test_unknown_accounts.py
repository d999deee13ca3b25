"""Accounts that documents name and the CRM lacks."""

from __future__ import annotations

from evidence import open_library, open_workspace
from evidence.library.unknown_accounts import unknown_accounts

MORE = """
> "It takes us a day to release anything."
>
> — CTO at {name}

| Account | Size |
|---|---|
| {name} | 20 |
"""


def told(root, name):
    path = root / "segments/more.md"
    path.write_text(f"# More\n{MORE.format(name=name)}", encoding="utf-8")
    with open_library(open_workspace(root)) as library:
        found = [str(each) for each in unknown_accounts(library)]
        assert library.problems == []
        return found


def test_a_name_like_an_account_s_is_told_once_with_its_lines_and_the_nearest(world):
    with open_library(open_workspace(world)) as library:
        account = library.accounts["A1"]
    misspelt = account.account_name[:4] + account.account_name[5:]
    assert told(world, misspelt) == [
        f"segments/more.md:5: the CRM has no account {misspelt} (also in line 9). Nearest: {account.account_name} (A1)."
    ]


def test_a_name_like_nobody_s_is_told_without_one(world):
    (line,) = told(world, "Xylophia")
    assert line.startswith("segments/more.md:5: the CRM has no account Xylophia (also in line 9). No account")


def test_what_the_crm_has_by_id_or_name_and_ourselves_are_not_told(world):
    with open_library(open_workspace(world)) as library:
        names = [*library.names_of(library.accounts["A1"]), *library.workspace.settings.own_names]
    assert names
    assert [told(world, name) for name in names if " " not in name or name[0].isupper()] == [[]] * len(names)


def test_without_accounts_nothing_is_lacking(world):
    for path in (world / "source/crm/exports").iterdir():
        path.unlink()
    assert told(world, "Xylophia") == []
