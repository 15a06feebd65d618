"""A regression: the rollback takes the canary's traffic away before legacy can carry it."""

from app import weights

in_order = weights.rollback_steps
weights.rollback_steps = lambda servers: in_order(servers)[::-1]
