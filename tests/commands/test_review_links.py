"""Answers about links: written at once, taken back one by one, and nothing that a person wrote is lost."""

from __future__ import annotations

import pytest
from running import run_in

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
    ["j", "o"],
    ["end", "/", *"tarn", "enter"],
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


def test_the_speakers_of_a_call_are_asked_about_together_those_in_most_calls_first(place):
    raw = place / "source/transcripts/raw"
    (raw / "aspen.txt").write_text("Zoe: It is slow.\nMax: Yes.\nUma: A week.\nZoe: Yes.\nMax: So.\nUma: Yes.\n")
    (raw / "beech.txt").write_text("Ada: It is fast.\nUma: No.\nAda: Yes it is.\nUma: A month.\n")
    evidence.ingest_calls(place)
    with evidence.open_library(place) as library:
        items = ReviewService(library, by="kim").begin_links().items
    assert [(item.label, item.call_id) for item in items if item.label] == [
        ("Uma", "aspen"), ("Uma", "beech"),
        ("Bo", "alder"), ("Zoe", "aspen"), ("Max", "aspen"), ("Ada", "beech"), ("Cy", "birch"),
        ("Di", "cedar-ostrava-foods"),
    ]  # fmt: skip


def test_an_internal_call_waits_no_more_until_it_is_taken_back(service, place):
    before = tree(place)
    state = press(service.flush(service.begin_links()), ["j", "o"], service.flush)
    assert state.said.startswith("alder is now an internal call, with no account.")
    assert (place / MAPPED).read_text(encoding="utf-8").splitlines()[1].startswith("alder,internal,kim,")
    evidence.ingest_calls(place)
    links = {one["call_id"]: (one["status"], one["account_id"]) for one in evidence.account_links(place)}
    assert links["alder"] == ("internal", None)
    waiting = {one.topic: one.items for one in evidence.examine_workspace(place).topics if one.items}
    assert (waiting["suggested"], waiting["unlinked"]) == (("cedar-ostrava-foods",), ("birch",))
    with evidence.open_library(place) as library:
        again = ReviewService(library, by="kim").begin_links()
        assert "alder" not in [item.call_id for item in again.items if item.link]
        assert not library.problems
    state = press(state, ["u"], service.flush)
    assert state.said == "Taken back: alder is no longer settled as an internal call."
    assert tree(place) == before
    evidence.ingest_calls(place)
    links = {one["call_id"]: one["status"] for one in evidence.account_links(place)}
    assert links["alder"] == "suggested"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["a"], "cedar-ostrava-foods is no longer linked to Ostrava Foods."),
        (["j", "a"], "alder is no longer linked to Brackenfell Ltd."),
        (["n", *"Ostrava F", "enter"], "'Ostrava F' is no longer another name of Ostrava Foods."),
        (["end", "C"], "Di is no longer marked as a customer in every call."),
        (["end", "i"], "Di is no longer marked as one of us in cedar-ostrava-foods."),
        (["end", "r", *"CFO", "enter"], "Di is no longer 'CFO' in cedar-ostrava-foods."),
        (["end", "/", *"tarn", "enter"], "Di is no longer marked as a customer of Tarnwick in cedar-ostrava-foods."),
        (["n", *"Ostrava", "enter"], "nothing was written before, so nothing changed. 'Ostrava' is already another"),
    ],
)
def test_what_is_taken_back_is_told_as_it_is_afterwards(service, keys, said):
    state = press(service.flush(service.begin_links()), [*keys, "u"], service.flush)
    assert state.said.startswith(f"Taken back: {said}")


def test_a_customer_of_another_account_speaks_for_that_one(service, place):
    press(service.flush(service.begin_links()), ["end", "/", *"tarn", "enter"], service.flush)
    evidence.ingest_calls(place)
    with evidence.open_library(place) as library:
        (found,) = [person for _, person in library.catalog.everybody() if person.participant.label == "Di"]
    assert (found.participant.side, found.account_id) == ("customer", "A3")


def test_a_call_mapped_to_an_account_that_is_gone_is_the_exports_to_mend(service, place):
    press(service.flush(service.begin_links()), ["a", "a"], service.flush)
    newer = place / "source/crm/exports/crm_accounts_2026-02-28.csv"
    newer.write_text("account_id,account_name,domain\nA1,Brackenfell Ltd.,\nA7,Cedar Ostrava,\n", encoding="utf-8")
    evidence.ingest_calls(place)
    with evidence.open_library(place) as library:
        waiting = [item.call_id for item in ReviewService(library, by="kim").begin_links().items if item.link]
        topics = {one.topic: one for one in evidence.examine_workspace(library).topics if one.items}
    assert waiting == ["birch"]
    assert topics["mapped-away"].items == ("cedar-ostrava-foods",)
    assert topics["unlinked"].items == ("birch",)
    (told,) = [one for one in topics["problems"].items if "mapping line" in one]
    assert told.startswith(
        "source/crm/exports/crm_accounts_2026-02-28.csv: lacks 2 accounts that 2 mapping lines name: "
        "A2 (source/joins/mappings/accepted.csv:2), A3 (source/joins/mappings/ours.csv:2); "
        "crm_accounts_2026-01-31.csv had them. Export all accounts again"
    )
    assert topics["problems"].do == "each says what to do"
    assert (
        "1 call is not asked about: its account is not in the newest snapshot"
        in run_in(place, "review", "--links", "--plain").err
    )
    # What no export ever had is the line's fault.
    (place / "source/joins/mappings/ours.csv").write_text("call_id,account_id\nbirch,A33\n", encoding="utf-8")
    with evidence.open_library(place) as library:
        told = {one.topic: one.items for one in evidence.examine_workspace(library).topics}["problems"]
    assert any("ours.csv:2: no such account: A33. Fix the ids, or export all accounts." in one for one in told)
