"""The keys of a review in words: on the last line of the screen, in its help, typed in the dialogue. Pure."""

from evidence.review.queue import SLICE

QUOTE_KEYS = "a accept  x reject  space later  u undo  e edit  t move  n note  ? help  q quit"
EDIT_KEYS = "h l word  k j sentence  tab the other end  enter accept as shown  escape leave"
_LINK_KEYS = "space skip  u undo  j k move  ? help  q quit"
CALL_KEYS = f"1-9 a accept  tab point  / find an account  n alias  o ours  {_LINK_KEYS}"
OPEN_CALL_KEYS = f"/ find an account  o ours  {_LINK_KEYS}"
FIND_KEYS = "letters of the company's name  up down tab point  enter take it  escape leave"
TYPING_KEYS = "enter done  escape leave"
SPEAKER_KEYS = (
    f"c customer  i internal  C/I same in every call  r role  R role in every call  / of an account  {_LINK_KEYS}"
)
LONG_KEYS = "j k pageup pagedown move  escape back"

_WORDS = {
    "accept": "a", "later": " ", "space": " ", "s": " ", "next": "j", "previous": "k", "help": "?", "quit": "q",
}  # fmt: skip
QUOTE_WORDS = _WORDS | {
    "reject": "x", "undo": "u", "edit": "e", "move": "t", "note": "n", "filter": "/", "call": "g", "preview": "p",
}  # fmt: skip
LINK_WORDS = _WORDS | {
    "customer": "c", "internal": "i", "role": "r", "skip": " ", "leave": " ", "tab": "tab", "alias": "n",
    "undo": "u", "find": "/", "ours": "o",
}  # fmt: skip

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

A call that has no account yet
  1-9      it belongs to this account
  a enter  it belongs to the account pointed at
  tab      point at the next account
  /        find any account: type a few letters of its name, enter takes it
  n        add another name for the account pointed at
  o        ours: an internal call; it has no account, and waits no longer

A speaker not yet marked
  c i      customer, internal: in this call
  C I      the same in every call
  r R      write a role or title: in this call, in every call
  /        find the account whose customer he or she is, in this call

  u        undo the last answer, then the one before
  j k      next, previous; pageup pagedown home end go further
  space    skip it for now
  ?        this page
  q        quit; every answer is already saved

Answers become lines of source/joins/mappings/accepted.csv, source/joins/aliases.csv
and source/people.csv; evidence ingest uses them. u takes back those of this review;
to take back an older one, delete its line."""
