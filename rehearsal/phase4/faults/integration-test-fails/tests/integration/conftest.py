"""A regression: a release may go from any state to any other."""

from app import releases

releases.check_transition = lambda before, after: None
