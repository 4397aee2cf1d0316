"""The names that a template can use, what each stands for, and its shape: the same for every contract.

`page_values` gives the values. The shapes do not depend on what one contract holds, so a misspelt name is found even
where its list is empty. docs/reference/template-names.md is generated from this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, get_origin

from msgspec import Struct, field
from msgspec.structs import asdict

from specgen.assembly.edition import PartyWords
from specgen.contract.fields import part_of
from specgen.contract.model import ContractPart, part_fields
from specgen.contract.particulars import Particulars
from specgen.contract.parties import Commissioner, Provider
from specgen.contract.services import Service
from specgen.library.model import PLACES
from specgen.library.version_file import fields_of

COLUMNS = (
    "requirement",
    "threshold",
    "method",
    "consequence",
    "timing",
    "period",
    "service",
    "format",
    "milestone",
    "timescale",
    "benefit",
    "review",
)
"""Every key of a table column that an edition may give; the heading of one that a schedule lacks is empty."""

WORDS = {name: str(usual) for name, usual in asdict(PartyWords()).items() if name != "fact"}
"""How the agreement, its parties and its parts are called where the form has no words of its own."""

TERMS = ("choice", "personalised_care", "communication", "consequence", "variation")
SCHEDULES = (
    "service_specification",
    "quality_requirements",
    "reporting_requirements",
    "development_plan",
    "improvement_plan",
    "system_plan",
)

NameKind = Literal["text", "flag", "number", "blocks", "passage", "group", "list"]


class Name(Struct, frozen=True):
    """What a name stands for. `names` are those within a group, or within each item of a list; a list of texts has
    none."""

    says: str
    kind: NameKind = "text"
    names: Mapping[str, Name] = field(default_factory=dict)


def texts(**names: str) -> dict[str, Name]:
    """Names that each stand for a text."""
    return {name: Name(says) for name, says in names.items()}


def group(says: str, names: Mapping[str, Name]) -> Name:
    """A name that has names within it."""
    return Name(says, "group", names)


def each(says: str, names: Mapping[str, Name] | None = None) -> Name:
    """A list; without names of its own, of texts."""
    return Name(says, "list", names or {})


def of_fields(part: type[ContractPart]) -> dict[str, Name]:
    """The names of a part's fields, each as it is told where it is declared."""
    found: dict[str, Name] = {}
    for name, declared in part_fields(part).items():
        told, inner = declared.declared, part_of(declared.annotation)
        if told.prints:
            found[name] = each(told.prints) if get_origin(declared.annotation) is tuple else Name(told.prints)
        elif inner is not None:
            found |= of_fields(inner)
    return found


_IDENTITY = texts(identity="“ODS code QXX”, or “no ODS code:” and the reason")
_COMMISSIONER = {**of_fields(Commissioner), **_IDENTITY}
_PROVIDER = {**of_fields(Provider), **_IDENTITY}
SERVICE_NAMES: Mapping[str, Name] = {
    **of_fields(Service),
    **texts(
        start="first day",
        end="last day",
        period="“1 April 2026 to 31 March 2029”",
        own_period="the same where it is not the contract’s own, with its first day as Service Commencement Date",
        months="what a period of one month is in a service that begins within a month, or nothing",
    ),
}
_SCHEDULE = texts(
    letter="its letter, such as 2A",
    title="its title, such as Service Specifications",
    heading="both, such as Schedule 2A: Service Specifications",
)
_ITEM = {
    **texts(number="its number in the document, from 1", title="the clause’s title", component="the component’s "
        "title, such "
        "as Shared "
        "decision making",
             service="the name of the service it is for, or nothing", service_number="the number of that service, "
                 "or nothing"),
    "wording": Name("the clause’s words", "passage"),
}  # fmt: skip
_FIELD_SAYS = {
    "cohort": "the people counted",
    "baseline": "where things stand now",
    "threshold": "what must be reached",
    "numerator": "what is counted",
    "denominator": "out of what",
    "instrument": "the questionnaire or tool",
    "sample": "who is asked or looked at",
    "method": "how it is measured, in a sentence",
    "data_source": "where the figures come from",
    "frequency": "how often",
    "period": "the period over which it is to be achieved",
    "accountable": "the post that answers for it",
    "scope": "all Services, or a pathway",
    "owner": "the post that sees to it, or nothing",
    "date": "the date",
    "evidence": "what shows that it is done",
    "key_action": "the number of the key action it serves, 1 to 10",
    "horizon": "short, medium or long, as the version says or by its date",
    "by": "Provider, Commissioners, or Provider and Commissioners",
    "timescale": "the date",
    "benefit": "the expected benefit",
    "co_production": "how co-production is done, or nothing",
    "steps": "the steps that lead to it, each with its date, or nothing",
    "review": "when it is reviewed, or nothing",
    "plan": "the system’s plan that it comes from and the paragraph of it, or nothing",
    "subject": "what it is about",
    "information": "what is reported",
    "due": "when it is due",
    "to": "to whom",
    "format": "in what form",
}
_PLACE_SAYS = {
    "specification": "clauses of the service "
        "specification", "quality": "quality requirements", "development": "actions of the "
        "development plan",
    "improvement": "milestones of the improvement plan", "system": "obligations of the "
        "system plan", "reporting": "reports",
}  # fmt: skip


