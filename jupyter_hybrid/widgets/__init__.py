"""Widgets of jupyter_hybrid for notebooks."""

from jupyter_hybrid.widgets.progress import Progress

__all__ = ["Progress"]
