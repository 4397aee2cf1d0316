"""`specgen redline`: two Word documents compared, what changed as native tracked changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, get_args

import click
from lxml import etree

from specgen import exit_codes
from specgen.cli.output import (
    GivenPath,
    author_option,
    counted,
    day_option,
    format_option,
    number,
    out_option,
    print_json,
    print_problems,
    problems_json,
    put_new,
)
from specgen.plainfile import read_plain
from specgen.problems import Problem, cut, has_errors
from specgen.word.document.inline import text_after, text_before
from specgen.word.document.revisions import OF_LOOK, count_revisions, story_parts
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, content_types, parsed, read_package
from specgen.word.proof.same_words import of_same_words
from specgen.word.redline.redline import ExistingChanges, redline


def _read(path: Path) -> bytes:
    """The file's bytes, one more than is allowed at most, so that the reader can refuse a larger one."""
    return read_plain(path, LARGEST_ARCHIVE + 1)


def counted_changes(data: bytes | None, name: str) -> tuple[int, int, int, list[str]]:
    """How many tracked changes of words the file holds, how many of look, how many of these only number a paragraph
    otherwise, and what of the words another program brings or leaves out."""
    package = read_package(data, name)[0] if data is not None else None
    if package is None:
        return 0, 0, 0, []
    found = count_revisions(package)
    looks = sum(count for kind, count in found.items() if kind in OF_LOOK)
    looks += of_same_words(package)
    words = found.total() - looks
    brought = [*titles_in_print(package), *edges_gone(package)] if words else []
    return words, looks - controls_with_their_words(package), numbered_otherwise(package), brought


@click.command("redline")
@click.argument("old", type=GivenPath(dir_okay=False), metavar="OLD.docx")
@click.argument("new", type=GivenPath(dir_okay=False), metavar="NEW.docx")
@out_option("FILE.docx", "The Word file to write.")
@author_option()
@day_option()
@click.option(
    "--existing",
    type=click.Choice(get_args(ExistingChanges)),
    default="refuse",
    show_default=True,
    help="What to do with tracked changes that OLD or NEW already holds: refuse the file, or take them as accepted "
    "or rejected.",
)
@click.option(
    "--words-only",
    is_flag=True,
    help="Leave out whatever only looks otherwise: styles, fonts, lists, spacing. Words that come in look as in OLD.",
)
@format_option
def redline_documents(
    old: Path, new: Path, out: Path, author: str, day: date, existing: ExistingChanges, words_only: bool, form: str
) -> int:
    """Compare two Word documents and write what changed from OLD to NEW as tracked changes.

    Before the file is put in place it is proved: accepting all gives NEW and rejecting all gives OLD. Where that
    cannot be shown, the part is named and nothing is written.

    \b
    With --words-only accepting all gives NEW's words in OLD's looks, and that is what is proved.

    \b
    Examples:
      specgen redline issued.docx returned.docx -o redline.docx --author "Ada Shah" --date 2026-05-04
      specgen redline old.docx new.docx -o redline.docx --author "Ada Shah" --date 2026-05-04 --existing accept
    """
    data, problems = redline(
        _read(old),
        _read(new),
        author,
        day.isoformat(),
        old_name=str(old),
        new_name=str(new),
        existing=existing,
        words_only=words_only,
    )
    if data is not None and (faults := put_new([(out, data)], "redline")):
        problems += faults
        data = None
    words, looks, numbered, brought = counted_changes(data, out.name)
    apart = [each for each in problems if each.slug.endswith(_NOT_COMPARED)] if data is not None else []
    if form == "json":
        print_json(
            {
                "written": str(out) if data is not None else None,
                "revisions": words + looks,
                "of_words": words,
                "of_look": looks,
                "only_numbered": numbered,
                "not_compared": len(apart),
                "problems": problems_json(problems),
            }
        )
    else:
        print_problems(problems)
        click.echo(
            f"{number(words + looks, 'tracked change')} from {old.name} to {new.name}: {words:,} of words, "
            f"{'look left out' if words_only else f'{looks:,} of look'}; {_proved(apart)}. Written to {out}. "
            f"{counted(problems)}."
            if data is not None
            else f"Nothing was written: {counted(problems)}."
        )
        for line in brought:
            click.echo(line)
        if numbered:
            click.echo(
                f"Paragraphs are numbered in another way now: {number(numbered, 'change')} of look "
                f"{'does' if numbered == 1 else 'do'} nothing else. --words-only leaves the look out."
            )
    lost = any(each.slug in _PRINTED for each in apart)
    return exit_codes.PROBLEMS if has_errors(problems) or lost else exit_codes.DONE