def _items(place: str) -> dict[str, Name]:
    further = {"first": Name("when it is first due, or nothing")} if place == "reporting" else {}
    return {**_ITEM, **{name: Name(_FIELD_SAYS[name]) for name in fields_of(place)}, **further}


_CLAUSE_NOTE = texts(
    title="the clause’s title", id="its id in the library", version="its version", fingerprint="the first twelve "
        "digits of its "
        "fingerprint",
    place="the place it stands in", service="the service, or “whole "
        "contract”", origin="quoted or drafted", source="the document’s key, "
        "section "
        "and page",
    why="why this version", approval="who approved it and when, or “Not approved”", source_note="a remark on the "
        "source, "
        "or nothing",
)  # fmt: skip
_NOTE = {
    "clauses": each("every clause of the contract with where it comes from", _CLAUSE_NOTE),
    "sources": each(
        "the documents that the clauses come from",
        texts(key="the key that “source” of a clause begins with", title="title, publisher, version and date"),
    ),
    "open": each(
        "what is open",
        texts(
            severity="Error, Warning or Note",
            message="what is open",
            cure="what to do",
            source="the source of the rule, or nothing",
        ),
    ),
    "not_applicable": each("schedules declared not applicable", texts(schedule="the schedule", reason="the reason")),
    "rights": each(
        "the services that say whether the legal rights to choice apply",
        texts(service="the service", answer="that they apply, or why they do not"),
    ),
    "confirm": each(
        "facts of the edition that nobody has checked",
        texts(
            fact="the fact", name="its name, for “confirmed:”", verified="how it is known", note="a remark, or nothing"
        ),
    ),
    "dated": each(
        "terms of quoted wording that have dated",
        texts(title="the clause", term="the term", now="what it means now", since="since when"),
    ),
    "points": each(
        "points for the Commissioner by component",
        {
            "component": Name("the component’s title"),
            "notes": each(
                "its points", texts(heading="what it is about", text="the point", section="the handbook’s section")
            ),
        },
    ),
    "edition": Name("what is known of the edition as a whole"),
    "approved": Name("yes or no: whether every clause is approved"),
}

