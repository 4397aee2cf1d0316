"""A reading in words: what stands beside its sentence when it is shown, one line for each thing it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from specgen.library.duties.model import DutyMode, DutyReading, DutyScope, Moment, Silence, When
from specgen.library.model import ClauseVersion

MODE_WORDS: Mapping[DutyMode, str] = {
    "duty": "duty",
    "standing": "standing duty",
    "limit": "limit or prohibition",
    "power": "power",
    "consent": "time in which to answer",
    "part": "part of another duty",
    "status": "period, definition or order of precedence",
}
SILENCE_WORDS: Mapping[Silence, str] = {
    "it stands": "what was proposed stands",
    "not agreed": "it is not agreed, and the earlier position holds",
    "review meeting": "it is not agreed, and it goes to the Review Meeting or the dispute procedure",
    "named post": "it goes to the post that the wording names",
}


def reading_lines(reading: DutyReading, version: ClauseVersion) -> Iterator[tuple[str, str]]:
    """Label and words of everything the reading says; placeholders stand as `{{ name }}`."""
    yield "mode", MODE_WORDS[reading.mode]
    if reading.of:
        yield "part of", f"sentence {reading.of}"
    if reading.actor is not None:
        yield "who", f"{reading.actor}, through {reading.through}" if reading.through else reading.actor
    if reading.act:
        yield "what", f"{reading.act}: {reading.object}"
    yield "where", scope_words(reading.scope)
    if reading.much:
        yield "how much", reading.much
    if reading.to:
        yield "to whom", ", ".join(reading.to)
    if reading.when.kind != "none":
        yield "when", when_words(reading.when, version)
    if reading.condition:
        yield "if", reading.condition
    if reading.needs:
        yield "needs", ", ".join(reading.needs)
    if reading.reported:
        yield "reported", f"counted {reading.reported}"
    if reading.basis is not None:
        met = f"; met by {', '.join(reading.basis.met_by)}" if reading.basis.met_by else ""
        yield "binds by", f"{reading.basis.lead_in}{met}"
    if reading.mode == "consent":
        yield "silence", SILENCE_WORDS[reading.silence] if reading.silence else "what then holds is not said"
    if reading.mobilisation:
        yield "mobilisation", "may be due before the start"
    if reading.evidence:
        yield "evidence", reading.evidence
    if reading.note:
        yield "note", " ".join(reading.note.split())


def scope_words(scope: DutyScope) -> str:
    """`each service, for the group …`."""
    words = {
        "service": "in the service",
        "contract": "in the whole contract",
        "Commissioner": "for each Commissioner",
        "person": "for each person",
        "grant": "in the funded activities",
    }[scope.kind]
    group = f", for {scope.group}" if scope.group else ""
    stage = f", at the stage: {scope.stage}" if scope.stage else ""
    return f"{words}{group}{stage}"


def when_words(when: When, version: ClauseVersion) -> str:
    """When, in words, with placeholders and the version's own fields as they stand there."""
    return timed(
        when,
        lambda moment: _moment(moment, version),
        lambda written: _written(written, version),
        lambda each: _in_each(each, version),
    )


def timed(
    when: When, moment: Callable[[Moment | None], str], written: Callable[[str], str], each: Callable[[When], str]
) -> str:
    """When, in words: `moment` says a day or an event, `written` an interval, and `each` what comes in each period."""
    said = _timed(when, moment, written, each)
    if when.start is None or when.kind == "start":
        return said
    return f"{said}, starting no later than {moment(when.start)}"


def _timed(
    when: When, moment: Callable[[Moment | None], str], written: Callable[[str], str], each: Callable[[When], str]
) -> str:
    day, interval = moment(when.moment), written(when.interval) if when.interval else ""
    match when.kind:
        case "by":
            return f"no later than {day}"
        case "start":
            return f"always, starting no later than {moment(when.start)}" if when.start else "always"
        case "every":
            return each(when)
        case "within":
            return f"within {interval} of {day}" if day else f"within {interval}"
        case "before":
            return f"at least {interval} before {day}" if interval else f"before {day}"
        case "on":
            return f"on the day of {day}"
        case "at_least_every":
            return f"at least every {interval}" + (f" after {day}" if day else "")
        case "later" | "earlier":
            return f"the {when.kind} of: {'; '.join(_timed(one, moment, written, each) for one in when.choices)}"
        case _:
            return "always" if when.kind == "always" else ""


def _in_each(when: When, version: ClauseVersion) -> str:
    period, interval = _written(when.period, version), _written(when.interval, version)
    lead = "" if period[:4].casefold() in ("ever", "each", "once") else "every "
    if not when.interval:
        return f"{lead}{period}"
    return f"{lead}{period}, {interval if interval[:6] == 'Within' else f'within {interval} of its end'}"


def _moment(moment: Moment | None, version: ClauseVersion) -> str:
    if moment is None:
        return ""
    if moment.kind == "placeholder":
        return f"{{{{ {moment.value} }}}}"
    if moment.kind == "field":
        return _written(moment.value, version)
    if moment.kind == "duty":
        clause_id, _, sentence = moment.value.partition("#")
        own = clause_id == version.clause_id
        return f"what sentence {sentence} asks for" if own else f"what sentence {sentence} of {clause_id} asks for"
    return event_words(moment.value)


def event_words(event: str) -> str:
    """The event as it reads on: `the first appointment`, `each decision`, `learning of it`."""
    first = event.split(" ")[0]
    plain = first in ("each", "every", "the", "a", "an") or first.endswith("ing") or " is " in event
    return event if plain or first[:1].isupper() or first[:1].isdigit() else f"the {event}"


def _written(written: str, version: ClauseVersion) -> str:
    """Words as they are written; the name of a field of the version as what stands in that field."""
    blocks = version.fields.get(written)
    return " ".join(block.text for block in blocks) if blocks else written
