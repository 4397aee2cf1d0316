"""The page on which clauses are chosen by reading them."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from starlette.responses import JSONResponse, RedirectResponse, Response

from specgen.desk.asked.choosing import (
    PLACE_WORDS,
    Pins,
    Wished,
    chosen_ids,
    clauses_to_read,
    pins_changed,
    pins_of,
    said_of_choice,
    said_of_clause,
    sets_to_read,
    wished_ids,
    wished_pins,
    with_choice,
    with_what_they_call,
)
from specgen.desk.asked.looked import Looked
from specgen.desk.folder import HeldFile, MeanwhileError
from specgen.desk.opened import Desk, PageAsked
from specgen.problems import Problem


def clauses_page(desk: Desk, asked: PageAsked) -> Response:
    held = desk.held(asked.name())
    looked = desk.looked(held.name, held.data, fresh=True)
    message = ("good", "The choice is saved.", ()) if asked.query.get("saved") == "1" else None
    return _page(desk, asked, held, looked, None, None, message)


def _page(
    desk: Desk,
    asked: PageAsked,
    held: HeldFile,
    looked: Looked,
    wanted: frozenset[str] | None,
    pins: Pins | None,
    message: tuple[str, str, tuple[Problem, ...]] | None,
    status: int = 200,
) -> Response:
    service = asked.number("service")
    given = {name: asked.query.get(name, "") for name in ("words", "component", "place", "origin", "approved")}
    wished = Wished(**given)
    library = looked.precedents.library
    chosen = chosen_ids(looked, service)
    wanted = chosen if wanted is None else wanted
    clauses = clauses_to_read(looked, wished, service) if wished.some() else ()
    after = looked
    pins = pins_of(looked, service) if pins is None else pins
    changed = len(wanted ^ chosen) + pins_changed(looked, service, wanted, pins)
    if changed and (data := with_choice(looked, service, wanted, pins)[0]) is not None:
        after = desk.looked(held.name, data, fresh=False)
    counts = [
        (
            component,
            sum(each.component == component.id and each.id in wanted for each in library.clauses.values()),
            sum(each.component == component.id for each in library.clauses.values()),
        )
        for component in library.components
    ]
    return desk.html(
        "clauses",
        status,
        tab="clauses",
        name=held.name,
        known=held.sha256,
        wished=wished,
        query=urlencode({name: value for name, value in given.items() if value}),
        service=service,
        services=service_names(looked),
        components=library.components,
        places=PLACE_WORDS,
        counts=counts,
        clauses=clauses,
        sets=sets_to_read(looked, wished, service),
        wanted=wanted,
        chosen_count=len(wanted),
        changed=changed,
        pins=pins,
        said=with_what_they_call(looked, said_of_choice(after)),
        told={each.id: said_of_clause(looked, each.clause, wanted) for each in clauses},
        message=message,
    )


def clauses_done(desk: Desk, asked: PageAsked) -> Response:
    """Save the choice, or say what it means."""
    now, base, looked, wanted, pins = _wish(desk, asked)
    if asked.form.get("do") != "save":
        return _page(desk, asked, base, looked, wanted, pins, None)
    if base.sha256 != now.sha256:
        return _changed_meanwhile(desk, asked, now)
    data, faults = with_choice(looked, asked.number("service"), wanted, pins)
    if data is None:
        said = "Nothing was saved: the choice is to be written into the file by hand."
        return _page(desk, asked, base, looked, wanted, pins, ("bad", said, tuple(faults)), 409)
    try:
        desk.keep(desk.folder.save(now.name, data, base.sha256))
    except MeanwhileError:
        return _changed_meanwhile(desk, asked, desk.held(now.name))
    there = {**{key: value for key, value in asked.query.items() if key != "saved"}, "saved": "1"}
    return RedirectResponse(f"/clauses?{urlencode(there)}", 303)


def _wish(desk: Desk, asked: PageAsked) -> tuple[HeldFile, HeldFile, Looked, frozenset[str], Pins]:
    """The file as it is now and as the page had it, and the clauses and versions that the form wishes."""
    now = desk.held(asked.name())
    base = desk.base(asked, now)
    looked = desk.looked(now.name, base.data, fresh=False)
    service = asked.number("service")
    return now, base, looked, wished_ids(looked, service, asked.form), wished_pins(looked, service, asked.form)


def _changed_meanwhile(desk: Desk, asked: PageAsked, now: HeldFile) -> Response:
    said = "Somebody else changed the file meanwhile. Nothing of yours was written; this is the file as it is now."
    looked = desk.looked(now.name, now.data, fresh=False)
    return _page(desk, asked, now, looked, None, None, ("bad", said, ()), 409)


def choose(desk: Desk, asked: PageAsked) -> Response:
    """What a choice that is not saved yet means, for each clause of the page."""
    now, base, looked, wanted, pins = _wish(desk, asked)
    service = asked.number("service")
    data, faults = with_choice(looked, service, wanted, pins)
    after = looked if data is None or data == base.data else desk.looked(now.name, data, fresh=False)
    library = looked.precedents.library
    shown = [clause for clause in library.clauses.values() if f"shown:{clause.id}" in asked.form]
    changed = len(wanted ^ chosen_ids(looked, service)) + pins_changed(looked, service, wanted, pins)
    said = with_what_they_call(looked, (*faults, *said_of_choice(after)))
    piece = partial(desk.pages.piece, "parts")
    return JSONResponse(
        {
            "status": piece("chosen_status", len(wanted), changed).strip(),
            "said": piece("faults_of_choice", said, now.name, service),
            "told": {clause.id: piece("said", said_of_clause(looked, clause, wanted)) for clause in shown},
        }
    )


def service_names(looked: Looked) -> tuple[str, ...]:
    """What the services are called; one without a name by its number."""
    services = looked.contract.content.services if looked.contract is not None else ()
    return tuple(f"Service {index + 1}" if each.name in ("", "?") else each.name for index, each in enumerate(services))
