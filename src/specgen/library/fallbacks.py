"""Fallbacks: clauses that may be agreed in the place of another, in which order, and by whom.

They stay inside the organisation. Nothing that is written for the other party reads them: not the documents, not the
record inside them, not a reply. Source: how contract teams keep a negotiation playbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specgen.library.model import Clause, Component, Fallback
from specgen.problems import Problem, did_you_mean
from specgen.yamlfile import YamlDocument

FALLBACK_KEYS = ("fallback_of", "rank", "may_agree")


def read_fallback(
    given: Mapping[str, object], clause_id: str, document: YamlDocument, problems: list[Problem]
) -> Fallback | None:
    """What clause.yaml says of the clause as a fallback; None for a clause that is none, or of which it says too
    little."""
    told = [name for name in FALLBACK_KEYS if given.get(name)]
    if not told:
        return None

    def fault(name: str, message: str, cure: str) -> None:
        where = document.place((name,))
        problems.append(Problem("fallback-unfit", message, where, cure=cure, excerpt=document.excerpt(where)))

    if missing := [name for name in FALLBACK_KEYS if name not in told]:
        fault(told[0], f"a fallback needs “{missing[0]}” too", "give fallback_of, rank and may_agree, or none of them")
        return None
    parts = str(given["fallback_of"]).split("/")
    component, place, _ = clause_id.split("/")
    of = f"{parts[0]}/{place}/{parts[-1]}" if len(parts) == 2 else "/".join(parts)
    rank = str(given["rank"])
    if of.split("/")[:2] != [component, place] or of == clause_id:
        fault("fallback_of", "a fallback belongs to a clause of its own component and place", "name that clause")
        return None
    if not rank.isascii() or not rank.isdigit() or not 0 < int(rank[:4]) < 1_000 or len(rank) > 3:
        fault("rank", f"“{rank[:40]}” is no rank", "write a whole number: 1 is offered before 2")
        return None
    return Fallback(of, int(rank), str(given["may_agree"]))


def fallback_faults(
    clauses: Mapping[str, Clause], every: Mapping[str, Clause], components: tuple[Component, ...]
) -> Iterator[Problem]:
    """What is wrong between fallbacks and the clauses that they are of. `every` has the clauses of the library beside
    this one too."""
    ranks: dict[tuple[str, int], str] = {}
    for clause in every.values():
        if clause.fallback is None:
            continue
        of, rank = clause.fallback.of, clause.fallback.rank
        other = ranks.setdefault((of, rank), clause.id)
        if clause.id not in clauses and other not in clauses:
            continue
        if of not in every:
            yield Problem(
                "fallback-unfit",
                f"no clause is called “{of}”",
                clause.location,
                suggestion=did_you_mean(of, every),
                cure="name the clause that it may stand in for",
            )
        elif every[of].fallback is not None:
            yield Problem(
                "fallback-unfit",
                f"{of} is a fallback itself",
                clause.location,
                cure="name the clause that is offered first, and give a rank",
            )
        if other != clause.id:
            yield Problem(
                "fallback-unfit",
                f"{other} has the rank {rank} too",
                clause.location,
                cure="give each fallback of a clause a rank of its own",
            )
    for component in components:
        for name, ids in component.sets.items():
            for each in ids:
                if each in every and every[each].fallback is not None:
                    yield Problem(
                        "fallback-unfit",
                        f"the fallback {each} stands in the set “{name}”, so it would be chosen by default",
                        every[each].location,
                        cure="take it out of the set",
                    )
