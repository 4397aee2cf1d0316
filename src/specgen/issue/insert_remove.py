"""A clause that was put into a specification taken out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from specgen.assembly.marks import short_key
from specgen.issue.insert import Insertion, moment, open_host
from specgen.issue.insert_plan import TAG_PREFIX
from specgen.issue.insert_upgrade import cannot, take_out
from specgen.problems import Location, Problem, has_errors
from specgen.word.byte_spans import Splice
from specgen.word.change_inside import CannotChangeError
from specgen.word.headings import Words
from specgen.word.new_lists import NewLists
from specgen.word.package import read_package
from specgen.word.prove_insertion import Change, prove_insertion
from specgen.word.put_in import put_in, tracking_of
from specgen.word.stamp import check_stamp
from specgen.word.standing import Standing, standing_controls


def remove(data: bytes, file: str, ids: Sequence[str], author: str, date: str, model: Mapping[Words, str]) -> tuple[Insertion | None, list[Problem]]:
    """The document with the clauses taken out as tracked deletions; one that is only proposed, by the same author, is withdrawn."""
    problems = check_stamp(author, date)
    host, faults = open_host(data, file, model)
    problems += faults
    if host is None or has_errors(problems):
        return None, problems
    tracking, faults = tracking_of(host, author, moment(date))
    problems += faults
    if tracking is None:
        return None, problems
    controls = standing_controls(host, TAG_PREFIX)
    splices: list[Splice] = []
    gone: list[Standing] = []
    for clause_id in dict.fromkeys(ids):
        found = [each for each in controls if each.tag.split(":")[1:2] == [short_key(clause_id)]]
        struck = [each for each in found if each.struck]
        if not found:
            problems.append(Problem("clause-not-there", f"no content control of {clause_id} stands in the file", Location(file), cure="“specgen review” says which clauses it holds"))
        if struck:
            problems.append(Problem("clause-struck", f"a tracked change takes {clause_id} out already", Location(file), severity="warning", cure="accept or reject it in Word"))
        for each in found:
            if each.struck:
                continue
            if each.mixed:
                problems.append(Problem("clause-open", f"{clause_id} has tracked changes in it", Location(file), cure="accept or reject them in Word, and run the command again"))
                continue
            try:
                splices += take_out(host, each, tracking)
                gone.append(each)
            except CannotChangeError as fault:
                problems.append(cannot(host, clause_id, fault))
    if has_errors(problems):
        return None, problems
    if not gone:
        return Insertion(data), problems
    made = put_in(host, (), splices, tracking, NewLists(host))
    result, faults = read_package(made.data, file)
    problems += faults
    if result is not None:
        problems += prove_insertion(host.package, result, Change((), tuple(each.tag for each in gone), renumbers=True))
    if has_errors(problems):
        return None, problems
    return Insertion(made.data, removed=tuple(dict.fromkeys(ids))), problems
