"""The sandbox: what keeps a learner's process from everything but its own scratch.

Standard library only. It can be imported anywhere, and works on Linux.
"""

from jupyter_hybrid.grading.worker.sandbox.confinement import Confinement, Level
from jupyter_hybrid.grading.worker.sandbox.lockdown import lock_down, supervise, warm_up
from jupyter_hybrid.grading.worker.sandbox.probe import Probe, probe
from jupyter_hybrid.grading.worker.sandbox.rlimits import set_limits

__all__ = [
    "Confinement",
    "Level",
    "Probe",
    "lock_down",
    "probe",
    "set_limits",
    "supervise",
    "warm_up",
]
