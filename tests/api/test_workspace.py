"""Steps in the caller's folder over HTTP: open, reset, update."""

import json

import pytest


@pytest.fixture
def address(step):
    return ("hybrid", "local", *step[2:])


@pytest.fixture
def opened(api, address, jp_root_dir):
    """Return a function that opens the step and gives its notebook's place."""

    async def opened(headers=None):
        _, body = await api("POST", *address, "open", body={}, headers=headers)
        return jp_root_dir / body["path"]

    return opened


def answered(notebook, source):
    content = json.loads(notebook.read_text())
    next(cell for cell in content["cells"] if cell["id"] == "mean")["source"] = source
    notebook.write_text(json.dumps(content))
    return notebook.read_text()


async def test_an_opened_step_says_its_kind(api, address):
    status, body = await api("POST", *address, "open", body={})

    assert (status, body["kind"]) == (201, "notebook")


async def test_a_reset_gives_a_fresh_copy_and_says_where_the_old_one_is(
    api, address, opened, jp_root_dir
):
    notebook = await opened()
    fresh = notebook.read_text()
    notebook.write_text("my work")

    status, body = await api("POST", *address, "reset", body={})

    assert status == 200
    assert (jp_root_dir / body["kept_as"]).read_text() == "my work"
    assert (jp_root_dir / body["path"]).read_text() == fresh
    assert (body["added"], body["removed"], body["n_answers"]) == ([], [], 0)


@pytest.mark.parametrize("mode", ["merge", "keep_both"])
async def test_an_update_brings_the_newest_release(
    api, address, opened, course_folder, jp_root_dir, mode
):
    notebook = await opened()
    mine = answered(notebook, "def mean(x): return 1")
    source = course_folder / "basics" / "averages.ipynb"
    source.write_text(source.read_text().replace("# Averages", "# All averages"))

    status, body = await api("POST", *address, "update", body={"mode": mode})

    assert (status, body["n_answers"]) == (200, int(mode == "merge"))
    assert (jp_root_dir / body["kept_as"]).read_text() == mine
    assert "# All averages" in notebook.read_text()
    assert ("return 1" in notebook.read_text()) is (mode == "merge")


@pytest.mark.parametrize("body", [{}, {"mode": "both"}, {"mode": 1}, {"mode": "merge", "x": 1}])
async def test_an_update_without_a_mode_is_refused(api, address, opened, body):
    notebook = await opened()
    before = notebook.read_text()

    status, error = await api("POST", *address, "update", body=body)

    assert (status, error["code"]) == (422, "invalid")
    assert notebook.read_text() == before


@pytest.mark.parametrize(("verb", "body"), [("reset", {}), ("update", {"mode": "merge"})])
async def test_a_step_that_is_not_there_is_not_found(api, address, verb, body, jp_root_dir):
    status, error = await api("POST", *address, verb, body=body)

    assert (status, error["code"]) == (404, "not_found")
    assert "Open the step" in error["message"]
    assert not (jp_root_dir / "courses").exists()


async def test_a_notebook_that_cannot_be_merged_is_said_and_not_touched(api, address, opened):
    notebook = await opened()
    notebook.write_text("my work")

    status, error = await api("POST", *address, "update", body={"mode": "merge"})

    assert (status, error["code"]) == (422, "invalid")
    assert "your notebook was not touched" in error["message"]
    assert notebook.read_text() == "my work"


async def test_a_persona_resets_only_its_own_copy(api, address, opened, persona, jp_root_dir):
    headers = await persona()
    mine, theirs = await opened(), await opened(headers)
    mine.write_text("the owner's work")
    theirs.write_text("the persona's work")

    _, body = await api("POST", *address, "reset", body={}, headers=headers)

    assert body["path"].startswith("personas/learner/courses/")
    assert body["kept_as"].startswith("personas/learner/courses/")
    assert (jp_root_dir / body["kept_as"]).read_text() == "the persona's work"
    assert mine.read_text() == "the owner's work"
