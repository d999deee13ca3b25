"""The process in which people's patterns are tried: lines come in by the batch, a byte goes out for each that is done.

Started by pattern_process, by its path and without the package, for it is to start in 20 ms. A message is four bytes
that say how long the rest is, and the rest: first a pattern, then lines. The end of the input ends it.
"""

import os
import re
import sys

HEAD = 4  # bytes of a message that say how long the rest is


def try_lines() -> None:
    """Try one pattern on lines until the input ends."""
    given = sys.stdin.buffer
    match = None
    while head := given.read(HEAD):
        text = given.read(int.from_bytes(head, "big")).decode("utf-8", "surrogatepass")
        if match is None:
            match = re.compile(text).match
            os.write(1, b"+")
            continue
        for line in text.split("\n"):
            os.write(1, b"+" if match(line) else b"-")


if __name__ == "__main__":
    try_lines()
