"""Other people's words in YAML are texts and remarks, whatever they hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.segments.entries import comment, quoted, single
from evidence.text import one_line
from evidence.yaml_text import load_yaml
from strategies import examples

TEXTS = st.text(st.sampled_from("ab '\"#:-{}[]\\\n\t\u2028\u00e9%&*!|>"), max_size=40)


@given(TEXTS)
@examples(80)
def test_a_text_is_read_as_it_is_on_one_line(text):
    for written in (quoted(text), single(text)):
        assert "\n" not in written
        assert load_yaml(f"a: {written}\n", "t.yaml")[0]["a"] == one_line(text)


@given(TEXTS)
@examples(80)
def test_a_remark_is_no_yaml(text):
    assert load_yaml("\n".join(["a: 1", *comment(text, "  ")]) + "\n", "t.yaml")[0] == {"a": "1"}


def test_a_long_remark_goes_on_behind_a_sign_of_its_own():
    lines = comment("word " * 60)
    assert len(lines) > 1
    assert all(line.startswith("# ") and len(line) <= 112 for line in lines)
