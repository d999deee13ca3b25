"""What the words around a company's name in speech make of it, and so of whose call it is.

theirs     somebody says that it is where he or others in the call work, or greets its people
asked      our side asks a question about it
other      it is a supplier, a competitor, another customer, where somebody used to work
named      none of these
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.accounts.names import is_ordinary
from evidence.english import word_pattern, word_set

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
_PEOPLE = word_pattern("people of a company")
_JOBS = word_pattern("jobs", "titles")
_GREETING = word_pattern("greetings")
_MEETING = word_pattern("meetings", "conversations")
_THINGS = word_pattern("things of a company")

_I_AM = r"(?:i'm|i am|im|ich bin|je suis)"
_WE_ARE = r"(?:we're|we are|wir sind|nous sommes)"
_AT_WORK = r"(?:at|in|inside|within|bei|chez)"
_NOT = r"(?:not|never|no longer|neither|nor|\w+n't|nicht|nie|kein\w*|pas|jamais|plus)"
_NO_PART = (
    rf"(?!(?:{_NOT}|{word_pattern('kin')}|(?:people|folk|guy|landlord)s?|someone|somebody|anyone|anybody|leuten?|kund\w+"
    r"|my|our|your|their|his|her|meine?\w?|unser\w*|with|to|from|by|like|than|about|mit|zu|zum|zur|avec|but|because"
    r"|that|who|which|when|while|he|she|they|you|er|sie|is|are|was|were|ist|sind|buy\w*|bought|us(?:e|ed|es|ing)"
    r"|(?:friend|contact|relationship|account|contract|share|stock|stake|deal|partnership|quote|invoice|call|phone"
    rf"|visitor|guest|tenant|student|patient|client|customer|fan)s? {_AT})(?: |$))"
)
"""No such word stands between what somebody does and where: "I manage the relationship with somebody at Tarn"."""
_WORK = rf"(?: {_NO_PART}[\w'-]+){{0,6}}"
_NO_JOB = r"(?!(?:customer|supplier|user|vendor|investor|visitor|subscriber)s? )"
_JOB = rf"(?:{_JOBS}s?|{_NO_JOB}\w{{3,}}(?:er|or|ist|ian|man|woman)s?)"
_DOING = (
    r"(?:work(?:s|ed|ing)?|arbeite[nt]?|travaill\w+|(?:do|handle|run|lead|manage|oversee|supervise|head)(?: up)?|doing"
    r"|handling|running|leading|managing|overseeing|supervising|heading|led|managed|look(?:ing)? after|sit|own"
    r"|leiten?|verantworten?|kummere|dirige)"
)
_HEADING = (
    r"(?:run|running|lead|leading|led|manage|managing|oversee|overseeing|head|heading|supervise|leite|verantworte)"
)
_SOMETIMES = r"(?: (?:also|now|still|currently|just|both|all|have|been|always|actually|mostly|only|am))*"
_NO_DEED = r"(?! \w+(?:ing|ed) (?:an?|the|some|one|another|two|for)\b)"  # "I'm replacing a contractor from Tarn"
_SINCE = r"(?:i|we|i've|we've|i'm|we're|ich|wir|je|nous)"

_SELF = _ends(
    rf"(?:we|us|our|wir|uns|nous|i){_FILLED} (?:at|bei|chez)",
    rf"(?:{_I_AM}|{_WE_ARE})(?: (?:all|both|here|now|still|just|calling|coming|over|based|employed|auch|hier))?"
    r" (?:with|from|at|of|von|bei|de|chez)",
    rf"{_SINCE}{_SOMETIMES} (?:work|worked|working|arbeiten?|travaille) (?:for|fur|in|inside|within|pour)",
    rf"{_SINCE}{_SOMETIMES} {_DOING}{_WORK} {_AT_WORK}",
    rf"(?:i|i'm|ich|je){_SOMETIMES} {_HEADING}{_WORK} (?:for|of|fur|von|de)",
    rf"{_SINCE}{_SOMETIMES} joined (?:the|a)(?: \w+){{0,2}} (?:team|staff|board|company|crew) (?:at|of)",
    rf"{_SINCE}{_SOMETIMES} (?:work for|run|own) an?(?: \w+){{0,3}} (?:company|firm|business) (?:called|named)",
    r"(?:arbeite|bin|leite|arbeiten|sind) (?:ich|wir)(?: (?:jetzt|nun|auch|hier|seit \w+ \w+))? (?:bei|fur)",
    rf"(?:{_I_AM}|i've been|i have been){_NO_DEED}{_WORK} {_JOB}(?: (?:of|for|in|fur|to the){_WORK})?"
    rf" (?:{_AT_WORK}|with|from)",
    rf"{_I_AM}{_NO_DEED}{_WORK} {_JOBS}(?: (?:of|for|in|fur){_WORK})? (?:of|for|von|de)",
    rf"{_I_AM}(?: \w+){{0,2}} (?:responsible|in charge|zustandig|verantwortlich) (?:for|of|fur){_WORK} {_AT_WORK}",
    rf"{_I_AM} (?:in|im)(?: (?!touch |contact |talks )\w+){{1,3}} (?:at|bei|chez)",
    rf"(?:my name is|name's|mein name ist|je m'appelle)(?: \w+){{1,4}} {_AT}",
    r"(?:on behalf of|representing|calling from|speaking for)",
    r"(?:my|our) (?:company|firm|employer)(?: is)?(?: called)?",
    r"(?:meine?|unsere?) (?:firma|arbeitgeber|unternehmen) (?:ist|heisst)",
)
"""What somebody says of himself: stronger than anything else in the sentence."""
_CALLED = re.compile(rf"(?: |^)({_I_AM}|this is|hier ist)((?: \w+){{1,3}}) (?:with|of|at|from|bei|von|chez|de)$")
_ENGLISH = frozenset(("i'm", "i am", "im", "this is"))
_FIRST_NAMES = word_set("first names")
_CALLING = frozenset(("calling", "here", "speaking", "over"))
_LONG = _ends(rf"{_SINCE}{_SOMETIMES} (?:here )?(?:with|at)", rf"{_SINCE}{_SOMETIMES} joined")
_LONG_BEHIND = re.compile(r"(?:since|(?:\w+ ){0,5}(?:years?|months?|decades?|weeks?)|in (?:\d{4}|the \w+))\b")
_YEARS = re.compile(r" (?:for|since) (?:\w+ ){1,4}(?:years?|months?|decades?|weeks?|spring|summer|autumn|winter) ")
_NOT_THERE = _ends(
    rf"(?:i|we|i'm|we're|ich|wir|je|nous|i've|we've)(?: \w+){{0,3}} {_NOT}(?: (?!but |sondern )[\w'-]+){{0,5}}"
    rf" (?:{_AT}|by)",
    rf"(?:i|we) \w+n't(?: \w+){{0,4}} {_AT}",
)
_NOT_BEHIND = _begins(
    r"(?:kund\w+|unter vertrag|customers?|clients?|as (?:a|an|our|my)|on (?:this|that|the phone)|for (?:our|my))",
    r"(?:at the moment|since)(?= (?:for|as))",
)
_OPENING = rf"(?: (?:{_GREETING}|yes|yeah|ja|so|um|uh|and|okay|ok|it's|good|guten|day|tag|this is))*"
_HELLO = re.compile(rf"{_OPENING}(?:(?: [\w'-]+){{0,2}} (?:from|at|of|von|bei))?")
_HERE_BEHIND = _begins("here", "speaking", "hier", "am apparat")
_SELF_BEHIND = _begins(r"(?:that is|that's|is) (?:us|me|where (?:i|we)|(?:my|our) (?:company|employer|firm))")
_WE_BEHIND = _begins(
    "we", "wir", "nous", "i (?:work|run|lead|manage|handle|look after)", "(?:arbeite|leite|verantworte) ich"
)
_AT_FIRST = re.compile(
    r"^(?!.* (?:i|we|they|you|she|he|wir|sie|er)(?! think| guess| mean| know| would say)\b).* (?:at|bei|chez)$"
)
_OWN_PEOPLE = _ends(
    r"(?:my|our|mein\w*|unser\w*|notre|nos)(?: (?!account |support |old |former |key )\w+){0,2}"
    r" (?:teams?|crew|staff|department|desk|plants?|offices?|warehouse|board|boss|ceo|cfo|coo|cto|colleagues?|branch"
    rf"|headquarters|sites?|kolleg\w+|chefs?|chefin|abteilung|werk)(?: (?!is |are |was |has |ist )\w+)? {_AT}",
    r"(?:with (?:me|us)|joining (?:me|us))(?: today| here| now)*(?: is| are)(?! no)(?: \w+){1,5} (?:from|at|of)",
)
_OF_PEOPLE = _ends(
    rf"(?:{_PEOPLE}|{_JOBS})(?: (?!because |instead |out |not )\w+)? {_AT}",
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
_STRANGERS = r"(?! no| (?:my|our)(?! (?:\w+ )?(?:guest|customer)))(?: \w+){1,4}"
_WE_GREET = re.compile(
    rf"(?:{_FILL} {_GREETING}{_FILL}"
    rf"| on the (?:line|call)(?: today)?(?: is| are| we have){_STRANGERS} (?:from|of|at)"
    rf"| with (?:me|us)(?: today| here| now)*(?: is| are){_STRANGERS} (?:from|at)"
    rf"| today with (?:me|us)(?: is| are){_STRANGERS} (?:from|at)"
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
    if by != "ours" and (_NOT_THERE.search(said.before) or _NOT_BEHIND.match(said.behind)):
        return "other"
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
    before = said.before
    if _NOT_THERE.search(before) or _NOT_BEHIND.match(said.behind):
        return False
    if _SELF.search(before) or _says_name(before):
        return True
    if _LONG.search(before) and (_LONG_BEHIND.match(said.behind) or _YEARS.search(before)):
        return True
    if _WE_BEHIND.match(said.behind) and _AT_FIRST.search(before):
        return True
    if _HERE_BEHIND.match(said.behind):
        return bool(_HELLO.fullmatch(before.rstrip()))
    return bool(_SELF_BEHIND.match(said.behind) and len(before.split()) < _FIRST_WORDS)


def _says_name(before: str) -> bool:
    """Whether somebody says his name and where he is from: a first name, or a word that is none of the language."""
    called = _CALLED.search(before)
    if not called:
        return False
    named = [word for word in called[2].split() if word not in _CALLING]
    if not named:
        return False
    # What is no English word may be one of the other languages: "Ich bin Kunde von Tarn".
    return named[0] in _FIRST_NAMES or (called[1] in _ENGLISH and not any(map(is_ordinary, named)))


def _is_theirs(said: Around, by: Speaking) -> bool:
    if by == "guest":  # who is no guest's own colleague is somebody else's
        return bool(_OWN_PEOPLE.search(said.before) or _WELCOMED.search(said.before))
    if any(pattern.search(said.before) for pattern in (_OF_PEOPLE, _SELF)):
        return True
    if any(pattern.match(said.behind) for pattern in (_PEOPLE_BEHIND, _ADDRESSED)):
        return True
    return bool(_THINGS_BEHIND.match(said.behind) and _HERE.search(said.before))
