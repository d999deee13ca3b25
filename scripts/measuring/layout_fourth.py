"""The fourth half of the documents: folders as teams have them, smaller, written without a look at the reader."""

from .layout_fourth_none import NONE
from .layout_fourth_tools import TOOLS
from .layout_fourth_typed import TYPED
from .layout_fourth_words import WORDS
from .layouts import Half

FOURTH = Half(47_110_815, WORDS, (*TOOLS, *TYPED, *NONE), least=15, wanted=0)
