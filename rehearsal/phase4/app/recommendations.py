"""Which items go with an item: the ones that share its tags, the popular ones first among equals."""

from dataclasses import dataclass
from typing import Sequence


@dataclass(frozen=True)
class Item:
    """One item of the catalogue."""

    id: int
    title: str
    tags: frozenset[str]
    popularity: int


def similarity(one: Item, other: Item) -> float:
    """Jaccard index of the tags, from 0 (none in common) to 1 (the same ones); 0 when neither has any."""
    union = one.tags | other.tags
    return len(one.tags & other.tags) / len(union) if union else 0.0


def recommend(item: Item, catalogue: Sequence[Item], limit: int) -> list[Item]:
    """At most `limit` other items with something in common, the most similar first; ties by popularity, then by id."""
    related = [other for other in catalogue if other.id != item.id and similarity(item, other) > 0]
    return sorted(related, key=lambda other: (-similarity(item, other), -other.popularity, other.id))[:limit]
