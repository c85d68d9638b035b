"""A learner of a server under test, met through its API and not through a window."""

from pathlib import PurePosixPath


class Person:
    """A persona of the server's owner.

    Parameters
    ----------
    server
        A running `JupyterProcess`.
    name
        Key of the persona; each is a learner of its own.
    """

    def __init__(self, server, name):
        self._server = server
        status, persona = server.call("POST", "/hybrid/api/personas", {"name": name})
        assert status == 201, persona
        self.name = name
        self.token = persona["token"]

    def call(self, method, path, body=None):
        """Return the answer to a request that must not fail."""
        status, answer = self._server.call(
            method, f"/hybrid{path}", body, headers={"X-Hybrid-Persona": self.token}
        )
        assert status < 300, answer
        return answer

    def enrol(self, course, code=None):
        self.call("POST", f"/api/courses/{course}/enrolment", {"code": code} if code else {})

    def open(self, step):
        """Put a step into the learner's folder, and return its path."""
        return self.call("POST", f"/local{address(step)}/open", {})["path"]

    def attempts(self, step, exercise):
        return self.call("GET", f"/api{address(step)}/exercises/{exercise}/attempts")["attempts"]

    def progress(self, course):
        return self.call("GET", f"/api/courses/{course}/progress")

    def folder(self, course):
        """Return the folder of the learner's copies of a course."""
        return self._server.root_dir / PurePosixPath("personas", self.name, "courses", course)

    def enter(self, window, *, base=None, **query):
        """Open JupyterLab as this learner."""
        server = self._server if base is None else base
        window.open_lab(
            server,
            workspace=f"hybrid-{self.name}",
            **{"hybrid-persona": self.token} | query,
        )


def address(step):
    """Return a step's part of an address."""
    return f"/courses/{step.course}/modules/{step.module}/steps/{step.step}"
