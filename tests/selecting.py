"""One SELECT, one condition: what the program asks several of at a time."""

from evidence.accounts.sql import SECONDS, account_verdicts, run_selects
from evidence.errors import SqlError


def run_select(crm, sql, *, calls=(), seconds=SECONDS):
    """Return the table of one SELECT; raise what is wrong with it."""
    (found,) = run_selects(crm, [sql], calls=calls, seconds=seconds)
    if isinstance(found, SqlError):
        raise found
    return found


def select_accounts(crm, where):
    """Return the ids of the accounts for which the condition is true, sorted; raise what is wrong with it."""
    verdicts, problems = account_verdicts(crm, {"": where})
    if problems:
        raise problems[""]
    return tuple(sorted(account_id for account_id, verdict in verdicts[""].items() if verdict))
