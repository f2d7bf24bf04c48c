"""Checks: event rules, profiles and the sanity of a lot's chain."""
