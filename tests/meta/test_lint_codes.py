"""The codes of lint: each is in the documentation, has a rule, and is tried by a test."""

import re
from pathlib import Path

from jupyter_hybrid.content.lint_codes import CODES

PROJECT = Path(__file__).parents[2]
_ROW = re.compile(r"^\| `([a-z-]+)` \| (error|warning) \| .+ \| .+ \|$", re.MULTILINE)


def texts(folder, pattern):
    return "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((PROJECT / folder).glob(pattern))
    )


def test_the_table_for_trainers_lists_every_code_and_how_bad_it_is():
    rows = _ROW.findall((PROJECT / "docs" / "trainers" / "lint.md").read_text(encoding="utf-8"))

    assert [code for code, _ in rows] == list(dict.fromkeys(code for code, _ in rows))
    assert dict(rows) == {code: severity.value for code, severity in CODES.items()}


def test_every_code_has_a_rule_and_a_test():
    rules = texts("jupyter_hybrid/content", "lint_[!c]*.py")
    rules += texts("jupyter_hybrid/content", "lint_c[!o]*.py")
    rules += texts("jupyter_hybrid/content", "lint_course.py")
    rules += texts("jupyter_hybrid/services", "dry_run*.py")
    tests = texts("tests/unit/content", "test_lint_*.py")
    tests += texts("tests/unit/services", "test_authoring.py")

    assert [code for code in CODES if f'"{code}"' not in rules] == []
    assert [code for code in CODES if f'"{code}"' not in tests] == []
