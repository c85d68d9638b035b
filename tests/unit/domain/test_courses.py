"""When a live step is over."""

from datetime import UTC, datetime, timedelta

import pytest

from jupyter_hybrid.domain.courses import Step, StepKind

BEGINS = datetime(2027, 3, 4, 23, 30, tzinfo=UTC)


def live_step(duration_min):
    return Step("talk", "A talk", None, (), StepKind.LIVE, None, BEGINS, duration_min)


@pytest.mark.parametrize(("duration_min", "lasts_min"), [(90, 90), (None, 60), (0, 0)])
def test_a_live_step_goes_on_for_its_time_or_an_hour(duration_min, lasts_min):
    step, ends = live_step(duration_min), BEGINS + timedelta(minutes=lasts_min)

    assert not step.is_over(ends - timedelta(seconds=1))
    assert step.is_over(ends)


def test_a_step_without_a_date_is_never_over():
    assert not Step("a", "A", "a.ipynb").is_over(BEGINS)
