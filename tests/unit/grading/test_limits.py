"""Bounds of one grading."""

from jupyter_hybrid.domain import policies
from jupyter_hybrid.grading.limits import LEAST_MEMORY_BYTES, MIB, MOST, Limits, limits_of


def test_a_kernel_has_address_space_for_its_libraries_beside_its_memory():
    rlimits = Limits(memory_bytes=100 * MIB, address_space_bytes=200 * MIB).rlimits()

    assert (rlimits["DATA"], rlimits["AS"]) == (100 * MIB, 300 * MIB)
    assert rlimits["CORE"] == 0


def test_a_task_gets_what_its_author_asks_for_within_bounds():
    asked = policies.Limits(cell_s=1, exercise_s=2, memory_mb=512, output_kb=64, scratch_mb=8)

    limits = limits_of(asked, most=MOST)

    assert (limits.cell_timeout_s, limits.timeout_s) == (1, 2)
    assert (limits.memory_bytes, limits.file_bytes) == (512 * MIB, 8 * MIB)
    assert limits.output_bytes == 64 * 1024


def test_no_author_can_take_the_server_or_starve_the_kernel():
    huge = limits_of(policies.Limits(1e9, 1e9, 10**9, 10**9, 10**9), most=MOST)
    tiny = limits_of(policies.Limits(0, 0, 0, 0, 0), most=MOST)

    assert huge == MOST
    assert tiny.memory_bytes == LEAST_MEMORY_BYTES
    assert min(tiny.cell_timeout_s, tiny.timeout_s, tiny.output_bytes, tiny.file_bytes) > 0


def test_an_engine_may_have_tighter_bounds():
    limits = limits_of(policies.Limits(), most=Limits(cell_timeout_s=2, interrupt_s=0.5))

    assert (limits.cell_timeout_s, limits.interrupt_s) == (2, 0.5)
