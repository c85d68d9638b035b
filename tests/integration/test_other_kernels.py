"""Notebooks of another language than Python: graded more than once, and without a spare."""

import json
import sys
import tempfile

import pytest

from fakes.scratch import processes_in
from fakes.tasks import answer, graded_by, task
from jupyter_hybrid.grading.kernels.kernel_grader import KernelGrader

KERNEL = """\
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel


class Parrot(Kernel):
    implementation = banner = "parrot"
    implementation_version = language_version = "1"
    language_info = {"name": "parrot", "mimetype": "text/plain", "file_extension": ".txt"}

    def do_execute(self, code, silent, store_history=True, user_expressions=None, **_):
        if "__import__" in code:  # no word of its language
            error = {"ename": "ParseError", "evalue": code, "traceback": []}
            self.send_response(self.iopub_socket, "error", error)
            return {"status": "error", "execution_count": 1, **error}
        return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}


IPKernelApp.launch_instance(kernel_class=Parrot)
"""


@pytest.fixture
def parrot(tmp_path, monkeypatch):
    """Return the name of a kernel that understands no Python."""
    folder = tmp_path / "kernels" / "parrot"
    folder.mkdir(parents=True)
    (folder / "parrot.py").write_text(KERNEL)
    argv = [sys.executable, str(folder / "parrot.py"), "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Parrot", "language": "parrot"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    return "parrot"


@pytest.fixture
def scratch_root(tmp_path_factory, monkeypatch):
    root = tmp_path_factory.mktemp("s")
    monkeypatch.setattr(tempfile, "tempdir", str(root))
    yield root
    assert processes_in(root) == []
    assert list(root.iterdir()) == []


@pytest.mark.asyncio
async def test_each_notebook_gets_a_kernel_that_was_never_told_python(scratch_root, parrot):
    grader = KernelGrader(n_spare=1)
    sums = task(answer("x"), graded_by("x is x"), kernel_name=parrot, language="parrot")

    try:
        grades = [await grader.grade(sums) for _ in range(2)]
    finally:
        await grader.close()

    assert [grade.points for grade in grades] == [2.0, 2.0]
