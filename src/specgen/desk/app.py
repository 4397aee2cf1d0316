"""The desk's pages and what each of them does. It asks the rooms that `specgen check` and `specgen build` ask, and
keeps nothing of its own but what is quick to make again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from specgen.desk.asked.edits import PREFIX, FormAnswer, changed_answers, with_answers
from specgen.desk.asked.faults import PlacedFaults, placed_faults
from specgen.desk.asked.looked import Looked, look_at
from specgen.desk.asked.questions import Question, QuestionGroup, questions_of
from specgen.desk.building import USUAL_FOLDER, BuildRun, desk_build
from specgen.desk.folder import DeskFolder, HeldFile, MeanwhileError, OutsideError
from specgen.desk.pages import STATIC, Pages
from specgen.desk.ready import KeptReady
from specgen.desk.shown.drawing import ShownDocument, drawn_document
from specgen.issue.build import finish
from specgen.issue.disk import disk_problem
from specgen.plainfile import read_plain
from specgen.problems import Problem, has_errors

MOST_LISTED: Final = 40
"""Contracts on one page of the list."""
_MOST_FIELDS: Final = 5_000
_KEPT_FILES: Final = 24
"""Earlier bytes of files that are kept, by which is told what somebody else changed."""


class RefusedPageError(Exception):
    """A request that cannot be answered as it is; `lines` say why."""

    def __init__(self, status: int, heading: str, *lines: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(heading)
        self.status, self.heading, self.lines, self.problems = status, heading, lines, problems


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what its address and its form say."""

    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)

    def name(self) -> str:
        """The contract file that it is about."""
        return self.query.get("file", "")

    def number(self, name: str) -> int:
        given = self.query.get(name, "")
        return int(given) if given.isdigit() and len(given) < 7 else 0


@dataclass(frozen=True, slots=True)
class SeenContract:
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


