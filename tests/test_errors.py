import errno
import os
import pickle
import sqlite3

import pytest

from evidence import errors
from evidence.errors import (
    ChangedOnDiskError,
    EvidenceError,
    FormatError,
    QuerySyntaxError,
    WorkspaceError,
    disk_advice,
)


def every_kind(base=EvidenceError):
    yield base
    for kind in base.__subclasses__():
        yield from every_kind(kind)


class CountedError(FormatError):
    """A kind of error that somebody may add, with a word of its own in the constructor."""

    def __init__(self, what, *, count):
        super().__init__(what, hint="Count again.")
        self.count = count


@pytest.mark.parametrize("kind", sorted({k for k in every_kind() if k.__module__ == errors.__name__}, key=str))
def test_every_error_survives_pickling(kind):
    error = kind("the clock stands still", hint="Wind it.").at("raw/a.vtt", 41)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
    assert type(again) is kind
    assert str(again) == str(error)
    assert (vars(again), again.args) == (vars(error), error.args)


@pytest.mark.parametrize("kind", sorted({k for k in every_kind() if k.__module__ == errors.__name__}, key=str))
def test_the_tree_of_errors_is_drawn_in_the_docstring(kind):
    assert kind.__name__ in errors.__doc__


def test_what_a_subclass_adds_survives_pickling():
    again = pickle.loads(pickle.dumps(CountedError("three cues", count=3)))  # noqa: S301
    assert (again.count, again.hint, str(again)) == (3, "Count again.", "three cues. Count again.")


def test_a_note_added_on_the_way_survives_pickling():
    error = FormatError("no cue")
    error.add_note("while reading a batch")
    assert pickle.loads(pickle.dumps(error)).__notes__ == ["while reading a batch"]  # noqa: S301


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (EvidenceError("it broke"), "it broke"),
        (EvidenceError("it broke", hint="Mend it."), "it broke. Mend it."),
        (EvidenceError("who knows?", hint="Ask."), "who knows? Ask."),
        (EvidenceError("it broke", path="a.csv"), "a.csv: it broke"),
        (EvidenceError("it broke", path="a.csv", line=7, hint="Mend it."), "a.csv:7: it broke. Mend it."),
        (EvidenceError("it broke", line=7), "it broke"),
        (
            EvidenceError("no\ncue", path="a\nb.csv: fine.csv", hint="Mend\u2028it."),
            "a b.csv: fine.csv: no cue. Mend it.",
        ),
    ],
)
def test_a_message_says_where_and_what_and_what_to_do(error, message):
    assert str(error) == message


def test_the_place_is_filled_in_once():
    error = WorkspaceError("not here").at("evidence.yaml").at("other.yaml", 3)
    assert (error.path, error.line) == ("evidence.yaml", 3)


def test_an_error_of_any_kind_is_caught_by_the_base_class():
    with pytest.raises(EvidenceError, match="nothing was written"):
        raise ChangedOnDiskError("nothing was written")


def caret(error):
    """The sign of the drawn query that the caret stands under."""
    _, shown, pointer = str(error).splitlines()
    return shown[pointer.index("^")]


@pytest.mark.parametrize("position", [0, 4, 49, 50, 51, 120, 199])
def test_a_caret_stands_under_the_fault_however_long_the_query(position):
    query = "a" * position + "!" + "b" * (199 - position)
    error = QuerySyntaxError("no such sign", query=query, position=position, hint="Leave it out.")
    assert caret(error) == "!"
    assert all(len(line) <= 80 for line in str(error).splitlines())
    assert caret(pickle.loads(pickle.dumps(error))) == "!"  # noqa: S301


def test_a_query_that_ends_too_early_has_its_caret_behind_the_end():
    error = QuerySyntaxError("a quotation mark is missing", query='"abc', position=4)
    assert str(error).splitlines()[1:] == ['  "abc', "      ^"]


def test_a_query_with_control_characters_is_drawn_on_one_line():
    error = QuerySyntaxError("no such sign", query="a\x1b[31m\nb", position=0)
    assert str(error).splitlines()[1] == "  a\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}b"


def test_an_error_of_an_empty_query_has_no_caret():
    assert str(QuerySyntaxError("nothing was asked")) == "nothing was asked"


def of_sqlite(code):
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("number", "others", "advice"),
    [
        (errno.ENOSPC, [of_sqlite(13), ValueError("'No space left on device (os error 28)'")], "The disk is full"),
        (errno.EDQUOT, [], "Your share of the disk is used up"),
        (errno.EACCES, [of_sqlite(14), of_sqlite(8)], "Your user may not do that"),
        (errno.EPERM, [], "Your user may not do that"),
        (errno.EROFS, [ValueError("Failed to open (Os { code: 30, kind: X })")], "The disk is mounted read-only"),
        (errno.EIO, [of_sqlite(10), of_sqlite(778)], "The disk reports an error"),
        (errno.EINTR, [of_sqlite(1), ValueError("no number")], "Check the permissions and the disk."),
    ],
)
def test_what_to_do_about_a_disk_is_said_by_what_is_wrong_with_it(number, others, advice):
    for error in (OSError(number, os.strerror(number)), *others):
        assert disk_advice(error).startswith(advice), error


def test_where_there_is_nothing_better_to_say_the_place_says_it():
    assert disk_advice(OSError(errno.EINTR, ""), otherwise="Look.") == "Look."
    assert disk_advice(OSError(errno.EIO, ""), otherwise="Look.") != "Look."
