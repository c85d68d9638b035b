"""A newer release with a learner's work in it."""

import json
import random

import nbformat
import pytest

from jupyter_hybrid.content.handed_out import HandedOut
from jupyter_hybrid.content.learner_copy import CopyMaker
from jupyter_hybrid.content.merge import merge_notebooks
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.submission import read_submission
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.exercises import FreeCell

STEP = StepKey("sums", "basics", "doubling")
OUTPUT = {"output_type": "stream", "name": "stdout", "text": "4\n"}
OLD, NEW = "a" * 64, "b" * 64
MAKER = CopyMaker()


@pytest.fixture
def released(notebook):
    """Return a function that releases cells: the author's notebook and the learner's copy."""

    def release(*cells, name=OLD):
        source = read_source_notebook(notebook(*cells, minor=5), file="source.ipynb")
        copy = MAKER.make(source, step=STEP, release=name, file="source.ipynb")
        learners = json.loads(copy.text)
        for one in learners["cells"]:
            one["source"] = "".join(one["source"])
        return copy.notebook, learners

    return release


@pytest.fixture
def old_cells(cell):
    return [
        cell("# Sums", "markdown", id="intro"),
        cell("start = 1", id="setup"),
        cell("f = 1", role="answer", grade_id="f", id="f"),
        cell("assert f", role="tests", grade_id="f_tests", id="f_tests"),
        cell("why", "markdown", role="manual", grade_id="why", id="why"),
    ]


@pytest.fixture
def old(released, old_cells):
    return released(*old_cells)[1]


def by_id(notebook, cell_id):
    return next(cell for cell in notebook["cells"] if cell["id"] == cell_id)


def handed_out(copy):
    record = HandedOut()
    release = copy["metadata"]["jupyter_hybrid"]["release"]
    record.add_notebook("x.ipynb", release=release, learner_copy=json.dumps(copy))
    return record.notebooks["x.ipynb"]


def merge(new, mine, *, base=None):
    content = mine if isinstance(mine, bytes) else json.dumps(mine).encode()
    merged = merge_notebooks(json.dumps(new), content, handed_out=base, file="mine.ipynb")
    return merged, json.loads(merged.text)


def sources(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def own(source, cell_type="code", *, cell_id="mine", **more):
    cell = {"id": cell_id, "cell_type": cell_type, "metadata": {}, "source": source, **more}
    return {"outputs": [], "execution_count": None, **cell} if cell_type == "code" else cell


def test_answers_go_into_the_new_cells_with_their_outputs(released, old_cells, old, cell):
    base = handed_out(old)
    by_id(old, "f").update(source="f = 2", outputs=[OUTPUT], execution_count=7)
    by_id(old, "why")["source"] = "because"
    new = released(cell("## New", "markdown", id="more"), *old_cells, name=NEW)[1]

    merged, notebook = merge(new, old, base=base)

    answer = by_id(notebook, "f")
    assert (answer["source"], answer["execution_count"]) == (["f = 2"], 7)
    assert answer["outputs"][0]["text"] == ["4\n"]
    assert "".join(by_id(notebook, "why")["source"]) == "because"
    assert (merged.added, merged.removed, merged.n_answers) == (("more",), (), 2)
    assert notebook["metadata"]["jupyter_hybrid"]["release"] == NEW
    assert notebook["metadata"]["jupyter_hybrid"]["cells"][0] == "more"
    nbformat.validate(nbformat.from_dict(notebook))


def test_an_answer_that_was_never_touched_gives_way_to_the_new_stub(released, old_cells, old, cell):
    stubbed = "f = 0\n### BEGIN SOLUTION\nf = 1\n### END SOLUTION"
    old_cells[2] = cell(stubbed, role="answer", grade_id="f", id="f")
    new = released(*old_cells, name=NEW)[1]

    merged, notebook = merge(new, old, base=handed_out(old))

    assert merged.n_answers == 0
    assert by_id(notebook, "f")["source"][0] == "f = 0\n"


def test_cells_of_the_learners_own_stay_where_they_were(released, old_cells, old, cell):
    old["cells"][2:2] = [own("import math", outputs=[OUTPUT]), own("text", "markdown", cell_id="m")]
    old["cells"].insert(0, own("first = 0", cell_id="f0"))
    old_cells.insert(2, cell("between", "markdown", id="between"))
    new = released(*old_cells, name=NEW)[1]

    _, notebook = merge(new, old, base=handed_out(released(*old_cells[:2])[1]))

    assert sources(notebook)[:6] == [
        "first = 0", "# Sums", "start = 1", "import math", "text", "between",
    ]  # fmt: skip
    assert by_id(notebook, "mine")["outputs"]


def test_what_was_written_in_removed_cells_stays_and_is_not_run(released, old_cells, old):
    base = handed_out(old)
    by_id(old, "f")["source"] = "f = 'kept'"
    by_id(old, "setup")["source"] = "start = 5"
    new = released(old_cells[0], old_cells[4], name=NEW)[1]

    merged, notebook = merge(new, old, base=base)

    assert merged.removed == ("setup", "f", "f_tests")
    kept = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "raw"]
    assert kept == [["start = 5"], ["f = 'kept'"]]
    notes = [text for text in sources(notebook) if "no longer has" in text]
    assert ["`setup`" in notes[0], "`f`" in notes[1]] == [True, True]
    assert "assert f" not in sources(notebook)


