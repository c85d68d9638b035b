"""Bounds of one grading."""

from jupyter_hybrid.grading.limits import MIB, Limits


def test_a_kernel_has_address_space_for_its_libraries_beside_its_memory():
    rlimits = Limits(memory_bytes=100 * MIB, address_space_bytes=200 * MIB).rlimits()

    assert (rlimits["DATA"], rlimits["AS"]) == (100 * MIB, 300 * MIB)
    assert rlimits["CORE"] == 0
