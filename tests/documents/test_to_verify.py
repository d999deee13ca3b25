"""What verification looks up in a document."""

from __future__ import annotations

from evidence.documents.structure import read_document
from evidence.documents.to_verify import to_verify

BLOCK = """# Bakers

"Somebody outside of it said these words"

<!-- evidence:begin segment=bakers sha256=0000000000000000000000000000000000000000000000000000000000000000 -->

Evidence against 'On call for releases, at night and on weekends':

> "Deploys are easy."
>
> — User at Mill, [2026-01-12](mill-1.md#u3)

<!-- evidence:end -->
"""


def test_in_a_block_only_blockquotes_are_looked_up():
    found = to_verify(read_document(BLOCK)).quotations
    assert [(one.text, one.block) for one in found] == [
        ("Somebody outside of it said these words", None),
        ("Deploys are easy.", "bakers"),
    ]


def test_an_attribution_may_name_another_source_unless_it_cites_a_call():
    text = '> "So slow."\n>\n> — Lou, a review on G2\n\n> "So slow."\n>\n> — Lou, G2, [there](mill-1.md#u3)\n'
    assert [one.source for one in to_verify(read_document(text)).quotations] == ["G2", ""]
