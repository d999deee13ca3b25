"""Cells of exports -> typed values.

Each reader takes the text of one cell that is not missing and returns a plain
value, or raises ValueError with what is wrong, as the end of a sentence. What has
two readings (03/04/2026, 1,234) is never guessed: the other cells of the column
decide (`day_order`, `decimal_sign`), then the settings, then for numbers the rest of the file, else it is an error.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING

from evidence.amounts import find_amounts, read_cell
from evidence.english import word_list
from evidence.escape import plain_cell
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.amounts import Numeral

_MISSING = frozenset(
    ("", "-", "--", "–", "—", "none", "null", "nil", "nan", "n/a", "#n/a", "n.a.", "(blank)", "(no value)", "no value")
)
_EXCEL_ERROR = re.compile(r"#(?:REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!)")


def is_missing(cell: str) -> bool:
    """Tell whether the cell says nothing: empty, `None`, `N/A`, `-` and the like.

    A bare `NA` is not among them: in a column of places it is North America.
    """
    return cell.strip().casefold() in _MISSING


def text(cell: str) -> str:
    """Return the cell as one line. Raises ValueError for an error of the spreadsheet, such as `#REF!`."""
    line = plain_cell(cell)
    if _EXCEL_ERROR.fullmatch(line):
        raise ValueError("is a spreadsheet error")
    return line


_CODE = re.compile(r"[A-Z0-9]+(?:_[A-Z0-9]+)+")
_WORD = re.compile(r"[A-Z]{5,}")


def is_code(cell: str) -> bool:
    """Tell whether a cell is a name of a list in a program: `WINE_AND_SPIRITS`."""
    return bool(_CODE.fullmatch(cell.strip()))


def industry(cell: str, *, coded: bool = True) -> str:
    """Return an industry in words; coded: the column holds codes, so that one word in capitals is one too.

    >>> industry("WINE_AND_SPIRITS"), industry("BANKING"), industry("SaaS"), industry("BANKING", coded=False)
    ('Wine and spirits', 'Banking', 'SaaS', 'BANKING')
    """
    line = text(cell)
    if is_code(line) or (coded and _WORD.fullmatch(line)):
        return line.replace("_", " ").capitalize()
    return line


# -- ids ---------------------------------------------------------------------------------------

_CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")


def record_id(cell: str) -> str:
    """Return the id as exported. One that a spreadsheet has shortened (1.2E+14) names nobody any more."""
    line = text(cell)
    if _SHORTENED.fullmatch(line):
        raise ValueError("is a long id that a spreadsheet shortened; export that column as text")
    return line


def canonical_id(record: str) -> str:
    """Return the form under which two spellings of one id are equal.

    Salesforce ids of 15 characters tell upper from lower case; those of 18 carry
    the case in three more characters (a bit for each upper-case letter, five to a
    character), so they survive a change of case. All become 18 here. `123.0`, a
    number that passed through a float, is `123`. Other ids are as written.

    >>> canonical_id("001D000000IRFmaIAH") == canonical_id("001D000000IRFma") == canonical_id("001d000000irfmaiah")
    True
    """
    if len(record) in {15, 18} and record.isascii() and record.isalnum():
        known = record[:15] if len(record) == 15 else _restore_case(record)
        return known + _suffix(known) if known else record
    return record[:-2] if record.endswith(".0") and record[:-2].isdecimal() else record


def caseless_id(record: str) -> str:
    """Return the form under which ids that differ only in case are equal; for hints, never for links."""
    salesforce = len(record) in {15, 18} and record.isascii() and record.isalnum()
    return record[:15].casefold() if salesforce else record.casefold()


def _suffix(known: str) -> str:
    chunks = (known[at : at + 5] for at in (0, 5, 10))
    return "".join(_CHECKSUM[sum(1 << i for i, c in enumerate(chunk) if "A" <= c <= "Z")] for chunk in chunks)


def _restore_case(record: str) -> str | None:
    bits = [_CHECKSUM.find(c) for c in record[15:].upper()]
    if -1 in bits:
        return None
    cased = [c.upper() if bits[i // 5] >> i % 5 & 1 else c.lower() for i, c in enumerate(record[:15])]
    known = "".join(cased)
    return known if _suffix(known) == record[15:].upper() else None


# -- numbers -----------------------------------------------------------------------------------

_PEOPLE = re.compile(r" (?:employees|people|staff|ftes?)$", re.IGNORECASE)
TWO_READINGS = "can be read in two ways"
TWO_DAYS = "can be read in two ways, day first or month first"
_OTHER_SIGN = {".": ",", ",": "."}
_DIGITS = 60  # longer than any amount
_EVERYBODY = 1e11  # more than have ever lived: no column of whole numbers would hold it


def _number(cell: str) -> Numeral | None:
    line = one_line(cell)
    return read_cell(_PEOPLE.sub("", line) if line[-1:].isalpha() else line)


def _whole_proof(number: Numeral) -> str | None:
    # Nobody is a fraction of an employee; only 5.000 may still be 5 with a database's three decimals.
    return number.decimal_sign(whole=not number.body.endswith(".000"))


def proved_signs(cells: Iterable[str], *, whole: bool = False) -> dict[str, str]:
    """Return the cells that prove a decimal sign, and which: `1,234.50`, `1,250,000`, `12,5`, `$1,234`.

    Only where none does so by its digits or its currency, whole numbers tell by being whole: `1,234` employees.
    """
    numbers = {cell: number for cell in cells if not cell.isdecimal() and (number := _number(cell))}
    proved = {cell: sign for cell, number in numbers.items() if (sign := number.decimal_sign())}
    if whole and not proved:
        return {cell: sign for cell, number in numbers.items() if (sign := _whole_proof(number))}
    return proved


def decimal_sign(cells: Iterable[str], *, whole: bool = False, date_order: str | None = None) -> str | None:
    """Return the decimal sign of a column: what its own cells prove, else `.` where dates are MDY.

    None where nothing decides, or where cells contradict each other.
    """
    proofs = set(proved_signs(cells, whole=whole).values())
    if proofs:
        return proofs.pop() if len(proofs) == 1 else None
    return "." if date_order == "MDY" else None


def thousands_signs(cells: Iterable[str], *, whole: bool = False) -> set[str]:
    """Return the signs that are seen to separate thousands in a column: the comma of `1,250,000` or `1,234.50`.

    Unlike a decimal point, which databases write in every country, they tell how a whole file is written.
    """
    proved = proved_signs(cells, whole=whole).items()
    # `kr. 12,5` has a point that separates nothing.
    return {other for cell, sign in proved if (number := _number(cell)) and (other := _OTHER_SIGN[sign]) in number.body}


def sign_by_thousands(cells: Iterable[str], thousands: str) -> str | None:
    """Return the decimal sign of a column that proves none, where `thousands` separates them in the rest of its file.

    It makes thousands of `30,000` and never 30: None where a cell has the other sign.
    """
    vague = [number.body for cell in cells if (number := _number(cell)) and number.is_ambiguous]
    return _OTHER_SIGN[thousands] if vague and all(thousands in body for body in vague) else None


def money(cell: str, decimal: str | None = None, *, whole: bool = False) -> float:
    """Read `$50K`, `1,234.50`, `1.234,50 EUR`, `(1,200)`; `decimal` is the sign of the column.

    Raises ValueError, also where `1,234` may be a thousand or one.
    """
    if cell.isdecimal() and len(cell) <= _DIGITS:
        return float(cell)
    number = _number(cell)
    if number is None:
        vague = any(amount.limit or amount.other for amount in find_amounts(cell))
        raise ValueError("is a range or an estimate" if vague else "is not a number")
    # What the column proves outweighs that people come whole: beside 1250,000 a cell of 5,000 is 5.
    sign = number.decimal_sign() or decimal or (_whole_proof(number) if whole else None)
    if sign is None and number.is_ambiguous:
        raise ValueError(TWO_READINGS)
    value = number.value(sign or ".")
    if value is None:
        raise ValueError("is not a number")
    return value


def count(cell: str, decimal: str | None = None) -> int:
    """Read a number of people. A range or an open one (`5,000+`) is no number: ValueError."""
    value = money(cell, decimal, whole=True)
    if not (0 <= value < _EVERYBODY and value == int(value)):
        raise ValueError("is not a whole number of people")
    return int(value)


# -- truth and dates ---------------------------------------------------------------------------

_YES = frozenset(
    ("true", "t", "yes", "y", "1", "1.0", "on", "x", "checked", "wahr", "ja", "vrai", "oui", "verdadero", "verdadeiro",
     "sí", "si", "sim", "vero", "waar", "✓", "✔", "☑", "✅")
)  # fmt: skip
_NO = frozenset(
    ("false", "f", "no", "n", "0", "0.0", "off", "unchecked", "falsch", "nein", "faux", "non", "falso", "não", "nao",
     "onwaar", "nee", "✗", "✘", "☐", "❌")
)  # fmt: skip


def truth(cell: str) -> bool:
    """Read a boolean in the spellings that exports and spreadsheets use."""
    word = cell.strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError("is neither yes nor no")


_MONTHS = tuple(month[:3] for month in word_list("months"))
_TAIL = r"(?:,?[T ] ?\d{1,2}:\d\d.{0,24})?"
_EPOCH = re.compile(r"[1-9]\d{11,12}")  # milliseconds, UTC, as HubSpot's API and names of Salesforce's files have them
_ISO = re.compile(rf"(\d{{4}})([-/.]?)(\d\d?)\2(\d\d?){_TAIL}")
_NUMERIC = re.compile(rf"(\d\d?)([-/.])(\d\d?)\2(\d{{4}}|\d\d){_TAIL}")
_NAMED = re.compile(rf"(\d\d?)[. -]{{1,2}}([A-Za-z]{{3,9}})\.?[ ,-]{{1,2}}(\d{{4}}|\d\d){_TAIL}")
_NAMED_FIRST = re.compile(rf"([A-Za-z]{{3,9}})\.? (\d\d?)(?:st|nd|rd|th)?,? (\d{{4}}){_TAIL}")


def day_order(cells: Iterable[str], fallback: str | None = None) -> str | None:
    """Return `DMY` or `MDY` for a column: what its own dates prove, else the setting.

    None where cells contradict each other, or nothing decides.
    """
    proofs = set()
    for cell in cells:
        found = _NUMERIC.fullmatch(cell.strip())
        if found and (int(found[1]) > 12) != (int(found[3]) > 12):
            proofs.add("DMY" if int(found[1]) > 12 else "MDY")
    if proofs:
        return proofs.pop() if len(proofs) == 1 else None
    return fallback


def date(cell: str, order: str | None = None) -> str:
    """Return `YYYY-MM-DD`; the time of day is left out. `order` is that of the column.

    Raises ValueError for what is no date, or may be two.
    """
    line = cell.strip()
    if _EPOCH.fullmatch(line):
        return (dt.date(1970, 1, 1) + dt.timedelta(milliseconds=int(line))).isoformat()
    if (found := _ISO.fullmatch(line)) and (found[2] or len(found[3] + found[4]) == 4):
        return _day(found[1], found[3], found[4])
    if found := _NUMERIC.fullmatch(line):
        first, second = found[1], found[3]
        if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
            if order is None:
                raise ValueError(TWO_DAYS)
        else:
            order = "DMY" if int(first) > 12 else "MDY"
        day, month = (first, second) if order == "DMY" else (second, first)
        return _day(found[4], month, day)
    if found := _NAMED.fullmatch(line):
        return _day(found[3], _month(found[2]), found[1])
    if found := _NAMED_FIRST.fullmatch(line):
        return _day(found[3], _month(found[1]), found[2])
    raise ValueError("is not a date")


def _month(name: str) -> str:
    short = name[:3].lower()
    return str(_MONTHS.index(short) + 1 if short in _MONTHS else 0)


def _day(year: str, month: str, day: str) -> str:
    century = 2000 if len(year) == 2 else 0
    try:
        return dt.date(century + int(year), int(month), int(day)).isoformat()
    except ValueError as error:
        raise ValueError("is not a date") from error


# -- addresses ---------------------------------------------------------------------------------

_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,30}")
_EMAIL = re.compile(r"(?:mailto:)?(?:[^<>]*<)?([^\s@,;<>:]+@([^\s@,;<>]+))>?", re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def domains(cell: str) -> str:
    """Return the domains of a cell of domains or web addresses, joined by `;` where there are several.

    >>> domains("https://www.Example.com/about"), domains("example.com; example.org")
    ('example.com', 'example.com;example.org')
    """
    found = dict.fromkeys(_domain(part) for part in re.split(r"[;,\s]+", cell.strip()) if part)
    return ";".join(found)


def _domain(address: str) -> str:
    host = re.sub(r"^[a-z]+://", "", address.lower()).split("/")[0].split("?")[0].rpartition("@")[2].split(":")[0]
    host = host.removeprefix("www.").rstrip(".")
    if not _DOMAIN.fullmatch(host):
        raise ValueError("is not a domain")
    return host


def email(cell: str) -> tuple[str, str]:
    """Return SHA-256 and domain of one e-mail address; the address itself is not kept."""
    found = _EMAIL.fullmatch(cell.strip())
    if not found or len(cell) > 400:
        raise ValueError("is not a single e-mail address")
    return hashlib.sha256(found[1].strip().lower().encode()).hexdigest(), _domain(found[2])


def email_hash(cell: str) -> str:
    """Return the hex SHA-256 of an address, in lower case."""
    digest = cell.strip().lower()
    if not _SHA256.fullmatch(digest):
        raise ValueError("is not a SHA-256 hash in hex")
    return digest