NAMES: Mapping[str, Name] = {
    "document": group(
        "The document",
        {
            **texts(
                title="its title",
                type="the title of its type",
                label="“DRAFT: not for signature”, or nothing",
                status="Draft, For agreement or Agreed",
                version="the contract’s draft version",
                not_applicable="“Not Applicable”, or nothing",
            ),
            "draft": Name("whether it is a draft", "flag"),
            "applicable": Name("whether the schedule applies", "flag"),
            "internal": Name("whether it is for the Commissioner alone", "flag"),
        },
    ),
    "contract": group("The contract as a whole", of_fields(Particulars)),
    "schedule": group(
        "The schedule that the document belongs to; empty texts where it belongs to none",
        {
            **_SCHEDULE,
            "columns": group(
                "the headings of its table in this edition; empty where the edition’s table has no such column",
                {name: Name(f"the heading of the column “{name}”, or nothing") for name in COLUMNS},
            ),
        },
    ),
    "schedules": group(
        "Every schedule, for references to another; empty texts where the edition lacks it",
        {name: group(f"the schedule “{name.replace('_', ' ')}”", _SCHEDULE) for name in SCHEDULES},
    ),
    "commissioners": each("The Commissioners", _COMMISSIONER),
    "co_ordinating_commissioner": group("The co-ordinating Commissioner", _COMMISSIONER),
    "provider": group("The Provider", _PROVIDER),
    "services": each("The services of the contract", SERVICE_NAMES),
    "service": group("The document’s service; empty texts in a document of the whole contract", SERVICE_NAMES),
    "terms": group(
        "Numbers of the contract’s conditions in this edition, such as GC9",
        {name: Name(f"the condition on {name.replace('_', ' ')}") for name in TERMS},
    ),
    "words": group(
        "How the agreement, its parties and its parts are called in this form: a grant agreement has a "
        "Grantor, a "
        "Recipient and documents in place of schedules",
        {name: Name(f"“{usual}”, or the form’s own word") for name, usual in WORDS.items()},
    ),
    "sections": each(
        "The model specification’s headings in order, in a document of a service",
        {
            **texts(
                number="“3.2”",
                title="the heading’s words",
                slot="“specification” under 3.2, “quality” under 5.1, else nothing",
            ),
            "level": Name("1 or 2", "number"),
            "text": Name("the text that the contract gives for it", "blocks"),
        },
    ),
    **{place: each(f"What the document prints: {_PLACE_SAYS[place]}", _items(place)) for place in PLACES},
    "groups": group(
        "The same items by component, each component once, numbered in this order",
        {
            place: each(
                f"the components of the {_PLACE_SAYS[place]}",
                {"title": Name("the component’s title"), "entries": each("its items", _items(place))},
            )
            for place in PLACES
        },
    ),
    "further_reports": each(
        "in a document that prints reports, those that other schedules ask for, each once; in the insert of a contract "
        "that has no such schedule, those that its paragraphs ask for",
        {
            "wording": Name("the sentence that asks for it", "passage"),
            **texts(
                number="its number, counted on from the reports before it",
                title="what it is about",
                basis="how it is counted",
                period="how often, and within what time",
                first="when it is first due",
                to="to whom",
                required_by="the paragraph that asks for it, and that it is no further report",
            ),
        },
    ),
    "cited_reports": each(
        "in a document that prints reports, those of them that another schedule asks for too",
        texts(title="the report’s title", required_by="the paragraph that asks for it too"),
    ),
    "note": group("Points for the Commissioner alone; only in a type whose audience is the Commissioner", _NOTE),
}
"""Every name."""

NameShape = str | Mapping[str, "NameShape"] | list["NameShape"]


def name_shapes(internal: bool, further: Mapping[str, Name] | None = None) -> dict[str, NameShape]:
    """The names as nested shapes: a kind, names within, or a list of what each item is. `note` only when `internal`.

    `further` are names that only documents of one occasion have (see `occasions`).
    """
    return {name: _shape(entry) for name, entry in {**NAMES, **(further or {})}.items() if internal or name != "note"}


def _shape(entry: Name) -> NameShape:
    inside: NameShape = {name: _shape(within) for name, within in entry.names.items()}
    if entry.kind == "list":
        return [inside if entry.names else "text"]
    return inside if entry.kind == "group" else entry.kind


def written_names(names: Mapping[str, Name] = NAMES, before: str = "") -> Iterator[tuple[str, Name]]:
    """Every name as a template writes it, depth first; `[]` marks an item of a list."""
    for name, entry in names.items():
        whole = f"{before}{name}"
        yield whole, entry
        yield from written_names(entry.names, f"{whole}[]." if entry.kind == "list" else f"{whole}.")


# The names that the documents of a variation can print besides those of every template.

