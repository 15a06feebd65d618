"""Moments as text: RFC 3339 in UTC with milliseconds, so that text order is time order."""

from datetime import datetime, timezone


def rfc3339(moment: datetime) -> str:
    """`2025-10-22T14:00:00.000Z`. A moment without a time zone is a programming error: ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be written as RFC 3339")
    utc = moment.astimezone(timezone.utc)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(timezone.utc)


def parse_rfc3339(text: str) -> datetime:
    """The inverse of `rfc3339`. Raises ValueError for anything else."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
