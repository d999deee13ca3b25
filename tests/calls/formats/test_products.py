"""What the conversation-intelligence products write: ids, sides, addresses, times, links."""

import copy
import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.formats import _json, _links, _people
from evidence.calls.json_keys import paths_in, scan_paths
from evidence.calls.normalized import parse, render
from evidence.calls.source import Source
from evidence.errors import EmptyTranscriptError, EvidenceError, FormatError
from strategies import examples

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).resolve().parents[4] / "shared"
PRODUCTS = ("gong", "fireflies", "fathom", "read_ai", "grain", "hubspot", "avoma", "tldv", "granola", "recall")
FILES = {
    name: SAMPLES / {"gong": "gong/one_file.json", "granola": "granola_cache.json"}.get(name, f"{name}.json")
    for name in PRODUCTS
}


def sample(name):
    return json.loads(FILES[name].read_text())


def read(value, *, beside=None, name="calls/export.json", **more):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return formats.read(Source(name, data, (beside or {}).get), **more)


def said(reading):
    return [(u.speaker, u.text) for call in reading.calls for u in call.utterances]


def people(reading):
    return {p.label: p for p in reading.calls[0].participants}


# Gong


def gong(sentence="Hello.", *, call_id="9007199254740993123", speaker="5"):
    monologue = {"speakerId": speaker, "topic": None, "sentences": [{"start": 0, "end": 900, "text": sentence}]}
    return {"callTranscripts": [{"callId": call_id, "transcript": [monologue]}]}


def extensive(*parties, call_id="9007199254740993123", context=(), **about):
    meta = {"id": call_id, "title": "Pilot", "started": "2026-03-05T15:00:00Z"} | about
    return {"calls": [{"metaData": meta, "parties": list(parties), "context": list(context)}]}


PARTY = {"speakerId": "5", "name": "Sam Okoro", "affiliation": "External", "emailAddress": "sam@harbour.example"}


@pytest.mark.parametrize("name", ["extensive.json", "calls_extensive.json", "gong_extensive.json"])
def test_gongs_extensive_is_found_beside_the_transcript(name):
    reading = read(gong(), beside={name: json.dumps(extensive(PARTY)).encode()})
    assert said(reading) == [("Sam Okoro", "Hello.")]
    assert reading.calls[0].title == "Pilot"
    assert name in formats.beside_names()


@pytest.mark.parametrize(
    "together",
    [
        lambda t, e: t | e,
        lambda t, e: [t, e],
        lambda t, e: {"transcript": t, "extensive": e},
        lambda t, e: {"items": [{"json": t["callTranscripts"][0]}, {"json": e["calls"][0]}]},
    ],
)
def test_gongs_two_answers_are_joined_wherever_they_stand_in_one_file(together):
    reading = read(together(gong(), extensive(PARTY)), format="gong")
    assert said(reading) == [("Sam Okoro", "Hello.")]


def test_a_call_id_keeps_all_its_digits_whether_text_or_number():
    for call_id in (9007199254740993123, "9007199254740993123"):
        call = read(gong(call_id=call_id) | extensive(PARTY, call_id=str(call_id))).calls[0]
        assert (call.call_id, call.title) == ("9007199254740993123", "Pilot")


@pytest.mark.parametrize(
    ("affiliation", "side"),
    [("Internal", "internal"), ("External", "customer"), ("Unknown", "unknown"), (None, "unknown"), (7, "unknown")],
)
def test_the_affiliation_is_the_side_and_unknown_is_not_external(affiliation, side):
    person = people(read(gong() | extensive(PARTY | {"affiliation": affiliation})))["Sam Okoro"]
    assert (person.side, person.side_source) == (side, None if side == "unknown" else "provider")


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        ("2026-03-05T15:00:00-05:00", "2026-03-05T15:00:00-05:00"),
        (1772722800, "2026-03-05T15:00:00+00:00"),
        (1772722800000, "2026-03-05T15:00:00+00:00"),
        (None, None),
        (1e300, None),
    ],
)
def test_gong_states_a_start_in_words_or_as_an_epoch(started, expected):
    assert read(gong() | extensive(PARTY, started=started)).calls[0].started_at == expected