def test_removed_cells_without_a_word_of_the_learner_go(released, old_cells, old):
    new = released(old_cells[0], name=NEW)[1]

    _, notebook = merge(new, old, base=handed_out(old))

    assert sources(notebook) == ["# Sums"]


def test_a_plain_cell_that_was_edited_is_the_courses_again_and_the_edit_is_beside(
    released, old_cells, old
):
    base = handed_out(old)
    by_id(old, "setup")["source"] = "start = 5"
    new = released(*old_cells, name=NEW)[1]

    _, notebook = merge(new, old, base=base)

    assert sources(notebook)[1] == "start = 1"
    assert "the course's own again" in sources(notebook)[2]
    assert (notebook["cells"][3]["cell_type"], sources(notebook)[3]) == ("raw", "start = 5")


def test_a_plain_cell_that_only_the_course_changed_leaves_nothing_behind(
    released, old_cells, old, cell
):
    old_cells[1] = cell("start = 2", id="setup")
    new = released(*old_cells, name=NEW)[1]

    _, known = merge(new, old, base=handed_out(old))
    _, unknown = merge(new, old)

    assert "start = 1" not in sources(known)
    assert "start = 1" in sources(unknown)


def test_a_record_of_another_release_is_passed_over(released, old_cells, old):
    base = handed_out(old)
    old["metadata"]["jupyter_hybrid"]["release"] = "c" * 64
    new = released(old_cells[0], name=NEW)[1]

    _, notebook = merge(new, old, base=base)

    assert "start = 1" in sources(notebook)


def test_copies_and_cells_without_their_mark_are_kept_beside(released, old_cells, old):
    base = handed_out(old)
    second = {**by_id(old, "f"), "id": "second", "source": "f = 'second'"}
    by_id(old, "f")["source"] = "f = 'first'"
    by_id(old, "why").update(metadata={}, source="lost")
    foreign = {**second, "id": "x", "source": "g = 1"}
    foreign["metadata"] = {"nbgrader": {**second["metadata"]["nbgrader"], "grade_id": "<b>`g"}}
    old["cells"] += [second, foreign]
    new = released(*old_cells, name=NEW)[1]

    _, notebook = merge(new, old, base=base)

    assert by_id(notebook, "f")["source"] == ["f = 'first'"]
    assert [text for text in ("f = 'second'", "lost", "g = 1") if text in sources(notebook)] == [
        "f = 'second'", "lost", "g = 1",
    ]  # fmt: skip
    assert not any("<b>" in text for text in sources(notebook))


