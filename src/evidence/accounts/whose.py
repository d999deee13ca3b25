"""What the words around a company's name in speech make of it, and so of whose call it is.

theirs     somebody says that it is where he or others in the call work, or greets its people
asked      our side asks a question about it
other      it is a supplier, a competitor, another customer, where somebody used to work
named      none of these
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.english import word_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.text import Token

How = Literal["theirs", "asked", "named", "other"]
Speaking = Literal["ours", "guest", "unknown"]

_BEFORE, _BEHIND = 14, 8  # words of the sentence that are looked at
_FIRST_WORDS = 3  # before "Tarn speaking" no more is said
_RUN_ON = 8  # where no sentence ends, for want of signs
_STOP = re.compile(r"[.?!;]")
_AT = r"(?:at|with|from|of|for|in|inside|within|bei|von|aus|fur|chez|de|en)"
_ARTICLES = re.compile(r"(?: (?:the|der|die|das|dem|den|la|le|les|el))+$")


class Around(NamedTuple):
    """The folded words of the sentence before and behind a name, and whether it is a question."""

    before: str
    behind: str
    asking: bool


def around(text: str, tokens: Sequence[Token], first: int, last: int, *, signs: bool) -> Around:
    """Return what stands around the words [first, last). signs: whether the text ends its sentences with signs."""
    least = max(0, first - (_BEFORE if signs else _RUN_ON))
    begin = first
    while begin > least and not _STOP.search(text, tokens[begin - 1].end, tokens[begin].start):
        begin -= 1
    end, most = last, min(len(tokens), last + _BEHIND)
    while end < most and not _STOP.search(text, tokens[end - 1].end, tokens[end].start):
        end += 1
    stop = _STOP.search(text, tokens[end - 1].end)
    asking = bool(stop and stop[0] == "?")
    before = _ARTICLES.sub("", " " + " ".join(token.folded for token in tokens[begin:first]))
    return Around(before, " ".join(token.folded for token in tokens[last:end]), asking)


def _ends(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?: |^)(?:{'|'.join(patterns)})$")


def _begins(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)})(?: |$)")


_FILLED = r"(?: (?:here|all|over|both|folks|guys|people|too|now|still|currently|work|working|are|were|live|sit))*"
_JOB_VERBS = word_pattern("doing a job")
_PEOPLE = word_pattern("people of a company")
_JOBS = word_pattern("jobs", "titles")
_GREETING = word_pattern("greetings")
_MEETING = word_pattern("meetings", "conversations")
_THINGS = word_pattern("things of a company")

_SELF = _ends(
    rf"(?:we|us|our|wir|uns|nous|i){_FILLED} (?:at|bei|chez)",
    r"(?:i'm|i am|im|we're|we are|ich bin|wir sind|je suis|nous sommes)"
    r"(?: (?:all|both|here|now|still|just|calling|coming))?"
    r" (?:with|from|at|of|von|bei|de|chez)",
    rf"(?:i|we|ich|wir|je)(?: \w+){{0,2}} {_JOB_VERBS}(?: \w+){{0,9}} {_AT}",
    rf"(?:i've|i have|we've|we have)(?: \w+){{0,2}} (?:been|worked|run|led)(?: \w+){{0,9}} {_AT}",
    r"(?:i'm|i am|im|ich bin|je suis)(?: \w+){1,8} (?:at|for|from|bei|von|chez)",
    r"(?:i'm|i am|im)(?: \w+){1,3} (?:with|of)",
    rf"(?:this is|my name is|name's|mein name ist|je m'appelle)(?: \w+){{1,4}} {_AT}",
    r"(?:on behalf of|representing|calling from|speaking for)",
    r"(?:my|our) (?:company|firm|employer|business|bank|school|agency)(?: is)?(?: called)?",
)
"""What somebody says of himself: stronger than anything else in the sentence."""
_SELF_BEHIND = _begins(
    "here", "speaking", r"(?:that is|that's|is) (?:us|me|where (?:i|we)|(?:my|our) (?:company|employer|firm|business))"
)
_WE_BEHIND = _begins("we", "wir", "nous")
_OWN = re.compile(r" (?:i|we|us|my|our|ich|wir|meine?|unsere?|je|nous|notre|nos) ")
_OF_PEOPLE = _ends(
    rf"(?:{_PEOPLE}|{_JOBS})(?: \w+)? {_AT}",
    r"(?:thanks|thank you|merci|danke)(?: (?:from|at|with|everyone|everybody|all|you|and|again|our|very|much))*",
    rf"{_GREETING}(?: (?:to|from|at|with|everyone|everybody|all|you|and|back|again|our|very|warm|in|bei|zu|a|mit))*",
    r"(?:with (?:me|us)|joined|joining|joins|join|introduce|guests?|meet|herr|frau|monsieur|madame|mr|mrs|ms)(?: \w+)"
    r"{0,9} (?:from|of|at|with|by|bei|von|chez|de)",
    rf"{_MEETING}(?: (?:today|here|now|again|this \w+))? (?:with|at|for|between|mit|avec)",
    r"(?:you|yours?|ihr|ihnen|euch|vous)(?: (?:guys|folks|all|people|team|both|are|have|do|there))* (?:at|in|bei|chez)",
    rf"(?:speaking|sprechen|parlons)(?: \w+)? (?:to|with|mit|avec)(?: \w+){{0,4}}(?: {_AT})?",
)
_GREETED = _ends(
    r"(?:you|yours?|ihr|ihnen|euch|vous)(?: \w+){0,3}",
    r"(?:speaking|sprechen|parlons)(?: \w+){0,8}",
    r"we have(?: \w+){0,4}",
    rf"(?:{_GREETING}|thanks|thank you)(?: \w+){{0,12}}",
)
_FILL = rf"(?: (?:{word_pattern('filling of greetings', 'greetings')}|{_PEOPLE}(?: from)?|{_MEETING}|{_THINGS}))*"
_WE_GREET = re.compile(
    rf"(?:{_FILL} {_GREETING}{_FILL}"
    r"| on the (?:line|call)(?: today)?(?: is| are| we have)(?! no)(?: \w+){1,4} (?:from|of|at)"
    r"| with (?:me|us)(?: today| here| now)*(?: is| are)(?! no)(?: \w+){1,4} (?:from|at)"
    r"| today with (?:me|us)(?: is| are)(?! no)(?: \w+){1,4} (?:from|at)"
    r"| heute sprechen wir mit(?: \w+){1,9} bei"
    r"|(?: \w+){0,5} (?:you|yours?|ihr|euch|vous)(?: (?:guys|folks|all|people|team|both))* (?:at|bei|chez))$"
)
"""What our side says to those who are there, from the start of the sentence on."""
_DOES_BEHIND = _begins(
    rf"(?:\w+ )?(?:{word_pattern('behind another customer')}|{word_pattern('doing of others')}|\w+ed)(?! (?:you|we))"
)
_WELCOMED = _ends(
    r"welcome(?: \w+){0,3} to", r"willkommen(?: \w+){0,3} (?:bei|zu)", r"bienvenue(?: \w+){0,3} (?:a|chez)"
)
_PRESENT = re.compile(rf" {word_pattern('who is there')} ")
_PEOPLE_BEHIND = _begins(rf"(?:\w+ )?{_PEOPLE}")
_THINGS_BEHIND = _begins(rf"(?:\w+ ){{0,3}}{_THINGS}")
_HERE = re.compile(
    rf" (?:{_GREETING}|thanks|thank you|join|joining|attend|attending|listening|today|this is|present|presentation)\b"
)
_ADDRESSED = _begins(
    r"(?:are|is) (?:you|everybody|everyone) (?:all |still )?(?:ready|there|here|on|with us|able|in)",
    r"(?:can|could|do|did) (?:you|everybody|everyone) (?:all |both )?(?:hear|see|join|start|begin)",
    r"(?:shall|should|can) we (?:start|begin)",
    r"(?:would|do) you (?:like|want) to",
    "here|speaking",
)
_ASKED = re.compile(r" (?:how|what|who|where|when|which|why|does|is|are|wie|was|wer|combien|comment|quel)\b")
_TELL = _ends(r"(?:tell (?:me|us)|talk|curious|wondering|hear|learn)(?: \w+)? (?:about|how|what|of)")
_OTHER = _ends(
    rf"{word_pattern('before another company')}(?: \w+){{0,3}}",
    r"(?:mov|switch|migrat|chang|com)(?:e|ed|es|ing|ating|ated|ate)(?: \w+){0,3} (?:from|to|off|over)",
    r"(?:questions?|line)(?: \w+){0,8} (?:from|of|with|at)(?: \w+){0,5}",
    rf"{word_pattern('kin')}(?: \w+){{0,4}}",
)
_FORMER = re.compile(rf" {word_pattern('former times')} ")
_OURS_DID = _ends(r"(?:did|done|do|built|made|works?|worked|working|went|started|helped)(?: \w+){0,5}")
_OURS_BEHIND = _begins(rf"(?:\w+ )?{word_pattern('behind another customer')}")
_OTHER_BEHIND = _begins(rf"(?:\w+ )?{word_pattern('behind another company')}")


def make_of(said: Around, by: Speaking) -> How:
    """Say what the words around a name make of it, in the mouth of our side, of a guest, or of nobody knows whom."""
    former = _FORMER.search(f"{said.before} ")
    if not former and by != "ours" and says_self(said):
        return "theirs"
    if former or _OTHER.search(said.before) or _OTHER_BEHIND.match(said.behind):
        return "other"
    if by == "ours" and not said.asking and (_OURS_DID.search(said.before) or _OURS_BEHIND.match(said.behind)):
        return "other"
    if _is_theirs(said, by):
        return "theirs" if by == "guest" or _is_there(said, by) else "asked"
    asking = said.asking and _ASKED.search(f"{said.before} {said.behind}")
    if by != "guest" and (asking or _TELL.search(said.before)):
        return "asked"
    return "named"


def _is_there(said: Around, by: Speaking) -> bool:
    """Whether who is named is greeted, introduced or asked as one in the call: "The folks at Tarn love it" are not.

    Where it is known that our side speaks, the whole sentence up to the name must do nothing else.
    """
    if by == "ours":
        if _ADDRESSED.match(said.behind) and len(said.before.split()) < _FIRST_WORDS:
            return True
        return bool(_WE_GREET.match(said.before) and not _DOES_BEHIND.match(said.behind))
    return bool(_GREETED.search(said.before) or _PRESENT.search(f" {said.before} {said.behind} "))


def says_self(said: Around) -> bool:
    """Whether somebody says that the name is that of his own company."""
    if _SELF.search(said.before):
        return True
    if _WE_BEHIND.match(said.behind) and said.before.endswith((" at", " bei", " chez")):
        return True
    return bool(_SELF_BEHIND.match(said.behind) and len(said.before.split()) < _FIRST_WORDS)


def _is_theirs(said: Around, by: Speaking) -> bool:
    if by == "guest":  # who is no guest's own colleague is somebody else's
        own = _OF_PEOPLE.search(said.before) and _OWN.search(f"{said.before} ")
        return bool(own or _WELCOMED.search(said.before))
    if any(pattern.search(said.before) for pattern in (_OF_PEOPLE, _SELF)):
        return True
    if any(pattern.match(said.behind) for pattern in (_PEOPLE_BEHIND, _ADDRESSED)):
        return True
    return bool(_THINGS_BEHIND.match(said.behind) and _HERE.search(said.before))