def test_a_call_linked_to_two_opportunities_is_linked_to_none_of_them():
    objects = [{"objectType": "Opportunity", "objectId": i} for i in ("006A", "006A", "006B")]
    objects.append({"objectType": "Account", "objectId": "001A"})
    reading = read(gong() | extensive(PARTY, context=[{"system": "Salesforce", "objects": objects}]))
    assert (reading.calls[0].account_id, reading.calls[0].opportunity_id) == ("001A", None)
    assert any("006A, 006B" in note.text for note in reading.notes)


def test_speakers_without_extensive_are_numbers_and_the_way_out_is_said():
    reading = read(gong())
    assert said(reading) == [("Speaker 5", "Hello.")]
    assert people(reading)["Speaker 5"].name is None
    assert any("extensive.json" in note.hint for note in reading.notes)


def test_a_broken_extensive_is_a_fault_and_the_words_stay():
    reading = read(gong(), beside={"extensive.json": b'{"calls": ['})
    assert said(reading) == [("Speaker 5", "Hello.")]
    assert any(note.fault and "extensive.json" in note.text for note in reading.notes)


def test_extensive_alone_says_where_it_belongs():
    with pytest.raises(EmptyTranscriptError, match=r"people, but no words\. Put it next to the transcript"):
        read(extensive(PARTY))


# Meetings without words


@pytest.mark.parametrize(
    ("format_name", "value"),
    [
        ("gong", {"requestId": "x", "errors": ["No calls found corresponding to the provided filters"]}),
        ("gong", {"callTranscripts": []}),
        ("gong", {"callTranscripts": [{"callId": "1", "transcript": []}]}),
        ("fireflies", {"data": {"transcript": {"id": "x", "title": "Quiet", "sentences": None}}}),
        ("fireflies", {"data": {"transcript": {"id": "x", "title": "Quiet", "sentences": []}}}),
        ("fathom", {"recording_id": 1, "share_url": "x", "calendar_invitees": [], "transcript": None}),
        ("read_ai", {"session_id": "x", "transcript": {"speaker_blocks": []}}),
        ("hubspot", {"engagementId": 1, "transcriptUtterances": []}),
    ],
)
def test_a_silent_meeting_is_recognised_and_empty(format_name, value):
    source = Source("a.json", json.dumps(value).encode())
    assert formats.detect(source).format == format_name
    with pytest.raises(EmptyTranscriptError, match=r"^a\.json"):
        formats.read(source)


def test_a_silent_meeting_among_others_is_no_fault():
    spoken = sample("fireflies")["data"]["transcript"]
    reading = read({"data": {"transcripts": [{"id": "q", "title": "Quiet", "sentences": None}, spoken]}})
    assert len(reading.calls) == 1
    assert [(note.text, note.fault) for note in reading.notes] == [("nobody speaks in 'Quiet'", False)]


# People


def test_the_word_none_is_no_address():
    value = sample("read_ai")
    value["participants"][1]["name"] = "None"
    assert people(read(value))["Sam Okoro"].email_sha256 is None
    assert "None" not in people(read(value))


def test_two_attendees_of_one_name_are_not_mistaken_for_each_other():
    value = sample("read_ai")
    value["participants"] = [{"name": "Sam Okoro", "email": f"sam@{firm}.example"} for firm in ("harbour", "fox")]
    reading = read(value)
    assert people(reading)["Sam Okoro"].email_sha256 is None
    assert {p.email_domain for p in reading.calls[0].participants} >= {"harbour.example", "fox.example"}
    assert any("2 attendees are called 'Sam Okoro'" in note.text for note in reading.notes)


def test_two_speakers_of_one_name_stay_two_where_their_ids_differ():
    value = sample("fireflies")
    for index, sentence in enumerate(value["data"]["transcript"]["sentences"]):
        sentence |= {"speaker_name": "Sam Okoro", "speaker_id": index % 2}
    assert {u.speaker for u in read(value).calls[0].utterances} == {"Sam Okoro", "Sam Okoro [2]"}
    assert people(read(value))["Sam Okoro"].email_sha256 is None


