"""The attacks that are tried at every level and as every user; the others at one level.

One or more for each kind of hostile submission. All are tried everywhere if HYBRID_ALL_ATTACKS is
set.
"""

import os

from security.attacks.attack import ATTACKS, OTHER

REFERENCE_LEVEL = 2
"""What learners get wherever the kernel has it."""

CORE = frozenset(
    """
an object equal to everything
a function that returns an object equal to everything
a subclass of int that lies
a subclass of float that lies
a subclass of str that lies
an array that lies
objects that give partial credit
an object that claims the class of a number
built-in names replaced
modules that the tests use bound to other modules
stopping an iteration of the tests early
exceptions that nobody catches
calling the functions of the tests in odd ways
a generator that never ends
giant numbers and texts
numbers that are none
only while it is graded
hidden arguments kept for later
input transformers
syntax tree transformers that drop asserts
compile, exec and eval patched
assert helpers of libraries patched
built-in types patched in memory
the kernel, its display and its session patched
results printed in every known format
forged results on every channel
answers to questions that were not asked yet
frames: garbage
frames: a huge length
frames: deep nesting
a reply full of output that no limit cut
a reply with output of odd kinds
the learner's own worker code replaced
questions answered by a server of its own
a debugger and a frame walk for the tests
its own environment
memory of its own process
tracing its parents and the tester
datagrams through a pair of sockets
new namespaces and mounts
exit by exit
exit by os._exit
exit by SystemExit when it is tested
exit when an object is deleted
killing itself
killing its parent
killing its group
an endless loop that ignores signals
an endless loop when it is tested
memory
memory of many processes
processes by a call
processes that hide and stay
threads
descriptors
one big file
files that cannot be removed
output without end
every descriptor closed
modules in the working folder that shadow others
modules in the home that shadow others
a pickle that runs code
a pickle in an array
files for the next learner
HTML and scripts in outputs
the tag that skips the tests
flipped flags
tests rewritten in the submission
cells duplicated
cells injected around the tests
""".strip().splitlines()
)


def is_tried(name: str, *, user: str, level: int) -> bool:
    """Return whether an attack is tried at a level."""
    is_core = name in CORE or bool(ATTACKS[name].stopped_from)
    is_reference = user == OTHER and level == REFERENCE_LEVEL
    return is_core or is_reference or bool(os.environ.get("HYBRID_ALL_ATTACKS"))
