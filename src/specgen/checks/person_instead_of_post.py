"""A person's name where a post belongs

A contract names posts, not people: people leave, and the contract goes to others. The rule looks at the values that ask for a post, and at the leads and the signatory in the contract file, for a title (Mr, Mrs, Ms, Miss, Mx, Dr, Prof) before a name, or for two or three words with capital letters none of which is usual in a post.

To mend it: write the post, such as “Head of community nursing”. Where the words are the post's own, nothing need be done.

Breaks it:

    values:
      sdm_champion_post: Dr Jane Carter
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.problems import Location, Problem, Severity

SLUG = "person-instead-of-post"
SEVERITY: Severity = "warning"
SECTION = ""

POST_WORDS = frozenset(re.findall(r"[\w-]+", """
accountable accountant administrator adviser advisor advocate allied analyst assistant associate auditor board business caldicott care
caseworker chair champion chief clerk clinical clinician co-ordinator coach commissioner commissioning community consultant contract
contracts controller coordinator counsellor data deputy designated development dietitian digital director doctor executive facilitator
finance general governance gp guardian head health information inspector integrated joint lead leader lecturer legal liaison link locality
manager matron medical member midwife navigator network nurse nursing occupational officer operating operations paramedic partner partnership
partnerships patient performance pharmacist physiotherapist planner practice practitioner primary principal professional programme project
protection psychiatrist psychologist public quality receptionist registrar representative responsible safeguarding secretary senior service
services sister social solicitor specialist staff strategic supervising supervisor surgeon system team technician therapies therapist
trainer transformation treasurer trustee ward worker
"""))
"""Words, in small letters, of which a post in capitals usually has one."""

_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\b\.? +[A-Z]")
_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each place with what looks like a name."""
    found = {where: text for where, text in _posts(pack) if looks_like_a_person(text)}
    for where, text in found.items():
        yield _BREACH.at(pack, where, f"“{text}” looks like a person’s name, and a post is asked for here",
                         "write the post; if these words are the post’s own, nothing need be done")


def looks_like_a_person(text: str) -> bool:
    """Whether the text has a title before a name, or is two or three capitalised words without a word usual in a post."""
    if _TITLED.search(text):
        return True
    words = text.split()
    capitalised = all(word[0].isupper() and not any(letter.isdigit() for letter in word) for word in words)
    known = {word.casefold() for word in re.findall(r"[\w-]+", text)} & POST_WORDS
    return len(words) in (2, 3) and capitalised and not known and not text.isupper()


def _posts(pack: Pack) -> Iterator[tuple[Location, str]]:
    contract, content = pack.contract, pack.contract.content
    for clause in pack.chosen:
        for name, where in clause.origins.items():
            if clause.clause.placeholders[name].kind == "post":
                yield where, str(clause.printed[name])
    for index, service in enumerate(content.services):
        for name in ("commissioner_lead", "provider_lead"):
            yield contract.place("services", index, name), getattr(service, name) or ""
    yield contract.place("provider", "signatory"), content.provider.signatory or ""
    for index, party in enumerate(content.commissioners):
        if party.section_75 is not None:
            yield contract.place("commissioners", index, "section_75", "lead"), party.section_75.lead