def test_one_name_with_two_addresses_is_two_speakers_at_fathom():
    value = sample("fathom")
    turn = value["transcript"][0]
    value["transcript"] = [
        turn | {"speaker": {"display_name": "Sam", "matched_calendar_invitee_email": address}}
        for address in ("a@x.example", "b@y.example", "A@x.example", None)
    ]
    assert [u.speaker for u in read(value).calls[0].utterances] == ["Sam", "Sam [2]", "Sam", "Sam [3]"]


def test_an_address_in_the_place_of_a_name_is_kept_as_its_hash_alone():
    value = sample("fathom")
    value["transcript"][0]["speaker"] = {"display_name": "dana@acme.example"}
    call = read(value).calls[0]
    person = next(p for p in call.participants if p.label == call.utterances[0].speaker)
    assert (person.label, person.name) == ("Someone at acme.example", None)
    assert person.email_sha256 == sha256(b"dana@acme.example").hexdigest()


@pytest.mark.parametrize("name", PRODUCTS)
def test_no_address_and_no_token_of_a_sample_reaches_the_normalized_call(name):
    for call in read(FILES[name].read_bytes()).calls:
        written = render(call)
        assert not any(secret in written for secret in ("@", "invented?", "inventedtoken", "Signature", "pwd"))
        assert parse(written, "x.md") == call


def test_the_system_sound_is_never_one_person():
    person = people(read(sample("granola")))["system"]
    assert (person.name, person.role, person.side) == (None, "room", "unknown")


@pytest.mark.parametrize(("rep", "side"), [(True, "internal"), (False, "customer"), (None, "unknown"), (1, "unknown")])
def test_is_rep_is_the_side(rep, side):
    value = sample("avoma")
    value["speakers"][0]["is_rep"] = rep
    assert people(read(value))["Robin Vale"].side == side


def test_fireflies_own_notetaker_is_a_bot():
    value = sample("fireflies")
    value["data"]["transcript"]["meeting_attendees"] = []
    assert [p.label for p in read(value).calls[0].participants if p.bot] == ["Someone at fireflies.ai"]


# Times


def test_epochs_of_read_ai_are_times_from_the_start_or_none():
    value = sample("read_ai")
    assert read(value).calls[0].utterances[0].start_ms == 3000
    value["start_time"] = None
    call = read(value).calls[0]
    assert (call.started_at, call.utterances[0].start_ms) == (None, None)


def test_fathom_ends_a_turn_where_the_next_begins_and_says_so():
    utterances = read(sample("fathom")).calls[0].utterances
    assert [(u.end_ms, u.end_source) for u in utterances] == [(9000, "derived"), (17000, "derived"), (None, None)]


def test_the_words_of_recall_before_anybody_is_marked_are_nobodys():
    reading = read(sample("recall"))
    assert said(reading)[0] == (None, "Hello?")
    assert reading.calls[0].started_at == "2026-03-05T18:00:00+00:00"


# Shapes


@pytest.mark.parametrize(
    ("format_name", "reshape"),
    [
        ("fireflies", lambda v: v["data"]["transcript"]),
        ("fireflies", lambda v: v["data"]["transcript"]["sentences"]),
        ("fathom", lambda v: {"items": [v], "next_cursor": None}),
        ("fathom", lambda v: {"transcript": v["transcript"]}),
        ("read_ai", lambda v: [v]),
        ("grain", lambda v: v["transcript"]),
        ("grain", lambda v: {"transcript_json": v.pop("transcript")} | v),
        ("hubspot", lambda v: {"engagementId": 21, "transcriptUtterances": v["transcriptCreateUtterances"]}),
        ("avoma", lambda v: {"count": 1, "results": [v]}),
        ("tldv", lambda v: v["transcript"]),
        ("granola", lambda v: json.loads(v["cache"])),
        ("granola", lambda v: {"cache": json.loads(v["cache"])}),
        ("granola", lambda v: json.loads(v["cache"])["state"]["transcripts"]["d0c1"]),
    ],
)
def test_the_other_shapes_of_a_product_hold_the_same_words(format_name, reshape):
    reading = read(reshape(sample(format_name)))
    assert reading.format == format_name
    assert [text for _, text in said(reading)] == [text for _, text in said(read(sample(format_name)))]


