"""The half of the documents that is held back: its own seed, words and layouts; what it says was never built upon."""

from .layout_held_heads import HEADS
from .layout_held_more import MORE
from .layout_held_new import NEW
from .layout_held_none import NONE
from .layout_held_tools import TOOLS
from .layout_held_words import WORDS
from .layouts import Half

HELD = Half(70_411_953, WORDS, (*TOOLS, *HEADS, *NEW, *MORE, *NONE), least=20)
