"""The server extension with another grader: what handlers do does not depend on kernels."""

from fakes.grader import FakeGrader
from jupyter_hybrid.app import HybridApp
from jupyter_hybrid.bootstrap import Settings, build_program
from jupyter_hybrid.services.program import Program

RIGHT_ANSWERS = {"def mean(x):\n    return sum(x) / len(x)\n": 2.0}


class HybridAppWithFakeGrader(HybridApp):
    """Grades by looking answers up."""

    def build(self, settings: Settings) -> Program:
        return build_program(settings, grader=FakeGrader(RIGHT_ANSWERS))


def _jupyter_server_extension_points():
    return [{"module": "fakes.server_extension", "app": HybridAppWithFakeGrader}]
