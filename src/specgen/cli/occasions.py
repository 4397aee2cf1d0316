"""`specgen vary`, `succeed` and `intentions`: contracts gone through on an occasion, and the documents that it asks
for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar, get_args

import click
from msgspec import Struct
from msgspec.structs import replace

from specgen import exit_codes
from specgen.cli.build import files_argument, folder_and_book, put_book
from specgen.cli.occasion_words import (
    LetterTally,
    OccasionWords,
    SuccessionTally,
    VariationTally,
    considered_json,
    print_considered,
    print_succeeded,
    print_varied,
    succeeded_json,
    varied_json,
)
from specgen.cli.output import (
    GivenPath,
    NewFile,
    as_usage,
    base_option,
    date_option,
    format_option,
    hide_under_option,
    number,
    refuse_overwriting,
    today,
    workers_option,
    writes_option,
)
from specgen.cli.register import register_of
from specgen.cli.run import ShownRun, alone, named_from, of_many, refused, summary_of, wait_option
from specgen.issue.build import NamedReading
from specgen.issue.issued import copied_packs, issued_places, packs_of_others
from specgen.issue.occasions.intentions import Considered, Intentions, IntentionTerms
from specgen.issue.occasions.occasion import Occasion, Proposer, VariationTerms, prepare
from specgen.issue.occasions.succession import (
    Successions,
    SuccessionTerms,
    all_parties,
    as_succeeded,
    is_called,
    to_decide,
)
from specgen.issue.occasions.variation import SentVariations, Variations, VariationSummary, varied_by
from specgen.issue.portfolio.portfolio import Batch, Prepared, open_batch
from specgen.issue.portfolio.summary import RunSummary
from specgen.issue.sources import Reading, Readings
from specgen.problems import Problem, Severity, did_you_mean
from specgen.shared_work import WORTH_SHARING, BrokenOffError, Workers
from specgen.word.redline.redline import ExistingChanges
from specgen.wording.gaps import LEFT_TO_DECIDE, name_left_open
from specgen.writing import Disk
from specgen.yamlfile import FORBIDDEN

_since_option = click.option(
    "--since",
    required=True,
    type=GivenPath(file_okay=False),
    metavar="ISSUED-FOLDER",
    help="The folder of what was issued: the one that the contracts were built into. Nothing in it is changed.",
)
_Comes = TypeVar("_Comes", bound=Prepared)


def _refuse_odd_lines(*given: tuple[str, str | None]) -> None:
    """Refuse what is not one line of text; what is not given is left."""
    for option, text in given:
        if text is not None and (
            not text.strip() or len(text.splitlines()) > 1 or len(text) > 1000 or FORBIDDEN.search(text)
        ):
            raise click.BadParameter("it must be one line of text, and not empty", param_hint=option)
        if text is not None and name_left_open(text.strip()) == text.strip():
            raise click.BadParameter(f"“{text.strip()}” leaves open what a letter would print", param_hint=option)


def _go_through(
    occasion: Occasion[_Comes],
    readings: Iterable[Reading],
    run: ShownRun,
    words: OccasionWords[_Comes],
    *,
    plan: bool,
    sum_up: Callable[[_Comes], None] | None = None,
    elsewhere: Callable[[Iterable[NamedReading]], Iterable[_Comes]] | None = None,
    varied: bool = False,
) -> None:
    """Carry out what comes of each contract, unless it is only planned; count it, say it, and hand it to the
    summary. `elsewhere` is how other processes do so."""
    disk = Disk()
    with run.under_way():
        for one in prepare(occasion, readings, run.stop, elsewhere, varied=varied):
            done = one if plan or elsewhere is not None else one.written(disk)
            words.tally.add_found(done)
            if sum_up is not None:
                sum_up(done)
            run.tell(done, words.show, words.as_json, words.under(done))


@click.command()
@files_argument
@date_option(
    "--effective",
    help="The day on which the variations take effect, such as 2026-10-01. Clause versions in force on that day "
    "are chosen, where none is pinned.",
    required=True,
)
@_since_option
@writes_option(
    click.Path(path_type=Path),
    "The folder for the variations; each contract that changes gets a folder in it. With --plan also a second "
    "time, FILE.xlsx: a workbook of the plan, to read and to send.",
    name="outs",
    multiple=True,
)
@base_option
@click.option(
    "--proposed-by",
    type=click.Choice(get_args(Proposer)),
    help="The party that proposes the variations, where the contract does not say; else the co-ordinating "
    "Commissioner.",
)
@date_option("--proposed-on", help="The date of proposal, where the contract does not give it.")
@date_option(
    "--agreed-on", help="The date of the agreements, where the contract does not give it; else the line is left open."
)
@click.option("--author", help="The name that stands on the tracked changes; else the proposer's.")
@date_option(
    "--date",
    "dated",
    help="The date that stands on the tracked changes; else the date of proposal, else that of --effective.",
)
@click.option(
    "--existing",
    type=click.Choice(get_args(ExistingChanges)),
    default="refuse",
    show_default=True,
    help="What to do with tracked changes that an issued document already holds: refuse it, or take them as "
    "accepted or rejected.",
)
@click.option(
    "--succeeded",
    multiple=True,
    metavar="PARTY",
    help="A Commissioner whose place another has taken by a successor notice that was given: its ODS code, or its name "
    "as issued. Several may be named. The successor varies the contract and signs.",
)
@click.option(
    "--without-tracked",
    is_flag=True,
    help="Write a pack although the tracked changes of a document cannot be shown; the list of changes says so.",
)
@click.option(
    "--draft",
    is_flag=True,
    help="Vary although values are missing: each gap is visible in the document and named here.",
)
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each contract.")
@workers_option
@wait_option
@format_option
def vary(
    files: tuple[Path, ...],
    effective: date,
    since: Path,
    outs: tuple[Path, ...],
    base: Path | None,
    proposed_by: Proposer | None,
    proposed_on: date | None,
    agreed_on: date | None,
    author: str | None,
    dated: date | None,
    existing: ExistingChanges,
    succeeded: tuple[str, ...],
    without_tracked: bool,
    draft: bool,
    plan: bool,
    workers: int | None,
    wait: bool,
    form: str,
) -> int:
    """Write a variation pack for each contract that changes. FILE is a contract file, a folder of them, or a register.

    What was issued is compared with what the contracts and the clause library say now. A pack holds the
    variation agreement, each revised schedule clean and as tracked changes against the issued one, and a list
    of changes. Contracts that do not change get none and are listed; so are, of a folder or a register,
    contracts that were issued and are not in the run. A pack is written whole or not at all.

    \b
    Examples:
      specgen vary contract.yaml --effective 2026-10-01 --since issued -o variation
      specgen vary register.xlsx --effective 2026-10-01 --since issued -o variations --plan
      specgen vary contract.yaml --effective 2026-10-01 --since issued -o variation --proposed-on 2026-07-20 \
