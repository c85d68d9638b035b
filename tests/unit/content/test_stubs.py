import nbgrader.preprocessors
import pytest

from jupyter_hybrid.content.marker_spelling import misspelt_marker
from jupyter_hybrid.content.stubs import CODE_STUBS, TEXT_STUB, Stubs, stub_of
from jupyter_hybrid.domain.errors import Invalid
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


@pytest.mark.parametrize("name", ["SOLUTION", "HIDDEN TESTS", "MARK SCHEME"])
def test_an_end_without_a_beginning_is_refused_with_its_line(name):
    with pytest.raises(Invalid, match=f"^line 2 is 'END {name}' without 'BEGIN {name}'"):
        stub_of(f"x = 1\n### END {name}", cell_type="code", role=CellRole.LOCKED, language="python")


def test_a_misspelt_marker_beside_a_true_region_is_refused_with_its_line():
    source = "### BEGIN SOLUTION\na\n### END SOLUTION\n### BEGIN SOLUTON\nsecret"

    with pytest.raises(Invalid, match=r"^line 4 looks like 'BEGIN SOLUTION'.*; write '### BEGIN"):
        stub_of(source, cell_type="code", role=CellRole.ANSWER, language="python")


def test_what_is_taken_out_or_stands_in_for_it_may_look_like_a_marker():
    source = "### BEGIN SOLUTION\n# end solution\n### END SOLUTION"
    stubs = Stubs({"python": "# begin solution"}, TEXT_STUB)

    stub = stub_of(source, cell_type="code", role=CellRole.ANSWER, language="python", stubs=stubs)

    assert stub == "# begin solution"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("### BEGIN HIDEN TESTS", "BEGIN HIDDEN TESTS"),
        ("### BEGIN HIDDEN TEST", "BEGIN HIDDEN TESTS"),
        ("### begin hidden tests", "BEGIN HIDDEN TESTS"),
        ("### BEGIN  HIDDEN TESTS", "BEGIN HIDDEN TESTS"),
        ("### BEGIN\tHIDDEN\u00a0TESTS", "BEGIN HIDDEN TESTS"),
        ("### Begin Hidden Tests: edge cases", "BEGIN HIDDEN TESTS"),
        ("### BEGIN HIDEN TESTS (edge cases)", "BEGIN HIDDEN TESTS"),
        ("### BEGIN OF HIDDEN TESTS", "BEGIN HIDDEN TESTS"),
        ("#BEGIN_HIDDEN_TESTS", "BEGIN HIDDEN TESTS"),
        ("### BEGINN HIDDEN TESTS", "BEGIN HIDDEN TESTS"),
        ("### START HIDDEN TESTS", "BEGIN HIDDEN TESTS"),
        ("    ### BEGIN SOLUTON", "BEGIN SOLUTION"),
        ("### BEIGN SOLUTION", "BEGIN SOLUTION"),
        ("% begin solution", "BEGIN SOLUTION"),
        ("/* BEGIN SOLUCTION */", "BEGIN SOLUTION"),
        ("// End Solution", "END SOLUTION"),
        ("BEGIN MARKING SCHEME", "BEGIN MARK SCHEME"),
        ("<!-- begin mark scheme -->", "BEGIN MARK SCHEME"),
    ],
)
def test_a_line_that_was_meant_as_a_marker_is_known(line, meant):
    assert misspelt_marker(line) == meant


@pytest.mark.parametrize(
    "line",
    [
        "### BEGIN SOLUTION",
        "# ### END HIDDEN TESTS of part 2",
        "# begin marking the rows",
        "# begin marking",
        "# end of the hidden layer",
        "# begin hidden layer",
        "# BEGIN HIDDEN LAYER",
        "# begin hidden text",
        "# begin selection",
        "# begin section",
        "# end resolution",
        "# END EVOLUTION",
        "# start solution",
        "# and solution",
        "# begin solution of the linear system",
        "# end = solution",
        "# the solution ends here",
        "# hidden tests follow",
        "# begin with the tests",
        "end_solution",
        "begin(solution)",
        "print('### begin hidden tests')",
        "BEGIN TRANSACTION",
        "Begin the solution with a sketch.",
        "## Solution",
        "# BEGIN TESTS",
        "#",
        "",
    ],
)
def test_ordinary_lines_are_no_misspelt_markers(line):
    assert misspelt_marker(line) is None
