"""Which titles fit which patterns, and what `people:` may be."""

from __future__ import annotations

import random
import re
from fnmatch import fnmatchcase

import pytest

from evidence.segments.definitions import EVERYBODY, parse_segments
from evidence.segments.personas import asks_for_a_title, fitting, is_work, parts_of_title, untitled_remark
from evidence.text import words

FITS = [
    ("CFO", "CFO", True),
    ("CFO", "cfo, EMEA", True),
    ("cfo", "Group CFO & Co-founder", True),
    ("CFO", "CFOs", False),
    ("CFO", "Chief Financial Officer", False),  # nothing is guessed
    ("Controller", "Financial Controller", True),
    ("Controller", "Controllership Analyst", False),
    ("Controller*", "Controllership Analyst", True),
    ("*Controller*", "Senior Controller (Iberia)", True),
    ("VP Finance", "VP, Finance", True),
    ("VP Finance", "VP of Finance", False),
    ("VP*Finance", "VP of Finance", True),
    ("Vice President", "Vice-President Finance", True),
    ("Head of * Tax", "Head of Group Tax", True),
    ("Head of *", "Head of", False),
    ("Geschäftsführer", "geschaftsfuhrer", True),
    ("Directrice financière", "DIRECTRICE FINANCIERE, Lyon", True),
    ("C?O", "COO", True),
    ("C?O", "CIO", True),
    ("C?O", "CHRO", False),
    ("=CFO", "CFO", True),
    ("=CFO", "CFO, EMEA", False),
    ("=*Controller", "Plant Controller", True),
    ("=*Controller", "Plant Controller II", False),
    ("CFO", "Assistant to the CFO", False),
    ("CFO", "Chief of Staff to the Group CFO", False),
    ("CFO", "Chief of Staff to the CEO, interim CFO", True),
    ("CEO", "Office of the CEO", False),
    ("Assistant", "Assistant to the CFO", True),
    ("*Assistant to*", "Executive Assistant to the CFO", True),
    ("Cash Manager", "Order to Cash Manager", True),
    ("CI/CD Lead", "CI/CD Lead", True),
    ("a*a*a*a*a*b", "a" * 300, False),
]


@pytest.mark.parametrize(("pattern", "title", "expected"), FITS)
def test_a_pattern_fits_whole_words_of_a_title(pattern, title, expected):
    assert fitting([pattern])(title) is expected


def test_a_pattern_without_wildcards_fits_where_its_words_stand_side_by_side():
    made = random.Random(27)  # noqa: S311  the same titles on every run
    parts = ["Head", "of", "VP", "Ops", "Tax", "Risk", "Lead", "Group", "for", "IT"]
    for _ in range(2_000):
        title = [made.choice(parts) for _ in range(made.randint(1, 6))]
        asked = [made.choice(parts) for _ in range(made.randint(1, 3))]
        said = "".join(word + made.choice([" ", ", ", " - ", "/"]) for word in title).upper()
        run = [word.casefold() for word in asked]
        folded = [word.casefold() for word in title]
        expected = any(folded[at : at + len(run)] == run for at in range(len(folded)))
        assert fitting([" ".join(asked)])(said) is expected, (asked, said)


def test_wildcards_fit_as_those_of_files_do_between_the_borders_of_words():
    made = random.Random(8)  # noqa: S311  the same patterns on every run
    for _ in range(2_000):
        pattern = "".join(made.choice("ab*? ") for _ in range(made.randint(1, 6)))
        title = "".join(made.choice("ab ") for _ in range(made.randint(1, 9)))
        if not words(title) or not asks_for_a_title(pattern):
            continue
        said, asked = " ".join(title.split()), " ".join(pattern.split())
        cuts = (
            [0, *(m.end() for m in re.finditer(" ", said))],
            [*(m.start() for m in re.finditer(" ", said)), len(said)],
        )
        expected = any(fnmatchcase(said[a:b], asked) for a in cuts[0] for b in cuts[1] if a < b)
        assert fitting([pattern])(title) is expected, (pattern, title)


def test_what_somebody_is_to_us_is_no_title():
    assert [*map(is_work, ("Champion", "economic buyer", "Prospect", "room", "User"))] == [False] * 5
    assert [*map(is_work, ("CFO", "Champion of Change Lead", "Head of Ops"))] == [True] * 3


def test_those_without_a_title_are_counted_in_words():
    assert untitled_remark(0, 54) == ""
    assert untitled_remark(31, 54) == "31 of 54 customer speakers have no title."
    assert untitled_remark(1, 1) == "1 of 1 customer speaker has no title."


def segments(below):
    return parse_segments(f"buyers:\n  documents: [{{path: a.md}}]\n{below}")


def test_people_stand_beside_a_condition_or_in_its_place():
    (one,), problems = segments("  people: [CFO, '*Controller*', CFO]\n")
    assert (one.people, one.where, problems) == (("CFO", "*Controller*"), None, ())
    (one,), problems = segments("  people: CFO\n  where: headcount > 5\n")
    assert (one.people, one.where, problems) == (("CFO",), "headcount > 5", ())


@pytest.mark.parametrize("everybody", ["all", "All", "'ALL '"])
def test_all_is_everybody(everybody):
    (one,), problems = segments(f"  where: {everybody}\n")
    assert (one.where, problems) == (EVERYBODY, ())


@pytest.mark.parametrize(
    ("wrong", "said", "line"),
    [
        ("{CFO: yes}", "expected a list of titles", 3),
        ("5", "'5' is no title", 3),
        ("[]", "no title is given", 3),
        ("", "no title is given", 3),
        ("['*']", "'*' is no title", 3),
        ("[CFO, [VP]]", "expected a list of titles", 3),
        ("\n  - CFO\n  - 12", "'12' is no title", 5),
        (f"['{'a*' * 11}']", f"'{'a*' * 11}' is no title", 3),
    ],
)
def test_a_segment_whose_people_are_wrong_is_left_out_and_says_so(wrong, said, line):
    # Were only `people:` left out, what everybody said would count.
    found, (problem,) = segments(f"  people: {wrong}\n")
    assert found == ()
    assert (problem.what, problem.line) == (f"buyers: people: {said}", line)
    assert "people: [CFO" in problem.hint


@pytest.mark.parametrize(
    ("said", "titles"),
    [
        ("Treasurer or Head of Treasury", ("Treasurer", "Head of Treasury")),
        ("Leiterin IT, Einkaufsleiter / CIO", ("Leiterin IT", "Einkaufsleiter", "CIO")),
        ("VP Sales & Marketing", ("VP Sales & Marketing",)),
        ("COO & Co-founder", ("COO", "Co-founder")),
        ("Buyer and Planner (both sites)", ("Buyer", "Planner")),
        ("**Night porter**", ("Night porter",)),
        ("Head of Building Services at a hospital", ("Head of Building Services",)),
        ("Plant Engineer running two lines, who hates paper", ("Plant Engineer",)),
        ("Director Purchasing, with a team of nine", ("Director Purchasing",)),
        ("Lead Buyer responsible for steel / Buyer", ("Lead Buyer", "Buyer")),
        ("Keeps the ledgers of eleven entities in order", ()),
        ("*", ()),
        ("42", ()),
    ],
)
def test_titles_are_told_from_what_a_document_says_of_a_role(said, titles):
    assert parts_of_title(said) == titles