--author "Contracts team"
    """
    out, book = folder_and_book(outs, planned=plan)
    if out.resolve() == since.resolve():
        raise click.UsageError(
            "--since and -o name the same folder; what was issued is kept, and the variations need a folder "
            "of their own"
        )
    batch = as_usage(open_batch, files, out, base, draft=draft, own_files=False, today=today())
    if batch.refused:
        return refused(batch, form)
    terms = VariationTerms(
        effective, proposed_by, proposed_on, agreed_on, author, dated, existing, without_tracked, succeeded
    )
    given = _Given(batch, files, since, out, book, draft, plan, workers, form)
    return _varied(given, terms) if plan else alone(out, form, lambda: _varied(given, terms), wait=wait)


class _Given(Struct, frozen=True):
    """What the command line of a run of variations or letters says."""

    batch: Batch
    files: tuple[Path, ...]
    since: Path
    out: Path
    book: Path | None
    draft: bool
    plan: bool
    workers: int | None
    form: str


def _varied(given: _Given, terms: VariationTerms) -> int:
    """Vary, and say it; the exit code."""
    batch, files, book, form, plan = given.batch, given.files, given.book, given.form, given.plan
    tally, summary = VariationTally(terms.succeeded), None if plan else summary_of(VariationSummary, batch, files)
    shown_in = VariationSummary(*named_from(batch, files)) if book is not None else summary
    run = ShownRun(batch, tally, form=form, summary=summary, issued=given.since)
    run.begin()
    variations = Variations(batch.precedents, given.since, given.out, terms, given.draft)
    work = batch.work
    since, out, draft = given.since, given.out, given.draft
    sent = SentVariations(Path(work.start), work.inputs, since, out, terms, draft, not plan, work.today)
    ending: list[Problem] = []
    try:
        with Workers(given.workers, files) as ready:
            executor = ready.executor(len(batch), WORTH_SHARING)
            _go_through(
                variations,
                batch.readings,
                run,
                OccasionWords(tally, print_varied, varied_json),
                plan=plan,
                sum_up=shown_in.add_varied if shown_in is not None else None,
                elsewhere=varied_by(executor, sent, batch.precedents.library, run.stop, run.progress.show)
                if executor is not None
                else None,
                varied=True,
            )
    except BrokenOffError as fault:
        run.broken = True
        ending = [fault.problem]
    ending += [] if run.ended_early else batch.readings.base_problems
    if not run.ended_early and of_many(batch, files):
        others, faults = packs_of_others(variations.places, tally.references)
        tally.others = [pack.record.contract.reference for pack in others]
        ending += faults
        if shown_in is not None:
            shown_in.add_others(others)
    elif not run.ended_early:
        ending += variations.places.problems
    run.sum_up(ending)
    code, unknown = run.exit_code, [] if run.ended_early else list(map(_nobody_in_place_of, tally.in_place))
    run.take(unknown)
    run.end(plan=plan)
    put_book(run, shown_in, book, form)
    return max(code, exit_codes.PROBLEMS if unknown else code)


def _nobody_in_place_of(party: str) -> Problem:
    message = f"in place of {party} no contract of this run has another Commissioner than it was issued with"
    cure = "correct --succeeded; it takes the ODS code or the name that the issued contracts have"
    return Problem("not-a-party", message, cure=cure)


# `specgen succeed`: a party's successor over many contracts, with a notice for each contract in which the party stands.


@click.command()
@files_argument
@click.option(
    "--party",
    "parties",
    required=True,
    multiple=True,
    metavar="OLD",
    help="The party that is succeeded: its ODS code, or its name as the contracts have it. Several may be named.",
)
@click.option("--name", required=True, help="The successor's name.")
@click.option("--ods", metavar="CODE", help="The successor's ODS code.")
@click.option("--no-ods", metavar="REASON", help="Why the successor has no ODS code; in place of --ods.")
@click.option(
    "--transfer-scheme",
    "scheme",
    required=True,
    metavar="TEXT",
    help="The transfer scheme under which the successor takes the party's place, as it is to be cited.",
)
@date_option("--effective", help="The day on which the successor takes the place, such as 2027-04-01.", required=True)
@writes_option(
    click.Path(file_okay=False, path_type=Path), "The folder for the notices; each contract gets a folder in it."
)
@date_option("--dated", help="The date of the notices; else the line is left open.")
@click.option("--signatory", metavar="POST", help="The post that signs for the successor; else the line is left open.")
@click.option(
    "--register",
    "register",
    type=NewFile(".xlsx"),
    metavar="FILE.xlsx",
    help="Write a register of all contracts with the successor in the party's place, as a new file.",
)
@click.option(
    "--variations",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write variations too, into this folder: what was issued (--since) against the contracts with the successor.",
)
@click.option(
    "--since",
    type=GivenPath(file_okay=False),
    metavar="ISSUED-FOLDER",
    help="The folder of what was issued. Contracts that were issued and are not in this run are named, and the other "
    "way round; with --variations it is what is varied.",
)
@base_option
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each contract.")
@wait_option
@format_option
def succeed(
    files: tuple[Path, ...],
    parties: tuple[str, ...],
    name: str,
    ods: str | None,
    no_ods: str | None,
    scheme: str,
    effective: date,
    out: Path,
    dated: date | None,
    signatory: str | None,
    register: Path | None,
    variations: Path | None,
    since: Path | None,
    base: Path | None,
    plan: bool,
    wait: bool,
    form: str,
) -> int:
    """Write a successor notice for each contract in which a party stands that is succeeded by another, as when
    boards merge.

    The notice cites the transfer scheme and varies nothing. Contracts in which the party does not stand are
    listed. What is to be changed in the contract files or the register is said line by line; --register writes
    the changed register as a new file. No contract file is changed.

    \b
    Examples:
      specgen succeed contracts --party X9A01 --name "NHS Coast Board" --ods X9Z01
        --transfer-scheme "the Northbrook Transfer Scheme 2027" --effective 2027-04-01 -o notices --plan
    """
    terms = _terms(parties, name, ods, no_ods, scheme, effective, dated, signatory)
    _refuse_folders(out, variations, since)
    if register is not None and not plan:
        refuse_overwriting(register)
    batch = as_usage(open_batch, files, out, base, draft=False, own_files=False, today=today())
    if batch.refused:
        return refused(batch, form)

    given = _Notices(batch, files, out, terms, register, variations, since, plan, form)
    return _noticed(given) if plan else alone(out, form, lambda: _noticed(given), wait=wait)


class _Notices(Struct, frozen=True):
    """What the command line of a run of successor notices says."""

    batch: Batch
    files: tuple[Path, ...]
    out: Path
    terms: SuccessionTerms
    register: Path | None
    variations: Path | None
    since: Path | None
    plan: bool
    form: str


def _noticed(given: _Notices) -> int:
    """Write the notices, and say it; the exit code."""
    batch, plan = given.batch, given.plan
    tally, summary = SuccessionTally(), None if plan else summary_of(RunSummary, batch, given.files)
    # Notices print no clause, so approvals matter to the variations alone.
    issued = given.since if given.variations is not None else None
    run = ShownRun(batch, tally, form=given.form, summary=summary, issued=issued)
    if given.variations is not None:
        run.told["variations"] = []
    run.begin()
    _go_through(
        Successions(batch.precedents, given.out, given.terms),
        batch.readings,
        run,
        OccasionWords(tally, print_succeeded, succeeded_json),
        plan=plan,
        sum_up=summary.add_found if summary is not None else None,
    )
    run.sum_up([] if run.ended_early else batch.readings.base_problems)
    code, lines = (run.exit_code, []) if run.ended_early else _beside_the_notices(given, run, tally)
    run.end(plan=plan, lines=lines, stopped=code == exit_codes.INTERRUPTED)
    return code


def _beside_the_notices(given: _Notices, run: ShownRun, tally: SuccessionTally) -> tuple[int, list[str]]:
    """The parties that stand nowhere, the register and the variations: the exit code, and what is said at the end."""
    batch, terms, code, lines = given.batch, given.terms, run.exit_code, []
    nowhere = not tally.states["notice"] and not tally.failed
    if nowhere or len(terms.parties) > 1:
        run.take(_standing_nowhere(terms, batch.readings, severity="error" if nowhere else "warning"))
        code = max(code, exit_codes.PROBLEMS if nowhere else code)
    if given.register is not None and not given.plan:
        line, lost = _write_register(given.register, batch, terms)
        run.take(lost)
        lines.append(line)
        code = max(code, exit_codes.PROBLEMS if lost else code)
    if given.variations is not None and given.since is not None:
        code = max(code, _vary(run, given, given.variations, given.since))
    if given.since is not None:
        run.take(_held_against_issued(tally, given.since, batch.readings))
    return code, lines


def _held_against_issued(tally: SuccessionTally, since: Path, readings: Readings) -> list[Problem]:
    """Which contracts were issued and are not in the run, and which of the run were never issued there: packs are found
    by their records, as `vary`, `impact` and `review` find them."""
    places = issued_places(since)
    references = [reading.contract.reference for reading in readings if reading.contract is not None]
    others, problems = packs_of_others(places, references)
    tally.others = [pack.record.contract.reference for pack in others]
    tally.never_issued = [reference for reference in dict.fromkeys(references) if not places.of(reference)]
    return [*copied_packs(places), *problems]


def _refuse_folders(out: Path, variations: Path | None, since: Path | None) -> None:
    if variations is not None and since is None:
        raise click.UsageError(
            "--variations and --since belong together: what was issued is compared with the contracts as they then read"
        )
    folders = [folder.resolve() for folder in (out, variations, since) if folder is not None]
    if len(set(folders)) < len(folders):
        raise click.UsageError(
            "-o, --variations and --since name one folder twice; notices, variations and what was issued need "
            "a folder each"
        )


def _standing_nowhere(terms: SuccessionTerms, readings: Readings, severity: Severity) -> list[Problem]:
    """A problem for each of the parties that no contract has, with the one that may be meant."""
    known = [
        party for reading in readings if reading.contract is not None for party in all_parties(reading.contract.content)
    ]
    called = [*(party.ods_code for party in known if party.ods_code), *(party.name for party in known)]
    return [
        Problem(
            "not-a-party",
            f"no contract has the party {given}",
            severity=severity,
            suggestion=did_you_mean(given, called),
            cure="give its ODS code, or its name as the contracts have it",
        )
        for given in terms.parties
        if not any(is_called(party, given) for party in known)
    ]


def _terms(
    parties: tuple[str, ...],
    name: str,
    ods: str | None,
    no_ods: str | None,
    scheme: str,
    effective: date,
    dated: date | None,
    signatory: str | None,
) -> SuccessionTerms:
    if (ods is None) == (no_ods is None):
        raise click.UsageError("give the successor's ODS code with --ods, or the reason why it has none with --no-ods")
    if ods is not None and not re.fullmatch(r"[A-Za-z0-9]{2,12}", ods):
        raise click.BadParameter(
            f"“{ods}” is not an ODS code; it has letters and digits only, such as QXX or RTH", param_hint="--ods"
        )
    _refuse_odd_lines(("--name", name), ("--transfer-scheme", scheme), *(("--party", party) for party in parties))
    _refuse_odd_lines(("--no-ods", no_ods or None), ("--signatory", signatory or None))
    return SuccessionTerms(
        parties,
        name.strip(),
        scheme.strip(),
        effective,
        ods.upper() if ods else None,
        no_ods.strip() if no_ods else None,
        dated,
        signatory.strip() if signatory else None,
    )


def _write_register(file: Path, batch: Batch, terms: SuccessionTerms) -> tuple[str, list[Problem]]:
    """What became of the register with the successor, and the contracts that no register can hold."""
    succeeded = _AsSucceeded(batch.readings, terms, over_gaps=True)
    written, problems = register_of(file, succeeded, batch.precedents.library)
    left_out = len(batch.readings) - written
    said = f" {number(left_out, 'contract')} left out." if left_out else ""
    if succeeded.gaps:
        said += f" {number(succeeded.gaps, 'gap')} in it to decide, each beginning with “{LEFT_TO_DECIDE.strip()}”."
    # What else is wrong with a contract the notices have said.
    lost = [problem for problem in problems if problem.slug == "register-cannot-hold"]
    return f"{number(written, 'contract')} with the successor written to {file}.{said}", lost


class _AsSucceeded:
    """The readings with the successor in the party's place, read anew each time they are gone through.

    What is left to decide is a gap in a register (`over_gaps`), where a gap can stand; else it is an error."""

    def __init__(self, readings: Readings, terms: SuccessionTerms, *, over_gaps: bool = False) -> None:
        self._readings, self._terms, self._over_gaps = readings, terms, over_gaps
        self.gaps = 0

    def __iter__(self) -> Iterator[Reading]:
        self.gaps = 0
        for reading in self._readings:
            if reading.contract is None:
                yield reading
                continue
            contract, left = as_succeeded(reading.contract, self._terms)
            if left and not (self._over_gaps and all(each.markable for each in left)):
                left_open = to_decide(reading.contract, self._terms, "error")
                reference, problems = reading.contract.reference, (*reading.problems, *left_open)
                yield replace(reading, contract=None, problems=problems, reference=reference)
            else:
                self.gaps += len(left)
                yield replace(reading, contract=contract)


def _vary(notices: ShownRun, given: _Notices, out: Path, since: Path) -> int:
    """The variations with the successor in the party's place, said before the notices are counted; the exit code."""
    tally, terms, plan = VariationTally(), given.terms, given.plan
    run = ShownRun(given.batch, tally, form=given.form)
    _go_through(
        Variations(
            given.batch.precedents,
            since,
            out,
            VariationTerms(terms.effective, succeeded=(*terms.parties, terms.ods_code or terms.name)),
        ),
        _AsSucceeded(given.batch.readings, terms),
        run,
        OccasionWords(tally, print_varied, varied_json),
        plan=plan,
        varied=True,
    )
    notices.told["variations"] = run.told["contracts"]
    if given.form == "text":
        for line in (*tally.lines(out, plan=plan), *run.how_far()):
            click.echo(line)
    return run.exit_code


