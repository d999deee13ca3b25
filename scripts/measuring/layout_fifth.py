"""The fifth half of the documents: what people type, paste and enrich, from their side, weighed as folders are.

Written without a look at the reader. A layout that is common in folders of teams comes several times as often as one
that is seldom; what is no call comes once.
"""

from .layout_fifth_none import NONE
from .layout_fifth_pasted import PASTED
from .layout_fifth_shows import SHOWS
from .layout_fifth_tools import TOOLS
from .layout_fifth_typed import TYPED
from .layout_fifth_words import WORDS
from .layouts import Half

WEIGHTS = {
    **dict.fromkeys(("plain-names", "plain-first-names", "enriched-page", "coded-times", "time-name-line"), 4),
    **dict.fromkeys(("stacked-heads", "linked-times", "bold-alone", "converted-document", "pocket-recorder"), 3),
    **dict.fromkeys(("repository-export", "coached-call", "agent-customer", "wrapped-names", "editor-markdown"), 3),
    **dict.fromkeys(("two-channels", "lettered-speakers", "numbered-speakers", "chapter-headings", "show-page"), 2),
    **dict.fromkeys(("names-in-brackets", "focus-group", "short-parts", "newsletter-episode", "call-page"), 2),
    **dict.fromkeys(("cues-with-ids", "subtitles-named", "curly-notes", "name-and-office", "slanted-times"), 2),
    **dict.fromkeys(("signs-before-names", "folded-away", "callouts", "page-furniture", "diary-days"), 2),
    **dict.fromkeys(("clock-and-name", "telephone-numbers", "guests-and-pronouns", "tagged-turns"), 2),
}
FIFTH = Half(53_240_617, WORDS, (*TOOLS, *TYPED, *SHOWS, *PASTED, *NONE), least=7, wanted=0, weights=WEIGHTS)
