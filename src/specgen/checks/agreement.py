"""The contract as a whole: its form, its notices, its assessments and its approvals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Pack, each_once
from specgen.checks.rule import Breach, first_serving, rule, standing, texts
from specgen.contract.dates import long_date
from specgen.contract.particulars import signed_late
from specgen.library.model import ClauseVersion, short_name
from specgen.library.verify import bases_behind
from specgen.problems import Problem, a_few
from specgen.wording.wording import plain_text


@rule("clause-of-another-form", "error", "")
def clause_of_another_form(pack: Pack) -> Iterator[Breach]:
    """A clause that is written for another form of agreement

    A grant agreement has a Grantor and a Recipient, no Service Conditions, no General Conditions and no schedules. A
    clause that puts a duty on the Provider or supplements the Service Conditions means nothing there, nor does a clause
    for grants in a contract. The rule looks in the wording, title and fields of each chosen clause for words that the
    form of agreement does not know (`foreign_words` of its edition file). It looks in values as well: a date that is
    printed with such a word is an error; words that a user typed there, or about a service or an extension, are a
    warning, since they may be meant.

    To fix this: choose clauses that are written for the form; for a grant agreement they are those whose names begin
    with `grant-`, and the national wording.

    Breaks it:

        contract: {form: grant}
        services:
          - specification: [co-production/local-terms]
    """
    # A problem for each clause with such words, and for each value.
    words = pack.edition.foreign_words
    if not words:
        return
    agreement = pack.edition.words.agreement
    for clause in pack.chosen:
        if found := foreign_words_in(clause.version, words):
            yield Breach(
                clause.path,
                f"{clause.version.name} speaks of {', '.join(f'“{word}”' for word in found)}, which a "
                f"{agreement} does not have",
                f"choose clauses that are written for a {agreement}; “specgen clauses list” shows them"
                + ("" if pack.edition.form == "grant" else "; if it is a grant agreement, write “form: grant”"),
            )
        yield from _in_values(pack, clause, words, agreement)
    for path, text in texts(pack, with_values=False):
        if path[-1] in _PRINTED_OF_A_SERVICE and (found := _in_text(text, words)):
            yield Breach(
                path,
                f"the text speaks of {', '.join(f'“{word}”' for word in found)}, which a {agreement} does not have",
                "write it in other words; if it is meant as it stands, nothing need be done",
                "warning",
            )


_PRINTED_OF_A_SERVICE = ("cohort", "population", "activity", "extension")
"""Texts beside the values in which a party may be named."""


def _in_values(pack: Pack, clause: ChosenClause, words: tuple[str, ...], agreement: str) -> Iterator[Breach]:
    for name, printed in clause.printed.items():
        found = _in_text(printed if isinstance(printed, str) else "\n".join(printed), words)
        where = clause.origins.get(name)
        if not found or where is None:
            continue
        date = clause.clause.placeholders[name].kind == "date"
        yield Breach(
            where,
            f"the value “{name}” is printed with {', '.join(f'“{word}”' for word in found)}, which a "
            f"{agreement} does not have",
            "write the date itself"
            if date
            else "write it in other words; if it is meant as it stands, nothing need be done",
            "error" if date else "warning",
        )


@cache
def foreign_words_in(version: ClauseVersion, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `words` that anything the version prints has."""
    return _in_text(
        "\n".join((version.title, plain_text(version.blocks), *map(plain_text, version.fields.values()))), words
    )


