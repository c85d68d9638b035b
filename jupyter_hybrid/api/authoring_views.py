"""Turns what authoring finds into the JSON of openapi.yaml."""

from collections.abc import Iterable
from dataclasses import asdict

from jupyter_hybrid.api.views import Json
from jupyter_hybrid.domain.lint import DryRun, LintMessage
from jupyter_hybrid.services.desk import LintReport, OpenedFolder


def opened_folder_view(opened: OpenedFolder) -> Json:
    """Return an ``OpenedCourse``."""
    return {"course": opened.course, "path": opened.path}


def lint_report_view(report: LintReport) -> Json:
    """Return a ``LintReport``."""
    return {
        "course": report.course,
        "folder": report.folder,
        "messages": [lint_message_view(message) for message in report.messages],
    }


def lint_message_view(message: LintMessage) -> Json:
    """Return a ``LintMessage``."""
    return {**asdict(message), "severity": message.severity.value}


def dry_runs_view(runs: Iterable[DryRun]) -> Json:
    """Return ``DryRuns``."""
    return {"exercises": [dry_run_view(run) for run in runs]}


def dry_run_view(run: DryRun) -> Json:
    """Return a ``DryRun``."""
    trust = run.trust.value if run.trust else None
    lists = {"problems": list(run.problems), "reasons": list(run.reasons)}
    return {**asdict(run), **lists, "trust": trust}
