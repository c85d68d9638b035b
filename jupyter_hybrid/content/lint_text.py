"""Rules for prose: pictures that everybody can read, links that lead somewhere."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from jupyter_hybrid.content.lint_codes import Place, fault
from jupyter_hybrid.domain.lint import LintMessage

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]{1,500}?(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
# Bounded everywhere: a line of a million brackets must not take a minute.
_TARGET = r"\(\s{0,9}(?:<([^>\n]{0,1000})>|([^\s()]{0,1000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?))"
_IMAGE = re.compile(r"!\[([^\[\]]{0,500}(?:\[[^\]]{0,200}\][^\[\]]{0,200})?)\]" + _TARGET)
_IMAGE_BY_NAME = re.compile(r"!\[([^\[\]]{0,500})\](?:\[([^\]\n]{0,200})\]|(?![\[(]))")
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,500}\]" + _TARGET)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]{0,9}<?([^\s>]{1,1000})", re.MULTILINE
)
_TAG = re.compile(r"<(img|a|video|audio|source)\b([^>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-z-]{1,30})\s{0,9}=\s{0,9}(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s"'>]{1,1000}))""",
    re.IGNORECASE,
)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CODE_PATH = re.compile(
    r"""["']((?:/(?:home|Users|root|mnt|media|Volumes|srv|opt|data|content|workspace)/|~[\\/]"""
    r"""|[A-Za-z]:[\\/])[^"'\n]{0,200})["']"""
)


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """What a text may link to: what a learner has beside it.

    Parameters
    ----------
    folder
        Folder of the text in the course folder, with ``/``; empty for the course folder itself.
    files
        Paths in the course folder that may be linked to.
    """

    folder: str
    files: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Link:
    target: str
    position: int
    alternative: str | None = None
    """What stands in for an image; None for a link."""


def lint_markdown(text: str, *, place: Place, targets: LinkTargets) -> Iterator[LintMessage]:
    """Yield what is wrong with a Markdown text.

    Parameters
    ----------
    place
        Of the text. Lines are counted in a file; of a cell the place stays that of the cell.
    """
    prose = without_code(text)
    for link in _links(prose):
        where = place
        if place.cell is None:
            where = replace(place, line=prose.count("\n", 0, link.position) + 1)
        yield from _image_without_text(link, where)
        yield from _bad_target(link, where, targets)


def lint_code(source: str, *, place: Place) -> Iterator[LintMessage]:
    """Yield what is wrong with the text of a code cell: paths of the author's own machine."""
    for path in dict.fromkeys(_CODE_PATH.findall(source)):
        yield fault(
            "absolute-path",
            place,
            f"the code names {path[:120]!r}, which is on your machine only",
            "put the file into the course folder, list it under 'files', and name it from there",
        )


def without_code(text: str) -> str:
    """Return a Markdown text with its code and comments blanked out, line by line as long."""
    lines, fence = [], ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
            lines.append("")
        elif mark:
            fence = mark[1]
            lines.append("")
        else:
            lines.append(line)
    prose = _INLINE_CODE.sub(_blank, "\n".join(lines))
    return _COMMENT.sub(_blank, prose)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _links(prose: str) -> Iterator[_Link]:
    found = [
        *(_Link(m[2] or m[3] or "", m.start(), m[1]) for m in _IMAGE.finditer(prose)),
        *(_Link("", m.start(), m[1]) for m in _IMAGE_BY_NAME.finditer(prose)),
        *(_Link(m[1] or m[2] or "", m.start()) for m in _LINK.finditer(prose)),
        *(_Link(m[1], m.start()) for m in _DEFINITION.finditer(prose)),
        *_tags(prose),
    ]
    return iter(sorted(found, key=lambda link: link.position))


def _tags(prose: str) -> Iterator[_Link]:
    for tag in _TAG.finditer(prose):
        is_image = tag[1].lower() == "img"
        attributes = {
            name.lower(): double or single or bare
            for name, double, single, bare in _ATTRIBUTE.findall(tag[2])
        }
        target = attributes.get("href" if tag[1].lower() == "a" else "src", "")
        yield _Link(target, tag.start(), attributes.get("alt", "") if is_image else None)


def _image_without_text(link: _Link, place: Place) -> Iterator[LintMessage]:
    if link.alternative is not None and not link.alternative.strip():
        name = posixpath.basename(link.target) or "an image"
        yield fault(
            "image-without-text",
            place,
            f"{name[:80]!r} has no alternative text, so not everybody can read it",
            'write what the picture shows between the brackets of ![...], or into alt="..."',
        )


def _bad_target(link: _Link, place: Place, targets: LinkTargets) -> Iterator[LintMessage]:
    target = unquote(link.target.split("#")[0].split("?")[0])
    is_drive = _DRIVE.match(target) is not None
    if not target or target.startswith("//"):
        return
    if target.startswith(("/", "~/", "file:")) or is_drive:
        yield fault(
            "absolute-path",
            place,
            f"the link to {target[:120]!r} leads to your machine, not to what learners get",
            "put the file into the course folder and link to it from this file's folder",
        )
    elif not _SCHEME.match(target):
        path = posixpath.normpath(posixpath.join(targets.folder, target))
        if path not in targets.files:
            yield fault(
                "link-not-handed-out",
                place,
                f"the link to {target[:120]!r} leads to a file that learners do not get here",
                "list the file under 'files' of this step, or correct the link",
            )
