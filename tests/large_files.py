"""What the program does with a file of hundreds of megabytes, tried on one that is small: its limits, lowered."""

from contextlib import ExitStack
from unittest.mock import patch

from evidence.calls import packed, parts


def limits_lowered(*, part, many, large=0):
    """Read in parts of so many bytes; hold calls of so many utterances nowhere as a whole."""
    stack = ExitStack()
    stack.enter_context(patch.multiple(parts, LARGE=large, PART=part, _NEAR=8))
    stack.enter_context(patch.multiple(packed, FEW=min(many, packed.FEW), MANY=many, _KEPT=many))
    return stack
