"""The forms of the words that callers give, checked at the door."""

from enum import Enum
from typing import Literal

from pydantic import ConstrainedStr


class Version(ConstrainedStr):
    """A release's version: three numbers, and a pre-release name if need be (`2.0.0`, `2.1.0-rc.1`)."""

    regex = r"^\d{1,5}\.\d{1,5}\.\d{1,5}(-[0-9A-Za-z.-]{1,20})?$"


class ExperimentKey(ConstrainedStr):
    """An experiment's key: lower-case words joined by dashes."""

    regex = r"^[a-z0-9]+(-[a-z0-9]+)*$"
    max_length = 60


class UserId(ConstrainedStr):
    """A user's id, as the caller knows it."""

    min_length = 1
    max_length = 100


class Comment(ConstrainedStr):
    """Free text."""

    max_length = 2000
    strip_whitespace = True


class ReleaseState(str, Enum):
    """See app.releases."""

    planned = "planned"
    canary = "canary"
    promoted = "promoted"
    rolled_back = "rolled-back"


Sentiment = Literal["positive", "neutral", "negative"]
ExperimentState = Literal["draft", "ready", "running", "finished"]
