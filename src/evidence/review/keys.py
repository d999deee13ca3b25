"""The keys of a review in words: on the last line of the screen, in its help, typed in the dialogue. Pure."""

from evidence.review.queue import SLICE

QUOTE_KEYS = "a accept  x reject  space later  u undo  e edit  t move  n note  ? help  q quit"
EDIT_KEYS = "h l word  k j sentence  tab the other end  enter accept as shown  escape leave"
CALL_KEYS = "1-9 a accept  tab point  n alias  space skip  j k move  ? help  q quit"
SPEAKER_KEYS = "c customer  i internal  C/I same in every call  space skip  j k move  ? help  q quit"
LONG_KEYS = "j k pageup pagedown move  escape back"

_WORDS = {
    "accept": "a", "later": " ", "space": " ", "s": " ", "next": "j", "previous": "k", "help": "?", "quit": "q",
}  # fmt: skip
QUOTE_WORDS = _WORDS | {
    "reject": "x", "undo": "u", "edit": "e", "move": "t", "note": "n", "filter": "/", "call": "g", "preview": "p",
}  # fmt: skip
LINK_WORDS = _WORDS | {"customer": "c", "internal": "i", "skip": " ", "leave": " ", "tab": "tab", "alias": "n"}

HANGING = " " * 11  # a line of help that is broken goes on under its words
QUOTE_HELP = f"""\
Judge whether each quote is evidence for its pain point.

  a        accept it
  x        reject it
  space    put it off
  u        undo the last decision
  e        change where it begins and ends
  t        move to another tracker
  n        write a note
  j k      next, previous quote; pageup pagedown home end go further
  /        show only quotes with these words (or: accepted, rejected, new, random)
  g        the whole call at this place
  p        the block as it would be attached
  ?        this page
  q        quit; every decision is already saved

Signs: + accepted, - rejected, ~ put off, ! its words have changed since.
[words] matched the tracker, »words« are what would be quoted.

One quote in {SLICE} is a random one, whatever its score: judged like all others,
they show how accurate the trackers are (evidence status prints it)."""
LINK_HELP = """\
Match calls to customers, and speakers to sides.

A call that may be one of several accounts
  1-9      it belongs to this account
  a        it belongs to the account pointed at
  tab      point at the next account
  n        add another name for the account pointed at

A speaker not yet marked
  c i      customer, internal: in this call
  C I      the same in every call

  j k      next, previous
  space    skip it for now
  ?        this page
  q        quit; every answer is already saved

Answers become lines of source/joins/mappings/accepted.csv, source/joins/aliases.csv
and source/people.csv. Take one back by deleting its line; evidence ingest uses them."""
