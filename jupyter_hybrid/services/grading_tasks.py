"""What the grader is asked for an attempt: made here only, for checking and for checking again."""

from pathlib import PurePosixPath

from jupyter_hybrid.domain.attempts import Attempt
from jupyter_hybrid.domain.exercises import Exercise, rebuild
from jupyter_hybrid.domain.policies import ExercisePolicy, TrustMode
from jupyter_hybrid.domain.releases import Release
from jupyter_hybrid.domain.seeds import seed_of
from jupyter_hybrid.services.ports import BlobStore, GradingTask


def grading_task(
    release: Release,
    exercise: Exercise,
    *,
    attempt: Attempt,
    policy: ExercisePolicy,
    blobs: BlobStore,
) -> GradingTask:
    """Return what the grader has to run for an attempt against a release.

    Parameters
    ----------
    release
        Whose notebook and tests count; not necessarily the one that the attempt was made in.
    exercise
        As `release` has it.
    policy
        What the author allows now.

    Raises
    ------
    NotFound
        If a data file of the release is gone.
    """
    return GradingTask(
        cells=rebuild(release.notebook, answers=attempt.answers, free=attempt.free),
        graded=frozenset(exercise.graded),
        kernel_name=release.notebook.kernel_name,
        language=release.notebook.language,
        folder=str(PurePosixPath(release.path).parent),
        files={file.path: blobs.get(file.sha256) for file in release.files},
        limits=policy.limits,
        reference={cell.id: cell.source for cell in release.notebook.answers},
        imports=policy.imports,
        trust=dict.fromkeys(exercise.graded, _mode(release, exercise)),
        allow=frozenset(policy.allow),
        seed=seed_of(attempt.id) if policy.is_seeded else None,
    )


def _mode(release: Release, exercise: Exercise) -> TrustMode:
    """Return how tests run: the strictest way where nobody found out."""
    found = (release.trust or {}).get(exercise.key)
    return (found.mode if found else None) or TrustMode.SPLIT