# `specgen intentions`: a letter to each Provider about all of its contracts that would change, before it is binding.


@click.command()
@files_argument
@date_option(
    "--effective",
    help="The day from which the changes are intended, such as 2027-04-01. Clause versions in force on that day "
    "are compared.",
    required=True,
)
@_since_option
@writes_option(
    click.Path(file_okay=False, path_type=Path), "The folder for the letters; each Provider gets a folder in it."
)
@base_option
@date_option("--dated", help="The date of the letters; else the line is left open.")
@date_option("--reply-by", help="The day by which an answer is asked for; else none is named.")
@click.option(
    "--signatory",
    metavar="POST",
    help="The post that signs; else the signatory that the contracts give for the co-ordinating Commissioner.",
)
@click.option(
    "--returns",
    "returned",
    type=GivenPath(),
    metavar="FOLDER",
    help="The workbooks of returns that came from Providers: each letter says how the latest figures stand.",
)
@hide_under_option("Hide every returned count under N.")
@click.option("--draft", is_flag=True, help="Go on although values are missing.")
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each letter.")
@wait_option
@format_option
def intentions(
    files: tuple[Path, ...],
    effective: date,
    since: Path,
    out: Path,
    base: Path | None,
    dated: date | None,
    reply_by: date | None,
    signatory: str | None,
    returned: Path | None,
    least: int,
    draft: bool,
    plan: bool,
    wait: bool,
    form: str,
) -> int:
    """Write a letter of commissioning intentions to each Provider whose contracts would change.

    What was issued is compared with what the contracts and the clause library say now, as for a variation. A
    letter says in plain words what would change in all contracts of one Provider; it binds nobody. Contracts
    that would not change are listed.

    \b
    Examples:
      specgen intentions contracts --effective 2027-04-01 --since issued -o letters --plan
      specgen intentions register.xlsx --effective 2027-04-01 --since issued -o letters --dated 2026-10-05 \
--reply-by 2026-11-30
    """
    if out.resolve() == since.resolve():
        raise click.UsageError(
            "--since and -o name the same folder; what was issued is kept, and the letters need a folder of their own"
        )
    _refuse_odd_lines(("--signatory", signatory))
    batch = as_usage(open_batch, files, out, base, draft=draft, own_files=False, today=today())
    if batch.refused:
        return refused(batch, form)
    reported, faults = _latest_returns(returned, since, dated, least)
    terms = IntentionTerms(effective, dated, reply_by, signatory, reported)
    given = _Given(batch, files, since, out, None, draft, plan, None, form)
    return (
        _lettered(given, terms, faults)
        if plan
        else alone(out, form, lambda: _lettered(given, terms, faults), wait=wait)
    )


