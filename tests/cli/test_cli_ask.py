"""`evidence ask`, as a user sees it."""

import json

import pytest
from test_cli_search import FIELDS

from evidence.model import Citation


def test_an_answer_has_its_call_account_outcome_address_speaker_and_whole_sentences(run):
    found = run("ask", "what does the auditor ask about approvals?", "--limit", 3)
    assert found.code == 0
    heading, who, *words = found.lines[: found.lines.index("")]
    assert heading.count(" \u00b7 ") == 2
    assert heading.endswith((")", "no account"))
    assert who.startswith("  #u")
    assert any(line.startswith('    "') for line in words)
    *words, cite = words
    assert Citation.parse(cite).words_hash
    assert words[-1].endswith(('."', '?"', '\u2026"', '!"'))
    assert max(map(len, found.lines)) <= 80
    assert "3 answers, best first" in found.err


def test_our_own_question_stands_before_the_answer_it_led_to(run):
    found = run("ask", "How long does one update take from the first depot to the last one?", "--limit", 1)
    assert "    asked: So, um, okay. How long does one update take" in found.out
    assert '    "Seven weeks.' in found.out
    assert "customer" in found.lines[1]


def test_the_order_does_not_depend_on_the_limit(run):
    asked = ("--json", "ask", "why are releases slow and who approves them?")
    everything = run(*asked, "--limit", 0).records
    assert len(everything) > 200
    for limit in (1, 4, 10, 33, 100):
        assert run(*asked, "--limit", limit).records == everything[:limit]


def test_records_are_those_of_search_and_the_address_is_that_of_the_quoted_words(run):
    for record in run("--json", "ask", "how long do audits take?").records:
        assert set(record) == FIELDS
        start, end = record["citation"]["start"], record["citation"]["end"]
        assert record["text"][start:end].strip()


def test_filters_hold_and_neighbours_can_be_shown(run):
    found = run("--json", "ask", "what breaks on a Friday?", "--side", "customer", "--outcome", "won", "--limit", 0)
    assert {record["side"] for record in found.records} == {"customer"}
    plain, around = (run("ask", "what breaks on a Friday?", "--limit", 2, "--context", n) for n in (0, 2))
    assert len(around.lines) > len(plain.lines)


def test_a_name_is_told_in_one_line(run):
    found = run("ask", "What does Lena Ostrow want?", "--limit", 1)
    assert "'Lena Ostrow' is taken for Lena Ostrow" in found.err.splitlines()[0]
    assert "Lena Ostrow, customer" in found.lines[1]


@pytest.mark.parametrize("question", ["zeppelins?", "which gondolier moored the zeppelin at the glacier?"])
def test_where_nothing_speaks_to_it_that_is_said_and_nothing_shown(run, question):
    found = run("ask", question)
    assert (found.code, found.out) == (1, "")
    assert "No call contains" in found.err
    assert "NEAR" not in found.err


def test_a_part_that_nobody_speaks_of_is_told(run):
    found = run("ask", "how long do audits of zeppelins take?")
    assert found.code == 0
    assert "Nobody says 'zeppelins'" in found.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("?!",), "no words"),
        ((" ".join(f"word{n}" for n in range(99)),), "more than 60"),
        (("audits", "--account", "Nobody Inc"), "no account"),
        (("audits", "--markdown", "--context", "1"), "cannot be combined"),
        (("audits", "--limit", "-1"), "--limit"),
        ((), "question"),
    ],
)
def test_bad_input_is_one_message(run, arguments, told):
    found = run("ask", *arguments)
    assert (found.code, found.out) == (2, "")
    assert told in found.err.lower() or told in found.err


def test_a_workspace_without_calls_says_what_to_do(run, bare):
    found = run("ask", "what slows audits?", cwd=bare)
    assert (found.code, found.out) == (1, "")
    assert "evidence ingest" in found.err


def test_markdown_can_be_read_by_programs(run):
    blocks = [json.loads(line)["markdown"] for line in run("--json", "ask", "audits?", "--markdown").lines]
    assert blocks
    assert all(block.startswith('> "') and "\n>\n> \u2014 " in block for block in blocks)


def test_help_says_what_it_does(run):
    assert "--context" in run("ask", "--help").out


# Written after the ranking was, from reading three calls, and run once: all 13 are among the first five, nine first.
SECOND = {
    "How many hours does a release cost Cedarlane?": "nineteen hours for a release",
    "Why did the board worry about dependencies on a supplier?": "put the price up by forty per cent",
    "Would Gideon Maro come back to us?": "about even odds",
    "How is the core ledger deployed?": "batch job at two in the morning",
    "Who does the deployments at the dentists' software company?": "they said Marek",
    "What happens to data when the machine is restored from the night before?": "restore of the entire machine",
    "Who looks after the bot that they built themselves?": "who looks after the bot now",
    "What is annoying about the notification emails?": "thirty a week",
    "How is on call organised now?": "there's a rota now",
    "What bug did the invoices have in April?": "rounding thing",
    "Was the price of fifty-two thousand fair?": "It was fair. I wouldn't have argued",
    "Did the audit matter for the decision?": "never a big one with us",
    "What did the investors' form ask about the release process?": "there was a form",
}


def test_a_second_set_of_questions_finds_the_turns_that_answer_them(run):
    found = {q: [r["text"] for r in run("--json", "ask", q, "--limit", 5).records] for q in SECOND}
    missed = [question for question, texts in found.items() if not any(SECOND[question] in text for text in texts)]
    assert not missed
    first = [question for question, texts in found.items() if SECOND[question] in texts[0]]
    assert len(first) >= 8
    assert "Nobody says 'zookeepers' or 'pandas'" in run("ask", "What do zookeepers feed the pandas?").err


def test_what_is_pasted_into_a_document_is_verified(ingested, run):
    blocks = run("ask", "How long does a release take, and who approves it?", "--markdown", "--limit", 60, cwd=ingested)
    (ingested / "segments/asked.md").write_text(f"# Asked\n\n{blocks.out}", encoding="utf-8")
    checked = run("--json", "verify", "segments/asked.md", cwd=ingested)
    assert checked.code == 0
    assert len(checked.records) == 60


def test_a_question_about_how_deals_ended_is_told_how_to_ask_in_their_calls_alone(run):
    assert "--outcome lost" in run("ask", "why did we lose deals?").err
    assert "--outcome" not in run("ask", "why did we lose deals?", "--outcome", "lost").err
    assert "--outcome" not in run("ask", "what slows audits?").err


def test_a_question_of_small_words_alone_names_nothing(run):
    for question in ("the of and", "I"):
        answer = run("ask", question)
        assert answer.code == 2
        assert "the question names nothing" in answer.err
