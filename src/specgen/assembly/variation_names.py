"""The names that the documents of a variation can print besides those of every template."""

from __future__ import annotations

from collections.abc import Mapping

from specgen.assembly.page_names import Name, each, group, texts

_VALUE = texts(asked="what the clause asks for with the value", before="what was printed, or nothing", after="what is printed now, or nothing", change="the same in one line")
_CLAUSE = {
    **texts(title="the clause’s title", component="the component’s title", id="its id in the library", version="what becomes of it: “from version 1 to version 2”, “added, version 1” …"),
    "values": each("its values that are printed otherwise", _VALUE),
}
_SCHEDULE = {
    **texts(
        heading="the schedule, such as Schedule 2A: Service Specifications; the document’s title where it belongs to none", letter="its letter, or nothing",
        service="the service’s number and name, or nothing", title="the document’s title", sentence="what becomes of it, in a sentence",
        file="the revised schedule’s file, or nothing where it is deleted", tracked="the file with the tracked changes, or nothing",
        note="what is to be known of the comparison: that the issued document was edited, or why there are no tracked changes; else nothing",
    ),
    "clauses": each("the clauses that change", _CLAUSE),
    "words": each("other words that change", texts(before="the words as they were, or nothing", after="the words as they are now, or nothing")),
    "rows": each("the same changes as rows of a table", texts(clause="the clause’s title, or nothing", what="what changes", before="from what, or nothing", after="to what, or nothing")),
    "more": Name("whether more words change than are listed", "flag"),
    "layout": Name("whether nothing but the layout changes, or what changes cannot be told in words", "flag"),
}
_PARTY = texts(name="the party’s name", role="Co-ordinating Commissioner, Associate Commissioner or Provider", identity="its ODS code, or why there is none", signatory="the post that signs, or nothing")

VARIATION_NAMES: Mapping[str, Name] = {
    "variation": group("The variation; only in a type with `when: variation`", {
        **texts(
            reference="its reference", effective="the day on which it takes effect", proposed_by="the party that proposes it", proposed_on="the date of proposal, or nothing",
            agreed_on="the date of the agreement, or nothing", reason="why the contract is changed, in the user’s words, or nothing",
            notice_given="the notice that was given to the other party, or nothing", award_route="how the contract was awarded, or nothing",
            ground="what regulation 13 is taken to allow the change by, or nothing", value="the value of this change, or nothing",
            earlier_value="the value of earlier changes, or nothing", total_value="both together, or nothing unless both are given",
            lifetime_value="the contract’s lifetime value, or nothing", notice_published="the notice that was published, or nothing",
        ),
        "selection": Name("whether anything of the Provider Selection Regime is recorded", "flag"),
        "schedules": each("the schedules that change, in the order of the contract", _SCHEDULE),
        "parties": each("the parties, the Commissioners first", _PARTY),
    }),
}
