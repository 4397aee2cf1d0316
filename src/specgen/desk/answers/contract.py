"""The page of a contract: its questions with their faults, what is open, and its documents; and what is saved of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace
from starlette.responses import JSONResponse, RedirectResponse, Response

from specgen.desk.asked.edits import PREFIX, FormAnswer, changed_answers, room_for, with_answers
from specgen.desk.asked.faults import PlacedFaults, placed_faults
from specgen.desk.asked.looked import Looked
from specgen.desk.asked.questions import Question, QuestionGroup, field_name, questions_of
from specgen.desk.asked.trajectories import AnswerCell, cell_name
from specgen.desk.folder import HeldFile, MeanwhileError
from specgen.desk.opened import Desk, PageAsked
from specgen.desk.shown.drawing import ShownDocument, drawn_document
from specgen.issue.build import finish
from specgen.issue.disk import disk_problem
from specgen.problems import Problem, has_errors
from specgen.yamlfile import is_own_file


class SeenContract(Struct, frozen=True):
    """Everything that the page of a contract shows, from one look."""

    looked: Looked
    groups: tuple[QuestionGroup, ...]
    placed: PlacedFaults
    document: ShownDocument | None
    documents: tuple[str, ...]
    doc: int

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*(problem for found in self.placed.at.values() for problem in found), *self.placed.elsewhere)


def seen_contract(looked: Looked, doc: int, *, every: bool) -> SeenContract:
    """What the page shows of a look. `every` draws all documents, as `specgen check` does, and not only the one
    that is shown."""
    pack = looked.pack
    documents = pack.documents if pack is not None else ()
    doc = min(doc, max(len(documents) - 1, 0))
    drawn = drawn_document(looked, documents[doc]) if documents else None
    further: tuple[Problem, ...] = drawn.problems if drawn is not None and looked.usable else ()
    if every and pack is not None and looked.usable and not has_errors(looked.problems):
        further = tuple(finish(pack, looked.problems, looked.precedents)[1])
    return SeenContract(
        looked,
        questions_of(looked),
        placed_faults(looked, further),
        replace(drawn, problems=()) if drawn is not None and looked.usable else drawn,
        tuple(_tab_name(document.type.name, document.service, documents) for document in documents),
        doc,
    )


# The pages.

GONE: Final = "The file is not there any more: somebody moved it, renamed it or deleted it."


def contract_page(desk: Desk, asked: PageAsked) -> Response:
    held = desk.held(asked.name())
    if is_own_file(held.data):
        return RedirectResponse(f"/build?{urlencode({'file': held.name})}", 303)
    message = ("good", "Saved.", ()) if asked.query.get("saved") == "1" else None
    if asked.query.get("saved") == "0":
        message = ("good", "Nothing was changed, so nothing was written.", ())
    return _page(desk, asked, held, desk.looked(held.name, held.data, fresh=True), {}, message)


def _page(
    desk: Desk,
    asked: PageAsked,
    held: HeldFile,
    looked: Looked,
    posted: Mapping[str, str],
    message: tuple[str, str, tuple[Problem, ...]] | None,
    status: int = 200,
) -> Response:
    seen = seen_contract(looked, asked.number("doc"), every=True)

    def answers(question: Question) -> str:
        sent = posted.get(PREFIX + question.field)
        return sent if sent is not None else as_text(question.given)

    def typed(question: Question, cell: AnswerCell) -> str:
        return posted.get(PREFIX + cell_name(question.field, cell), cell.given)

    return desk.html(
        "contract",
        status,
        tab="contract",
        name=held.name,
        known=held.sha256,
        heading=heading_of(looked),
        looked=looked,
        groups=seen.groups,
        placed=seen.placed,
        problems=seen.problems,
        document=seen.document,
        documents=seen.documents,
        doc=seen.doc,
        answers=answers,
        typed=typed,
        message=message,
        seen=[],
    )


def contract_done(desk: Desk, asked: PageAsked) -> Response:
    """Save the answers, or look at them without saving."""
    now = _as_it_is(desk, asked)
    base = desk.base(asked, now)
    looked = desk.looked(now.name, base.data, fresh=False)
    answers = changed_answers(looked, asked.form)
    order, _, more = asked.form.get("do", "").partition(":")
    saving = order in ("save", "add")
    if base.sha256 != now.sha256 and saving and now.sha256:
        return _conflict(desk, asked, base, now)
    data, faults = with_answers(looked, answers, room_for(looked, more) if order == "add" else ())
    if data is None:
        message = ("bad", "Nothing was saved: an answer is to be written into the file by hand.", tuple(faults))
        return _page(desk, asked, base, looked, asked.form, message, 409 if saving else 200)
    if not saving:
        after = desk.looked(now.name, data, fresh=False)
        told = f"{len(answers)} answers are not saved yet." if len(answers) != 1 else "1 answer is not saved yet."
        return _page(desk, asked, base, after, asked.form, ("told", told if answers else "Nothing was changed.", ()))
    try:
        saved = desk.folder.save(now.name, data, base.sha256)
    except FileNotFoundError:
        after = desk.looked(now.name, data, fresh=False)
        told = f"Nothing was saved. {GONE} What you typed stands below: put the file back, and save again."
        return _page(desk, asked, base, after, asked.form, ("bad", told, ()), 409)
    except MeanwhileError:
        return _conflict(desk, asked, base, desk.held(now.name))
    except OSError as fault:
        problem = disk_problem(fault, desk.folder.contract_path(now.name))
        after = desk.looked(now.name, data, fresh=False)
        return _page(desk, asked, base, after, asked.form, ("bad", "Nothing was saved.", (problem,)), 503)
    desk.keep(saved)
    there = urlencode({"file": now.name, "doc": asked.number("doc"), "saved": int(data != now.data)})
    return RedirectResponse(f"/contract?{there}", 303)


def _as_it_is(desk: Desk, asked: PageAsked) -> HeldFile:
    """The file as it is now. Where it is there no more, as the page knows it and without a hash, so that nothing that
    was typed is lost; raises FileNotFoundError where nothing is known of it."""
    try:
        return desk.held(asked.name())
    except FileNotFoundError:
        base = desk.base(asked, HeldFile(asked.name(), b"", ""))
        if not base.sha256:
            raise
        return HeldFile(base.name, base.data, "")


def _conflict(desk: Desk, asked: PageAsked, base: HeldFile, now: HeldFile) -> Response:
    before = desk.looked(now.name, base.data, fresh=False)
    after = desk.looked(now.name, now.data, fresh=False)
    mine = changed_answers(before, asked.form)
    theirs = [
        (question, as_text(question.given), as_text(given))
        for group in questions_of(before)
        for question in group.every()
        if (given := _given_in(after, question)) != question.given
    ]
    still = changed_answers(
        after, {key: value for key, value in asked.form.items() if key.partition("//")[0] in _fields(mine)}
    )
    return desk.html(
        "conflict",
        409,
        name=now.name,
        known=now.sha256,
        theirs=theirs,
        mine=[
            (question, as_text(question.given), as_text(still[question.path]))
            for group in questions_of(after)
            for question in group.every()
            if question.path in still
        ],
    )


def look(desk: Desk, asked: PageAsked) -> Response:
    """What somebody has typed and not saved, as the parts of the page that change with it."""
    now = _as_it_is(desk, asked)
    base = desk.base(asked, now)
    looked = desk.looked(now.name, base.data, fresh=False)
    answers = changed_answers(looked, asked.form)
    data, faults = with_answers(looked, answers)
    if data is None:  # one that cannot be written hides nothing of the others
        answers = {
            path: answer for path, answer in answers.items() if with_answers(looked, {path: answer})[0] is not None
        }
        data, _ = with_answers(looked, answers)
    after = looked if data is None or data == base.data else desk.looked(now.name, data, fresh=False)
    seen = seen_contract(after, asked.number("doc"), every=False)
    piece = desk.pages.piece
    placed = replace(seen.placed, elsewhere=(*faults, *seen.placed.elsewhere))
    told: dict[str, Any] = {
        "status": str(piece("parts", "status", after, seen.problems, seen.groups, placed)).strip(),
        "outline": piece("parts", "outline", seen.groups, placed, None),
        "elsewhere": piece("parts", "elsewhere", placed.elsewhere),
        "view": piece("parts", "view", seen.document, []),
        "heading": heading_of(after),
        "faults": {},
        "wrong": [],
        "open": [],
        "sentences": {},
    }
    if base.sha256 != now.sha256:
        what = "Somebody else changed the file meanwhile." if now.sha256 else GONE
        told["status"] = f"{what} {told['status']}"
    for group in seen.groups:
        for question in group.every():
            found = placed.at.get(question.path, ())
            if question.needed and not question.answered:
                told["open"].append(question.field)
            if found:
                told["faults"][question.field] = desk.pages.kept_piece("faults", found)
            if question.answered and any(problem.severity == "error" for problem in found):
                told["wrong"].append(question.field)
            if question.sentence:
                told["sentences"][question.field] = desk.pages.kept_piece("sentence", question.sentence)
    return JSONResponse(told)


def heading_of(looked: Looked) -> str:
    """What the page of a contract is headed."""
    if looked.contract is not None:
        whole = looked.contract.content.contract
        if whole.reference != "?" and whole.title != "?":
            return f"{whole.reference}: {whole.title}"
    return "A contract without a title yet"


def as_text(given: str | tuple[str, ...] | None) -> str:
    """An answer as a field of the form holds it: the entries of a list line by line."""
    return "\n".join(given) if isinstance(given, tuple) else given or ""


def _given_in(looked: Looked, question: Question) -> str | tuple[str, ...] | None:
    return next(
        (each.given for group in questions_of(looked) for each in group.every() if each.path == question.path), None
    )


def _fields(answers: Mapping[tuple[str | int, ...], FormAnswer]) -> set[str]:
    return {PREFIX + field_name(path) for path in answers}


def _tab_name(name: str, service: int | None, documents: Any) -> str:
    several = sum(each.type.name == name for each in documents) > 1
    return f"{name}, service {service + 1}" if several and service is not None else name
