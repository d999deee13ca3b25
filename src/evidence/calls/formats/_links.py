"""Links as the products give them: which page may be kept, and which meeting a link leads to."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from evidence.calls.formats._json import text_or_none

_SHARE = re.compile(r"/share(d)?/", re.IGNORECASE)


def page(*links: Any) -> str | None:
    """Return the first link that is no share link: whoever holds one of those may watch the call."""
    texts = (text_or_none(link) for link in links)
    return next((text for text in texts if text and not _SHARE.search(text)), None)


def meeting_id(link: Any, calendar_id: Any = None) -> str | None:
    """Return what tells a meeting in its join link, without passcodes, else the calendar's id of it.

    Two products that joined one meeting hold links that differ in their query,
    so only the host's part of the path counts.

    >>> meeting_id("https://acme.zoom.us/j/85512345678?pwd=secret"), meeting_id("https://meet.google.com/abc-defg-hij")
    ('85512345678', 'abc-defg-hij')
    """
    try:
        parts = urlsplit(text_or_none(link) or "")
        host = parts.hostname or ""
    except ValueError:
        return text_or_none(calendar_id)
    if parts.scheme not in ("http", "https") or not host:
        return text_or_none(calendar_id)
    path = unquote(parts.path).strip("/")
    if host.endswith("zoom.us") and (found := re.search(r"\b(?:j|w|s)/(\d{9,12})\b", path)):
        return found[1]
    if host == "meet.google.com":
        return path or text_or_none(calendar_id)
    return f"{host}/{path}" if path else text_or_none(calendar_id)
