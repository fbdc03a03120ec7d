"""Doors to other programs' formats: what comes in as scenarios, and what goes out of the log."""
