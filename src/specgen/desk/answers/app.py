"""The desk's pages by their addresses. Each asks the rooms that `specgen check` and `specgen build` ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from specgen.desk.answers.adopting import adopting_page
from specgen.desk.answers.build import build_page
from specgen.desk.answers.choice import choose, clauses_done, clauses_page
from specgen.desk.answers.contract import contract_done, contract_page, look
from specgen.desk.answers.further import duties_page, since_page
from specgen.desk.answers.start import list_page, start_done, start_page
from specgen.desk.opened import Desk, PageAsked, RefusedPageError
from specgen.desk.pages import STATIC
from specgen.plainfile import read_plain

_MOST_FIELDS: Final = 5_000
PageAnswer = Callable[[Desk, PageAsked], Response]


def application(desk: Desk) -> Starlette:
    """The desk's pages by their addresses."""
    made_ready: list[bool] = []

    def page(path: str, read: PageAnswer, write: PageAnswer | None = None) -> Route:
        async def endpoint(request: Request) -> Response:
            query = dict(request.query_params)
            if request.method != "POST":
                return await run_in_threadpool(desk.answer, read, PageAsked(query))
            if write is None:
                return PlainTextResponse("The desk does not answer this kind of request.", 405)
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/x-www-form-urlencoded":
                return PlainTextResponse("The desk takes the forms of its own pages only.", 415)
            try:
                body = await request.body()
                pairs = parse_qsl(
                    body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
                )
            except (ClientDisconnect, ValueError):
                return PlainTextResponse("The form cannot be read.", 400)
            form = dict(pairs)
            if len(form) != len(pairs):
                return PlainTextResponse("The form gives one answer twice.", 400)
            return await run_in_threadpool(desk.answer, write, PageAsked(query, form))

        return Route(path, endpoint, methods=["GET", "POST"])

    async def static(request: Request) -> Response:
        found = STATIC.get(request.path_params["name"])
        if found is None:
            return PlainTextResponse("There is no such file.", 404)
        return Response(read_plain(found[1]), media_type=found[0])

    def first_then_ready(asking: Desk, asked: PageAsked) -> Response:
        """The list; what the first contract needs is made ready while it is looked at."""
        answer = list_page(asking, asked)
        if not made_ready:
            made_ready.append(True)
            answer.background = BackgroundTask(asking.make_ready)
        return answer

    def only_posted(_: Desk, asked: PageAsked) -> Response:
        return PlainTextResponse("The desk does not answer this kind of request.", 405)

    async def not_there(request: Request, fault: Exception) -> Response:
        return desk.told(RefusedPageError(404, "There is no such page", "The desk has no page of this address."))

    return Starlette(
        routes=[
            page("/", first_then_ready),
            page("/contract", contract_page, contract_done),
            page("/look", only_posted, look),
            page("/start", start_page, start_done),
            page("/adopting", adopting_page),
            page("/clauses", clauses_page, clauses_done),
            page("/choose", only_posted, choose),
            page("/build", build_page, build_page),
            page("/duties", duties_page),
            page("/since", since_page),
            Route("/static/{name}", static),
        ],
        exception_handlers={404: not_there},
    )
