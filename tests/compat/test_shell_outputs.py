"""What a cell puts out in the learner's process is what it puts out in a real kernel."""

import json
import re
import sys
from unittest.mock import MagicMock

import pytest
from compat.feature_cells import FEATURES
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from worker_engine import Zygote

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks processes")

DIFFERENT = {
    "recursion_error": "a traceback of a thousand frames is cut in the middle",
    "asyncio_run": "the home folder is the scratch's, so Python's own is not below it",
    "input": "says what to do instead",
    "getpass": "says what to do instead",
    "descriptor_write": "comes in the order it was written; a kernel's depends on its threads",
}


def _notebook():
    cells = [new_code_cell(source, id=name) for name, source in FEATURES.items()]
    return new_notebook(cells=cells)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """Run all features in a real kernel."""
    folder = tmp_path_factory.mktemp("kernel")
    notebook = _notebook()
    client = NotebookClient(
        notebook, allow_errors=True, timeout=60, resources={"metadata": {"path": str(folder)}}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(folder / ".ipython"))
        patch.delenv("PYTEST_CURRENT_TEST")  # with it a kernel leaves descriptors alone
        client.execute()
    return {cell.id: cell.outputs for cell in notebook.cells}


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """Run all features in one learner's process, as open as a kernel is."""
    zygote = Zygote(
        tmp_path_factory.mktemp("scratch"), imports=("numpy", "pandas", "matplotlib.pyplot")
    )
    pair = zygote.pair()
    pair.wait_for("ready")
    pair.begin()
    notebook = _notebook()
    client = NotebookClient(notebook)
    client.kc = MagicMock()
    for index, cell in enumerate(notebook.cells):
        client.clear_before_next_output = False
        for kind, content, metadata in pair.run(cell.source, cell=cell.id)["messages"]:
            message = {
                "msg_type": kind,
                "header": {"msg_type": kind},
                "parent_header": {"msg_id": cell.id},
                "content": content,
                "metadata": metadata,
                "buffers": [],
            }
            client.process_message(message, cell, index)
    pair.close()
    zygote.close()
    return {cell.id: cell.outputs for cell in notebook.cells}


def _joined(outputs) -> list[dict[str, object]]:
    """Return `outputs` with texts in one piece that a kernel may have sent in several."""
    joined: list[dict[str, object]] = []
    for output in map(dict, outputs):
        last = joined[-1] if joined else {}
        is_more = output["output_type"] == last.get("output_type") == "stream"
        if is_more and output["name"] == last["name"]:
            last["text"] = f"{last['text']}{output['text']}"
        else:
            joined.append(output)
    return joined


def _normal(outputs) -> list[str]:
    """Return `outputs` without what differs from run to run."""
    text = json.dumps(_joined(outputs), sort_keys=True, indent=1)
    for pattern, replacement in (
        (r'"image/png": "[^"]+"', '"image/png": "PNG"'),
        (r"0x[0-9a-f]+", "0xADDRESS"),
        (r"[0-9a-f]{32}", "ID"),
        (r"[^\" ]*/ipykernel_\d+/\d+\.py", "CELL"),
        (r"\d+(\.\d+)?(e[+-]?\d+)? ?(\\u00b5s|\\u03bcs|ns|ms|s)\b", "TIME"),
        (r'"image/svg\+xml": "(?:[^"\\]|\\.)+"', '"image/svg+xml": "SVG"'),
        (r"Thread-\d+", "Thread-N"),
    ):
        text = re.sub(pattern, replacement, text)
    return text.splitlines()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("feature", FEATURES)
def test_a_cell_puts_out_what_it_does_in_a_kernel(feature, expected, ours):
    if feature in DIFFERENT:
        pytest.xfail(DIFFERENT[feature])

    assert _normal(ours[feature]) == _normal(expected[feature])


def test_nearly_everything_is_the_same():
    assert set(DIFFERENT) < set(FEATURES)
    assert len(DIFFERENT) <= 0.1 * len(FEATURES)
