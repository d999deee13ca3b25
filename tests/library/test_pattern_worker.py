"""The process in which patterns are tried, asked as it is."""

import subprocess
import sys

from evidence.library import pattern_worker


def message(text):
    data = text.encode("utf-8", "surrogatepass")
    return len(data).to_bytes(pattern_worker.HEAD, "big") + data


def test_a_byte_comes_back_for_the_pattern_and_for_each_line_until_the_input_ends():
    given = message(r"(?P<name>\w+): ") + message("") + message("Ann: Hi.\nso\n\nBo: \ud800") + message("x")
    done = subprocess.run(
        [sys.executable, "-I", "-S", pattern_worker.__file__], input=given, capture_output=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == (b"+-+--+-", b"")
