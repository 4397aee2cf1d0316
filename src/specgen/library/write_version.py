"""The text of a version file and of clause.yaml, made from values: reading it gives back what went in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from specgen.library.model import Component, Placeholder, SourceDocument
from specgen.problems import Location, Problem
from specgen.wording import Block, Blocks, Inline, Run, parse_wording
from specgen.wording_difference import joined_runs
from specgen.yamlfile import parse_yaml, plain

_PLAIN = re.compile(r"[A-Za-z0-9“‘](?:[^:#\[\]{},&*!|>'\"%@`\\\x00-\x1f\x7f-\x9f\u2028\u2029]*[^\s:#\[\]{},&*!|>'\"%@`\\\x00-\x1f\x7f-\x9f\u2028\u2029])?")
_NOT_PLAIN = {"null", "true", "false", "yes", "no", "on", "off"}
_INDENT = 4


def wording_text(blocks: Blocks, place: Location) -> tuple[str, list[Problem]]:
    """The blocks in the wording format, and a problem for each paragraph that the format cannot hold.

    Parsing the text gives the same blocks; where it would not, a problem says so and the text must not be used.
    """
    problems: list[Problem] = []
    lines: list[str] = []
    counts: list[int] = []
    meant = tuple(Block(block.kind, joined_runs(block.inlines), block.level) for block in blocks)
    for number, block in enumerate(meant):
        words = _inline_text(block.inlines)
        alone, faults = parse_wording(_mark(block, 1) + words, place.file)
        if faults or alone != (Block(block.kind, block.inlines),):
            reason = faults[0].message if faults else "it would be read back differently"
            problems.append(Problem("not-wording", f"wording cannot hold this paragraph: {reason}", Location(place.file, part=place.part, paragraph=block.text),
                                    cure="say it with other signs"))
        if block.kind not in ("bullet", "number"):
            counts.clear()
        else:
            counts = [*counts[: block.level + 1], *[0] * (block.level + 1 - len(counts))]
            counts[block.level] = counts[block.level] + 1 if block.kind == "number" else 0
        together = number > 0 and _is_item(meant[number - 1]) and _is_item(block)
        lines += [] if together or number == 0 else [""]
        lines.append(" " * _INDENT * block.level + _mark(block, counts[-1] if counts else 0) + words)
    text = "\n".join(lines)
    if not problems and parse_wording(text, place.file)[0] != meant:
        problems.append(Problem("not-wording", "wording cannot hold lists that are nested in this way", place, cure="put each deeper item below one of the level above it"))
    return text, problems


def _is_item(block: Block) -> bool:
    return block.kind in ("bullet", "number")


def _mark(block: Block, number: int) -> str:
    return {"bullet": "- ", "number": f"{number}. "}.get(block.kind, "")


def _inline_text(inlines: Sequence[Inline]) -> str:
    text = ""
    bold = italic = False
    for part in inlines:
        text += "**" * (part.bold != bold) + "*" * (part.italic != italic)
        bold, italic = part.bold, part.italic
        text += re.sub(r"[\\*{}]", r"\\\g<0>", part.text) if isinstance(part, Run) else f"{{{{ {part.name} }}}}"
    text += "**" * bold + "*" * italic
    return "\\" + text if text.startswith("- ") else text


def version_text(front: Mapping[str, object], wording: str) -> str:
    """A version file: the front matter in the order given, and the wording. Values are text or flat mappings of text."""
    return "---\n" + "".join(f"{name}: {_yaml(value)}\n" for name, value in front.items()) + f"---\n{wording}\n"


def clause_text(owner: str, placeholders: Mapping[str, Placeholder]) -> str:
    """A clause.yaml."""
    return f"owner: {_yaml(owner)}\n" + ("placeholders: {}\n" if not placeholders else "placeholders:\n" + "".join(map(placeholder_text, placeholders.values())))


def placeholder_text(placeholder: Placeholder) -> str:
    """A placeholder's lines below `placeholders:`."""
    given: dict[str, object] = {"from": placeholder.comes_from} if placeholder.comes_from else {
        "kind": placeholder.kind, "question": placeholder.question, "example": placeholder.example, "options": placeholder.options,
    }  # fmt: skip
    given["gap"] = placeholder.gap
    return f"  {placeholder.name}:\n" + "".join(f"    {name}: {_yaml(value)}\n" for name, value in given.items() if value)


def with_placeholders(text: str, file: str, new: Mapping[str, Placeholder]) -> tuple[str, list[Problem]]:
    """An existing clause.yaml with placeholders added at its end, every line of it kept; a problem when that cannot be done."""
    if not new:
        return text, []
    before, problems = parse_yaml(text, file)
    added = "".join(map(placeholder_text, new.values()))
    changed = re.sub(r"^placeholders:(?:[ \t]*\{\})?((?:[ \t]+#.*)?)[ \t]*$", r"placeholders:\1", text.rstrip("\n"), flags=re.MULTILINE) + "\n" + added
    after, faults = parse_yaml(changed, file)
    was, now = plain(before.root), plain(after.root)
    wanted = _mapping(_mapping(was).get("placeholders"))
    grown = _mapping(_mapping(now).get("placeholders"))
    if problems or faults or {name: value for name, value in grown.items() if name not in new} != wanted or not set(new) <= set(grown):
        return text, [Problem("clause-file", "the placeholders could not be added to clause.yaml without changing what it says", Location(file),
                              cure="add these lines under “placeholders:” yourself", excerpt=added)]
    return changed, []


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _yaml(value: object) -> str:
    """A value on one line, quoted where a reader of YAML could take it for something else."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_yaml(entry)}" for name, entry in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_yaml(entry) for entry in value) + "]"
    text = str(value)
    if (_PLAIN.fullmatch(text) and text.casefold() not in _NOT_PLAIN and not re.fullmatch(r"[\d.,_e+-]+", text)) or re.fullmatch(r"\d{4}-\d\d-\d\d|[1-9]\d*", text):
        return text
    # The characters that YAML reads as line ends or refuses are written as escapes.
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda odd: f"\\u{ord(odd[0]):04x}", json.dumps(text, ensure_ascii=False))


def source_text(source: SourceDocument) -> str:
    """A source document's lines below `sources:` of library.yaml."""
    given = {"title": source.title, "publisher": source.publisher, "version": source.version, "date": source.date,
             "approval_reference": source.approval_reference, "licence": source.licence}
    return f"  {source.key}:\n" + "".join(f"    {name}: {_yaml(value)}\n" for name, value in given.items() if value)


def component_text(component: Component) -> str:
    """A component's lines below `components:` of library.yaml, without sets."""
    given = {"title": component.title, "section": component.section, "page": component.page}
    return f"  - id: {component.id}\n" + "".join(f"    {name}: {_yaml(value)}\n" for name, value in given.items() if value) + "    sets: {}\n"