def _latest_returns(
    returned: Path | None, since: Path, day: date | None, least: int
) -> tuple[Mapping[str, Sequence[tuple[str, str]]], list[Problem]]:
    """How the latest figures that came back stand, by contract."""
    if returned is None:
        return {}, []
    # Read where it is asked for: a letter without returns needs nothing of them.
    from specgen.cli.reported.files import read_all
    from specgen.reported_figures.shown import latest_by_contract

    found, problems = read_all([returned], since, day, least)
    return latest_by_contract(found) if found is not None else {}, problems


def _lettered(given: _Given, terms: IntentionTerms, faults: list[Problem]) -> int:
    """Write the letters, and say it; the exit code."""
    batch, plan = given.batch, given.plan
    tally, summary = LetterTally(), None if plan else summary_of(RunSummary, batch, given.files)
    run = ShownRun(batch, tally, form=given.form, summary=summary, issued=given.since)
    run.told["letters"] = []
    run.begin()
    run.take(faults)
    _go_through(
        Intentions(batch.precedents, given.since, given.out, terms, given.draft),
        batch.readings,
        run,
        OccasionWords(
            tally,
            print_considered,
            considered_json,
            lambda done: "contracts" if isinstance(done, Considered) else "letters",
        ),
        plan=plan,
        sum_up=summary.add_found if summary is not None else None,
    )
    run.sum_up([] if run.ended_early else batch.readings.base_problems)
    run.end(plan=plan)
    return run.exit_code
