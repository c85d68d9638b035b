"""Courses, their steps, and progress in them."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler, step_key
from jupyter_hybrid.api.course_views import (
    broken_course_view,
    bundle_view,
    course_summary_view,
    course_view,
)
from jupyter_hybrid.api.views import Json, progress_view
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.keys import check_key
from jupyter_hybrid.domain.people import Person


class CoursesHandler(HybridHandler):
    """``/hybrid/api/courses``."""

    @web.authenticated
    @authorized("read", resource="hybrid:courses")
    async def get(self) -> None:
        """List courses with how far the caller is."""
        await self.answer_from(self._courses, self.person)

    def _courses(self, person: Person) -> Json:
        offered, broken = self.program.courses.courses(person)
        progress = self.program.progress.of_courses(person, offered)
        taken = self.program.enrolments.courses_of(person)
        return {
            "courses": [
                course_summary_view(
                    course,
                    made,
                    is_enrolled=course.key in taken,
                    next_live_at=self.program.courses.next_live_at(course),
                )
                for course, made in zip(offered, progress, strict=True)
            ],
            "broken": [broken_course_view(course) for course in broken],
        }


class CourseHandler(HybridHandler):
    """``/hybrid/api/courses/{course}``."""

    @web.authenticated
    @authorized("read", resource="hybrid:courses")
    async def get(self, course: str) -> None:
        """Show one course."""
        await self.answer_from(self._course, self.person, course)

    def _course(self, person: Person, key: str) -> Json:
        course = self.program.courses.course(person, check_key(key, field="course"))
        return course_view(
            course,
            self.program.courses.shown_steps(person, course),
            is_enrolled=self.program.enrolments.is_enrolled(person, course.key),
        )


class ProgressHandler(HybridHandler):
    """``/hybrid/api/courses/{course}/progress``."""

    @web.authenticated
    @authorized("read", resource="hybrid:progress")
    async def get(self, course: str) -> None:
        """Show how far the caller is."""
        await self.answer_from(self._progress, self.person, course)

    def _progress(self, person: Person, key: str) -> Json:
        course = self.program.courses.course(person, check_key(key, field="course"))
        return progress_view(self.program.progress.progress(person, course))


class BundleHandler(HybridHandler):
    """``.../steps/{step}/bundle``."""

    @web.authenticated
    @authorized("read", resource="hybrid:courses")
    async def get(self, course: str, module: str, step: str) -> None:
        """Hand out the released step."""
        key = step_key(course, module, step)
        await self.answer_from(self._bundle, self.person, key)
        self.program.trust.begin(key)

    def _bundle(self, person: Person, key: StepKey) -> Json:
        return bundle_view(self.program.courses.bundle(person, key))
