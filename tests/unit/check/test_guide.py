"""The guide to the checks names all of them, and what it promises is what learners read."""

import re
from pathlib import Path

import pytest

from jupyter_hybrid import check
from jupyter_hybrid.check import place
from jupyter_hybrid.check.plots import Wanted
from jupyter_hybrid.check.source import Source

GUIDE = (Path(__file__).parents[3] / "docs/trainers/checks.md").read_text(encoding="utf-8")

CODE = """
class Person:
    def __init__(self, name): self.name = name
ada = Person("Ada")
def mean(numbers, default=None):
    if not numbers: return default
    numbers.append(0)
    total = 0
    for number in numbers: total += number
    return total / (len(numbers) - 1)
def squares(n): return [k * k for k in range(n)]
def sum_of_squares(n): return sum(k * k for k in range(n))
def greet(name): print("Hello", name)
"""


@pytest.fixture
def learner():
    """Return the variables of a learner, in a place where the checks find them."""
    variables = {"In": [CODE], "check": check}
    exec(CODE, variables)
    before = place.current()
    place.install(place.LocalPlace(variables))
    yield variables
    place.install(before)


def test_the_guide_names_every_check_and_every_question_about_sources_and_plots():
    named = set(re.findall(r"check\.(\w+)", GUIDE))
    questions = set(re.findall(r"^\| `\.(\w+)\(", GUIDE, re.MULTILINE))

    assert named == set(check.__all__)
    assert questions == {name for name in vars(Source) if not name.startswith("_")}
    assert set(Wanted.__annotations__) <= set(re.findall(r"`(\w+)`", GUIDE))


PROMISES = [
    ("check.equal([1, 2, 4], [1, 2, 3])", "check.equal"),
    ("check.close(3.14, 3.142, within=0.001)", "check.close"),
    ("check.type_of(3, list)", "check.type_of"),
    ("check.same_set([1], [1, 2])", "check.same_set"),
    ("check.same_items([2, 1, 2], [2, 1, 1])", "check.same_items"),
    ("check.sorted_by([{'age': 36}, {'age': 41}], 'age', reverse=True)", "check.sorted_by"),
    ("check.contains('Ada and Eve', 'Ada', 'Bob')", "check.contains"),
    ("check.length([1, 2], 3)", "check.length"),
    ("check.between(1.5, 0, 1)", "check.between"),
    ("check.attributes(ada, name='Ada', age=36)", "check.attributes"),
    ("check.true(False, 'there must be more than 3')", "check.true"),
    ("check.fail('not this way')", "check.fail"),
    ("check.raises(ValueError, mean, [], match='empty')", "check.raises"),
    ("check.printed(greet, 'Ada', expected='Hello Ada\\nBye')", "check.printed"),
    ("check.calls('squares', sum_of_squares, 3, at_least=1)", "check.calls"),
    ("check.leaves_unchanged(mean, [1, 2])", "check.leaves_unchanged"),
]


@pytest.mark.parametrize(("line", "name"), PROMISES, ids=[name for _, name in PROMISES])
def test_learners_read_what_the_guide_promises(line, name, learner):
    row = re.search(rf"^\| `{re.escape(name)}\(.*\| (.+) \|$", GUIDE, re.MULTILINE)

    with pytest.raises(check.CheckFailed) as caught:
        exec(line, learner)

    assert str(caught.value).startswith(row[1])
