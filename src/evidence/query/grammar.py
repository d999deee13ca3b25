"""Read a query: text -> Query.

    query   = any
    any     = all { "OR" all }
    all     = near { ["AND"] near }
    near    = term { "NEAR/" digits term }
    term    = "NOT" term | "(" any ")" | field | exact | phrase | word
    field   = name ":" [ "=" ] ( phrase | run )       speaker:"Dana Reyes"  date:2026-01..2026-03
    exact   = "=" ( phrase | run )                    ="SOC 2"  =deploy
    phrase  = '"' anything but '"' '"' [ "~" digits ] "a b"~2
    word    = run [ "~" [ "1" | "2" ] ]               deploy  dep?oy  *ment  deplyo~

Operators are written in capitals; `or` is a word. A run ends at white space, a
parenthesis or a quotation mark; typographic quotation marks are read as plain
ones. A run of several tokens (`CI/CD`) is a phrase. `*` stands for any run of
characters, `?` for exactly one. A query needs something to look for: NOT alone
stands only beside a filter.

Limits: 100 levels, 1,000 terms, 20,000 characters, 10 wildcards in a word, 50
words that begin with one (each is compared with every word that was said). They
keep what people paste away from the index library, which nests its own calls.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from evidence.errors import QuerySyntaxError
from evidence.query.tree import (
    JUDGED,
    And,
    Exact,
    Field,
    Fuzzy,
    Is,
    Near,
    Node,
    Not,
    Or,
    Part,
    Phrase,
    Query,
    Wildcard,
    Word,
    days,
)
from evidence.text import fold, nearest, one_line, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LEVELS = 100
MAX_TERMS = 1_000
MAX_LENGTH = 20_000
MAX_WILDCARDS = 10
MAX_OPEN = 50  # words that begin with a wildcard: 40 ms each among 160,000 words
MAX_WORD = 200
MAX_GAP = 1_000

FIELDS = (
    "account", "call", "date", "is", "outcome", "persona", "role", "segment", "side", "speaker", "title", "tracker",
)  # fmt: skip
_CHOICES = {
    "side": ("customer", "internal", "unknown"),
    "outcome": ("won", "lost", "open"),
    "is": ("negated", "question", *JUDGED),
}


def parse_query(text: str, *, filtered: bool = False) -> Query:
    """Read a query as people type it.

    filtered: a filter stands beside the query, so that NOT alone (and nothing
    at all) has something to select from.
    Raises QuerySyntaxError with the place of the fault.
    """
    if len(text) > MAX_LENGTH:
        _fail(text[:MAX_LENGTH], MAX_LENGTH - 1, f"the query is longer than {MAX_LENGTH:,} characters")
    return Query(text, _Parser(text, filtered=filtered).query())


def _fail(query: str, position: int, what: str, hint: str = "") -> NoReturn:
    raise QuerySyntaxError(what, query=query, position=position, hint=hint)


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str  # ( ) AND OR NOT NEAR term end
    at: int
    node: Node | None = None
    number: int = 0


def _terms(lexeme: _Lexeme) -> int:
    """Return how many terms a lexeme counts for; a phrase is asked word by word."""
    return len(lexeme.node.parts) if isinstance(lexeme.node, Phrase) else int(lexeme.kind == "term")


def _parts(node: Node | None) -> tuple[Node, ...]:
    return node.parts if isinstance(node, Phrase) else (node,) if node else ()


def _is_open(part: Node) -> bool:
    """Whether nothing says how a word begins; a lone `*` is any word and needs no search."""
    return isinstance(part, Wildcard) and part.pattern[0] in "*?" and part.pattern != "*"


_QUOTES = str.maketrans("\u201c\u201d\u201e\u201f\u00ab\u00bb", '""""""')
_SPACE = re.compile(r"\s*")
_NEAR = re.compile(r"NEAR(?:/(\d+))?(?=[\s()\"]|$)")
_FIELD = re.compile(r"([A-Za-z]+):")
_RUN = re.compile(r"[^\s()\"]+")
_TILDE = re.compile(r"~(\d*)")
_FUZZY = re.compile(r"(.+)~(\d*)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


class _Lexer:
    """Cuts a query into lexemes; every term is already a node."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = text.translate(_QUOTES)  # one character for one: places stay
        self.at = 0
        if bad := _CONTROL.search(text):
            _fail(text, bad.start(), "a query cannot contain control characters", "Delete it.")

    def __iter__(self) -> Iterator[_Lexeme]:
        while True:
            self._skip_space()
            if self.at >= len(self.plain):
                yield _Lexeme("end", len(self.plain))
                return
            yield self._lexeme()

    def _skip_space(self) -> None:
        found = _SPACE.match(self.plain, self.at)
        self.at = found.end() if found else self.at

    def _lexeme(self) -> _Lexeme:
        start = self.at
        if self.plain[start] in "()":
            self.at += 1
            return _Lexeme(self.plain[start], start)
        if near := _NEAR.match(self.plain, start):
            self.at = near.end()
            if near[1] is None:
                _fail(self.text, start, "NEAR needs a number of words", "For example: babysit* NEAR/5 deploy*")
            return _Lexeme("NEAR", start, number=self._number(near[1], start))
        if field := _FIELD.match(self.plain, start):
            self.at = field.end()
            return _Lexeme("term", start, self._field(field[1], start))
        if self.plain[start] == "=":
            self.at += 1
            value = one_line(self._value(start, "=", 'For example: ="SOC 2"'))
            return _Lexeme("term", start, Exact(value))
        if self.plain[start] == '"':
            return _Lexeme("term", start, self._phrase(start))
        run = self._run()
        if run in {"AND", "OR", "NOT"}:
            return _Lexeme(run, start)
        return _Lexeme("term", start, _word(self.text, run, start))

    def _number(self, digits: str, at: int) -> int:
        if len(digits) > len(str(MAX_GAP)) or int(digits) > MAX_GAP:  # int() itself refuses 4,301 digits
            _fail(self.text, at, f"NEAR allows at most {MAX_GAP:,} words in between")
        return int(digits)

    def _run(self) -> str:
        found = _RUN.match(self.plain, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def _quoted(self) -> str:
        opening = self.at
        closing = self.plain.find('"', opening + 1)
        if closing < 0:
            _fail(self.text, opening, "this quotation mark is never closed", 'Add a " at the end of the phrase.')
        self.at = closing + 1
        return self.text[opening + 1 : closing]

    def _value(self, start: int, what: str, hint: str) -> str:
        quoted = self.plain[self.at : self.at + 1] == '"'
        value = self._quoted() if quoted else self._run()
        if not value.strip():
            _fail(self.text, start, f"nothing follows {what}", hint)
        return value

    def _phrase(self, start: int) -> Node:
        inside = self._quoted()
        parts: list[Part] = []
        for run in re.finditer(r"\S+", inside):
            node = _word(self.text, run[0], start + 1 + run.start(), empty=True)
            parts += node.parts if isinstance(node, Phrase) else [node] if node else []
        if not parts:
            _fail(self.text, start, "this phrase contains no words", 'To find signs and symbols, write ="...".')
        slop = 0
        if tilde := _TILDE.match(self.plain, self.at):
            if not tilde[1]:
                _fail(self.text, self.at, "~ after a phrase needs a number of words", 'For example: "a b"~2')
            slop = self._number(tilde[1], self.at)
            self.at = tilde.end()
        return parts[0] if len(parts) == 1 else Phrase(tuple(parts), slop)

    def _field(self, name: str, start: int) -> Node:
        known = name.lower()
        if known not in FIELDS:
            close = nearest(known, FIELDS)
            hint = f"Did you mean {close}: ?" if close else f"Fields: {', '.join(FIELDS)}."
            name = name[:40]
            _fail(self.text, start, f"no field called {name!r}", f'{hint} To search the text itself, write "{name}"')
        exact = self.plain[self.at : self.at + 1] == "="
        self.at += exact
        place = self.at
        value = self._value(start, f"{known}:", f'For example: {known}:"..."')
        try:
            return make_field(known, value, exact=exact)
        except QuerySyntaxError as error:
            _fail(self.text, place, error.what, error.hint)


def make_field(name: str, value: str, *, exact: bool = False) -> Field | Is:
    """Return the node of a field. Raises QuerySyntaxError for a value that it cannot have."""
    value = one_line(value)
    if name == "date":
        try:
            days(value)
        except ValueError as error:
            raise QuerySyntaxError(str(error), hint="For example: date:2026-01..2026-03") from error
    elif name in _CHOICES:
        value = _choice(name, value)
    elif not tokenize(value):
        raise QuerySyntaxError(f"{name}: needs a word")
    return Is(value) if name == "is" else Field(name, value, exact)


def _choice(field: str, value: str) -> str:
    choices = _CHOICES[field]
    if value.lower() not in choices:
        close = nearest(value, choices)
        hint = f"Did you mean {close}?" if close else f"One of: {', '.join(choices)}."
        raise QuerySyntaxError(f"{field}: cannot be {value[:40]!r}", hint=hint)
    return value.lower()


def _word(query: str, run: str, at: int, *, empty: bool = False) -> Part | Phrase | None:
    """Read a run without white space; None where it holds no token and `empty` allows that."""
    if fuzzy := _FUZZY.fullmatch(run):
        return _fuzzy(query, fuzzy[1], fuzzy[2], at)
    if len(run) > MAX_WORD * 10:
        _fail(query, at, f"a word here is longer than {MAX_WORD * 10:,} characters")
    shaped = re.sub(r"\*+", lambda stars: "*" * len(stars[0]), run)
    # Every wildcard becomes one letter, so that token borders are found at the same places.
    places = tokenize(shaped.replace("*", "a").replace("?", "a"))
    parts = tuple(_part(query, run[t.start : t.end], at + t.start) for t in places)
    if not parts:
        if empty:
            return None
        _fail(query, at, f"{run[:20]!r} contains no letter or digit", f'To find it exactly as written: ="{run[:20]}"')
    return parts[0] if len(parts) == 1 else Phrase(parts)


def _part(query: str, token: str, at: int) -> Word | Wildcard:
    pieces = re.split(r"([*?])", re.sub(r"\*+", "*", token))
    if len(pieces) == 1:
        return Word(fold(token))
    if len(pieces) // 2 > MAX_WILDCARDS or len(token) > MAX_WORD:
        _fail(query, at, f"at most {MAX_WILDCARDS} wildcards in a word of {MAX_WORD} characters")
    return Wildcard("".join(piece if piece in "*?" else fold(piece) for piece in pieces if piece))


def _fuzzy(query: str, word: str, digits: str, at: int) -> Fuzzy:
    found = tokenize(word)
    if digits not in {"", "1", "2"}:
        _fail(query, at + len(word), "a fuzzy word allows one or two edits", f"Write {word[:20]}~ or {word[:20]}~2")
    if len(found) != 1 or "*" in word or "?" in word:
        _fail(query, at, "~ works only after one plain word", 'To allow a gap inside a phrase, write "a b"~2')
    if len(found[0].folded) > MAX_WORD:
        _fail(query, at, f"a fuzzy word has at most {MAX_WORD} characters")
    return Fuzzy(found[0].folded, int(digits or 1))


class _Parser:
    """Recursive descent over lexemes, one method a rule of the grammar."""

    def __init__(self, text: str, *, filtered: bool) -> None:
        self.text = text
        self.filtered = filtered
        self.lexemes = list(_Lexer(text))
        self.next = 0
        self.level = 0
        if sum(_terms(lexeme) for lexeme in self.lexemes) > MAX_TERMS:
            _fail(text, 0, f"a query has at most {MAX_TERMS:,} terms")
        begun = [lexeme.at for lexeme in self.lexemes for part in _parts(lexeme.node) if _is_open(part)]
        if len(begun) > MAX_OPEN:
            hint = "Write how the words begin, or split this into several queries."
            _fail(text, begun[MAX_OPEN], f"at most {MAX_OPEN} words may begin with a wildcard", hint)

    def query(self) -> Node:
        if self._peek().kind == "end":
            if self.filtered:
                return And(())
            _fail(self.text, 0, "the query is empty", 'For example: "manual deploy*" side:customer')
        root = self._any()
        if self._peek().kind == ")":
            _fail(self.text, self._peek().at, "this parenthesis was never opened")
        if not self.filtered and not _selects(root):
            _fail(self.text, 0, "NOT alone finds nothing", "Add a word or a filter:  side:customer NOT price")
        return root

    def _peek(self) -> _Lexeme:
        return self.lexemes[self.next]

    def _take(self) -> _Lexeme:
        lexeme = self.lexemes[self.next]
        self.next += 1
        return lexeme

    def _any(self) -> Node:
        children = [self._all()]
        while self._peek().kind == "OR":
            self._operand(self._take())
            children.append(self._all())
        return _joined(Or, children)

    def _all(self) -> Node:
        children = [self._near()]
        while self._peek().kind in {"AND", "NOT", "(", "term"}:
            if self._peek().kind == "AND":
                self._operand(self._take())
            children.append(self._near())
        return _joined(And, children)

    def _near(self) -> Node:
        at = self._peek().at
        node = self._term()
        while self._peek().kind == "NEAR":
            operator = self._take()
            self._operand(operator)
            right_at = self._peek().at
            right = self._term()
            for side, place in ((node, at), (right, right_at)):
                if not _is_text(side):
                    _fail(self.text, place, "NEAR joins words and phrases only", "Move the filter or NOT outside it.")
            node = Near(node, right, operator.number)
            if _depth(node) > MAX_LEVELS:
                _fail(self.text, operator.at, f"at most {MAX_LEVELS} levels")
        return node

    def _operand(self, operator: _Lexeme) -> None:
        name = f"NEAR/{operator.number}" if operator.kind == "NEAR" else operator.kind
        if self._peek().kind in {"end", ")", "OR", "AND", "NEAR"}:
            _fail(self.text, operator.at, f"{name} needs a term after it", f'As a word, write "{name.lower()}"')

    def _term(self) -> Node:
        lexeme = self._take()
        if lexeme.kind == "term" and lexeme.node is not None:
            return lexeme.node
        if lexeme.kind in {"NOT", "("}:
            return self._nested(lexeme)
        if lexeme.kind == ")":
            earlier = self.lexemes[self.next - 2].kind if self.next > 1 else ""
            what = "these parentheses are empty" if earlier == "(" else "this parenthesis was never opened"
            _fail(self.text, lexeme.at, what)
        if lexeme.kind == "end":
            _fail(self.text, max(0, len(self.text) - 1), "the query ends too early")
        _fail(
            self.text, lexeme.at, f"{lexeme.kind} needs a term before it", f'As a word, write "{lexeme.kind.lower()}"'
        )

    def _nested(self, opening: _Lexeme) -> Node:
        self.level += 1
        if self.level > MAX_LEVELS:
            _fail(self.text, opening.at, f"at most {MAX_LEVELS} levels of parentheses and NOT")
        if opening.kind == "NOT":
            self._operand(opening)
            node: Node = Not(self._term())
        else:
            node = self._any()
            if self._take().kind != ")":
                _fail(self.text, opening.at, "this parenthesis is never closed")
        self.level -= 1
        return node


def _joined(kind: type[And | Or], children: list[Node]) -> Node:
    if len(children) == 1:
        return children[0]
    flat: list[Node] = []
    for child in children:
        flat += child.children if isinstance(child, kind) else [child]
    return kind(tuple(flat))


def _selects(node: Node) -> bool:
    """Whether the node names something to look for, rather than only what to leave out."""
    match node:
        case And(children):
            return any(map(_selects, children))
        case Or(children):
            return all(map(_selects, children))
        case Not():
            return False
        case _:
            return True


def _is_text(node: Node) -> bool:
    match node:
        case And(children) | Or(children):
            return all(map(_is_text, children))
        case Not() | Field() | Is():
            return False
        case _:
            return True


def _depth(node: Node) -> int:
    depth = 0
    while isinstance(node, Near):  # NEAR nests to the left; parentheses are counted by the parser
        node, depth = node.left, depth + 1
    return depth