_VALUE = texts(
    asked="what the clause asks for with the value",
    before="what was printed, or nothing",
    after="what is printed now, or nothing",
    change="the same in one line",
)
_CLAUSE = {
    **texts(
        title="the clause’s title",
        component="the component’s title",
        id="its id in the library",
        version="what becomes of it: “from version 1 to version 2”, “added, version 1” …",
    ),
    "values": each("its values that are printed otherwise", _VALUE),
}
_VARIED_SCHEDULE = {
    **texts(
        heading="the schedule, such as Schedule 2A: Service Specifications; the document’s title where it "
        "belongs to none",
        letter="its letter, or nothing",
        service="the service’s number and name, or nothing",
        title="the document’s title",
        sentence="what becomes of it, in a sentence",
        file="the revised schedule’s file, or nothing where it is deleted",
        tracked="the file with the tracked changes, or nothing",
        note="what is to be known of the comparison: that the issued document was edited, or why there are no "
        "tracked changes; else nothing",
    ),
    "clauses": each("the clauses that change", _CLAUSE),
    "words": each(
        "other words that change",
        texts(before="the words as they were, or nothing", after="the words as they are now, or nothing"),
    ),
    "rows": each(
        "the same changes as rows of a table",
        texts(
            clause="the clause’s title, or nothing",
            what="what changes",
            before="from what, or nothing",
            after="to what, or nothing",
        ),
    ),
    "only": Name("the facts under `particulars` that are all that changes in it, since it prints them; or nothing"),
    "more": Name("whether more words change than are listed", "flag"),
    "layout": Name("whether nothing but the layout changes, or what changes cannot be told in words", "flag"),
}
_VARYING_PARTY = texts(
    name="the party’s name",
    role="Co-ordinating Commissioner, Associate Commissioner or Provider",
    identity="its ODS code, or why there is none",
    signatory="the post that signs, or nothing",
    named="how the contract names it, where the name is corrected; else nothing",
)

_FACT = texts(
    what="what it is, such as Expiry",
    before="how it was, or nothing",
    after="how it is now, or nothing",
    change="the same in one line",
    how="by what it is changed, such as “by this variation” or “by a successor notice”",
)

VARIATION_NAMES: Mapping[str, Name] = {
    "variation": group(
        "The variation; only in a type with `when: variation`",
        {
            **texts(
                reference="its reference",
                effective="the day on which it takes effect",
                proposed_by="the party that proposes it",
                proposed_on="the date of proposal, or nothing",
                agreed_on="the date of the agreement, or nothing",
                reason="why the contract is changed, in the user’s words, or nothing",
                notice_given="the notice that was given to the other party, or nothing",
                award_route="how the contract was awarded, or nothing",
                ground="what regulation 13 is taken to allow the change by, or nothing",
                value="the value of this change, or nothing",
                earlier_value="the value of earlier changes, or nothing",
                total_value="both together, or nothing unless both are given",
                lifetime_value="the contract’s lifetime value, or nothing",
                notice_published="the notice that was published, or nothing",
            ),
            "selection": Name(
                "whether anything of the Provider Selection Regime, or of the values, is recorded", "flag"
            ),
            "regime": Name("whether the Provider Selection Regime may apply: it does not to a grant", "flag"),
            "particulars": each("facts of the contract that change, whether or not a schedule prints them", _FACT),
            "apart": each("facts that change, and not by this variation, such as another party", _FACT),
            "schedules": each("the schedules that change, in the order of the contract", _VARIED_SCHEDULE),
            "following": each("the schedules that change by notice under the option to extend", _VARIED_SCHEDULE),
            "tracked": Name("whether a schedule of `schedules` has a document with tracked changes", "flag"),
            "parties": each("the parties, the Commissioners first", _VARYING_PARTY),
        },
    )
}


# The names that a notice under the option to extend can print besides those of every template.

