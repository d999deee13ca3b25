"""How mentions are meant: the examples of the rules' file, and sentences that were written after the rules."""

import re

import pytest

from evidence.query.assertion import assertion_of
from evidence.query.scope import rule_families

MEANT = {
    "negation": "absent",
    "lifted": "present",
    "resolved": "resolved",
    "hypothetical": "hypothetical",
    "question": "question",
    "other": "other",
    "lack": "present",
}
EXAMPLES = [(family, example) for family, parts in rule_families().items() for example in parts.get("examples", ())]


def meant(marked, kind="have", later=""):
    """Judge words in brackets."""
    text, spans = "", []
    for at, part in enumerate(re.split(r"\[([^\]]+)\]", marked)):
        if at % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return assertion_of(text, spans, kind=kind, later=later).assertion


@pytest.mark.parametrize(("family", "example"), EXAMPLES)
def test_the_examples_of_a_family_are_meant_as_it_says(family, example):
    assert meant(example, "lack" if family == "lack" else "have") == MEANT[family]


def test_every_family_of_phrases_has_examples():
    assert {family for family, _ in EXAMPLES} == set(MEANT) == set(rule_families()) - {"turns", "cut"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Who has time for [manual exports]?", "present"),
        ("It's not only the [manual work], it is the mood.", "present"),
        ("We used to do it [by hand], and honestly we still do.", "present"),
        ("We used to do it [by hand]. And we still do.", "present"),
        ("I would say we struggle with [manual exports].", "present"),
        ("No more [manual exports] for us.", "resolved"),
        ("No, more [manual exports] than ever.", "present"),
        ("I wish we had fewer [manual steps].", "present"),
        ("My boss says the [manual exports] are killing her.", "present"),
        ("We want to get rid of the [manual steps].", "present"),
        ("We got rid of the vendor and now it's all [by hand].", "present"),
        ("It's not that we don't do it [by hand].", "present"),
        ("They stopped using it because it was [slow].", "present"),
        ("It was [slow], and it cost us the deal.", "present"),
        ("Before we had your tool it was hell. We did everything [by hand].", "resolved"),
        ("No one said that it's too [expensive].", "absent"),
        ("Nobody complained about the price being [high].", "absent"),
        ("Nobody knows what is [running].", "present"),
        ("I don't know, it is not [slow].", "absent"),
        ("No, we [deploy] on Fridays.", "present"),
        ("There's no problem with the [deploys].", "absent"),
        ("We had no issues [deploying] it.", "absent"),
        ("We no longer [deploy] on Fridays.", "resolved"),
        ("We don't [deploy] on Fridays.", "absent"),
        ("Other companies do it [by hand].", "other"),
        ("Do you see [manual steps] elsewhere?", "question"),
        ("I can't log in to the [exports], can you help?", "present"),
        ("If we grow, the [manual steps] will kill us.", "hypothetical"),
    ],
)
def test_hard_ones_are_right(said, expected):
    assert meant(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("We don't have a [DevOps team].", "present"),
        ("We have a [DevOps team] now.", "resolved"),
        ("We've always had a [DevOps team].", "absent"),
        ("I wish we had a [DevOps team].", "present"),
        ("There is [nobody to call].", "present"),
        ("We had [nobody to call] until we hired Jo.", "resolved"),
        ("We hired a [DevOps team] last year.", "resolved"),
    ],
)
def test_of_a_pain_that_is_an_absence_the_absence_is_present(said, expected):
    assert meant(said, "lack") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("We had [delays], but they're gone.", "resolved"),
        ("We had [delays] but not any more.", "resolved"),
        ("We had [delays], but that is fixed.", "resolved"),
        ("We had [manual steps], but we automated it.", "resolved"),
        ("We had [delays] and we fixed that.", "resolved"),
        ("We haven't had a single [outage].", "absent"),
        ("We don't have a single [manual step].", "absent"),
        ("We don't spend any time on [manual work].", "absent"),
        ("We don't work [by hand].", "absent"),
        ("We don't change prices [by hand].", "absent"),
        ("We haven't found any [bugs].", "absent"),
        ("We don't have much [manual work].", "absent"),
        ("I can't think of any [delays].", "absent"),
        ("I can't recall a single [delay].", "absent"),
        ("Customers [wait two weeks] for an answer.", "present"),
        ("Users can't find the [export].", "present"),
        ("Clients complain that the [invoices are wrong].", "present"),
        ("People here do it [by hand].", "present"),
        ("Patients [wait two hours].", "present"),
        ("The vendor takes [three weeks].", "present"),
        ("I heard the [alarm].", "present"),
        ("I read the [reports by hand].", "present"),
        ("You hear [complaints].", "present"),
        ("Their system [crashes].", "other"),
        ("A customer of ours has that [manual process].", "other"),
        ("The previous owner did it [on paper].", "other"),
        ("At my old job we did it [by hand].", "other"),
        ("We type it [by hand] before the system accepts it.", "present"),
        ("Nobody goes home until this [manual count] is done.", "present"),
        ("At the time of month end the [system is slow].", "present"),
        ("Thanks to this bug the [export fails].", "present"),
        ("It was quick before we switched, now it is [slow].", "present"),
        ("Before we had the tool it was quick, now it's [by hand].", "present"),
        ("The [export is slow]. It took over two hours.", "present"),
        ("The [export is slow]. It ended up in the spam.", "present"),
        ("The [export is slow]. We dropped two orders.", "present"),
        ("The [export is slow]. Now nobody trusts the numbers.", "present"),
        ("The [export is slow]. They stopped answering.", "present"),
        ("In May the [exports failed].", "present"),
        ("I must say the [price is high].", "present"),
        ("One more [manual step] was added.", "present"),
        ("We don't get paid when the [export fails].", "present"),
        ("We replaced the scanner with [paper forms].", "present"),
        ("We switched from SAP to [spreadsheets].", "present"),
        ("yeah no it is [slow]", "present"),
        ("No the [exports are slow]", "present"),
        ("We don‘t do it [by hand].", "absent"),
        ("Nobody in İstanbul does it [by hand].", "absent"),
        ("Two years ago everything was [on paper], today it's all digital.", "resolved"),
        ("There aren't any [delays] right now.", "absent"),
        ("I don't want to end up with [two systems].", "present"),
        ("We got rid of the [manual work].", "resolved"),
        ("The [outages] are history.", "resolved"),
        ("We used to have [delays] every week.", "resolved"),
        ("We moved away from [paper forms].", "resolved"),
        ("We have never had [outages].", "absent"),
    ],
)
def test_plain_sentences_of_customers_are_right(said, expected):
    assert meant(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("We no longer have a [DevOps team].", "present"),
        ("We don't have a [DevOps team] any more.", "present"),
        ("The [documentation] is no longer available.", "present"),
        ("There has always been no [documentation].", "present"),
        ("We have always needed a [DevOps team].", "present"),
        ("We've never been without a [backup].", "absent"),
        ("We finally got a [backup].", "resolved"),
        ("We've hired a [DevOps team].", "resolved"),
    ],
)
def test_what_is_no_longer_there_is_missing(said, expected):
    assert meant(said, "lack") == expected


def test_what_is_said_next_counts():
    assert meant("We did that [by hand].", later="Not any more.") == "resolved"
    assert meant("We did that [by hand].", later="It took all day.") == "present"


def test_one_mention_that_is_stated_is_enough():
    assert meant("We don't do [exports] by hand. The [exports] are slow.") == "present"


def test_nothing_matched_is_simply_stated():
    assert meant("We wait.") == "present"


@pytest.mark.parametrize(
    ("said", "kind", "expected"),
    [
        ("[No], we have every [form] on file.", "lack", "absent"),
        ("We never lose a [form].", "lack", "absent"),
        ("We have [no] [form] for that.", "lack", "present"),
        ("The exports [became] [slow] now.", "have", "present"),
        ("It was fine last year, but the [reports] got [late] now.", "have", "present"),
        ("If we doubled in size, the [queue] might get long. But today it is fine.", "have", "hypothetical"),
        ("[Late reports] are the least of our problems.", "have", "absent"),
        ("We typed it [by hand], now it runs by itself.", "have", "resolved"),
    ],
)
def test_what_has_come_is_not_over_and_an_answer_is_no_lack(said, kind, expected):
    assert meant(said, kind) == expected
