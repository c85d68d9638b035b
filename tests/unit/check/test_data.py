"""Arrays and tables are compared by shape, labels and the first cell that differs."""

import numpy as np
import pandas as pd
import pytest

from jupyter_hybrid import check


def failure(action, *args, **kwargs):
    with pytest.raises(check.CheckFailed) as caught:
        action(*args, **kwargs)
    return caught.value


@pytest.fixture
def table():
    return pd.DataFrame({"name": ["Ada", "Bob", None], "age": [36.0, 41.0, np.nan]})


def test_equal_arrays_pass():
    check.array(np.array([1.0, np.nan, 0.3]), [1, np.nan, 0.1 + 0.2])
    check.array(np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]], dtype=int)
    check.array(np.array(["a", "b"]), np.array(["a", "b"], dtype=object))
    check.array(np.array([1, 255], dtype="uint8"), [2, 254], within=1)
    check.equal(np.float64(1.5), 1.5)
    check.equal({"a": np.array([1])}, {"a": np.array([1])})


@pytest.mark.parametrize(
    ("got", "expected", "options", "words"),
    [
        (np.zeros(3), np.zeros(4), {}, "shape (3,) instead of (4,)"),
        ([1, 2], [1, 2], {}, "a list instead of an array"),
        (
            np.arange(6).reshape(2, 3),
            [[0, 1, 2], [3, 4, 6]],
            {},
            "at [1, 2]: 5 instead of 6 (1 of 6 elements differ)",
        ),
        (
            np.array([1.0, 2.0]),
            [1.1, 2.0],
            {"within": 0.05},
            "at [0]: 1.0 instead of 1.1, allowed difference 0.05 (1 of 2 elements differ)",
        ),
        (
            np.array([1, 2]),
            [1, 2],
            {"dtype": float},
            "the elements are of type int64 instead of float",
        ),
        (np.array(3), 4, {}, "3 instead of 4"),
    ],
)
def test_an_array_says_where_it_differs_first(got, expected, options, words):
    assert failure(check.array, got, expected, **options).words == words


def test_an_array_beside_a_list_in_equal_is_told():
    assert failure(check.equal, [1, 2], np.array([1, 2])).words == "a list instead of an array"
    assert "a list" not in failure(check.equal, np.array([1, 2]), [1, 3]).words


def test_equal_tables_pass(table):
    check.frame(table, table.copy())
    check.equal(table, table.copy())
    check.frame(table.assign(age=table.age + 1e-12), table)
    check.frame(table.astype({"age": "Float64"}), table)
    check.series(table.age.rename("years"), table.age)
    check.equal(table.columns, table.columns)


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        (lambda t: t[["age", "name"]], {}, "the columns are in the order 'age', 'name' instead of"),
        (lambda t: t[["name"]], {}, "column missing: 'age'"),
        (lambda t: t.assign(x=1), {}, "column too much: 'x'"),
        (lambda t: t.head(1), {}, "1 row instead of 3"),
        (lambda t: t.iloc[::-1], {}, "row label 0 is 2 instead of 0"),
        (lambda t: t.assign(age=[36, 40, None]), {}, "row 1, column 'age': 40.0 instead of 41.0"),
        (lambda t: t.assign(age=[36, 41, 0]), {}, "row 2, column 'age': 0"),
        (
            lambda t: t.set_index(pd.Index(["x", "y", "z"])).assign(age=[36, 0, None]),
            {"ignore": ["index"]},
            "row 'y', column 'age': 0.0 instead of 41.0",
        ),
        (
            lambda t: t.astype({"age": "float32"}),
            {"ignore": ()},
            "column 'age' has the type float32 instead of float64",
        ),
        (lambda t: t.age, {}, "a Series instead of a table (DataFrame)"),
        (lambda t: t.to_dict(), {}, "a dictionary instead of a table (DataFrame)"),
    ],
)
def test_a_table_says_where_it_differs_first(table, change, options, words):
    assert failure(check.frame, change(table), table, **options).words.startswith(words)


def test_what_is_ignored_may_differ(table):
    backwards = table.iloc[::-1]

    check.frame(table[["age", "name"]], table, ignore="column_order")
    check.frame(backwards, table, ignore=["row_order"])
    check.frame(backwards.reset_index(drop=True), table, ignore=["row_order", "index"])
    check.series(table.age.set_axis(list("abc")), table.age, ignore=["index"])
    with pytest.raises(ValueError, match="cannot ignore 'rows'"):
        check.frame(table, table, ignore=["rows"])


def test_a_series_says_where_it_differs_first(table):
    assert failure(check.series, table.age, table["name"]).words == ("row 0: 36.0 instead of 'Ada'")
    assert failure(check.series, [1], table.age).words == "a list instead of a Series"
    named = failure(check.series, table.age.rename("x"), table.age, ignore=())
    assert named.words == "the Series is named 'x' instead of 'age'"


def test_rows_of_a_table_are_checked_for_order(table):
    check.sorted_by(table.head(2), "age")

    failure(check.sorted_by, table.head(2), "age", reverse=True)


def test_tables_and_arrays_in_messages_are_short():
    wide = pd.DataFrame(np.zeros((1000, 200)))

    assert len(str(failure(check.equal, wide, 3))) <= 500
    assert len(str(failure(check.equal, np.zeros(10**6), [1]))) <= 500
