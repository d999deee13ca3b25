"""A call or a person is forgotten: their words leave every file of ours, and do not come back."""

from __future__ import annotations

import pytest

from evidence import attach_evidence, forget_words, ingest_calls, open_library, open_workspace
from evidence.calls.forgotten import digest
from evidence.errors import WorkspaceError
from small_world import HARBOUR, MILL, RAW

NORMALIZED = "source/transcripts/normalized"


def texts(place, *folders):
    files = (path for folder in folders for path in (place / folder).rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_a_forgotten_call_leaves_no_word_and_the_next_ingest_brings_none_back(world):
    attach_evidence(world)
    assert "ten hours a week" in (world / "segments/lenders.md").read_text(encoding="utf-8")
    gone = forget_words(world, HARBOUR)
    assert ("call", f"{NORMALIZED}/{HARBOUR}.md", True) in [(one.place, one.path, one.removed) for one in gone]
    assert {one.path for one in gone if one.place == "block"} == {"segments/lenders.md"}
    ingest_calls(world, jobs=1)
    assert not [name for name, text in texts(world, NORMALIZED, "segments").items() if "ten hours a week" in text]
    assert (world / NORMALIZED / f"{MILL}.md").is_file()


def test_a_forgotten_person_leaves_what_others_said(world):
    forget_words(world, "Odile Marchetti")
    said = (world / NORMALIZED / f"{HARBOUR}.md").read_text(encoding="utf-8")
    assert "Tell me how a release goes today." in said
    assert "by hand" not in said
    assert "Odile" not in (world / "source/people.csv").read_text(encoding="utf-8")
    assert "Bo Trent" in (world / "source/people.csv").read_text(encoding="utf-8")


def test_a_look_beforehand_writes_nothing_and_says_the_same_places(world):
    before = texts(world, "source", "segments")
    looked = forget_words(world, HARBOUR, write=False)
    assert texts(world, "source", "segments") == before
    assert forget_words(world, HARBOUR) == looked


CONTACTS = "source/crm/exports/crm_contacts_2026-03-31.csv"


def shown_after(world, said):
    """What a quote of Bo Trent shows once the CRM holds no line about Odile Marchetti any more."""
    raw = world / RAW / f"{MILL}.vtt"
    raw.write_text(raw.read_text(encoding="utf-8").replace("Every Sunday. It", f"{said} It"), encoding="utf-8")
    (world / CONTACTS).write_text("contact_id,account_id,name,email\n", encoding="utf-8")
    ingest_calls(world, jobs=1)
    with open_library(open_workspace(world)) as library:
        return library.redaction().apply(said)


@pytest.mark.parametrize("level", ["people", "pseudonyms", "strict"])
@pytest.mark.parametrize("who", ["Odile Marchetti", "odile marchetti", "odile@harbour.example"])
def test_a_forgotten_name_is_hidden_in_words_of_others_when_calls_and_crm_no_longer_hold_it(world, who, level):
    settings = world / "evidence.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + f"redaction: {level}\n", encoding="utf-8")
    forget_words(world, who)
    said = "Ask Odile Marchetti, or Odile, said MARCHETTI; that is Odile Marchetti's and Marchetti\u2019s list."
    hidden = shown_after(world, said)
    assert hidden == "Ask [name], or [name], said [name]; that is [name]'s and [name]\u2019s list."


@pytest.mark.parametrize(
    ("name", "said", "hidden"),
    [
        ("Anne-Marie O'Neil", "Ask anne-marie o'neil or O\u2019Neil's boss.", "Ask [name] or [name]'s boss."),
        ("Zo\u00eb M\u00fcller", "Ask Zoe Muller, or M\u00fcller.", "Ask [name], or [name]."),
        ("\u5c71\u7530\u592a\u90ce", "We asked \u5c71\u7530\u592a\u90ce, not \u5c71.", "We asked [name], not \u5c71."),
        (
            "Juan Carlos de la Cruz y Ortega Mar\u00edn",
            "Ask Juan Carlos de la Cruz y Ortega Mar\u00edn.",
            "Ask [name].",
        ),
        ("Will Grace", "Ask Will. Will you? Will Grace said grace.", "Ask [name]. Will you? [name] said grace."),
        ("R. Patel", "Ask R. Patel, or Patel, R.", "Ask [name], or [name]"),
    ],
)
def test_names_of_every_kind_are_hidden_as_they_were_before(world, name, said, hidden):
    for path in (world / CONTACTS, world / RAW / f"{HARBOUR}.vtt"):
        path.write_text(path.read_text(encoding="utf-8").replace("Odile Marchetti", name), encoding="utf-8")
    ingest_calls(world, jobs=1)
    with open_library(open_workspace(world)) as library:
        assert library.redaction().apply(said) == hidden
    forget_words(world, name)
    assert shown_after(world, said) == hidden


def test_the_list_of_the_forgotten_holds_no_name(world):
    forget_words(world, "odile@harbour.example")
    listed = (world / "source/forgotten.csv").read_text(encoding="utf-8").casefold()
    assert listed.startswith("call_id,label_sha256,name_sha256\n")
    assert not [word for word in ("odile", "marchetti", "harbour.example") if word in listed]


def test_a_list_of_an_earlier_version_hides_whole_names_and_is_widened(world):
    before = f"call_id,label_sha256\n,{digest('Odile Marchetti')}\nno-such-call,\n"
    (world / "source/forgotten.csv").write_text(before, encoding="utf-8")
    hidden = shown_after(world, "Ask Odile Marchetti.")
    assert hidden == "Ask [name]."
    forget_words(world, "Odile Marchetti")
    header, *rows = (world / "source/forgotten.csv").read_text(encoding="utf-8").splitlines()
    assert header == "call_id,label_sha256,name_sha256"
    assert rows[:2] == before.splitlines()[1:]
    with open_library(open_workspace(world)) as library:
        assert library.redaction().apply("Ask Odile.") == "Ask [name]."


def test_a_voice_without_a_name_hides_no_words_of_others(world):
    raw = world / RAW / f"{MILL}.vtt"
    raw.write_text(raw.read_text(encoding="utf-8").replace("Bo Trent", "Speaker 2"), encoding="utf-8")
    ingest_calls(world, jobs=1)
    forget_words(world, "Speaker 2", call=MILL)
    with open_library(open_workspace(world)) as library:
        assert library.redaction().apply("The Speaker 2 said so.") == "The Speaker 2 said so."


def test_nobody_and_everybody_are_no_person(world):
    with pytest.raises(WorkspaceError, match="no speaker called 'Zoe Nobody'"):
        forget_words(world, "Zoe Nobody")
    with pytest.raises(WorkspaceError, match="a different person in each call"):
        forget_words(world, "Speaker 1")