def test_a_note_of_granolas_api_tells_channels_apart():
    turn = {"text": "Hi.", "start_time": "2026-03-05T17:00:10Z", "end_time": "2026-03-05T17:00:11Z"}
    lines = [turn | {"speaker": {"source": source}} for source in ("microphone", "speaker")]
    reading = read({"id": "not_1", "title": "Sync", "transcript": lines, "owner": {"name": "Robin Vale"}})
    assert reading.format == "granola"
    assert [speaker for speaker, _ in said(reading)] == ["microphone", "speaker"]


@pytest.mark.parametrize("name", ["gong", "grain", "hubspot", "avoma", "tldv", "granola", "recall"])
def test_a_shape_known_from_documentation_alone_says_so(name):
    assert "this format has not been checked against a real file" in [note.text for note in read(sample(name)).notes]


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_product_is_recognised_in_any_order_and_layout_and_with_a_byte_order_mark(name):
    def turned(value):
        if isinstance(value, list):
            return [turned(item) for item in value]
        return {k: turned(v) for k, v in reversed(value.items())} if isinstance(value, dict) else value

    layouts = [json.dumps(turned(sample(name)), indent=8), json.dumps(sample(name), separators=(",", ":"))]
    for data in ("\ufeff" + layouts[0], layouts[1]):
        assert formats.detect(Source("a.json", data.encode())).format == name


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_what_a_connector_makes_of_fireflies_is_not_taken_for_fireflies():
    for path in sorted((SHARED / "format-samples").glob("connector_doc_json/*.json")):
        source = Source(path.name, path.read_bytes())
        assert not any(formats._module(name).claim(source) for name in PRODUCTS)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_no_product_claims_what_a_speech_recogniser_wrote():
    for path in sorted((SHARED / "format-samples").glob("*/*.json")):
        source = Source(path.name, path.read_bytes())
        assert not [name for name in PRODUCTS if formats._module(name).claim(source)], path.name


# Broken files


def test_broken_json_is_named_with_its_line():
    with pytest.raises(FormatError, match=r"^calls/export\.json:3: not valid JSON"):
        read(b'{"callTranscripts": [\n{"callId": "1",\n"transcript" []}]}')


@pytest.mark.parametrize(
    "data", [b'{"callTranscripts": ' + b"[" * 100_000, b'{"callTranscripts": 1' + b"0" * 5_000 + b"}"]
)
def test_json_that_python_cannot_hold_is_refused(data):
    with pytest.raises(FormatError, match=r"^calls/export\.json: unreadable JSON"):
        read(data)


def test_a_cache_within_a_cache_that_is_broken_is_refused():
    with pytest.raises(FormatError, match="the cache inside the file"):
        read({"cache": '{"state": {'}, format="granola")


ODD = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        10**400,
        1e308,
        float("nan"),
        "",
        "None",
        "\ud800",
        "9" * 5000,
        [],
        {},
        [None],
        [[]],
        {"id": []},
    ]
)


def mutate(value, draw):
    """Drop or replace something at a random place."""
    at, trail = value, []
    while isinstance(at, dict | list) and at and draw(st.integers(0, 5)):
        key = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        trail.append((at, key))
        at = at[key]
    if trail:
        owner, key = trail[-1]
        if isinstance(owner, dict) and draw(st.booleans()):
            del owner[key]
        else:
            owner[key] = copy.deepcopy(draw(ODD))
    return value


def read_or_refuse(value, name):
    try:
        return read(value, format=name).calls
    except EvidenceError as error:
        refusal = error
    assert refusal.path == "calls/export.json"
    return ()


