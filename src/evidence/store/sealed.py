"""Texts of the index behind their checksums."""

from __future__ import annotations

from zlib import crc32


def seal(data: bytes) -> bytes:
    """Return data with its checksum before it: a text of the index is printed as what somebody said."""
    return crc32(data).to_bytes(4, "big") + data


def unseal(sealed: bytes) -> bytes:
    """Return what `seal` was given. Raises ValueError where a bit of it is another."""
    data = sealed[4:]
    if crc32(data).to_bytes(4, "big") != sealed[:4]:
        raise ValueError("a text does not agree with its checksum")
    return data