EXTENSION_NAMES: Mapping[str, Name] = {
    "extension": group(
        "The extension of the term under the contract’s option; only in a type with `when: extension`",
        {
            **texts(
                reference="the notice’s reference",
                words="the option to extend, in the words of the contract",
                before="the last day of the term as it was",
                after="the last day of the term as it is extended",
                latest="the latest day for the notice, with the working day before it where it is none; or nothing "
                "where the option does not tell it",
                dated="the date of the notice, or nothing",
                gives="who gives it, such as “NHS A gives” or “NHS A and NHS B together give”",
            ),
            "senders": each("the Commissioners, who give it and sign, the co-ordinating one first", _VARYING_PARTY),
            "recipients": each("the Provider, to whom the notice goes", _VARYING_PARTY),
            "following": each("the schedules that read otherwise once it is given", _VARIED_SCHEDULE),
        },
    )
}


# The names that a letter of commissioning intentions can print besides those of every template.

_CHANGE = {
    **texts(
        title="the clause’s title, or what changes",
        component="the component’s title, or nothing",
        says="what becomes of it, such as “is added” or “gets new wording (version 2 in place of version 1)”",
    ),
    "values": each(
        "its values that change",
        texts(
            asked="what the clause asks for with the value",
            before="what was printed, or nothing",
            after="what is to be printed, or nothing",
            change="the same in one line",
        ),
    ),
}
_INTENDED_SCHEDULE = {
    **texts(
        heading="the schedule, such as Schedule 2A: Service Specifications; the document’s title where it "
        "belongs to none",
        service="the service’s number and name, or nothing",
        says="what becomes of the schedule as a whole, in a sentence; or nothing",
    ),
    "changes": each("what changes in it", _CHANGE),
}
_CONTRACT = {
    **texts(reference="the contract’s reference", title="its title", agreement="contract, or grant agreement"),
    "schedules": each("the schedules that would change", _INTENDED_SCHEDULE),
    "reported": each(
        "the latest figures that the Provider reported, where the run is given returns",
        texts(measure="the measure, with its service", says="the figure, its period and how it stands"),
    ),
}

INTENTION_NAMES: Mapping[str, Name] = {
    "intentions": group(
        "What a Commissioner intends for all contracts of one Provider; only in a type with `when: intentions`",
        {
            **texts(
                sender="the Commissioner that intends it",
                sender_identity="its ODS code, or why there is none",
                signatory="the post that signs the letter, or nothing",
                provider="the Provider’s name",
                provider_identity="its ODS code, or why there is none",
                address="the Provider’s address, or nothing",
                effective="the day from which the changes are intended",
                dated="the date of the letter, or nothing",
                reply_by="the day by which an answer is asked for, or nothing",
            ),
            "contracts": each("the Provider’s contracts that would change, by reference", _CONTRACT),
        },
    )
}


# The names that a successor notice can print besides those of every template.

_SUCCEEDING_PARTY = texts(
    name="the party’s name",
    role="what it is in the agreement, such as Co-ordinating Commissioner or Provider",
    identity="its ODS code, or why there is none",
)

SUCCESSION_NAMES: Mapping[str, Name] = {
    "succession": group(
        "The succession of one party by another; only in a type with `when: succession`",
        {
            **texts(
                reference="the notice’s reference",
                scheme="the transfer scheme, in the user’s words",
                effective="the day on which the successor takes the place",
                dated="the date of the notice, or nothing",
                name="the successor’s name",
                identity="the successor’s ODS code, or why there is none",
                signatory="the post that signs for the successor, or nothing",
            ),
            "predecessors": each("the parties that are succeeded", _SUCCEEDING_PARTY),
            "recipients": each("the other parties, to whom the notice goes", _SUCCEEDING_PARTY),
        },
    )
}


# Document types that no build makes: those of an occasion, such as a variation, which a command of its own makes.
#
# A type says its occasion as `when` in type.yaml, and its template may print the names of the occasion as well.

OCCASIONS: Final[Mapping[str, Mapping[str, Name]]] = {
    "variation": VARIATION_NAMES,
    "extension": EXTENSION_NAMES,
    "succession": SUCCESSION_NAMES,
    "intentions": INTENTION_NAMES,
}
"""Occasion → the names that its documents have besides those of every document."""
