"""A/B experiments: who gets which variant, and how many users it takes to see a difference."""

import hashlib
import math
from statistics import NormalDist

BUCKETS = 10_000
CONTROL = "control"
TREATMENT = "treatment"
SIGNIFICANCE = 0.05
POWER = 0.80


def bucket(experiment: str, user_id: str) -> int:
    """The user's place from 0 to 9999 in this experiment: the same at every call, independent between experiments."""
    digest = hashlib.sha256(f"{experiment}\n{user_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % BUCKETS


def variant(experiment: str, user_id: str, treatment_percent: float) -> str:
    """Which variant the user sees. Raising the percentage moves users into the treatment and never one out of it."""
    return TREATMENT if bucket(experiment, user_id) < treatment_percent * BUCKETS / 100 else CONTROL


def users_per_variant(baseline_share: float, detectable_difference: float) -> int:
    """Users needed in each variant to see a rise of `detectable_difference` over `baseline_share` (shares from 0 to 1).

    Two-sided test of two proportions at 5 % with a power of 80 % (Fleiss, unpooled). ValueError outside (0, 1)."""
    raised = baseline_share + detectable_difference
    if not 0 < baseline_share < 1 or not 0 < raised < 1 or detectable_difference == 0:
        raise ValueError(f"a change from {baseline_share} to {raised} cannot be tested")
    z = NormalDist().inv_cdf(1 - SIGNIFICANCE / 2) + NormalDist().inv_cdf(POWER)
    variance = baseline_share * (1 - baseline_share) + raised * (1 - raised)
    return math.ceil(z**2 * variance / detectable_difference**2)
