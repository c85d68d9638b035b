"""What must hold between the parts of ``course.yaml``, and the files that it names.

Works on what the text says and not on the checked course, so that these problems are told together
with all others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from jupyter_hybrid.content.course_wording import COURSE_WORDING
from jupyter_hybrid.content.step_schema import MAIN_KEYS, handed_out_path, kind_of
from jupyter_hybrid.content.yaml_text import Path, Problem, ProblemKind, YamlDocument

COURSE_FILE = "course.yaml"


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a course file names.

    Parameters
    ----------
    path
        As it is written; not checked.
    line
        Where, counted from 1, or None.
    what
        ``notebook``, ``text``, ``media`` or ``quiz`` for the main file of a step, ``captions`` or
        ``file`` for what goes with it.
    """

    path: str
    line: int | None
    what: str

    @property
    def is_notebook(self) -> bool:
        """Whether it is a step's notebook."""
        return self.what == "notebook"


def named_files(document: YamlDocument) -> Iterator[NamedFile]:
    """Yield the files that a course names, as far as they can be read in spite of problems."""
    for path, step in _steps(document):
        kind = kind_of(step)
        for key in (MAIN_KEYS.get(kind or ""), "captions" if kind == "media" else None):
            value = None if key is None else step.get(key)
            if key is not None and isinstance(value, str):
                yield NamedFile(value, document.line((*path, key)), key)
        files = step.get("files")
        for index, file in enumerate(files if isinstance(files, list) else ()):
            if isinstance(file, str):
                yield NamedFile(file, document.line((*path, "files", index)), "file")


def repeated(document: YamlDocument) -> Iterator[Problem]:
    """Yield keys that two modules or two steps share, and main files that two steps share.

    And quizzes of two files that would be handed out as one.
    """
    modules: dict[str, Path] = {}
    mains: dict[str, Path] = {}
    for path, module in _blocks(document.data, (), "modules"):
        yield from _seen_before(document, modules, value=module.get("key"), path=(*path, "key"))
        steps: dict[str, Path] = {}
        for below, step in _blocks(module, path, "steps"):
            yield from _seen_before(document, steps, value=step.get("key"), path=(*below, "key"))
            key = MAIN_KEYS.get(kind_of(step) or "")
            main = step.get(key) if key is not None else None
            if key is not None and isinstance(main, str):
                value = str(PurePosixPath(main))
                yield from _seen_before(document, mains, value=value, path=(*below, key))
    yield from _quizzes_of_one_text(document)


def _quizzes_of_one_text(document: YamlDocument) -> Iterator[Problem]:
    """Yield quizzes whose text would take the place of another's: m/q.yaml and m/q.yml."""
    seen: dict[str, tuple[str, Path]] = {}
    for path, step in _steps(document):
        quiz = step.get("quiz")
        if kind_of(step) != "quiz" or not isinstance(quiz, str):
            continue
        handed_out = _quiz_text(quiz)
        first, where = seen.setdefault(_plain(handed_out), (quiz, path))
        if _plain(first) != _plain(quiz):
            text = (
                f"{_place(path)}: quiz {quiz[:80]!r} is handed out as {handed_out[:80]!r}, as is"
                f" {first[:80]!r} of {_place(where)}; rename one of the two"
            )
            yield Problem(text, document.line((*path, "quiz")), ProblemKind.DUPLICATE_KEY)


def _quiz_text(quiz: str) -> str:
    # A path without a name is a problem of its own.
    return handed_out_path(quiz) if PurePosixPath(quiz).name else quiz


def _seen_before(
    document: YamlDocument, seen: dict[str, Path], *, value: object, path: Path
) -> Iterator[Problem]:
    if not isinstance(value, str):
        return
    first = seen.setdefault(value, path)
    if first != path:
        text = (
            f"{_place(path[:-1])}: {path[-1]} {value[:80]!r} is already used by"
            f" {_place(first[:-1])} in line {document.line(first)}; choose another"
        )
        yield Problem(text, document.line(path), ProblemKind.DUPLICATE_KEY)


def given_away(document: YamlDocument) -> Iterator[Problem]:
    """Yield files that would hand a quiz's answers or the course file itself to learners.

    And those that would take the place of a quiz's text.
    """
    quizzes: dict[str, str] = {COURSE_FILE: "holds what learners must not read"}
    for path, step in _steps(document):
        quiz = step.get("quiz")
        if kind_of(step) == "quiz" and isinstance(quiz, str):
            name = _plain(quiz)
            if name == COURSE_FILE:
                text = f"{_place(path)}: {COURSE_FILE!r} cannot be a quiz; write it into its own"
                yield Problem(text, document.line((*path, "quiz")))
                continue
            quizzes[name] = "is a quiz with its answers"
            quizzes[_plain(_quiz_text(quiz))] = f"is where the quiz {quiz[:80]!r} is handed out"
    for file in named_files(document):
        reason = quizzes.get(_plain(file.path))
        if reason is not None and file.what != "quiz":
            text = f"{file.what} {file.path[:80]!r} {reason}; take it away or rename it"
            yield Problem(text, file.line)


def _plain(path: str) -> str:
    # Some file systems do not tell capitals apart.
    return str(PurePosixPath(path)).casefold()


def wrong_order(document: YamlDocument) -> Iterator[Problem]:
    """Yield modules that require what there is not, themselves, or each other in a circle."""
    required: dict[str, dict[str, Path]] = {}
    for path, module in _blocks(document.data, (), "modules"):
        key, requires = module.get("key"), module.get("requires")
        if isinstance(key, str):
            entries = required.setdefault(key, {})
            for index, other in enumerate(requires if isinstance(requires, list) else ()):
                if isinstance(other, str):
                    entries.setdefault(other, (*path, "requires", index))
    for key, others in required.items():
        for other, path in others.items():
            problem = _unmet(key, other, known=required)
            if problem is not None:
                text = f"{_place(path[:-2])}: requires {other[:80]!r}, {problem}"
                yield Problem(text, document.line(path))
    yield from _circles(document, required)


def _unmet(key: str, other: str, *, known: Mapping[str, object]) -> str | None:
    if other == key:
        return "which is itself; take it away"
    if other not in known:
        return "and there is no module of that key; correct it or take it away"
    return None


def _circles(
    document: YamlDocument, required: Mapping[str, Mapping[str, Path]]
) -> Iterator[Problem]:
    done: set[str] = set()
    for start in required:
        way: list[str] = []
        pending = [(start, iter(required[start]))] if start not in done else []
        while pending:
            key, others = pending[-1]
            if len(way) < len(pending):
                way.append(key)
            other = next(others, None)
            if other is None:
                done.add(key)
                pending.pop()
                way.pop()
            elif other in way and other != key:
                circle = " -> ".join([*way[way.index(other) :], other])
                path = required[key][other]
                text = f"{_place(path[:-2])}: requires goes in a circle: {circle}; take one away"
                yield Problem(text, document.line(path), ProblemKind.REQUIRES_CIRCLE)
            elif other in required and other not in done and other != key:
                pending.append((other, iter(required[other])))


def _place(path: Path) -> str:
    return COURSE_WORDING.place(path)


def _steps(document: YamlDocument) -> Iterator[tuple[Path, Mapping[object, object]]]:
    for path, module in _blocks(document.data, (), "modules"):
        yield from _blocks(module, path, "steps")


def _blocks(data: object, path: Path, name: str) -> Iterator[tuple[Path, Mapping[object, object]]]:
    entries = data.get(name) if isinstance(data, Mapping) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, Mapping):
            yield (*path, name, index), entry