class Desk:
    """One desk over one folder."""

    def __init__(self, folder: DeskFolder, open_folder: Callable[[Path], bool] = lambda _: False) -> None:
        self.folder = folder
        self.ready = KeptReady()
        self.pages = Pages()
        self._open_folder = open_folder
        self._earlier: OrderedDict[str, bytes] = OrderedDict()
        self._one_at_a_time = Lock()

    def make_ready(self) -> None:
        """Make ready what the first contract of the folder needs, before anybody asks for it."""
        self.pages.make_ready()
        for name in self.folder.names()[:1]:
            self.ready.of(self.folder.contract_path(name), fresh=False)

    # What the page of a contract is made of.

    def held(self, name: str) -> HeldFile:
        """The contract file as it is, kept by its hash."""
        held = self.folder.read(name)
        self._keep(held)
        return held

    def _keep(self, held: HeldFile) -> None:
        self._earlier[held.sha256] = held.data
        self._earlier.move_to_end(held.sha256)
        while len(self._earlier) > _KEPT_FILES:
            self._earlier.popitem(last=False)

    def looked(self, name: str, data: bytes, *, fresh: bool) -> Looked:
        """A look at the bytes, as those of the contract file of that name."""
        ready = self.ready.of(self.folder.contract_path(name), fresh=fresh)
        if has_errors(ready.problems):
            raise RefusedPageError(
                200,
                "Something that all contracts share has a fault",
                "The clause library, the editions or the templates cannot be used as they are.",
                problems=tuple(problem for problem in ready.problems if problem.severity == "error"),
            )
        return look_at(data, name, ready.precedents)

    def seen(self, looked: Looked, doc: int, *, every: bool) -> SeenContract:
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

    def list_page(self, asked: Asked) -> Response:
        names = self.folder.names()
        pages = max((len(names) + MOST_LISTED - 1) // MOST_LISTED, 1)
        page = min(asked.number("page"), pages - 1)
        shown = names[page * MOST_LISTED : (page + 1) * MOST_LISTED]
        return self._html(
            "list",
            folder=str(self.folder.root),
            contracts=list(self.folder.listed(shown)),
            page=page,
            pages=pages,
            message=None,
        )

    def contract_page(self, asked: Asked) -> Response:
        held = self.held(asked.name())
        message = ("good", "Saved.", ()) if asked.query.get("saved") == "1" else None
        if asked.query.get("saved") == "0":
            message = ("good", "Nothing was changed, so nothing was written.", ())
        return self._contract(asked, held, self.looked(held.name, held.data, fresh=True), {}, message)

    def _contract(
        self,
        asked: Asked,
        held: HeldFile,
        looked: Looked,
        posted: Mapping[str, str],
        message: tuple[str, str, tuple[Problem, ...]] | None,
        status: int = 200,
    ) -> Response:
        seen = self.seen(looked, asked.number("doc"), every=True)

        def answers(question: Question) -> str:
            sent = posted.get(PREFIX + question.field)
            return sent if sent is not None else as_text(question.given)

        return self._html(
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
            message=message,
            seen=[],
        )

    def contract_done(self, asked: Asked) -> Response:
        """Save the answers, or look at them without saving."""
        now = self.held(asked.name())
        base = self._base(asked, now)
        looked = self.looked(now.name, base.data, fresh=False)
        answers = changed_answers(looked, asked.form)
        saving = asked.form.get("do") == "save"
        if base.sha256 != now.sha256 and saving:
            return self._conflict(asked, base, now)
        data, faults = with_answers(looked, answers)
        if data is None:
            message = ("bad", "Nothing was saved: an answer is to be written into the file by hand.", tuple(faults))
            return self._contract(asked, base, looked, asked.form, message, 409 if saving else 200)
        if not saving:
            after = self.looked(now.name, data, fresh=False)
            told = f"{len(answers)} answers are not saved yet." if len(answers) != 1 else "1 answer is not saved yet."
            return self._contract(
                asked, base, after, asked.form, ("told", told if answers else "Nothing was changed.", ())
            )
        try:
            saved = self.folder.save(now.name, data, base.sha256)
        except MeanwhileError:
            return self._conflict(asked, base, self.held(now.name))
        except OSError as fault:
            problem = disk_problem(fault, self.folder.contract_path(now.name))
            after = self.looked(now.name, data, fresh=False)
            return self._contract(asked, base, after, asked.form, ("bad", "Nothing was saved.", (problem,)), 503)
        self._keep(saved)
        there = urlencode({"file": now.name, "doc": asked.number("doc"), "saved": int(data != now.data)})
        return RedirectResponse(f"/contract?{there}", 303)

    def _base(self, asked: Asked, now: HeldFile) -> HeldFile:
        """The file as it was when the page was opened; as it is now, where that is not known any more."""
        known = asked.form.get("known", "")
        if known == now.sha256:
            return now
        data = self._earlier.get(known)
        return HeldFile(now.name, data, known) if data is not None else HeldFile(now.name, now.data, "")

    def _conflict(self, asked: Asked, base: HeldFile, now: HeldFile) -> Response:
        before = self.looked(now.name, base.data, fresh=False)
        after = self.looked(now.name, now.data, fresh=False)
        mine = changed_answers(before, asked.form)
        theirs = [
            (question, as_text(question.given), as_text(given))
            for group in questions_of(before)
            for question in group.every()
            if (given := _given_in(after, question)) != question.given
        ]
        still = changed_answers(after, {key: value for key, value in asked.form.items() if key in _fields(mine)})
        return self._html(
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

    def look(self, asked: Asked) -> Response:
        """What somebody has typed and not saved, as the parts of the page that change with it."""
        now = self.held(asked.name())
        base = self._base(asked, now)
        looked = self.looked(now.name, base.data, fresh=False)
        data, faults = with_answers(looked, changed_answers(looked, asked.form))
        after = looked if data is None or data == base.data else self.looked(now.name, data, fresh=False)
        seen = self.seen(after, asked.number("doc"), every=False)
        piece = self.pages.piece
        placed = replace(seen.placed, elsewhere=(*faults, *seen.placed.elsewhere))
        told: dict[str, Any] = {
            "status": str(piece("parts", "status", after, seen.problems, seen.groups, placed)).strip(),
            "outline": piece("parts", "outline", seen.groups, placed, None),
            "elsewhere": piece("parts", "elsewhere", placed.elsewhere),
            "view": piece("parts", "view", seen.document, []),
            "faults": {},
            "wrong": [],
            "sentences": {},
        }
        if base.sha256 != now.sha256:
            told["status"] = f"Somebody else changed the file meanwhile. {told['status']}"
        for group in seen.groups:
            for question in group.every():
                found = placed.at.get(question.path, ())
                if found:
                    told["faults"][question.field] = piece("parts", "faults", found)
                if any(problem.severity == "error" for problem in found):
                    told["wrong"].append(question.field)
                if question.sentence:
                    told["sentences"][question.field] = piece("parts", "sentence", question.sentence)
        return JSONResponse(told)

    def build_page(self, asked: Asked) -> Response:
        given = {**asked.query, **asked.form}
        held = self.held(asked.name())
        out = given.get("out", "") or USUAL_FOLDER
        draft = given.get("draft") == "yes"
        plan = asked.form.get("plan")
        opened = False
        try:
            made = self.ready.of(self.folder.contract_path(held.name)).made
            run = desk_build(self.folder, held.name, out, made, draft=draft, plan=plan)
        except OutsideError as fault:
            return self._built(held, out, draft, BuildRun(None), f"{out}: {fault}", None, False, 400)
        done = run.ended if plan is not None and not run.problems and run.ended and not run.ended.failed else None
        if done is not None and run.folder is not None and run.folder.is_dir():
            opened = self._open_folder(run.folder)
        message = run.problems[0].message if run.problems else ""
        return self._built(
            held, out, draft, run, message, done, opened, 409 if plan is not None and run.problems else 200
        )

    def _built(
        self,
        held: HeldFile,
        out: str,
        draft: bool,
        run: BuildRun,
        message: str,
        done: object,
        opened: bool,
        status: int,
    ) -> Response:
        return self._html(
            "build",
            status,
            tab="build",
            name=held.name,
            folder=str(self.folder.root),
            out=out,
            draft=draft,
            ended=run.ended,
            plan=run.plan,
            writes=run.writes,
            done=done,
            opened=opened,
            message=message,
        )

    def _html(self, template: str, status: int = 200, **values: object) -> Response:
        return HTMLResponse(self.pages.page(template, **values), status)

    def told(self, refused: RefusedPageError) -> Response:
        return self._html(
            "told", refused.status, heading=refused.heading, lines=refused.lines, problems=refused.problems
        )

    def answer(self, work: Callable[[Asked], Response], asked: Asked) -> Response:
        """The answer of one page; what it is refused for is said on a page too."""
        try:
            with self._one_at_a_time:
                return work(asked)
        except RefusedPageError as refused:
            return self.told(refused)
        except OutsideError as fault:
            return self.told(
                RefusedPageError(404, "There is no such file", f"{str(fault)[:1].upper()}{str(fault)[1:]}.")
            )
        except FileNotFoundError:
            return self.told(
                RefusedPageError(404, "There is no such file", "The file is not in the folder of the desk.")
            )
        except OSError as fault:
            said = f"The file cannot be read or written: {fault.strerror or fault}."
            return self.told(RefusedPageError(503, "The disk does not answer", said))


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
    from specgen.desk.asked.questions import field_name

    return {PREFIX + field_name(path) for path in answers}


def _tab_name(name: str, service: int | None, documents: Any) -> str:
    several = sum(each.type.name == name for each in documents) > 1
    return f"{name}, service {service + 1}" if several and service is not None else name


def application(desk: Desk) -> Starlette:
    """The desk's pages by their addresses."""

    def page(path: str, read: Callable[[Asked], Response], write: Callable[[Asked], Response] | None = None) -> Route:
        async def endpoint(request: Request) -> Response:
            query = dict(request.query_params)
            if request.method != "POST":
                return await run_in_threadpool(desk.answer, read, Asked(query))
            if write is None:
                return PlainTextResponse("The desk does not answer this kind of request.", 405)
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/x-www-form-urlencoded":
                return PlainTextResponse("The desk takes the forms of its own pages only.", 415)
            try:
                body = await request.body()
                form = dict(
                    parse_qsl(
                        body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
                    )
                )
            except (ClientDisconnect, ValueError):
                return PlainTextResponse("The form cannot be read.", 400)
            return await run_in_threadpool(desk.answer, write, Asked(query, form))

        return Route(path, endpoint, methods=["GET", "POST"])

    async def static(request: Request) -> Response:
        found = STATIC.get(request.path_params["name"])
        if found is None:
            return PlainTextResponse("There is no such file.", 404)
        return Response(read_plain(found[1]), media_type=found[0])

    def only_posted(asked: Asked) -> Response:
        return PlainTextResponse("The desk does not answer this kind of request.", 405)

    return Starlette(
        routes=[
            page("/", desk.list_page),
            page("/contract", desk.contract_page, desk.contract_done),
            page("/look", only_posted, desk.look),
            page("/build", desk.build_page, desk.build_page),
            Route("/static/{name}", static),
        ]
    )
