"""What the contract does not allow is refused at once, whatever it is."""

import json
import time
import uuid

import pytest

from jupyter_hybrid.api.bodies import read_session_title, read_submission
from jupyter_hybrid.domain.errors import Invalid


def a_body(**changes):
    body = {"id": str(uuid.uuid4()), "release": "0" * 64, "answers": {}}
    return json.dumps(body | changes).encode()


@pytest.mark.parametrize("item", [[], {}, {"after": None, "source": ""}], ids=str)
def test_a_huge_wrong_list_is_refused_quickly(item):
    raw = a_body(free=[item] * 100_000)
    begun = time.process_time()

    with pytest.raises(Invalid) as raised:
        read_submission(raw)

    assert raised.value.field == "free"
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("field", ["id", "release", "session"])
def test_a_key_with_a_line_feed_behind_it_is_another_key(field):
    keys = {"id": str(uuid.uuid4()), "release": "0" * 64, "session": "abc"}

    with pytest.raises(Invalid) as raised:
        read_submission(a_body(**{field: f"{keys[field]}\n"}))

    assert raised.value.field == field


def test_half_a_character_is_no_title():
    with pytest.raises(Invalid) as raised:
        read_session_title(b'{"title": "\\ud800"}')

    assert raised.value.field == "title"
