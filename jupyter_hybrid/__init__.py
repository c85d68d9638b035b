"""Hybrid technical training in JupyterLab: self-paced modules and live sessions of one course."""

from typing import Any

try:
    from jupyter_hybrid._version import __version__
except ImportError:  # a checkout that was never built
    __version__ = "0.0.0"

__all__ = ["__version__"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-hybrid"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from jupyter_hybrid.app import HybridApp

    return [{"module": "jupyter_hybrid", "app": HybridApp}]
