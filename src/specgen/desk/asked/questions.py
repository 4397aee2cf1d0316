"""What the desk asks of a contract: the fields that every contract needs, and what the chosen clauses ask for, in the
order of the page. Nothing is asked that no chosen clause, schedule or check needs.

A field's question is told where the field is declared, a clause's in its clause.yaml; none is written here.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.choices import CONTRACT_PLACES
from specgen.assembly.choose import ChosenClause
from specgen.assembly.seams import of_whole_years
from specgen.assembly.trajectories import by_periods, one_figure
from specgen.contract.fields import part_of
from specgen.contract.model import ContractPart, PartField, part_fields
from specgen.contract.particulars import Particulars
from specgen.contract.parties import Commissioner, Provider
from specgen.contract.services import LegalRights, Service
from specgen.desk.asked.looked import Looked, written
from specgen.desk.asked.trajectories import AnswerCell, line_given, trajectory_cells
from specgen.library.model import DeclaredPlaceholder
from specgen.problems import Problem
from specgen.wording.wording import Blocks, Inline, Placeholder, Run
from specgen.yamlfile import Mapping, Path, Scalar, Sequence

AnswerKind = Literal[
    "line",
    "text",
    "date",
    "day",
    "percentage",
    "number",
    "money",
    "interval",
    "post",
    "choice",
    "list",
    "yes",
    "kept",
    "trajectory",
]
"""How an answer is given. `kept` is a value of a form that the desk leaves to the editor."""

_KINDS: Final[dict[str, AnswerKind]] = {
    "text": "line",
    "list": "list",
    "date": "date",
    "percentage": "percentage",
    "number": "number",
    "count": "number",
    "money": "money",
    "post": "post",
    "choice": "choice",
    "interval": "interval",
    "trajectory": "line",
}
_LONG: Final = 90
"""Characters from which a text is given room for several lines."""


class SentencePiece(Struct, frozen=True):
    """Words of the sentence that an answer stands in; `here` says that they stand for this answer."""

    text: str
    here: bool = False


class Question(Struct, frozen=True):
    """One answer that a contract is to give.

    `asks` is the question, `says` what more is told of it; `given` is what the file says, as it is written there, None
    where it says nothing. `needed` says that documents cannot be issued without it. `clauses` are the titles of those
    that ask for it, `sentence` is the first that it stands in. `cells` are the fields of a trajectory's table.
    """

    path: Path
    asks: str
    kind: AnswerKind
    says: str = ""
    example: str = ""
    given: str | tuple[str, ...] | None = None
    needed: bool = False
    options: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    sentence: tuple[SentencePiece, ...] = ()
    part: str = ""
    cells: tuple[AnswerCell, ...] = ()

    @property
    def field(self) -> str:
        """The name of its field in the page's form."""
        return field_name(self.path)

    @property
    def name(self) -> str:
        """The name in the contract file."""
        return str(self.path[-1])

    @property
    def answered(self) -> bool:
        return self.given is not None and self.given != ()


class QuestionGroup(Struct, frozen=True):
    """Questions under a heading; `further` are those that nothing asks for and that may be answered all the same.

    `adds` is what can be added to the file here, each with the words of its button."""

    key: str
    heading: str
    asked: tuple[Question, ...]
    further: tuple[Question, ...] = ()
    says: str = ""
    adds: tuple[tuple[str, str], ...] = ()

    def every(self) -> Iterator[Question]:
        yield from self.asked
        yield from self.further


def field_name(path: Path) -> str:
    """The path as the name of a field, such as `services/0/values/sdm_cohort`."""
    return "/".join(str(step).replace("%", "%25").replace("/", "%2F") for step in path)


def questions_of(looked: Looked) -> tuple[QuestionGroup, ...]:
    """Every question of the contract, group by group."""
    if "questions" not in looked.kept:
        seen: set[Path] = set()
        found_groups = (_each_once(group, seen) for group in _groups(looked))
        looked.kept["questions"] = tuple(group for group in found_groups if group.asked or group.further)
    found: tuple[QuestionGroup, ...] = looked.kept["questions"]
    return found