def test_merging_twice_changes_nothing_more(released, old_cells, old):
    by_id(old, "f")["source"] = "f = 2"
    by_id(old, "setup")["source"] = "start = 5"
    old["cells"].append(own("f"))
    new = released(*old_cells, name=NEW)[1]

    first, notebook = merge(new, old)
    second, _ = merge(new, notebook, base=handed_out(new))

    assert second.text == first.text


def test_ids_are_made_unique(released, old_cells, old, cell):
    old["cells"] += [own("a", cell_id="twin"), own("b", cell_id="twin"), own("c", cell_id="new")]
    old["cells"] += [own("d", cell_id="no id!"), own("e", cell_id="own-1")]
    new = released(*old_cells, cell("n", id="new"), name=NEW)[1]

    _, notebook = merge(new, old)

    ids = [one["id"] for one in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert {"a", "b", "c", "d", "e"} <= set(sources(notebook))


def deep(levels):
    return json.loads("[" * levels + "]" * levels)


HOSTILE = {
    "no JSON": b"\x00\xff",
    "no notebook": b"[]",
    "too deep for JSON": b"[" * 100_000,
    "too large": b" " * (50 * 1024 * 1024),
    "a number that is none": b'{"nbformat": 4, "cells": [], "metadata": {"x": NaN}}',
    "half a character": b'{"nbformat": 4, "cells": [], "metadata": {"x": "\\ud800"}}',
}


@pytest.mark.parametrize("mine", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_is_said_and_what_is_safe(released, old_cells, mine):
    new = released(*old_cells)[1]

    with pytest.raises(Invalid, match=r"^mine\.ipynb ") as raised:
        merge(new, mine)

    assert "your notebook was not touched" in raised.value.message
    assert len(raised.value.message) < 600


@pytest.mark.parametrize(
    "odd",
    [
        7,
        {"cell_type": "code", "source": [1]},
        own("x", outputs=7),
        own("x", outputs=[{"output_type": "stream", "name": 1}]),
        own("x", execution_count="many"),
        own("x", outputs=deep(500)),
        own("x", metadata={"tags": "none"}),
        own("x", "markdown", attachments={"a": 1}),
    ],
)
def test_an_odd_cell_is_never_dropped_in_silence(released, old_cells, old, odd):
    new = released(*old_cells, name=NEW)[1]
    old["cells"].append(odd)

    with pytest.raises(Invalid, match="your notebook was not touched"):
        merge(new, old)


@pytest.mark.parametrize(
    "hybrid", [None, 7, [], {"cells": 7}, {"cells": [1, "\ud800", "x" * 999]}, {"release": [1]}]
)
def test_odd_metadata_of_ours_are_not_believed(released, old_cells, old, hybrid):
    by_id(old, "f")["source"] = "f = 2"
    old["metadata"]["jupyter_hybrid"] = hybrid
    new = released(*old_cells, name=NEW)[1]

    merged, notebook = merge(new, old)

    assert by_id(notebook, "f")["source"] == ["f = 2"]
    assert (merged.removed, merged.n_answers) == ((), 1)


def test_an_own_cell_that_says_what_a_new_one_says_stays_where_it_was(
    released, old_cells, old, cell
):
    base = handed_out(old)
    old["cells"][:0] = [own("import math"), own("root = math.sqrt", cell_id="root")]
    new = released(*old_cells, cell("import math", id="maths"), name=NEW)[1]

    merged, notebook = merge(new, old, base=base)

    assert sources(notebook)[:2] == ["import math", "root = math.sqrt"]
    assert sources(notebook)[-1] == "import math"
    assert merged.added == ("maths",)


def test_an_own_copy_above_a_plain_cell_stays_above_it(released, old_cells, old):
    base = handed_out(old)
    old["cells"].insert(0, own("start = 1"))

    notebook = merge(released(*old_cells, name=NEW)[1], old, base=base)[1]

    assert [one["id"] for one in notebook["cells"]][:3] == ["mine", "intro", "setup"]


@pytest.mark.parametrize("has_record", [True, False])
def test_cells_of_notebooks_without_ids_are_known_by_their_text(released, cell, has_record):
    before = [cell("# Sums", "markdown"), cell("start = 1"), cell("more = 2"), cell("last = 3")]
    old = released(*before)[1]
    base = handed_out(old) if has_record else None
    old["cells"].insert(2, own("mine = start"))
    old["cells"][3]["source"] = "more = 5"
    added, changed = cell("# New", "markdown"), cell("last = 4")
    new = released(before[0], added, *before[1:3], changed, name=NEW)[1]

    notebook = merge(new, old, base=base)[1]

    found = [text for text in sources(notebook) if not text.startswith("*")]
    assert found.index("mine = start") == found.index("start = 1") + 1
    assert found.count("start = 1") == found.count("more = 2") == 1
    if has_record:
        assert "more = 5" in found
        assert "last = 3" not in found


def a_release(rng, cell, *, keep=()):
    """Return source cells: those of `keep` that survive, with new ones between them."""
    made = [one for one in keep if rng.random() < 0.7]
    for _ in range(rng.randrange(1, 6)):
        key = f"c{rng.randrange(10**9)}"
        role = rng.choice(["answer", "tests", "manual", "locked", None])
        kind = "markdown" if role == "manual" else "code"
        new = cell(f"release {key}", kind, role=role, grade_id=key, id=key)
        made.insert(rng.randrange(len(made) + 1), new)
    return made


def a_learners(rng, copy):
    """Return a copy as a learner leaves it: answered, edited, with own and without some cells."""
    cells = []
    for number, one in enumerate(copy["cells"]):
        released = dict(one)
        if rng.random() < 0.5:
            released["source"] = f"learner {number}"
        if rng.random() < 0.9:
            cells.append(released)
        if rng.random() < 0.2:
            cells.append({**released, "id": f"copy{number}", "source": f"copy {number}"})
        if rng.random() < 0.5:
            kind = rng.choice(["code", "markdown", "raw"])
            cells.append(own(f"own {number}", kind, cell_id=f"own{number}"))
    return {**copy, "cells": cells}


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("has_record", [True, False])
def test_a_merge_changes_nothing_that_counts(released, cell, seed, has_record):
    rng = random.Random(seed)
    cells = a_release(rng, cell)
    old_notebook, copy = released(*cells)
    mine = a_learners(rng, copy)
    new_notebook, new = released(*a_release(rng, cell, keep=cells), name=NEW)

    merged, notebook = merge(new, mine, base=handed_out(copy) if has_record else None)

    before = read_submission(json.dumps(mine).encode(), notebook=old_notebook, file="x")
    after = read_submission(json.dumps(notebook).encode(), notebook=new_notebook, file="x")
    for key, text in before.answers.items():
        if new_notebook.get(key) is not None:
            assert after.answers[key] == text
    assert sorted(after.free, key=str) == sorted(
        (FreeCell(_landmark(one.after, mine, new_notebook), one.source) for one in before.free),
        key=str,
    )
    lost = {one["source"] for one in mine["cells"]} - {one["source"] for one in copy["cells"]}
    assert not has_record or lost <= set(sources(notebook))
    assert set(merged.removed) == {
        one.id for one in old_notebook.cells if new_notebook.get(one.id) is None
    }


def _landmark(after, mine, notebook):
    """Return the nearest released cell up to `after` that is still there."""
    seen = None
    for one in mine["cells"]:
        if notebook.get(one["id"]) is not None:
            seen = one["id"]
        if one["id"] == after:
            break
    return seen if after is not None else None
