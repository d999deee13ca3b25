"""What an attribution names that is no call."""

from __future__ import annotations

import pytest

from evidence.documents.markdown import Link
from evidence.documents.other_sources import other_source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Lou Vance, in a review on G2", "G2"),
        ("Gartner Market Guide 2025", "Gartner"),
        ("Dana Whitlow, Acme (e-mail, 2026-02-03)", "e-mail"),
        ("answer to our survey", "survey"),
        ("https://blog.example/post", "https://blog.example/post"),
        ("The Long Release (book)", "book"),
        ("Founding Engineer at Loom (newsletter analytics, 18 employees)", ""),
        ("Support Engineer at Halden", ""),
        ("Dana Whitlow, CTO, Acme, 2026-02-03", ""),
    ],
)
def test_sources_that_are_named(text, source):
    assert other_source([text]) == source


def test_a_link_elsewhere_is_a_source_and_one_into_the_repository_is_none():
    assert other_source(["there"], [Link("there", "https://a.example/x")]) == "https://a.example/x"
    assert other_source(["there"], [Link("there", "../calls/acme-1.md#u3")]) == ""
