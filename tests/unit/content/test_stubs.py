import nbgrader.preprocessors

from jupyter_hybrid.content.stubs import CODE_STUBS, TEXT_STUB, stub_of
from jupyter_hybrid.domain.notebooks import CellRole


def test_placeholders_are_those_of_nbgrader():
    clear_solutions = nbgrader.preprocessors.ClearSolutions()

    assert clear_solutions.code_stub == CODE_STUBS
    assert clear_solutions.text_stub == TEXT_STUB


def test_two_regions_in_one_answer_give_two_placeholders():
    source = "### BEGIN SOLUTION\n1\n### END SOLUTION\nx\n  ### BEGIN SOLUTION\n2\n### END SOLUTION"

    stub = stub_of(source, cell_type="code", role=CellRole.ANSWER, language="python")

    assert stub == (
        "# YOUR CODE HERE\nraise NotImplementedError()\nx\n"
        "  # YOUR CODE HERE\n  raise NotImplementedError()"
    )


def test_hidden_tests_of_a_test_cell_go_and_the_rest_stays():
    source = "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc"

    stub = stub_of(source, cell_type="code", role=CellRole.TESTS, language="python")

    assert stub == "a\nc"


def test_an_end_without_a_beginning_is_no_region():
    stub = stub_of(
        "x = 1\n### END SOLUTION", cell_type="code", role=CellRole.ANSWER, language="python"
    )

    assert stub == CODE_STUBS["python"]
