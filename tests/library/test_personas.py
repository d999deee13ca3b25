"""Segments of people against a slow, obvious count: one rule of whose words count, wherever they are counted."""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from typing import NamedTuple

import pytest

import evidence
from evidence import open_library, open_workspace
from evidence.commands.search import tally
from evidence.errors import SettingsError
from evidence.library.asking import Asking, ask
from evidence.library.figures import stats, stats_by
from evidence.library.findings import Finder, quotes
from evidence.library.personas import reasons
from evidence.query.grammar import parse_query
from small_world import FILES, RAW, lay, vtt

FINANCE = {"CFO", "Group CFO", "Plant Controller"}
TITLES = [*sorted(FINANCE), "Controllership Analyst", "VP Sales", "Assistant to the CFO", "champion", None, None]
SEGMENTS = """
finance:
  name: Money people
  documents: [{path: lenders.md, block: none}]
  people: [CFO, Controller]
  trackers: [by-hand]
lending-finance:
  documents: [{path: lenders.md, block: none}]
  people: [CFO, Controller]
  where: industry = 'Financial Services'
  trackers: [by-hand]
"""
DAY = "2026-03-31"  # that of the CRM: there are calls after it


class Spoken(NamedTuple):
    """One utterance, and what is true of it."""

    call: str
    date: str
    account: str | None
    label: str
    side: str
    titles: frozenset[str]
    hit: bool


def build(seed, folder):
    """Lay a workspace of random calls; return everything that was said in it."""
    made = random.Random(seed)  # noqa: S311  the same workspace on every run
    people, contacts, speakers = [("label", "side", "role", "account_id")], ["contact_id,account_id,name,job_title"], []
    for number in range(12):
        title, other, side = made.choice(TITLES), made.choice(TITLES), made.choice(["customer", "customer", "unknown"])
        name, home = f"Pia Quern{chr(97 + number)}", made.choice(["A1", "A2", "A3"])
        where, titles = made.choice(["label", "people", "contact", "both"]), {title}
        label = f"{name} ({title})" if title and where in {"label", "both"} else name
        if where == "contact" and title:
            contacts.append(f"C{number + 9},{home},{name},{title}")
            side = "customer"  # a contact of the account whose call it is
        elif label.endswith("(champion)"):
            side = "customer"  # as the label says
        if where == "both":  # what a person writes goes before the label; a mere relation to us does not
            titles = {other} | ({title} if other in {None, "champion"} else set())
        guest = where == "people" and made.random() < 0.4
        role = {"people": title, "both": other}.get(where)
        if where in {"people", "both"} or side == "customer":
            known = side if side == "customer" and not (where == "contact" and title) else ""
            people.append((label, known, role or "", home if guest else ""))
        speakers.append((label, name, home, where, side, frozenset(filter(None, titles)), guest))
    files = dict(FILES)
    for path in [path for path in files if path.startswith(RAW)]:
        del files[path]
    files["evidence.yaml"] = "own_names: [Ines Vale, Uwe Hartog]\n"
    spoken, links, number = [], ["transcript_id,account_id"], 0
    for at in range(14):
        date, account = (
            f"2026-{made.randint(1, 5):02d}-{made.randint(1, 28):02d}",
            made.choice(["A1", "A2", "A3", None]),
        )
        call = f"call{chr(97 + at)}-{date}"
        links += [f"{call},{account}"] if account else []
        turns = []
        for second in range(made.randint(3, 8)):
            number += 1
            able = [
                one for one in speakers if one[3] != "contact" or one[2] == account
            ]  # a contact of their account alone
            able.append(("Uwe Hartog (CFO)", "", "", "", "internal", frozenset({"CFO"}), False))
            # One who goes on speaking would make one turn of two.
            choice = made.choice([one for one in able if not turns or one[0] != turns[-1][1]])
            label, _, home, _, side, titles, guest = choice
            hit = made.random() < 0.6
            turns.append((second * 9, label, f"Thing {number} is done {'by hand' if hit else 'at once'} here."))
            spoken.append(Spoken(call, date, home if guest else account, label, side, titles, hit))
        files[f"{RAW}/{call}.vtt"] = vtt(*turns)
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(people)
    files["source/people.csv"] = table.getvalue()
    files["source/joins/mappings/calls.csv"] = "\n".join(links) + "\n"
    files["source/crm/exports/crm_contacts_2026-03-31.csv"] = "\n".join(contacts) + "\n"
    files["segments/segments.yaml"] += SEGMENTS
    lay(folder, files)
    return spoken