@lru_cache(maxsize=512)
def _in_text(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `words` that stand in the text, in the singular or the plural, with their capitals."""
    # Looking for the plain word first mostly says no, at a tenth of the time.
    return tuple(word for word in words if word in text and re.search(rf"\b{re.escape(word)}s?\b", text))


_EXPLAINED = re.compile(r"((?:“[^”]+”(?:, | and )?)+) means?\b")
"""“Grantor” means …; “the provider” and “the service provider” mean …"""
QUOTED_PARTY = "provider"
"""Whom quoted national wording speaks of, in words that a grant agreement has to explain."""


@rule("words-and-explanations-differ", "warning", "4.2.6")
def words_and_explanations_differ(pack: Pack) -> Iterator[Breach]:
    """Words that are explained and not used, or used and not explained

    A grant agreement has no conditions that say what words mean, so its own clauses do: what Grantor and Participants
    are, and whom quoted national wording means by “the provider”. The rule looks, in a grant agreement, for words that
    a clause explains and that no other clause holds, and for quoted wording whose “provider” no clause explains.

    To fix this: choose the set `grant-co-production`, which holds quoted wording and the clause that explains it; where
    no wording is quoted, take `co-production/grant-quoted-text` out.

    Breaks it:

        contract: {form: grant}
        services:
          - specification: [grant-personalised-care, grant-peer-support, co-production/grant-quoted-text]
    """
    # One problem for each clause that explains words in vain, and one for quoted wording that is not explained.
    if pack.edition.schedules:
        return
    wordings = {clause.version.name: plain_text(clause.blocks) for clause in pack.chosen}
    explained: set[str] = set()
    for clause in each_once(pack):
        others = "\n".join(text for name, text in wordings.items() if name != clause.version.name)
        groups = [re.findall("“([^”]+)”", found[1]) for found in _EXPLAINED.finditer(wordings[clause.version.name])]
        explained.update(word for group in groups for word in group)
        idle = [group[0] for group in groups if not any(_holds(others, word) for word in group)]
        if idle:
            yield Breach(
                clause.path,
                f"{clause.version.name} explains {', '.join(f'“{word}”' for word in idle)}, which no other clause has",
                _cure_of_idle(clause),
            )
    quoted = next((clause for clause in pack.chosen if clause.version.origin == "national"), None)
    if (
        quoted is not None
        and _holds(wordings[quoted.version.name], QUOTED_PARTY)
        and not any(_holds(word, QUOTED_PARTY) for word in explained)
    ):
        yield Breach(
            quoted.path,
            f"{quoted.version.name} speaks of “the provider”, and no clause says who that is",
            "choose “co-production/grant-quoted-text”, which is in the set “grant-co-production”",
        )


def _cure_of_idle(clause: ChosenClause) -> str:
    if clause.clause.needs:
        return f"choose “{short_name(clause.clause.needs[0])}”, whose words it explains, or take the clause out"
    return "take the clause out, or choose the newer version that explains quoted text apart"


def _holds(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}(?:s|’s)?\b", text) is not None


@rule("form-without-its-clause", "error", "")
def form_without_its_clause(pack: Pack) -> Iterator[Breach]:
    """A form of agreement without a clause that it needs

    The clauses for grant agreements speak of the Recipient, the Funded Activities and the Participants, and one clause
    says what these words mean and how quoted national wording is read. The rule asks for each clause that the edition
    file names under `needs`, once in the agreement.

    To fix this: choose the clause in the first service; for a grant agreement the set `grant-personalised-care` begins
    with it.

    Breaks it:

        contract: {form: grant}
        services:
          - specification: [grant-peer-support]
    """
    # One problem for each clause that is missing.
    for needed in pack.edition.needs:
        if first_serving(pack.chosen, needed) is None:
            yield Breach(
                ("services", 0, "specification"),
                f"a {pack.edition.words.agreement} needs {needed}, which says what its other clauses mean",
                f"add “{short_name(needed)}” under {needed.split('/')[1]}",
            )


SCHEDULES = {
    "specification": "service-specification",
    "development": "development-plan",
    "improvement": "improvement-plan",
    "system": "system-plan",
    "reporting": "reporting-requirements",
}


@rule("clause-not-printed", "error", "")
def clause_not_printed(pack: Pack) -> Iterator[Breach]:
    """A chosen clause that no document prints

    A clause that the contract chooses goes into a document for the parties. With the shipped document types it always
    does; an organisation's own `type.yaml` may leave the clause's place out, be made once a service though the place
    belongs to the whole contract, or be for the Commissioner only. A measure has a rule of its own,
    `measure-in-one-place`; a schedule that the form lacks is reported as `schedule-absent`.

    To fix this: put the place into `prints:` of a document type for the parties. One that prints `development`,
    `improvement`, `system` or `reporting` needs `per: contract`.

    Breaks it: a `templates/development-plan/type.yaml` of the organisation's own without `prints: [development]`, and a
    contract with a development plan."""
    # One problem for each clause, other than a measure, that no document for the parties prints.
    printed = {
        id(clause) for document in pack.documents if document.type.audience == "parties" for clause in document.clauses
    }
    for clause in pack.chosen:
        if id(clause) not in printed and SCHEDULES.get(clause.place) in pack.edition.schedules:
            yield Breach(
                clause.path,
                f"no document prints {clause.id}, which the contract chooses under “{clause.place}”",
                f"use a document type for the parties that prints “{clause.place}”",
            )


@rule("change-without-notice", "warning", "4.1 (stage 3)")
def change_without_notice(pack: Pack) -> Iterator[Breach]:
    """A change in the year without notice

    Where a contract is amended in the year, the notice periods of the contract and its technical guidance apply. The
    rule looks for a contract whose `date` is after the first day of its term and that says nothing under
    `in_year_notice`.

    To fix this: write under `in_year_notice` when and how notice was given. Of a contract that was only signed late
    write “change-without-notice: signed late on 10 May 2026” under `reasons`, with the day that is its date.

    Breaks it:

        contract:
          date: 2026-09-01
          term: {start: 2026-04-01, end: 2029-03-31}
    """
    # At most one problem.
    whole = pack.contract.content.contract
    if whole.date is not None and whole.date > whole.term.start and whole.in_year_notice is None:
        dated = "the contract is dated" if pack.contract.dated_by_its_file else "the change takes effect on"
        yield Breach(
            ("contract", "date"),
            f"{dated} {long_date(whole.date)}, after the term began on {long_date(whole.term.start)}, and no notice is "
            "recorded",
            "add “in_year_notice:” with when and how notice of the change was given"
            + f"; where the contract was only signed late, write “{signed_late(whole.date)}” under reasons"
            * pack.contract.dated_by_its_file,
        )


COMPONENTS = ("personalised-care-and-support-planning", "social-prescribing", "personal-health-budgets")
DOCUMENTS = {"dpia": "data protection impact assessment", "sharing_agreement": "information sharing agreement"}


@rule("information-governance-open", "warning", "2.3.6, 2.5.8, 2.7.7, 5.1.1, 5.1.2")
def information_governance_open(pack: Pack) -> Iterator[Breach]:
    """Information governance left open

    Care and support plans, social prescribing and personal health budgets bring together information from several
    organisations. An impact assessment weighs the risks, and an information sharing agreement says what is shared, why
    and on what legal basis. The rule looks for a contract that has wording on one of these components and names no data
    protection impact assessment (`dpia`) or no `sharing_agreement`.

    To fix this: name the document with its date or reference, or say that there is none and why.

    Breaks it:

        contract: {…without dpia and sharing_agreement…}
        services:
          - specification: [personalised-care-and-support-planning]
    """
    # A problem for each of the two documents that is not named.
    used = [
        component.title
        for component in pack.library.components
        if component.id in COMPONENTS and any(clause.component == component.id for clause in pack.at("specification"))
    ]
    for field, document in DOCUMENTS.items():
        if used and getattr(pack.contract.content.contract, field) is None:
            yield Breach(
                ("contract", field),
                f"the contract names no {document}, and has wording on: {'; '.join(used)}",
                f"add “{field}:” under contract with the document and its date or reference, or with the "
                f"reason there is none",
            )


ACTION = "personalised-care/development/equality"


@rule("no-equality-assessment", "warning", "3.2.5")
def no_equality_assessment(pack: Pack) -> Iterator[Breach]:
    """No assessment of equality and health inequalities

    All commissioners must assess their approaches to personalised care in regard to equality and health inequalities.
    The rule looks for a contract that names no `equality_assessment` and does not choose the development action that
    promises one by a date.

    To fix this: name the assessment with its date, or choose `personalised-care/equality` under `development`.

    Breaks it:

        contract: {…without equality_assessment…}
    """
    # At most one problem.
    if (
        pack.contract.content.contract.equality_assessment is None
        and first_serving(pack.at("development"), ACTION) is None
    ):
        yield Breach(
            ("contract", "equality_assessment"),
            "the contract names no assessment of equality and health inequalities",
            f"add “equality_assessment:” under contract with its title and date, or choose "
            f"“{short_name(ACTION)}” under development",
        )


@rule("agreed-but-not-approved", "warning", "")
def agreed_but_not_approved(pack: Pack) -> Iterator[Breach]:
    """An agreed contract with a clause that is not approved

    DRAFT leaves the pages only when every clause is approved, every value is there and the contract's status is
    “agreed”. The rule looks for that status while a chosen clause has no approval in force.

    To fix this: have the clauses approved, or take the status back.

    Breaks it:

        contract:
          status: agreed
    """
    # At most one problem: “clause-not-approved” names every such clause.
    waiting = [clause.version.name for clause in each_once(pack) if clause.approval is None]
    if waiting and pack.contract.content.contract.status == "agreed":
        yield Breach(
            ("contract", "status"),
            f"the contract’s status is “agreed”, but not every clause is approved: {a_few(waiting)}",
            "have them approved; until then DRAFT stays on every page",
        )


MOST_NAMED = 6
"""Open things that are named; of more, the number is said."""


@rule("agreed-but-open", "warning", "")
def agreed_but_open(pack: Pack) -> Iterator[Breach]:
    """An agreed contract in which something is left open

    A paper for signature has no gap. DRAFT leaves the pages only when every clause is approved, every value is there
    and says something, and the contract's status is “agreed”. The rule looks for that status while a value or a text is
    left open (TBC, “as above”), or an example stands in the place of this contract's own fact.

    To fix this: write what is meant, or take the status back.

    Breaks it:

        contract: {status: agreed}
        values:
          sdm_champion_post: to be agreed
    """
    # At most one problem, which names what keeps DRAFT on the pages.
    if pack.contract.content.contract.status != "agreed":
        return
    reasons = [f"{each.what} ({standing(pack, each.where)})" for each in pack.open]
    if reasons:
        more = len(reasons) - MOST_NAMED
        named = "; ".join(reasons[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
        yield Breach(
            ("contract", "status"),
            f"the contract’s status is “agreed”, and DRAFT stays on every page: {named}",
            "write what is meant, or take the status back",
        )


@rule("deviation-expired", "warning", "")
def deviation_expired(pack: Pack) -> Iterator[Breach]:
    """A local deviation whose last day has passed

    An adaptation of quoted wording may say until when its deviation holds (`deviation_until`). The rule looks for a
    chosen clause whose last day lies before the contract's date, or before the day that `specgen check --on` gives.

    To fix this: choose the wording that the adaptation is based on, or have a new version of the adaptation approved
    with a later day.

    Breaks it:

        contract:
          date: 2027-10-01
        services:
          - specification: [co-production/national-local]      # deviation_until: 2027-09-30
    """
    # One problem for each version whose deviation has ended by the contract's date.
    yield from _expired(pack, None, pack.contract.day)


def deviations_expired_on(pack: Pack, day: date) -> Iterator[Problem]:
    """One problem for each version whose deviation has ended by `day`, though it had not by the contract's date."""
    return (deviation_expired.at(pack, *found) for found in _expired(pack, pack.contract.day, day))


def _expired(pack: Pack, after: date | None, day: date) -> Iterator[Breach]:
    for clause in each_once(pack):
        until = clause.version.deviation_until
        if until is not None and until < day and (after is None or until >= after):
            reason = clause.version.change.rstrip(".")
            yield Breach(
                clause.path,
                f"{clause.version.name} deviates from {clause.version.based_on or 'the model wording'} until "
                f"{long_date(until)}, which has passed on {long_date(day)} (its reason: {reason})",
                f"choose {clause.version.based_on.partition('@')[0] or 'the model wording'}, or have a "
                f"version with a later last day approved",
            )


@rule("adaptation-of-older-wording", "warning", "")
def adaptation_of_older_wording(pack: Pack) -> Iterator[Breach]:
    """An adaptation of wording that has been renewed since

    An adaptation names the clause and version that it is based on. The rule looks for a chosen one, itself based on
    that wording or by way of another adaptation, where a contract of this date takes a newer version of it: what is
    new there is not in the adaptation.

    To fix this: read what changed, and have a version of the adaptation approved that is based on the newer wording, or
    choose that wording. If the older words are meant, nothing need be done.

    Breaks it:

        services:
          - specification: [co-production/national-local]      # based_on: co-production/specification/national@1
    """
    # Silent until a contract of that date would itself take the newer version.
    for clause in each_once(pack):
        for found in bases_behind(pack.library, clause.version, pack.contract.day):
            base = found.base
            yield Breach(
                clause.path,
                f"{found}, and what a contract of {long_date(pack.contract.day)} takes",
                f"read what changed (specgen clauses diff {base.clause_id} {base.number} {found.newest.number}) and "
                f"have a version of the adaptation approved that is based on {found.newest.name}, or choose that; if "
                f"the older words are meant, nothing need be done",
            )
