"""The third half of the documents: another hand's words, habits and tools, written without a look at the reader."""

from .layout_third_habits import HABITS
from .layout_third_kinds import KINDS
from .layout_third_none import NONE
from .layout_third_tools import TOOLS
from .layout_third_words import WORDS
from .layouts import Half

THIRD = Half(31_415_869, WORDS, (*TOOLS, *HABITS, *KINDS, *NONE), least=24)
