"""The table of pseudonyms is stable, deterministic and people's own."""

from hypothesis import given
from hypothesis import strategies as st

from evidence.documents.pseudonyms import append_lines, assign, parse_pseudonyms

PATH = "source/pseudonyms.csv"


def test_new_accounts_get_the_next_numbers_in_the_order_of_their_ids():
    assert assign({"A-7": "Account_004"}, ["B-2", "B-1", "A-7"]) == {"B-1": "Account_005", "B-2": "Account_006"}


def test_an_id_that_is_a_pseudonym_stands_for_itself_and_for_nobody_else():
    assert assign({}, ["Account_001", "X"]) == {"Account_001": "Account_001", "X": "Account_002"}


def test_lines_of_people_stay_as_they_are():
    text = "account_id,pseudonym\r\nA-7, Blue \r\n"
    known, problems = parse_pseudonyms(text, PATH)
    assert (known, problems) == ({"A-7": "Blue"}, ())
    assert append_lines(text.encode(), assign(known, ["B"]), PATH).decode() == f"{text}B,Account_001\r\n"
    assert append_lines(b"", {"B": "Account_001"}, PATH) == b"account_id,pseudonym\nB,Account_001\n"


def test_a_faulty_line_is_told_with_its_number():
    text = "account_id,pseudonym\nA,Blue\nB,blue\nC\nA,Red\n"
    known, problems = parse_pseudonyms(text, PATH)
    assert known == {"A": "Blue"}
    assert [(problem.line, problem.what) for problem in problems] == [
        (3, "blue is already the pseudonym of A"),
        (4, "the line needs an account id and a pseudonym"),
        (5, "A appears twice"),
    ]
    assert parse_pseudonyms("id,name\n", PATH)[1][0].line == 1


@given(st.sets(st.text("AB1_", min_size=1, max_size=4) | st.sampled_from(("Account_002", "Account_7"))), st.randoms())
def test_one_pseudonym_means_one_account_whenever_it_came(ids, chance):
    first = set(chance.sample(sorted(ids), len(ids) // 2))
    known = assign({}, first)
    both = known | assign(known, ids)
    assert set(both) == ids
    assert len(set(both.values())) == len(ids)
    text = append_lines(b"", both, PATH)
    assert parse_pseudonyms(text, PATH) == (both, ())
