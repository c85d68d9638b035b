"""Turns courses, their steps and what is handed out of them into the JSON of openapi.yaml."""

import base64
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from jupyter_hybrid.api.views import Json, moment
from jupyter_hybrid.domain.courses import BrokenCourse, Course, Module, Step
from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.progress import CourseProgress
from jupyter_hybrid.domain.releases import Bundle
from jupyter_hybrid.services.courses import StepView


def course_summary_view(
    course: Course, progress: CourseProgress, *, is_enrolled: bool, next_live_at: datetime | None
) -> Json:
    """Return a ``CourseSummary``."""
    return {
        **_about(course, is_enrolled=is_enrolled),
        "next_live_at": moment(next_live_at),
        "n_steps": len(progress.steps),
        "n_steps_done": progress.n_steps_done,
        "n_exercises": len(progress.exercises),
        "points": progress.points,
        "max_points": progress.max_points,
    }


def broken_course_view(course: BrokenCourse) -> Json:
    """Return a ``BrokenCourse``."""
    return {"key": course.key, "problems": list(course.problems)}


def course_view(course: Course, steps: Iterable[StepView], *, is_enrolled: bool) -> Json:
    """Return a ``Course``."""
    views = {(view.key.module, view.key.step): view for view in steps}
    return {
        **_about(course, is_enrolled=is_enrolled),
        "objectives": list(course.objectives),
        "modules": [_module_view(module, views) for module in course.modules],
    }


def _about(course: Course, *, is_enrolled: bool) -> Json:
    return {
        "key": course.key,
        "title": course.title,
        "summary": course.summary,
        "language": course.language,
        "level": None if course.level is None else course.level.value,
        "medium": None if course.medium is None else course.medium.value,
        "effort_min": course.effort_min,
        "tags": list(course.tags),
        # The code stays here: whoever has it gets in.
        "enrolment_policy": course.enrolment.policy.value,
        "is_enrolled": is_enrolled,
    }


def _module_view(module: Module, views: Mapping[tuple[str, str], StepView]) -> Json:
    return {
        "key": module.key,
        "title": module.title,
        "requires": list(module.requires),
        "due_at": moment(module.due_at),
        "steps": [_step_view(step, views[module.key, step.key]) for step in module.steps],
    }


def _step_view(step: Step, view: StepView) -> Json:
    return {
        "key": step.key,
        "title": step.title,
        "kind": step.kind.value,
        "path": step.path,
        "due_at": moment(step.due_at),
        "starts_at": moment(step.starts_at),
        "duration_min": step.duration_min,
        "release": view.outline.release if view.outline else None,
        "exercises": [_exercise_view(exercise) for exercise in view.exercises],
        "problem": view.problem,
    }


def _exercise_view(exercise: Exercise) -> Json:
    return {
        "key": exercise.key,
        "answers": list(exercise.answers),
        "max_points": exercise.max_points,
        "needs_manual_grade": exercise.needs_manual_grade,
        "max_attempts": exercise.policy.max_attempts,
        "pause_s": exercise.policy.pause_s,
        "solution": exercise.policy.solution.value,
        "n_hints": len(exercise.hints),
    }


def bundle_view(bundle: Bundle) -> Json:
    """Return a ``Bundle``."""
    return {
        "release": bundle.release,
        "kind": bundle.kind.value,
        "path": bundle.path,
        "notebook": json.loads(bundle.learner_copy) if bundle.learner_copy else None,
        "files": [
            {"path": path, "content": base64.b64encode(content).decode()}
            for path, content in sorted(bundle.files.items())
        ],
    }
