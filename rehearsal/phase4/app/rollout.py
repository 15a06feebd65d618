"""What an instance advises about its own roll-out, from what it has served."""

import math
from dataclasses import dataclass

ERROR_SHARE_LIMIT = 0.005
ROLLBACK_ERROR_SHARE = 0.01
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Advice:
    """`action` is advance, hold or roll-back; `reason` says why in a sentence."""

    action: str
    reason: str


def requests_needed(limit: float) -> int:
    """How many requests without an error prove, at 95 %, that the error share is below the limit (0 < limit < 1)."""
    if not 0 < limit < 1:
        raise ValueError(f"the limit must lie between 0 and 1, not {limit}")
    return math.ceil(math.log(1 - CONFIDENCE) / math.log(1 - limit))


def advise(requests: int, errors: int) -> Advice:
    """The advice for so many requests and server errors. Few requests are never a reason to advance.

    Raises ValueError for counts that cannot be (negative, more errors than requests)."""
    if not 0 <= errors <= requests:
        raise ValueError(f"{errors} errors in {requests} requests cannot be")
    needed = requests_needed(ERROR_SHARE_LIMIT)
    if requests < needed:
        return Advice("hold", f"{requests} requests were served; {needed} are needed to judge")
    share = errors / requests
    if share > ROLLBACK_ERROR_SHARE:
        return Advice("roll-back", f"{share:.2%} of {requests} requests failed, more than {ROLLBACK_ERROR_SHARE:.0%}")
    if share >= ERROR_SHARE_LIMIT:
        return Advice("hold", f"{share:.2%} of {requests} requests failed, not below {ERROR_SHARE_LIMIT:.1%}")
    return Advice("advance", f"{share:.2%} of {requests} requests failed, below {ERROR_SHARE_LIMIT:.1%}")
