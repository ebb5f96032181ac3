"""Hypothesis without a clock: how long one example takes says nothing on a machine that others share."""

from hypothesis import settings

settings.register_profile("shared", deadline=None)
settings.load_profile("shared")
