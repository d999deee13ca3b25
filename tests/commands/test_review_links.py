"""Answers about links: written at once, taken back one by one, and nothing that a person wrote is lost."""

from __future__ import annotations

import pytest

import evidence
from evidence.commands.review import ReviewService
from evidence.review.links import choices
from evidence.review.pages import frame
from evidence.review.session import press
from evidence.review.state import begin
from evidence.terminal import bare

CALLS = {
    "alder": "Quill: Who are you?\nBo: We at Brackenfell do it by hand.\nQuill: I see.\nBo: Yes.\n",
    "birch": "Quill: Who are you?\nCy: Nobody knows. It takes a week.\nQuill: I see.\nCy: Yes.\n",
    "cedar-ostrava-foods": "Quill: Who are you?\nDi: It takes a week.\nQuill: I see.\nDi: Yes.\n",
}
FILES = {
    "evidence.yaml": "",
    "source/crm/exports/crm_accounts_2026-01-31.csv": (
        "account_id,account_name,domain\nA1,Brackenfell Ltd.,bracken.example\nA2,Ostrava Foods,\nA3,Tarnwick,\n"
    ),
    "source/joins/aliases.csv": "alias,account_id\r\nOstrava,A2\r\n",
    "source/joins/mappings/ours.csv": "call_id,account_id\nnobody,A3\n",
    "source/people.csv": (
        '# kept\r\n"label",side,"our note",call_id\r\n"Quill","internal"," as typed "\r\nSomebody,,\r\n'
    ),
}
MAPPED, PEOPLE = "source/joins/mappings/accepted.csv", "source/people.csv"


def tree(folder):
    files = (path for path in folder.rglob("*") if path.is_file() and ".evidence" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def place(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    for name, text in CALLS.items():
        path = tmp_path / f"source/transcripts/raw/{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    evidence.ingest_calls(tmp_path)
    return tmp_path


@pytest.fixture
def service(place):
    with evidence.open_library(place) as library:
        yield ReviewService(library, by="kim")


def test_every_call_without_an_account_waits_best_suggestion_first(service):
    state = service.begin_links()
    calls = [(item.call_id, item.link.status) for item in state.items if item.link]
    assert calls == [("cedar-ostrava-foods", "suggested"), ("alder", "suggested"), ("birch", "unlinked")]
    assert [item.label for item in state.items if item.label] == ["Bo", "Cy", "Di"]
    assert [account.account_id for account in state.accounts] == ["A1", "A2", "A3"]


def test_the_sentence_that_names_the_company_is_read_with_the_call(service):
    state = press(service.flush(service.begin_links()), ["j"], service.flush)
    assert [(key, one.text) for key, one in state.mentions.items()] == [("A1", "We at Brackenfell do it by hand.")]
    assert press(state, ["j"], service.flush).mentions == {}


def test_the_sentence_is_there_also_behind_a_speaker_of_the_same_call(service):
    state = press(service.flush(service.begin_links()), ["j"], service.flush)
    shown = frame(state, 80, 24)
    assert '    "We at Brackenfell do it by hand." alder#u2' in map(bare, shown)
    speaker = press(state, ["j", "j"], service.flush)
    assert (speaker.item.label, speaker.item.call_id) == ("Bo", "alder")
    assert frame(press(speaker, ["k", "k"], service.flush), 80, 24) == shown
    again = service.flush(begin((speaker.item, state.item), accounts=state.accounts))
    assert choices(press(again, ["j"], service.flush)) == choices(state)
    assert press(again, ["j"], service.flush).mentions == state.mentions


def test_a_call_that_nothing_suggests_is_linked_and_ingest_uses_it(service, place):
    press(service.flush(service.begin_links()), ["end", "home", "j", "j", "/", *"tarn", "enter"], service.flush)
    assert (place / MAPPED).read_text(encoding="utf-8").splitlines()[1].startswith("birch,A3,kim,")
    evidence.ingest_calls(place)
    assert {one["call_id"]: one["account_id"] for one in evidence.account_links(place)}["birch"] == "A3"


KEYS = (
    ["a"],
    ["j", "j", "/", *"tarn", "enter"],
    ["n", *"Ostrava F", "enter"],
    ["end", "C"],
    ["end", "r", *"CFO", "enter"],
    ["end", "i"],
)


@pytest.mark.parametrize("first", KEYS)
@pytest.mark.parametrize("second", KEYS)
def test_what_is_taken_back_leaves_every_file_as_it_was_to_the_byte(service, place, first, second):
    before = tree(place)
    state = press(service.flush(service.begin_links()), first, service.flush)
    assert tree(place) != before
    between = tree(place)
    state = press(state, ["home", *second], service.flush)
    many = len(state.steps)
    state = press(state, ["u"] * (many - 1), service.flush)
    assert tree(place) == between
    state = press(state, ["u", "u"], service.flush)
    assert tree(place) == before
    assert state.said.startswith("Nothing to undo")
    assert not any(item.verdict for item in state.items)


def test_where_somebody_wrote_in_between_nothing_is_taken_back_and_it_is_said(service, place):
    state = press(service.flush(service.begin_links()), ["a"], service.flush)
    theirs = (place / MAPPED).read_text(encoding="utf-8") + "birch,A1,lo,2026-02-02\n"
    (place / MAPPED).write_text(theirs, encoding="utf-8")
    state = press(state, ["u"], service.flush)
    assert "was changed since by somebody else, so nothing was taken back" in state.said
    assert (place / MAPPED).read_text(encoding="utf-8") == theirs
    assert state.items[0].verdict == "A2"


def test_a_role_goes_to_the_persons_line_and_the_rest_of_the_file_stays(service, place):
    press(service.flush(service.begin_links()), ["end", "R", *"Head of Ops", "enter", "C"], service.flush)
    assert (place / PEOPLE).read_bytes() == (
        b'# kept\r\n"label",side,"our note",call_id,role\r\n"Quill","internal"," as typed "\r\nSomebody,,\r\n'
        b"Di,customer,,,Head of Ops\r\n"
    )
    evidence.ingest_calls(place)
    with evidence.open_library(place) as library:
        people = {person.participant.label: person.participant for _, person in library.catalog.everybody()}
    assert (people["Di"].side, people["Di"].role) == ("customer", "Head of Ops")


def test_a_side_for_every_call_holds_where_only_a_role_was_written_before(service, place):
    press(service.flush(service.begin_links()), ["end", "r", *"CFO", "enter", "C"], service.flush)
    evidence.ingest_calls(place)
    with evidence.open_library(place) as library:
        people = {person.participant.label: person.participant for _, person in library.catalog.everybody()}
    assert (people["Di"].side, people["Di"].role) == ("customer", "CFO")


def test_without_accounts_there_is_nothing_to_choose_for_a_call(place):
    (place / "source/crm/exports/crm_accounts_2026-01-31.csv").unlink()
    with evidence.open_library(place) as library:
        assert not any(item.link for item in ReviewService(library, by="kim").begin_links().items)
