"""Asking twice, acting once: what an Idempotency-Key means for a request."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional

KEY_FORM = re.compile(r"[A-Za-z0-9._:-]{8,200}")
ABANDONED_AFTER = timedelta(seconds=30)


@dataclass(frozen=True)
class Record:
    """What the ledger knows of a key. `outcome` is None while the first request is still running."""

    fingerprint: str
    began_at: datetime
    outcome: Optional[dict]


class KeyMalformed(Exception):
    """The key is not 8 to 200 letters, digits, dots, colons, dashes or underscores."""


class KeyReused(Exception):
    """The key was used before for another request."""


class KeyInProgress(Exception):
    """The first request with this key has not finished."""


def check_key(key: str) -> str:
    """The key itself when it is well-formed; KeyMalformed otherwise."""
    if not KEY_FORM.fullmatch(key):
        raise KeyMalformed(key)
    return key


def fingerprint(body: dict) -> str:
    """A digest of what is asked, the same whatever the order of the fields."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def replay(record: Optional[Record], asked: str, now: datetime) -> Optional[dict]:
    """The outcome to repeat, or None when the request is to be carried out.

    A request that began and never finished is carried out anew after 30 seconds: its process is gone.
    Raises KeyReused, KeyInProgress."""
    if record is None:
        return None
    if record.fingerprint != asked:
        raise KeyReused
    if record.outcome is not None:
        return record.outcome
    if now - record.began_at < ABANDONED_AFTER:
        raise KeyInProgress
    return None
