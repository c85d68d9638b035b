"""Every error has a code of its own and a status."""

from jupyter_hybrid.api.errors import STATUS, body_of, status_of
from jupyter_hybrid.api.socket import CLOSE_CODES
from jupyter_hybrid.domain import errors
from jupyter_hybrid.domain.errors import HybridError


def all_errors():
    queue = list(HybridError.__subclasses__())
    for error in queue:
        queue.extend(error.__subclasses__())
    return queue


def test_every_error_has_a_status_and_no_status_is_of_nothing():
    assert set(STATUS) == set(all_errors())
    assert all(400 <= status < 600 for status in STATUS.values())


def test_every_error_has_a_code_of_its_own():
    codes = [error.code for error in all_errors()]

    assert len(set(codes)) == len(codes)
    assert HybridError.code not in codes


def test_every_error_stands_in_the_tree_that_is_drawn():
    drawn = errors.__doc__ or ""

    assert [error.__name__ for error in all_errors() if f" {error.__name__} " not in drawn] == []


def test_an_error_becomes_the_body_of_the_contract():
    error = errors.Invalid("title must not be empty", field="title")

    assert status_of(error) == 422
    assert body_of(error) == {
        "code": "invalid",
        "message": "title must not be empty",
        "field": "title",
    }


def test_close_codes_are_of_errors():
    assert set(CLOSE_CODES) <= set(all_errors())
