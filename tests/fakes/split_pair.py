"""A tester and a learner in one process: two threads and a socket between them."""

import asyncio
import socket
import threading

from jupyter_hybrid.grading.statements import split
from jupyter_hybrid.grading.worker.frames import Channel, ChannelClosed
from jupyter_hybrid.grading.worker.questions import QuestionServer
from jupyter_hybrid.grading.worker.tester import Tester


class SplitPair:
    """What a learner wrote, and tests of it."""

    def __init__(self, answer, **begin):
        ours, theirs = socket.socketpair()
        self.learner_ns = {"__name__": "__main__"}
        exec(answer, self.learner_ns)
        self.channel = Channel(ours)
        served = Channel(theirs)
        loop = asyncio.new_event_loop()
        self.server = QuestionServer(
            lambda: self.learner_ns, channel=served, run_async=loop.run_until_complete
        )

        def serve():
            try:
                while True:
                    served.send(self.server.answer(served.receive(None)))
            except ChannelClosed:
                pass

        threading.Thread(target=serve, daemon=True).start()
        self.tester = Tester(self.channel, data=self.channel)
        self.tester._act({"op": "begin", **begin})

    def close(self):
        self.channel.close()

    def steps(self, source, *, timeout_s=10, **options):
        results = []
        for step in split(source, name="test"):
            condition = step.condition
            told = {
                "cell": "c",
                "name": step.name,
                "source": step.source,
                "kind": "assert" if condition else "plain",
                "condition": condition.source if condition else None,
                "left": condition.left if condition else None,
                "right": condition.right if condition else None,
                "message": condition.message if condition else None,
                "wants_value": condition is None,
                **options,
            }
            results.append(self.tester._act({"op": "step", "step": told, "timeout_s": timeout_s}))
        return results


def run(answer, tests, **begin):
    pair = SplitPair(answer, **begin)
    try:
        return pair.steps(tests)
    finally:
        pair.close()


def summary(results):
    return [
        each["status"] if each["status"] == "passed" else f"{each['status']}: {each['message']}"
        for each in results
    ]
