"""How the difference of two clause versions is printed: marks that need no colour, and colour on a terminal."""

from __future__ import annotations

import click

from specgen.cli.clause_words import list_marks
from specgen.cli.output import number
from specgen.library.differences import VersionDifference
from specgen.wording import Inline, Run
from specgen.wording_difference import BlockDifference, Stretch

FACTS = {
    "origin": "Origin", "source": "Source", "effective_from": "In force from", "effective_to": "In force to",
    "based_on": "Based on", "deviation_until": "Holds until",
}


def print_difference(difference: VersionDifference) -> None:
    """The two versions, the facts that differ, and every paragraph with its changed words marked.

    At the start of a line, `-` is a paragraph taken out, `+` one put in, `~` one with changes; an unchanged one has none.
    """
    old, new = difference.old, difference.new
    click.echo(f"From {old.name} to {new.name}")
    click.echo(f"Change: {new.change}")
    for fact in difference.facts:
        click.echo(f"{FACTS[fact.name]}: {fact.old or 'none'} → {fact.new or 'none'}")
    removed, added = difference.counts
    if not difference.words_differ:
        click.echo("The words are the same." if old.name != new.name else "These are the same version.")
    else:
        click.echo(f"{number(removed, 'word')} taken out, {added:,} put in. [-taken out-] {{+put in+}}")
    click.echo()
    print_blocks("Title: ", difference.title)
    print_blocks("", difference.wording)
    for name, blocks in difference.fields.items():
        if not all(block.same for block in blocks):
            print_blocks(f"{name}: ", blocks)


def print_blocks(label: str, blocks: tuple[BlockDifference, ...]) -> None:
    """The blocks, a line each, with their marks and the numbers they have in the new wording (in the old, if taken out)."""
    old = iter(list_marks(tuple(block.old for block in blocks if block.old is not None)))
    new = iter(list_marks(tuple(block.new for block in blocks if block.new is not None)))
    for block in blocks:
        before, after = next(old) if block.old is not None else "", next(new) if block.new is not None else ""
        sign = " " if block.same else "-" if block.new is None else "+" if block.old is None else "~"
        words = "".join(_styled(stretch) for stretch in block.stretches)
        click.echo(f"{sign} {label}{after if block.new is not None else before}{_moved(block)}{words}")


def _moved(block: BlockDifference) -> str:
    """Words for a block that changed its kind or its level."""
    old, new = block.old, block.new
    if old is None or new is None or (old.kind, old.level) == (new.kind, new.level):
        return ""
    names = {"bullet": "bulleted item", "number": "numbered item", "paragraph": "paragraph", "heading": "heading"}
    before, after = (f"{names[it.kind]}" + (f" of level {it.level + 1}" if it.kind in ("bullet", "number") else "") for it in (old, new))
    return f"({before} → {after}) "


def _styled(stretch: Stretch) -> str:
    words = "".join(_marked(part) for part in stretch.inlines)
    if stretch.mark == "removed":
        return click.style(f"[-{words}-]", fg="red", strikethrough=True)
    if stretch.mark == "added":
        return click.style(f"{{+{words}+}}", fg="green", underline=True)
    return words


def _marked(part: Inline) -> str:
    words = part.text if isinstance(part, Run) else f"{{{{ {part.name} }}}}"
    return f"{'**' * part.bold}{'*' * part.italic}{words}{'*' * part.italic}{'**' * part.bold}"


def difference_json(difference: VersionDifference) -> dict[str, object]:
    """The same for programs: every block with its stretches."""
    removed, added = difference.counts
    return {
        "old": {"name": difference.old.name, "fingerprint": difference.old.fingerprint},
        "new": {"name": difference.new.name, "fingerprint": difference.new.fingerprint, "change": difference.new.change},
        "facts": [{"fact": fact.name, "old": fact.old, "new": fact.new} for fact in difference.facts],
        "same_words": not difference.words_differ, "removed": removed, "added": added,
        "title": [_block_json(block) for block in difference.title],
        "wording": [_block_json(block) for block in difference.wording],
        "fields": {name: [_block_json(block) for block in blocks] for name, blocks in difference.fields.items()},
    }


def _block_json(block: BlockDifference) -> dict[str, object]:
    fate = "same" if block.same else "removed" if block.new is None else "added" if block.old is None else "changed"
    sides = {
        name: {"kind": side.kind, "level": side.level} for name, side in (("old", block.old), ("new", block.new)) if side is not None
    }
    return {
        "fate": fate, **sides,
        "stretches": [
            {"mark": stretch.mark, "text": stretch.text,
             "runs": [{"text": part.text if isinstance(part, Run) else f"{{{{ {part.name} }}}}", "bold": part.bold, "italic": part.italic,
                       "placeholder": not isinstance(part, Run)} for part in stretch.inlines]}
            for stretch in block.stretches
        ],
    }
