"""Use cases: synchronous, one transaction each, reaching the world only through ports."""
