"""What betrays somebody by its form is found, whatever stands around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.documents.patterns import PLACEHOLDERS, find_forms
from evidence.documents.redact import Redaction, redact, shown
from evidence.model import Call, Citation, Quote, Utterance
from evidence.quotes.alignment import CallSpeech
from evidence.quotes.cut import AROUND
from evidence.quotes.verdicts import judge

FOUND = {
    "write to ida dot lund at harbour dot example": "write to [email]",
    "it is ida @ harbour.example now": "it is [email] now",
    "call +44 (0)20 7946 0958 or 06 12 34 56 78": "call [phone] or [phone]",
    "four one five, five five five, oh one nine nine": "[phone]",
    "pay DE89 3704 0044 0532 0130 00 today": "pay [card] today",
    "the card is 4111.1111.1111.1111": "the card is [card]",
    "ssh into db-1.prod.internal:5432 first": "ssh into [address] first",
    "open https://x.example/a?b=1&token=abc123 now": "open [address] now",
    "at https://ida:secret9@git.example/r": "at [address]",
    "mac 001a.2b3c.4d5e": "mac [address]",
    "id 123e4567-e89b-12d3-a456-426614174000": "id [token]",
    "the password is hunter2 and": "the password is [token] and",
    "-----BEGIN RSA PRIVATE KEY----- MIIEow -----END RSA PRIVATE KEY-----": "[token]",
}
KEPT = (
    "the password is wrong",
    "look at the dot on the map",
    "at 10:30 or 11.15",
    "see https://docs.example/guide?page=2",
    "one two three four five",
    "from 2019 to 2023, $1,200,000 and 45 %",
    "call us at the office in 2024",
)


def hide(text):
    return redact(text, "people")[0]


@pytest.mark.parametrize("text", FOUND)
def test_a_form_is_replaced_by_what_it_is(text):
    assert hide(text) == FOUND[text]


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_one_stays(text):
    assert list(find_forms(text)) == []


DIGITS = st.integers(10**6, 10**7 - 1).map(str)
SECRETS = st.one_of(
    DIGITS.map(lambda n: f"+49 30 {n}"),
    DIGITS.map(lambda n: f"(415) {n[:3]}-{n[3:]}"),
    DIGITS.map(lambda n: f"ida{n}@harbour.example"),
    st.tuples(*[st.integers(0, 255)] * 4).map(lambda four: ".".join(map(str, four))),
    st.binary(min_size=16, max_size=24).map(lambda raw: f"sk-{raw.hex()}"),
    st.integers(10**14, 10**15 - 1).map(str).map(lambda n: n + check_digit(n)).filter(lambda n: len(set(n)) > 1),
    st.sampled_from(("Zedrick Quorvane", "Zedrick", "Quorvane")),
)
WORDS = st.lists(
    st.sampled_from(("we", "deploy", "by", "hand", "and", "it", "takes", "nights")), min_size=1, max_size=6
)


def check_digit(digits):
    doubled = [2 * int(d) - 9 * (int(d) > 4) for d in digits[-1::-2]]
    return str(-(sum(doubled) + sum(map(int, digits[-2::-2]))) % 10)


@given(WORDS, SECRETS, WORDS)
def test_random_names_and_numbers_never_leak(before, secret, after):
    seen = Redaction("people", ("Zedrick Quorvane",)).apply(f"{' '.join(before)} {secret} {' '.join(after)}")
    assert secret not in seen
    assert any(sign in seen for sign in PLACEHOLDERS)


@given(st.data())
def test_a_redacted_quote_still_verifies(data):
    said = " ".join(data.draw(st.lists(st.one_of(WORDS.map(" ".join), SECRETS), min_size=3, max_size=6)))
    borders = [0, *(at + 1 for at, sign in enumerate(said) if sign == " ")]
    start = data.draw(st.sampled_from(borders))
    end = data.draw(st.sampled_from([*(border - 1 for border in borders if border > start + 1), len(said)]))
    redaction = Redaction("people", ("Zedrick Quorvane",))
    quote = Quote(
        "q0", Citation("c", 1), said[start:end], said[max(0, start - AROUND) : start], said[end : end + AROUND]
    )
    seen = redaction.cut(quote)
    call = Call("c", "c", "c.vtt", "", "vtt", "1", (), (Utterance(1, 1, "Zedrick Quorvane", said),))
    verdict = judge(seen, Citation("c", 1), CallSpeech(call), redact=redaction.apply)
    assert verdict.ok, (seen, verdict)
    assert verdict.name in {"exact", "redacted", "normalized"}


def test_what_stands_around_a_quote_counts():
    redaction = Redaction("people", ("Will Okafor",))
    quote = Quote("q0", Citation("c", 1), "Will you?", prefix="and then I asked ")
    assert redaction.apply("Will you?") == "Will you?"
    assert redaction.cut(quote) == "[name] you?"


def test_half_a_number_is_hidden_too():
    quote = Quote("q0", Citation("c", 1), "it's +49 30 12", suffix="34567 today")
    assert Redaction().cut(quote) == "it's [phone]"


def test_replacements_rebuild_the_text():
    text = "ida@harbour.example, 10.0.0.1"
    replaced = Redaction().replacements(text)
    assert shown(text, replaced) == "[email], [address]"
