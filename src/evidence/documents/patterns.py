"""What betrays somebody by its form alone: e-mail, phone, card, machine addresses, tokens.

Conservative with numbers: amounts, dates, versions, ranges and `SOC 2` stay. Digits count as a phone number
after a plus, in a grouping that only phone numbers have, or where the words before say so; as a card
only with the right check digit.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.english import word_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Replacement(NamedTuple):
    """Half-open [start, end) of the original in code points, and what stands there now."""

    start: int
    end: int
    placeholder: str


PLACEHOLDERS = {
    "[email]": "an e-mail address",
    "[phone]": "a phone number",
    "[card]": "a card or bank number",
    "[address]": "the address of a machine",
    "[token]": "a token or key",
    "[name]": "a person's name",
    "[company]": "a customer's name",
}
"""Every placeholder, and what it stands for."""

_GAP = "[ \u00a0\u2009\u202f().\u2010\u2011\u2012\u2013/-]{0,3}"  # what stands between the digits of a number
_TOP = "com|org|net|io|co|ai|dev|app|de|uk|us|eu|ch|fr|edu|gov|info|biz|example"
_DIGIT = word_pattern("spoken digits")
_EMAIL = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|[\w.+-]{1,64} ?@ ?(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b"
)
_SAID_EMAIL = re.compile(
    r"\b[\w.+-]{1,64}(?: (?:dot|underscore|dash) [\w-]{1,63}){0,4} at [\w-]{1,63}(?: dot [\w-]{1,63}){0,4}"
    rf" ?(?: dot |\.)(?:{_TOP})\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"\b(?:eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|(?:sk|pk|rk)[-_][\w-]{16,}|(?:gh[opsur]|github_pat)_\w{16,}"
    r"|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\w-]{30,}|npm_\w{30,}"
    r"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|\d{3}-\d\d-\d{4}"
    r"|(?=\w*[A-Za-z])(?=(?:\w*?\d){4})\w{32,})(?![\w-])"
)
_PEM = re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:(?!-----).){0,9000}(?:-----END [A-Z ]{0,30}KEY-----)?")
# `password is wrong` tells nothing: a secret holds a digit, and signs or letters.
_SECRET = re.compile(
    r"\b(?:password|passwd|passcode|passphrase|secret|bearer|(?:api|access|secret)[ _-]?key|token)"
    r"(?: is|:|=| ) ?[\"'`\u201c\u2018]?(?P<what>(?=[^\s\"'`\u201d]{0,80}\d)(?=[^\s\"'`\u201d]{0,80}[^\W\d])"
    r"[^\s\"'`\u201d]{5,200}[^\s\"'`\u201d.,;:!?)])",
    re.IGNORECASE,
)
_URL = re.compile(
    r"\b[a-z][a-z0-9+]{1,15}://(?:[^\s/@:<>\"']{1,80}:[^\s/@<>\"']{1,80}@[^\s<>\"')]{1,300}"
    r"|[^\s<>\"')?#]{1,300}[?#&](?:[^\s<>\"')]{0,300}&)?"
    r"(?:access_?token|token|api_?key|key|sig|signature|secret|password|pwd|auth|code|session|x-amz-[a-z-]{1,30})=[^\s<>\"')]{1,600})",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,6}(?:internal|intranet|local|localdomain|lan|corp|home\.arpa)(?::\d{1,5})?(?![\w-]|\.\w)",
    re.IGNORECASE,
)
_MAC = re.compile(
    r"(?<![\w:-])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![\w:-])|(?<![\w.])[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}(?![\w.])"
)
_IP4 = re.compile(r"(?<![\w.])(?P<what>\d{1,3}(?:\.\d{1,3}){3})(?!\w|\.\d)")
_IP6 = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f:]*\d)(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_CARD = re.compile("(?<![\\w.-])\\d(?:[ .\u00a0\u2009\u202f\u2011-]?\\d){12,18}(?![\\w-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_PHONE = re.compile(
    rf"(?<![\w+.,$€£-])(?:(?:\+|00 ?(?=[1-9]))\d(?:{_GAP}\d){{7,14}}"
    r"|(?:1[ .-])?\(?[2-9]\d\d\)?[ .\u00a0\u2011-]\d{3}[ .\u00a0\u2011-]\d{4}"
    r"|0\d(?:[ .]\d\d){4}|0\d{2,4}[ /-]\d{3,}(?:[ -]\d{2,})*)(?!\w|[.,-]\d)"
)
_CALLED = re.compile(
    r"\b(?:phone|telephone|mobile|cell|whatsapp|fax|(?:call|reach|text) (?:me|us)|my number)\b\D{0,20}?"
    r"(?P<what>(?!\d{4}-\d\d-\d\d\b)\d(?:[ ().-]{0,2}\d){6,14})(?!\w)",
    re.IGNORECASE,
)
_SPELT = re.compile(rf"\b{_DIGIT}(?:[ ,-]{{1,2}}{_DIGIT}){{6,20}}\b", re.IGNORECASE)


def find_forms(text: str) -> Iterator[Replacement]:
    """Yield everything that is hidden for its form, in no order; places may overlap.

    >>> [found.placeholder for found in find_forms("ida@harbour.example, +49 30 1234567, 10.0.0.1")]
    ['[email]', '[address]', '[phone]']
    """
    # Nearly every sentence has nothing of it: signs that each form needs are looked for first.
    at, digit = "@" in text or " at " in text.lower(), any(map(str.isdigit, text))
    for pattern, placeholder, needed, confirms in _FORMS:
        if (needed == "@" and not at) or (needed == "0" and not digit):
            continue
        group = "what" if "what" in pattern.groupindex else 0
        for found in pattern.finditer(text):
            if confirms is None or confirms(found[group]):
                yield Replacement(*found.span(group), placeholder)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _luhn(text: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    digits = [int(digit) for digit in text if digit.isdigit()]
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _iban(text: str) -> bool:
    """ISO 13616: the remainder of 97 is 1."""
    plain = text.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


_FORMS: tuple[tuple[re.Pattern[str], str, str, Callable[[str], bool] | None], ...] = (
    (_EMAIL, "[email]", "@", None),
    (_SAID_EMAIL, "[email]", "@", None),
    (_TOKEN, "[token]", "", None),
    (_PEM, "[token]", "", None),
    (_SECRET, "[token]", "0", None),
    (_URL, "[address]", "", None),
    (_HOST, "[address]", "", None),
    (_MAC, "[address]", "", None),
    (_IP4, "[address]", "0", _is_address),
    (_IP6, "[address]", "0", _is_address),
    (_CARD, "[card]", "0", _luhn),
    (_IBAN, "[card]", "0", _iban),
    (_PHONE, "[phone]", "0", None),
    (_CALLED, "[phone]", "0", None),
    (_SPELT, "[phone]", "", None),
)