@pytest.fixture(scope="module", params=range(5))
def told(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("people") / "w"
    return folder, build(request.param, folder)


def belongs(one, segment):
    able = {"finance": {"A1", "A2", "A3"}, "lending-finance": {"A1", "A2"}}[segment]
    return one.side != "internal" and one.account in able and not FINANCE.isdisjoint(one.titles)


@pytest.mark.parametrize("segment", ["finance", "lending-finance"])
def test_every_count_is_that_of_what_such_people_said(told, segment):
    folder, spoken = told
    with open_library(open_workspace(folder)) as library:
        theirs = [one for one in spoken if belongs(one, segment)]
        assert set(library.members(segment)) == {one.account for one in theirs}
        hits = [one for one in theirs if one.hit]
        for asked in (f"hand persona:{segment}", f"hand segment:{segment}"):
            assert Asking(library, ask(asked)).count() == (len(hits), True)
        others = Asking(library, ask(f"hand NOT persona:{segment}")).count()
        assert others == (sum(one.hit for one in spoken) - len(hits), True)
        key = {one.key: one for one in tally(library, ask("hand"), "persona")}.get(segment)
        assert (key.mentions if key else 0) == len(hits)
        customers = [one for one in hits if one.side == "customer"]
        finder, definition = Finder(library), library.segment(segment)
        scope = finder.scope(definition)
        assert {call for call, _ in scope.calls} == {one.call for one in theirs}
        assert set(scope.linked) == {one.account for one in theirs} == {a.account_id for a in scope.accounts}
        found = finder.evidence(definition).trackers[0]
        assert (found.mentions, set(found.accounts)) == (len(customers), {one.account for one in customers})
        assert found.unknown_side == sum(one.side == "unknown" for one in hits)
        figures, _ = stats(library, [definition])
        assert (set(figures.accounts), figures.calls) == (set(scope.linked), len(scope.calls))
        assert sum(pain.mentions for pain in figures.pains) == len(customers)
        listed = [*quotes(library, [definition], tracker=None, filters=evidence.library.asking.Filters())]
        assert len(listed) == len(customers)
        assert all(segment in record["segments"] for record in listed)


def test_the_base_ends_on_the_day(told):
    folder, spoken = told
    with open_library(open_workspace(folder), as_of=DAY) as library:
        theirs = [one for one in spoken if belongs(one, "finance") and one.date <= DAY]
        assert set(library.members("finance")) == {one.account for one in theirs}
        figures, _ = stats(library, [library.segment("finance")])
        customers = [one for one in theirs if one.hit and one.side == "customer"]
        assert sum(pain.mentions for pain in figures.pains) == len(customers)


def test_the_index_and_the_query_say_the_same(told):
    with open_library(open_workspace(told[0])) as library:
        for text in ("persona:finance", "hand persona:lending-finance", "role:cfo NOT persona:finance", "hand"):
            asking = Asking(library, parse_query(text))
            scanned = [
                (call.call_id, utterance.number)
                for call in library.catalog.calls()
                for utterance in library.store.text.call(call.call_id)
                if asking.spans(call.call_id, utterance) is not None
            ]
            found = [(hit.call_id, hit.utterance.number) for hit in asking.hits()]
            assert sorted(found) == sorted(scanned), text
            assert asking.plan.exact


def test_by_role_counts_what_the_role_finds(told):
    folder, spoken = told
    with open_library(open_workspace(folder)) as library:
        counted = {one.key: one.mentions for one in tally(library, ask("hand"), "role")}
        truth = defaultdict(int)
        for one in spoken:
            for title in (one.titles or {None}) if one.hit else ():
                truth[title] += 1
        assert counted == truth
        for role, mentions in counted.items():
            if role:
                assert Asking(library, ask(f'hand role:="{role}"')).count() == (mentions, True)


def test_by_month_counts_every_mention_once(told):
    folder, spoken = told
    with open_library(open_workspace(folder)) as library:
        truth = defaultdict(int)
        for one in spoken:
            if one.hit:
                truth[one.date[:7]] += 1
        assert {one.key: one.mentions for one in tally(library, ask("hand"), "month")} == truth


def test_customers_without_a_title_are_counted_and_named(told):
    folder, spoken = told
    with open_library(open_workspace(folder)) as library:
        customers = [one for one in spoken if one.side == "customer" and one.account]
        titled = {(one.account, one.label) for one in customers if one.titles - {"champion"}}
        everybody = {(one.account, one.label) for one in customers}
        people = library.personas.found["finance"]
        assert (people.untitled, people.customers) == (len(everybody - titled), len(everybody))
        library.chosen(["finance"])
        assert any("customer speaker" in note for note in library.notes) is bool(everybody - titled)


def test_each_account_says_who_fits_or_why_nobody_does(told):
    folder, spoken = told
    with open_library(open_workspace(folder)) as library:
        said = reasons(library.personas, "finance", library.catalog.contacts())
        assert set(said) == {"A1", "A2", "A3"}
        for account, why in said.items():
            heard = {
                title for one in spoken if one.account == account and one.side != "internal" for title in one.titles
            }
            assert all(title in why for title in heard & FINANCE)
            assert ("(" in why and "call" in why) is bool(heard & FINANCE)


def test_a_persona_is_a_segment_with_people(small, world):
    with pytest.raises(SettingsError, match=r"no segment has people:"):
        Asking(small, parse_query("persona:finance"))
    path = world / "segments/segments.yaml"
    path.write_text(path.read_text(encoding="utf-8") + SEGMENTS, encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        for name, said in (
            ("lenders", "'lenders' is a segment without people: Write segment:lenders. You have: finance"),
            ("finanze", "no persona called 'finanze' Did you mean finance"),
            ("x", "no persona called 'x' You have: finance, lending-finance"),
        ):
            with pytest.raises(SettingsError) as wrong:
                Asking(library, parse_query(f"persona:{name}"))
            assert f"{wrong.value.what} {wrong.value.hint}".replace("people::", "people:").startswith(said.rstrip())
        assert Asking(library, parse_query('persona:"money PEOPLE"')).count() == (0, True)


def test_stats_by_persona_role_and_month_count_what_was_said_there(told):
    folder, spoken = told
    with open_library(open_workspace(folder)) as library:
        said = [one for one in spoken if one.account and one.side != "internal"]
        counted = [one for one in said if one.hit and one.side == "customer"]

        def shown(by):
            *groups, overall = stats_by(library, by)
            assert sum(pain.mentions for pain in overall.pains) == len(counted)
            return {
                one.group[1]: (set(one.called), sum(pain.mentions for pain in one.pains))
                for one in groups
            }  # fmt: skip

        def expected(keys_of):
            keys = {key for one in said for key in keys_of(one)}
            return {
                key: (
                    {one.account for one in said if key in keys_of(one)},
                    sum(key in keys_of(one) for one in counted),
                )
                for key in keys
            }

        assert shown("role") == expected(lambda one: one.titles or {None})
        personas = ("finance", "lending-finance")
        assert shown("persona") == expected(lambda one: [key for key in personas if belongs(one, key)])
        months = shown("month")
        assert {key: mentions for key, (_, mentions) in months.items() if mentions} == {
            key: mentions for key, (_, mentions) in expected(lambda one: [one.date[:7]]).items() if mentions
        }


def test_stats_by_month_deals_out_every_deal_once(told):
    with open_library(open_workspace(told[0])) as library:
        *months, overall = stats_by(library, "month")
        assert sum(one.deals.deals for one in months) == overall.deals.deals == 3
        assert [one.name for one in months] == sorted(one.name for one in months)


def test_stats_by_persona_needs_one(small):
    with pytest.raises(SettingsError, match="no segment has people"):
        stats_by(small, "persona")
