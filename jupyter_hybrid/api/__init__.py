"""Tornado handlers: they ask who calls, check the body, call one use case, and write the answer."""
