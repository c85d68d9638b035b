"""Attempts at exercises."""

from collections.abc import Mapping

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler, step_key
from jupyter_hybrid.api.bodies import read_submission
from jupyter_hybrid.api.views import Json, answers_view, attempt_view
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.keys import check_grade_id
from jupyter_hybrid.domain.people import Person


class LatestAttemptsHandler(HybridHandler):
    """``.../steps/{step}/attempts``."""

    @web.authenticated
    @authorized("read", resource="hybrid:attempts")
    async def get(self, course: str, module: str, step: str) -> None:
        """List the caller's latest attempt at each exercise."""
        key = step_key(course, module, step)
        positions = self.program.runner.positions()
        await self.answer_from(self._latest, self.person, key, positions=positions)

    def _latest(self, person: Person, step: StepKey, *, positions: Mapping[str, int]) -> Json:
        latest = self.program.exercises.latest_attempts(person, step)
        return {
            "attempts": [
                attempt_view(attempt, n_attempts=counted, position=positions.get(attempt.id))
                for attempt, counted in latest
            ]
        }


class AttemptsHandler(HybridHandler):
    """``.../exercises/{exercise}/attempts``."""

    @web.authenticated
    @authorized("read", resource="hybrid:attempts")
    async def get(self, course: str, module: str, step: str, exercise: str) -> None:
        """List the caller's attempts, oldest first."""
        key = step_key(course, module, step)
        check_grade_id(exercise, field="exercise")
        attempts = await self.in_thread(self.program.exercises.attempts, self.person, key, exercise)
        n_attempts, views = 0, []
        for attempt in attempts:
            n_attempts += attempt.summary.counts
            position = self.program.runner.position(attempt.id)
            views.append(attempt_view(attempt, n_attempts=n_attempts, position=position))
        self.answer({"attempts": views})

    @web.authenticated
    @authorized("write", resource="hybrid:attempts")
    async def post(self, course: str, module: str, step: str, exercise: str) -> None:
        """Store an attempt, grade it and answer with the result."""
        key = step_key(course, module, step)
        check_grade_id(exercise, field="exercise")
        submission = read_submission(self.request.body)
        attempt, is_new = await self.in_thread(
            self.program.exercises.record_attempt,
            self.person,
            key,
            exercise,
            submission=submission,
        )
        graded = await self.program.runner.graded(attempt.id)
        n_attempts = await self.in_thread(self.program.exercises.n_attempts, graded)
        self.answer(attempt_view(graded, n_attempts=n_attempts), status=201 if is_new else 200)


class AttemptHandler(HybridHandler):
    """``.../attempts/{attempt}``."""

    @web.authenticated
    @authorized("read", resource="hybrid:attempts")
    async def get(self, course: str, module: str, step: str, exercise: str, attempt: str) -> None:
        """Show one of the caller's attempts, and its place in the queue."""
        found, n_attempts = await self.in_thread(
            self.program.exercises.outcome,
            self.person,
            step_key(course, module, step),
            exercise,
            attempt,
        )
        position = self.program.runner.position(found.id)
        self.answer(attempt_view(found, n_attempts=n_attempts, position=position))

    @web.authenticated
    @authorized("write", resource="hybrid:attempts")
    async def delete(
        self, course: str, module: str, step: str, exercise: str, attempt: str
    ) -> None:
        """Take one of the caller's attempts back; whoever waits for its result gets it."""
        cancelled = await self.in_thread(
            self.program.exercises.cancel,
            self.person,
            step_key(course, module, step),
            exercise,
            attempt,
        )
        self.program.runner.cancel(cancelled.id)
        n_attempts = await self.in_thread(self.program.exercises.n_attempts, cancelled)
        self.answer(attempt_view(cancelled, n_attempts=n_attempts))


class AnswersHandler(HybridHandler):
    """``.../attempts/{attempt}/answers``."""

    @web.authenticated
    @authorized("read", resource="hybrid:attempts")
    async def get(self, course: str, module: str, step: str, exercise: str, attempt: str) -> None:
        """Show what the caller handed in."""
        found = await self.in_thread(
            self.program.exercises.attempt,
            self.person,
            step_key(course, module, step),
            exercise,
            attempt,
        )
        self.answer(answers_view(found))
