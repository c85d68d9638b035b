"""How often something may happen."""

from fakes.rooms import FakeLoop
from jupyter_hybrid.live.pace import Throttle, TokenBucket


def test_a_bucket_lets_a_burst_pass_and_then_its_rate():
    loop = FakeLoop()
    bucket = TokenBucket(loop, rate_per_s=2, burst=5)

    at_once = sum(bucket.take() for _ in range(20))
    loop.advance(3)
    later = sum(bucket.take() for _ in range(20))
    loop.advance(3600)
    much_later = sum(bucket.take() for _ in range(20))

    assert (at_once, later, much_later) == (5, 5, 5)


def test_a_throttle_serves_requests_of_one_interval_together():
    loop, acted_at = FakeLoop(), []
    throttle = Throttle(loop, lambda: acted_at.append(loop.time()), interval_s=1)

    for _ in range(25):
        throttle.request()
        loop.advance(0.1)

    assert len(acted_at) == 3
    assert acted_at[1] - acted_at[0] >= 1


def test_a_cancelled_throttle_does_nothing():
    loop, acted = FakeLoop(), []
    throttle = Throttle(loop, lambda: acted.append(1), interval_s=1)
    throttle.request()

    throttle.cancel()
    throttle.cancel()
    loop.advance(5)

    assert acted == []
