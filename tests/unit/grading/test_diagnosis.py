"""What is said of missing things, without a kernel."""

import time

from fakes.tasks import STUB, answer, free, graded_by, task
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.grading.diagnosis import Diagnosis
from jupyter_hybrid.grading.missing import MOST_PARSED
from jupyter_hybrid.grading.outcomes import Raised

ZZZ = Raised("NameError", "name 'zzz' is not defined")


def test_a_notebook_of_long_cells_that_all_fail_does_not_hold_the_server_up():
    cells = [free(f"zzz{n}\n" + "x = 1\n" * 1500, key=f"free-{n}") for n in range(490)]
    diagnosis = Diagnosis(task(*cells, answer(STUB), graded_by("assert x")))
    began = time.perf_counter()

    for cell in cells:
        diagnosis.begin(cell)
        found = diagnosis.of_cell(cell, ZZZ)

    assert found.missing.name == "zzz"
    assert time.perf_counter() - began < 10


def test_what_was_not_looked_through_is_not_said_to_lack_a_name():
    long = Cell("mean", "code", "x = 1\n" * MOST_PARSED + "y = 1", "x = 1", CellRole.ANSWER)
    test = graded_by("assert x")
    diagnosis = Diagnosis(task(long, test))
    diagnosis.begin(test)

    found = diagnosis.of_test(
        "assert x", Raised("NameError", "name 'x' is not defined"), hidden="", cell=test
    )

    assert found is None