def _each_once(group: QuestionGroup, seen: set[Path]) -> QuestionGroup:
    """The group without questions that stand above already: of two fields of one name a form would send both."""

    def new(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        found = tuple(question for question in questions if question.path not in seen)
        seen.update(question.path for question in found)
        return found

    return replace(group, asked=new(group.asked), further=new(group.further))


def _groups(looked: Looked) -> Iterator[QuestionGroup]:
    wanted = _wanted_fields(looked)
    yield _of_part(looked, Particulars, ("contract",), "contract", "The contract", wanted)
    parties = _count(looked, ("commissioners",))
    for index in range(max(parties, 1)):
        heading = "The Commissioner" if parties < 2 else f"Commissioner {index + 1}"
        group = _of_part(looked, Commissioner, ("commissioners", index), f"commissioner-{index}", heading, wanted)
        last = index == max(parties, 1) - 1
        adds = [(f"{name}/{index}", words) for name, words in PARTY_RECORDS if not _there(looked, index, name)]
        adds += [("commissioners", "Save, and add an associate Commissioner")] if last else []
        yield replace(group, adds=tuple(adds))
        if parties > 1:
            yield _own_values(looked, index, heading)
    yield _of_part(looked, Provider, ("provider",), "provider", "The Provider", wanted)
    services = _count(looked, ("services",))
    for index in range(max(services, 1)):
        name = written(looked.node(("services", index, "name")))
        number = f"Service {index + 1}" if services > 1 else "The service"
        heading = f"{number}: {name}" if isinstance(name, str) else number
        group = _of_part(looked, Service, ("services", index), f"service-{index}", heading, wanted)
        adds = [("services", "Save, and add another service")] if index == max(services, 1) - 1 else []
        if looked.pack is not None and looked.node(("services", index, "whole_specification")) is None:
            adds.append((f"whole_specification/{index}", "Save, and ask for the whole Service Specification"))
        yield replace(group, adds=tuple(adds))
        yield from _of_clauses(looked, [each for each in looked.chosen if each.service == index], f"s{index}", heading)
        yield from _of_sections(looked, index)
    for place in CONTRACT_PLACES:
        heading = _PLACES[place]
        clauses = [each for each in looked.chosen if each.place == place]
        yield from _of_clauses(looked, clauses, place, heading)
    yield _not_applicable(looked)


PARTY_RECORDS: Final = (
    ("delegation", "Save, and add a delegation of decisions"),
    ("section_75", "Save, and add an agreement under section 75"),
)
"""Records of a Commissioner that can be begun, with the words of their buttons."""
_OF_ONE: Final = ("percentage", "number", "count", "money", "trajectory")
"""Kinds of values that often differ for one Commissioner."""


def _there(looked: Looked, index: int, name: str) -> bool:
    return isinstance(looked.node(("commissioners", index, name)), Mapping)


def _own_values(looked: Looked, index: int, above: str) -> QuestionGroup:
    """The values that differ for one Commissioner: those that the file gives, and further the figures that may."""
    asked: list[Question] = []
    further: list[Question] = []
    seen: set[str] = set()
    for clause in looked.chosen:
        for name in clause.version.names:
            placeholder = clause.clause.placeholders[name]
            path: Path = ("commissioners", index, "values", name)
            there = looked.node(path) is not None
            if placeholder.comes_from or name in seen or not (there or placeholder.kind in _OF_ONE):
                continue
            seen.add(name)
            question = replace(
                _of_value(looked, path, name, [(clause, name)], above), needed=False, sentence=(), says=_OWN
            )
            (asked if there else further).append(question)
    return QuestionGroup(f"own-{index}", "What differs for this Commissioner", tuple(asked), tuple(further), says=above)


_OWN: Final = (
    "Only what is another for this Commissioner; it is printed beside the others', with its name. A number for the "
    "Contract Year is a part of the number for all."
)


def _not_applicable(looked: Looked) -> QuestionGroup:
    """The schedules from which nothing is chosen: each may be declared not applicable, with the reason."""
    found = [
        Question(
            (place, "not_applicable"),
            f"{heading}: why it does not apply",
            "text",
            "It is then printed as Not Applicable.",
            "Nothing new is to be developed in the one year of this contract",
            _given(looked, (place, "not_applicable")),
        )
        for place, heading in _PLACES.items()
        if not isinstance(looked.node((place,)), Sequence)
    ]
    missed = {NOTHING_CHOSEN.get(problem.slug) for problem in looked.problems}
    return QuestionGroup(
        "not-applicable",
        "Schedules that do not apply",
        tuple(each for each in found if each.answered or each.path[0] in missed),
        tuple(each for each in found if not each.answered and each.path[0] not in missed),
    )


NOTHING_CHOSEN: Final = {"no-development-plan": "development", "no-improvement-plan": "improvement"}
"""Rules that miss clauses of a schedule → its place, whose question says why it does not apply."""


_PLACES: Final = {
    "development": "Development plan (Schedule 2M)",
    "improvement": "Improvement plan (Schedule 6D)",
    "system": "System plan (Schedule 8)",
    "reporting": "Reporting requirements",
}


def _count(looked: Looked, path: Path) -> int:
    node = looked.node(path)
    return len(node.items) if isinstance(node, Sequence) else 0


def _given(looked: Looked, path: Path) -> str | tuple[str, ...] | None:
    return written(looked.node(path))


# Fields of the contract, its parties and services.

_ALWAYS: Final = frozenset(
    {
        "reference", "title", "edition", "form", "status", "draft_version", "start", "end", "name", "ods_code", "kind",
        "role", "signatory", "cohort", "review_date", "commissioner_lead", "provider_lead", "legal_rights_to_choice",
        "equality_assessment", "dpia", "not_applicable",
    }
)  # fmt: skip
"""Fields that are asked of every contract, service or party, since pages or checks of most contracts use them."""
_NOT_ASKED: Final = frozenset({"number", "values", "specification", "quality", "whole_specification"})
"""Fields that are given elsewhere on the desk, or in the file alone."""
_ASKS: Final = {"legal_rights_to_choice": "Do the legal rights to choice apply to the service?"}


def _printed_fields(looked: Looked) -> frozenset[Path]:
    """The fields that a chosen clause prints, without which it cannot be issued."""
    return frozenset(
        looked.field_path(comes_from, clause.service)
        for clause in looked.chosen
        for name in clause.version.names
        if (comes_from := clause.clause.placeholders[name].comes_from)
    )


def _wanted_fields(looked: Looked) -> frozenset[Path]:
    """The fields that a chosen clause prints, and those that a problem names."""
    found = set(_printed_fields(looked))
    for problem in looked.problems:
        if problem.severity != "note" and (above := looked.path_at(problem.location)) is not None:
            found |= {(*above, word) for word in quoted_names(problem)} | {
                (*above[:-1], word) for word in quoted_names(problem)
            }
    return frozenset(found)


def quoted_names(problem: Problem) -> tuple[str, ...]:
    """The names of fields or values that the problem's words quote: “term”, “dpia:”, “role: associate”."""
    words: list[str] = []
    for text in (problem.message, problem.cure):
        for piece in text.split("“")[1:]:
            word = piece.partition("”")[0].partition(":")[0]
            if word.replace("_", "a").isalnum() and word == word.lower():
                words.append(word)
    return tuple(dict.fromkeys(words))


def _of_part(
    looked: Looked, part: type[ContractPart], path: Path, key: str, heading: str, wanted: frozenset[Path]
) -> QuestionGroup:
    asked: list[Question] = []
    further: list[Question] = []
    printed = _printed_fields(looked)
    for question in _fields(looked, part, path, heading):
        name = str(question.path[-1])
        if question.path in printed or (question.path[-1] == "legal_rights_to_choice" and not _reasoned(looked, path)):
            question = replace(question, needed=True)
        always = name in _ALWAYS and (
            len(question.path) == len(path) + 1 or question.path[-2] in ("term", "legal_rights_to_choice")
        )
        if question.answered or question.needed or always or question.path in wanted:
            asked.append(question)
        else:
            further.append(question)
    return QuestionGroup(key, heading, tuple(asked), tuple(further))


def _reasoned(looked: Looked, service: Path) -> bool:
    """Whether the service says why the legal rights to choice do not apply, which answers whether they do."""
    return _given(looked, (*service, "legal_rights_to_choice", "not_applicable")) is not None


def _fields(looked: Looked, part: type[ContractPart], path: Path, heading: str) -> Iterator[Question]:
    for name, field in part_fields(part).items():
        own: Path = (*path, name)
        inner = part_of(field.annotation)
        if name in _NOT_ASKED:
            continue
        if inner is LegalRights:
            yield from _legal_rights(looked, own, heading)
        elif inner is not None and typing.get_origin(field.annotation) is not tuple:
            optional = not field.required and looked.node(own) is None
            for question in _fields(looked, inner, own, heading):
                yield replace(question, needed=question.needed and not optional)
        elif inner is None:
            yield _of_field(looked, own, field, heading)


def _of_field(looked: Looked, path: Path, field: PartField, heading: str) -> Question:
    told = field.declared
    options = _literal(field.annotation) or told.choices
    if path == ("contract", "edition"):
        options = tuple(dict.fromkeys(edition.edition for edition in looked.precedents.editions))
    listed = typing.get_origin(field.annotation) is tuple
    given = _given(looked, path)
    kind: AnswerKind = "line"
    if listed:
        kind = "list"
    elif options and options != ("yes", "no"):
        kind = "choice"
    elif options:
        kind = "yes"
    elif told.column in ("day", "date"):
        kind = "day" if told.column == "day" else "date"
    elif told.form == "text" or (isinstance(given, str) and len(given) > _LONG):
        kind = "text"
    elif "amount" in told.form:
        kind = "money"
    if looked.node(path) is not None and given is None and not _empty(looked, path):
        kind = "kept"
    return Question(
        path,
        told.heading.replace("{}: ", "").capitalize() if told.heading.startswith("{}") else _asked(told.heading, path),
        kind,
        re.sub("(?:no_)?ods_code", lambda found: f"“{_SHORT[found[0]]}”", told.meaning),
        told.example.removeprefix("- ").strip('"'),
        given,
        field.required or (path[-1] == "ods_code" and looked.node((*path[:-1], "no_ods_code")) is None),
        tuple(options),
        part=heading,
    )


def _asked(heading: str, path: Path) -> str:
    """The words for a field: the heading of its column, without the party or service, which stands above."""
    name = str(path[-1])
    if name in ("name", "ods_code", "no_ods_code", "kind", "role", "signatory", "address"):
        return _SHORT[name]
    return heading or name.replace("_", " ").capitalize()


_SHORT: Final = {
    "name": "Name",
    "ods_code": "ODS code",
    "no_ods_code": "Why there is no ODS code",
    "kind": "Kind",
    "role": "Role",
    "signatory": "Post that signs",
    "address": "Address",
}


def _empty(looked: Looked, path: Path) -> bool:
    node = looked.node(path)
    return isinstance(node, Scalar) and node.empty


def _literal(annotation: object) -> tuple[str, ...]:
    if typing.get_origin(annotation) is Literal:
        return tuple(str(each) for each in typing.get_args(annotation))
    for part in typing.get_args(annotation):
        if found := _literal(part):
            return found
    return ()


def _legal_rights(looked: Looked, path: Path, heading: str) -> Iterator[Question]:
    """Two answers for one field: whether they apply, and the reason where they do not."""
    reason = (*path, "not_applicable")
    node = looked.node(path)
    yield Question(
        path,
        _ASKS["legal_rights_to_choice"],
        "choice",
        "“applies”, or leave this open and give the reason below.",
        "applies",
        "" if isinstance(node, Mapping) else written(node),
        options=("applies",),
        part=heading,
    )
    yield Question(
        reason,
        "Why they do not apply",
        "text",
        example="The service is not led by a consultant",
        given=_given(looked, reason),
        part=heading,
    )


# What the chosen clauses ask for.


def _of_clauses(looked: Looked, clauses: Iterable[ChosenClause], key: str, above: str) -> Iterator[QuestionGroup]:
    """The values that the clauses ask for, each once, by component in the order of the page."""
    asking: dict[Path, list[tuple[ChosenClause, str]]] = {}
    for clause in clauses:
        for name in clause.version.names:
            if not clause.clause.placeholders[name].comes_from:
                asking.setdefault(looked.value_path(clause, name), []).append((clause, name))
    by_component: dict[str, list[Question]] = {}
    for path, found in asking.items():
        clause, name = found[0]
        by_component.setdefault(clause.component, []).append(_of_value(looked, path, name, found, above))
    titles = {component.id: component.title for component in looked.precedents.library.components}
    for component, questions in by_component.items():
        yield QuestionGroup(f"{key}-{component}", f"{titles.get(component, component)}", tuple(questions), says=above)


def _of_whole_years(found: list[tuple[ChosenClause, str]], name: str) -> bool:
    """Whether one of the clauses takes no figures for Quarters."""
    return any(
        clause.clause.placeholders[name].kind == "trajectory" and of_whole_years(clause.version, name)
        for clause, _ in found
    )


def _of_value(looked: Looked, path: Path, name: str, found: list[tuple[ChosenClause, str]], part: str) -> Question:
    clause = found[0][0]
    placeholder = clause.clause.placeholders[name]
    given = _given(looked, path)
    kind = _KINDS[placeholder.kind]
    node = looked.node(path)
    cells: tuple[AnswerCell, ...] = ()
    line = "; ".join(given) if isinstance(given, tuple) else given or line_given(node)
    if by_periods(line or "", placeholder):
        given = line
        single, quarters = one_figure(placeholder.example) is not None, not _of_whole_years(found, name)
        cells = trajectory_cells(looked, given, single=single, quarters=quarters)
    if cells:
        kind = "trajectory"
    elif node is not None and given is None and not _empty(looked, path):
        kind = "kept"
    elif isinstance(given, tuple) and kind != "list":
        kind = "list"
    elif kind == "line" and isinstance(given, str) and (len(given) > _LONG or "\n" in given):
        kind = "text"
    elif isinstance(given, tuple) and any("\n" in entry.strip() for entry in given):
        kind = "kept"
    return Question(
        path,
        placeholder.question,
        kind,
        _says(placeholder),
        placeholder.example,
        given,
        not placeholder.otherwise,
        placeholder.options,
        tuple(dict.fromkeys(each.version.title for each, _ in found)),
        sentence_of(clause, name),
        part,
        cells,
    )


def _says(placeholder: DeclaredPlaceholder) -> str:
    """What more is told of a value: its bounds, whether “none” is an answer, what a baseline may say without one."""
    bounds = ""
    if placeholder.least and placeholder.most:
        bounds = f"A number from {placeholder.least} to {placeholder.most}."
    elif placeholder.least:
        bounds = f"{placeholder.least} or more."
    elif placeholder.most:
        bounds = f"{placeholder.most} or less."
    none = (
        f"If there is none, write none; “{placeholder.may_be_none}” is then printed." if placeholder.may_be_none else ""
    )
    left = f"If left open, “{placeholder.otherwise}” is printed." if placeholder.otherwise else ""
    baseline = placeholder.kind == "text" and placeholder.name.endswith("_baseline")
    return " ".join(filter(None, (bounds, none, left, NEVER_MEASURED if baseline else "")))


NEVER_MEASURED: Final = "If it never was measured, say so, such as: not measured before; first measured in 2027/28."


_AROUND: Final = 220
"""Letters of the sentence that are shown before and after the answer."""


def sentence_of(clause: ChosenClause, name: str) -> tuple[SentencePiece, ...]:
    """The first sentence of the clause that the value stands in, filled as far as it is known."""
    every: list[Blocks] = [clause.version.blocks, *clause.version.fields.values()]
    for blocks in every:
        for index, block in enumerate(blocks):
            if not any(isinstance(part, Placeholder) and part.name == name for part in block.inlines):
                continue
            pieces: list[SentencePiece] = []
            if len(block.inlines) == 1 and index and blocks[index - 1].level < block.level + 1:
                lead = "".join(_told(clause, part) for part in blocks[index - 1].inlines)
                pieces.append(SentencePiece(f"{_cut(lead, before=True)} "))
            for part in block.inlines:
                here = isinstance(part, Placeholder) and part.name == name
                pieces.append(SentencePiece(_told(clause, part), here=here))
            return _shortened(pieces)
    return ()


def _told(clause: ChosenClause, part: Inline) -> str:
    """The words of a part of a sentence: a value as it is printed, … where it is not known yet."""
    if isinstance(part, Run):
        return part.text
    value = clause.printed.get(part.name, "") if isinstance(part, Placeholder) else ""
    return (value if isinstance(value, str) else "; ".join(value)) or "…"


def _cut(text: str, *, before: bool) -> str:
    if len(text) <= _AROUND:
        return text
    return f"… {text[-_AROUND:].partition(' ')[2]}" if before else f"{text[:_AROUND].rpartition(' ')[0]} …"


def _shortened(pieces: list[SentencePiece]) -> tuple[SentencePiece, ...]:
    """The pieces, with what is far before the first answer and far after the last one left out."""
    places = [index for index, piece in enumerate(pieces) if piece.here]
    first, last = places[0], places[-1]
    before = _cut("".join(piece.text for piece in pieces[:first]), before=True)
    after = _cut("".join(piece.text for piece in pieces[last + 1 :]), before=False)
    return tuple(
        piece for piece in (SentencePiece(before), *pieces[first : last + 1], SentencePiece(after)) if piece.text
    )


# The sections of a whole specification, where one is asked for.


def _of_sections(looked: Looked, index: int) -> Iterator[QuestionGroup]:
    above: Path = ("services", index, "whole_specification")
    node = looked.node(above)
    if node is None or looked.pack is None:
        return
    texts = node if isinstance(node, Mapping) else Mapping((), node.place)
    given = {key.value for key, _ in texts.entries}
    questions = []
    for heading in looked.pack.edition.headings:
        path: Path = (*above, heading.number)
        missing = any(
            problem.slug == "missing-section" and f" {heading.number} " in problem.message
            for problem in looked.problems
        )
        if heading.number in given or missing:
            value = _given(looked, path)
            questions.append(
                Question(
                    path,
                    f"{heading.number} {heading.title}",
                    "list" if isinstance(value, tuple) else "text",
                    "The text of this section; “Not Applicable” where there is nothing to say.",
                    given=value,
                    needed=True,
                    part="The whole specification",
                )
            )
    if questions:
        yield QuestionGroup(f"sections-{index}", "The whole Service Specification", tuple(questions))