@examples(250)
@given(st.sampled_from(PRODUCTS), st.data())
def test_mutated_files_raise_nothing_but_our_own_errors(name, data):
    value = copy.deepcopy(sample(name))
    for _ in range(data.draw(st.integers(1, 4))):
        value = mutate(value, data.draw)
    calls = read_or_refuse(value, name)
    assert all(parse(render(call), "x.md") == call for call in calls)


# What they share


@pytest.mark.parametrize(
    ("link", "calendar", "expected"),
    [
        ("https://acme.zoom.us/j/85512345678?pwd=secret", "cal", "85512345678"),
        ("https://meet.google.com/abc-defg-hij?authuser=0", None, "abc-defg-hij"),
        (
            "https://teams.example.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=secret",
            None,
            "teams.example.com/l/meetup-join/19:meeting_x@thread.v2/0",
        ),
        (None, "cal-1", "cal-1"),
        ("not a link", "cal-1", "cal-1"),
        ("https://[broken", "cal-1", "cal-1"),
        ("https://meet.google.com/", None, None),
        (7, None, None),
    ],
)
def test_a_meeting_is_told_by_its_link_without_secrets_else_by_the_calendar(link, calendar, expected):
    assert _links.meeting_id(link, calendar) == expected


def test_a_share_link_is_not_kept():
    assert _links.page("https://x.example/share/abc", None, "https://x.example/calls/1") == "https://x.example/calls/1"
    assert _links.page("https://x.example/share/abc") is None


@pytest.mark.parametrize(
    ("head", "path", "found"),
    [
        ('{"a": {"b": [{"c": 1', "$.a.b[].c", True),
        ('{"a": {"b": [{"c": 1', "b[].c", True),
        ('{"a": {"b": [{"c": 1', "$.b[].c", False),
        ('[{"x": "{\\"a\\": 1}"}, {"y"\n :2', "$[].y", True),
        ('[{"x": "\\"a\\": 1"}]', "a", False),
        ('{"a": "cut off \\', "$.a", True),
        ('"a": 1', "a", False),
        ("", "a", False),
    ],
)
def test_the_shape_of_a_beginning_is_told_without_parsing_it(head, path, found):
    assert _json.has_keys(head, path) == found


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text('ab"\\:é', min_size=1, max_size=3), x, max_size=3),
    max_leaves=8,
)


def paths(value, at="$"):
    if isinstance(value, list):
        return {path for item in value for path in paths(item, f"{at}[]")}
    if not isinstance(value, dict):
        return set()
    return {f"{at}.{key}" for key in value}.union(*(paths(item, f"{at}.{key}") for key, item in value.items()))


@examples(150)
@given(JSON, st.sampled_from([None, 1]), st.integers(0, 60))
def test_the_shape_of_a_whole_is_that_of_the_parsed_value_and_a_part_has_part_of_it(value, indent, cut):
    text = json.dumps(value, indent=indent)
    whole = scan_paths(text.encode())
    assert whole == paths_in(value) == paths(value)
    assert scan_paths(text[:cut].encode()) <= whole


@pytest.mark.parametrize("head", ["[" * 65_536, '{"a":' * 13_000, '{"a": "' + '\\"' * 30_000, '{"a' + " " * 60_000])
def test_a_hostile_beginning_costs_little(head):
    assert len(scan_paths(head.encode())) <= 12


@pytest.mark.parametrize(
    ("value", "seconds", "text"),
    [
        (1.5, 1500, None),
        ("5.24", 5240, "5.24"),
        (7, 7000, "7"),
        (True, None, None),
        (None, None, None),
        ("soon", None, "soon"),
        ("1e999", None, "1e999"),
        (10**400, None, "1" + "0" * 400),
        (" a\nb ", None, "a b"),
        ([], None, None),
    ],
)
def test_values_are_taken_for_what_they_are(value, seconds, text):
    assert _json.seconds_to_ms(value) == seconds
    assert _json.text_or_none(value) == text


def test_ai_notes_are_events_however_they_are_nested():
    deep = [[[[["lost"]]]]]
    events = _people.ai_notes("a", ["b", {"title": "c", "text": "d", "id": "x"}], None, 7, deep)
    assert [(event.kind, event.text) for event in events] == [("notes", t) for t in "abcd"]
