"""User feedback on a version, summed up."""

from dataclasses import dataclass
from typing import Iterable, Optional

POSITIVE = "positive"
NEUTRAL = "neutral"
NEGATIVE = "negative"
SENTIMENTS = (POSITIVE, NEUTRAL, NEGATIVE)


@dataclass(frozen=True)
class Summary:
    """`positive_share` is positive / (positive + negative), from 0 to 1; None when nobody took a side."""

    answers: int
    positive: int
    neutral: int
    negative: int
    positive_share: Optional[float]


def summarise(sentiments: Iterable[str]) -> Summary:
    """The summary of the answers. Neutral ones count as answers and take no side. ValueError for an unknown word."""
    counts = dict.fromkeys(SENTIMENTS, 0)
    for sentiment in sentiments:
        if sentiment not in counts:
            raise ValueError(f'"{sentiment}" is not one of {", ".join(SENTIMENTS)}')
        counts[sentiment] += 1
    sides = counts[POSITIVE] + counts[NEGATIVE]
    share = counts[POSITIVE] / sides if sides else None
    return Summary(sum(counts.values()), counts[POSITIVE], counts[NEUTRAL], counts[NEGATIVE], share)
