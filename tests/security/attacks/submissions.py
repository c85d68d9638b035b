"""Notebooks that were changed where a learner has nothing to change."""

# ruff: noqa: E501  programs are kept as attackers write them

from typing import Any

from security.attacks.attack import Notebook, attack

WRONG = "def mean(xs): return 7"


def of(notebook: Notebook, name: str) -> dict[str, Any]:
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def marks(notebook: Notebook, name: str) -> dict[str, Any]:
    return of(notebook, name)["metadata"]["nbgrader"]


def tampered(name: str, answer: str = WRONG, **rest: Any):
    def register(tamper):
        attack(name, answer, tamper=tamper, **rest)
        return tamper

    return register


@tampered("the tag that skips the tests")
def _(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]


@tampered("tests that expect an exception")
def _(notebook: Notebook) -> None:
    of(notebook, "test-it")["metadata"]["tags"] = ["raises-exception"]
    notebook["metadata"]["nbgrader"] = {"allow_errors": True}


@tampered("tests rewritten in the submission")
def _(notebook: Notebook) -> None:
    of(notebook, "test-it")["source"] = "assert True"


@tampered("flipped flags")
def _(notebook: Notebook) -> None:
    for name in ("it", "test-it"):
        flags = marks(notebook, name)
        flags |= {
            "solution": not flags["solution"],
            "grade": not flags["grade"],
            "locked": not flags["locked"],
            "task": True,
        }


@tampered("tests turned into an answer")
def _(notebook: Notebook) -> None:
    marks(notebook, "test-it").update(solution=True, grade=True, locked=False)
    of(notebook, "test-it")["source"] = "2.0"


@tampered("points edited")
def _(notebook: Notebook) -> None:
    marks(notebook, "test-it")["points"] = 1_000_000
    marks(notebook, "it").update(points=1_000_000, grade=True)


@tampered("an answer that claims to be the tests")
def _(notebook: Notebook) -> None:
    marks(notebook, "it")["grade_id"] = "test-it"
    marks(notebook, "test-it")["grade_id"] = "it"


@tampered("ids renamed")
def _(notebook: Notebook) -> None:
    for name in ("it", "test-it"):
        marks(notebook, name)["grade_id"] += "-renamed"
        of(notebook, name)["id"] = f"renamed-{name}"


@tampered("cells duplicated")
def _(notebook: Notebook) -> None:
    twin = {**of(notebook, "test-it"), "source": "pass", "id": "twin"}
    notebook["cells"] = [twin, *notebook["cells"], twin, *notebook["cells"]]


@tampered("the tests deleted")
def _(notebook: Notebook) -> None:
    notebook["cells"].remove(of(notebook, "test-it"))


@tampered("everything deleted")
def _(notebook: Notebook) -> None:
    notebook["cells"].clear()


@tampered("another cell type")
def _(notebook: Notebook) -> None:
    for name in ("it", "test-it"):
        of(notebook, name)["cell_type"] = "markdown"
        marks(notebook, name)["cell_type"] = "markdown"


@tampered("another kernel")
def _(notebook: Notebook) -> None:
    evil = {
        "name": "evil",
        "display_name": "Evil",
        "language": "bash",
        "argv": ["sh", "-c", "touch /tmp/owned"],
    }
    notebook["metadata"]["kernelspec"] = evil
    notebook["metadata"]["language_info"] = {"name": "bash"}


@tampered("cells injected around the tests")
def _(notebook: Notebook) -> None:
    evil = "import sys\nsys.exit = print\ndef mean(xs): return type('E', (), {'__eq__': lambda s, o: True})()"
    added = [
        {
            "id": f"added-{n}",
            "cell_type": "code",
            "source": evil,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for n in range(3)
    ]
    cells = notebook["cells"]
    notebook["cells"] = [added[0], *cells[:-1], added[1], cells[-1], added[2]]


@tampered("cells put in another order")
def _(notebook: Notebook) -> None:
    notebook["cells"].reverse()


@tampered("outputs that claim points")
def _(notebook: Notebook) -> None:
    result = {
        "output_type": "execute_result",
        "data": {"text/plain": "2.0"},
        "metadata": {},
        "execution_count": 1,
    }
    for cell in notebook["cells"]:
        cell["outputs"] = [result]
        cell["execution_count"] = 1


@tampered("metadata of an odd kind")
def _(notebook: Notebook) -> None:
    for n, cell in enumerate(notebook["cells"]):
        cell["metadata"] = [None, {"nbgrader": 7}, {"nbgrader": {"grade_id": ["it"]}}][n % 3]
    notebook["metadata"] = {
        "kernelspec": 7,
        "language_info": [],
        "pickle": "gASVHwAAAAAAAACMBXBvc2l4lIwGc3lzdGVt",
    }


@tampered("an answer of an odd kind")
def _(notebook: Notebook) -> None:
    of(notebook, "it")["source"] = {"a": 1}


@tampered("an answer that is no text", "def mean(xs): return '\\ud800'\n# \ud800\x00\x1b")
def _(notebook: Notebook) -> None:
    of(notebook, "it")["source"] = "def mean(xs): return 7\n# \ud800\x00"


@tampered("metadata with paths and attachments")
def _(notebook: Notebook) -> None:
    of(notebook, "it")["attachments"] = {"../../../owned.png": {"image/png": "AAAA"}}
    of(notebook, "it")["metadata"]["path"] = "/dev/shm/owned"
    notebook["metadata"]["path"] = "../../../owned"


@tampered(
    "an answer with the markers of hidden tests",
    "### BEGIN HIDDEN TESTS\nmean = 7\n### END HIDDEN TESTS\n### BEGIN SOLUTION",
)
def _(notebook: Notebook) -> None:
    of(notebook, "test-it")["source"] = "### BEGIN HIDDEN TESTS\npass\n### END HIDDEN TESTS"


@tampered("an answer too deep to be read", "x = " + "(" * 5000 + ")" * 5000)
def _(notebook: Notebook) -> None:
    pass


@tampered("an answer too long to be read", "x = 1\n" * 200_000)
def _(notebook: Notebook) -> None:
    pass