_NOT_COMPARED: Final = ("-not-compared", "bound-words-differ")
_PRINTED: Final = frozenset(
    {"bound-words-differ", "picture-not-compared", "unseen-not-compared", "separators-not-compared"}
)
"""What a reader of NEW's page sees, or no longer sees, and the redline does not show."""


def _proved(apart: Sequence[Problem]) -> str:
    """What was proved: all, or all but what was not compared and is named above."""
    if not apart:
        return "proved both ways"
    things = "1 thing" if len(apart) == 1 else f"{len(apart)} things"
    return f"proved both ways, except {things} named above that the redline does not compare"


# Words that came or went because another program wrote NEW, which nobody typed and yet every reader sees.


def titles_in_print(package: Package) -> Iterator[str]:
    """That lines were put in which only print the title of the table below, which Word keeps for those who have it
    read aloud (17.4.62 tblCaption)."""
    root, _ = parsed(package, package.main)
    found: list[str] = []
    for title in root.iter(w("tblCaption")) if root is not None else ():
        table = next(title.iterancestors(w("tbl")))
        above = table.getprevious()
        while above is not None and above.tag != w("p"):
            above = above.getprevious()
        put_in = above is not None and above.find(f"{w('pPr')}/{w('rPr')}/{w('ins')}") is not None
        if above is not None and put_in and text_after(above).strip() == title.get(w("val"), "").strip():
            found.append(text_after(above).strip())
    if found:
        yield (
            f"{number(len(found), 'line')} put in only {'prints' if len(found) == 1 else 'print'} the title that a "
            f"table below has (“{found[0]}”), as pandoc does when it saves a file; Word prints no such line."
        )


def edges_gone(package: Package) -> Iterator[str]:
    """That headers and footers lost all their words."""
    for kind in ("header", "footer"):
        parts = [name for name in story_parts(package) if content_types(package).of(name).endswith(f".{kind}+xml")]
        roots = [package.tree(name) for name in parts]
        said = [
            ("".join(map(text_before, root.iter(w("p")))), "".join(map(text_after, root.iter(w("p")))))
            for root in roots
        ]
        gone = [before.strip() for before, after in said if before.strip() and not after.strip()]
        if gone and not any(after.strip() for _, after in said):
            yield f"NEW has no {kind}s: “{cut(gone[0])}” is taken out, as when pandoc saves a file."


# Paragraphs of a redline that changed in nothing but their list: numbered now, numbered no more, or otherwise.
#
# A document whose paragraphs are counted in another way than before has such a mark on each of them, which says one
# thing and hides what else changed. Source: ECMA-376 part 1, 17.3.1.19 (numPr), 17.13.5.29 (pPrChange).


_BESIDE: Final = frozenset(w(name) for name in ("rPr", "sectPr", "pPrChange"))
_OF_LIST: Final = frozenset(w(name) for name in ("numPr", "ind", "tabs"))
"""What a list brings along: its number and the room for it."""


def numbered_otherwise(package: Package) -> int:
    """How many tracked changes of look of the main part give a paragraph another list, or none, and nothing else."""
    root, _ = parsed(package, package.main)
    found = 0
    for change in root.iter(w("pPrChange")) if root is not None else ():
        now, then = change.getparent(), change.find(w("pPr"))
        if now is None or then is None or (now.find(w("numPr")) is None and then.find(w("numPr")) is None):
            continue
        held = [
            {
                child.tag: etree.tostring(child, method="c14n", with_tail=False)
                for child in side
                if child.tag not in _BESIDE
            }
            for side in (now, then)
        ]
        differing = {tag for tag in held[0].keys() | held[1].keys() if held[0].get(tag) != held[1].get(tag)}
        found += w("numPr") in differing and differing <= _OF_LIST
    return found


def controls_with_their_words(package: Package) -> int:
    """How many tracked controls come or go with all that stands in them, as in a row that is put in: they are no change
    beside that of their words."""
    root, _ = parsed(package, package.main)
    found = 0
    for mark, around in (("customXmlInsRangeStart", w("ins")), ("customXmlDelRangeStart", w("del"))):
        for start in root.iter(w(mark)) if root is not None else ():
            control = start.getnext()
            runs = [*control.iter(w("r"))] if control is not None and control.tag == w("sdt") else []
            found += bool(runs) and all(next(run.iterancestors(around), None) is not None for run in runs)
    return found
