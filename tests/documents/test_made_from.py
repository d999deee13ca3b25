"""What a block was made from is told on a line that no reader sees, and what moved since."""

from __future__ import annotations

import pytest

from evidence.documents.made_from import (
    MadeFrom,
    made_from_line,
    moved,
    read_made_from,
    reads_alike,
    what_moved,
    without_made_from,
)
from evidence.documents.markdown import outline

OLD = MadeFrom("1a2b3c4d", "2026-06-30 9f8e7d6c", "1,025 calls 5b6a7c8d", "1 decision 0e1f2a3b")
SAID = "Words.\n\n_Based on 1 call._\n"


@pytest.mark.parametrize(
    "made", [OLD, OLD._replace(crm="9f8e7d6c", calls="1 call 5b6a7c8d", decisions="0 decisions 0e1f2a3b")]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_line_is_read_back_and_no_reader_sees_it(made, newline):
    body = f"{SAID}\n{made_from_line(made)}\n\n".replace("\n", newline)
    assert read_made_from(body) == made
    assert without_made_from(body).strip() == SAID.strip().replace("\n", newline)
    assert [line.text for line in outline(body).lines] == ["Words.", "Based on 1 call."]


def test_a_line_elsewhere_or_of_another_shape_is_somebody_elses():
    line = made_from_line(OLD)
    for body in (f"{line}\n\n{SAID}", f"{SAID}\n{line[:-5]}; mine -->\n", SAID, ""):
        assert read_made_from(body) is None
        assert without_made_from(body) == body


def test_bodies_read_alike_whatever_they_were_made_from():
    new = OLD._replace(calls="1,026 calls 00000000")
    body = f"{SAID}\n{made_from_line(OLD)}\n"
    assert reads_alike(body, f"{SAID.replace('_', '*')}\n{made_from_line(new)}\n")
    assert reads_alike(body, SAID)
    assert not reads_alike(body, f"{SAID.replace('1 call', '2 calls')}\n{made_from_line(OLD)}\n")
    assert not reads_alike(f"{body}\nMine.\n", f"{SAID}\nMine.\n"), "what stands below it counts"


def test_what_moved_is_named_with_days_and_counts_and_what_did_not_is_named_too():
    new = OLD._replace(crm="2026-07-31 11111111", calls="1,026 calls 22222222")
    assert moved(OLD, new) == ("crm", "calls")
    assert what_moved(OLD, new) == (
        "since this block was written, the CRM changed: 2026-06-30 -> 2026-07-31; the calls changed: "
        "1,025 calls -> 1,026 calls. Unchanged: the definitions of the segment and its trackers, the decisions."
    )


def test_a_newer_day_with_the_same_rows_is_no_change_of_the_crm():
    new = OLD._replace(crm="2026-07-31 9f8e7d6c", definitions="00000000")
    assert moved(OLD, new) == ("definitions",)
    assert what_moved(OLD, new) == (
        "since this block was written, the definitions of the segment and its trackers changed. "
        "Unchanged: what the CRM says of its accounts (2026-06-30 -> 2026-07-31), the calls, the decisions."
    )


def test_where_nothing_moved_something_else_did():
    assert what_moved(OLD, OLD).endswith("evidence.yaml, people.csv or the program did")
    everything = MadeFrom("0" * 8, "0" * 8, "1 call 00000000", "0 decisions 00000000")
    assert "Unchanged" not in what_moved(OLD, everything)
    assert "2026-06-30 -> undated" in what_moved(OLD, everything)
