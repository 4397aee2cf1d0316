"""The contract against itself: what it says in one place and denies, forgets or says again in another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, combinations

from specgen.assembly.choose import ChosenClause
from specgen.assembly.edition import Edition
from specgen.assembly.left_open import KeyPath
from specgen.assembly.pack import Pack
from specgen.assembly.values import contact_in
from specgen.checks.rule import Breach, rule, serves_as, service_name, services, texts, whose, wording
from specgen.kept import kept_with_it
from specgen.library.model import ClauseVersion, Library, short_name
from specgen.problems import Location
from specgen.wording.gaps import none_mark
from specgen.wording.wording import plain_text

_WHOM = re.compile(r"_(?:criteria|conditions|groups|cohort|eligibility|people)$")
"""The names of values that say for whom a clause is."""


@rule("clauses-exclude-one-another", "warning", "2.6.4")
def clauses_exclude_one_another(pack: Pack) -> Iterator[Breach]:
    """Two clauses that exclude each other, for the same people

    An intervention is delivered or referred to, and a measure stands once: a clause that excludes another says so in
    its clause.yaml. The rule looks for two such clauses in one service, or in one schedule of the whole contract, that
    are for the same people. Where each has values of its own that say for whom it is, and they differ, both may stand.
    It also looks for one clause that stands twice there and differs in no words, only in a date, an interval, a figure
    or a post: then nobody can say which of the two holds.

    To fix this: take one of the two out, or give each its own groups of people under its own “values:”.

    Breaks it:

        specification:
          - supported-self-management/peer-support-delivered
          - supported-self-management/peer-support-referred
    """
    # One problem for each pair, at the later of the two.
    of_service: dict[int | None, list[ChosenClause]] = {}
    for clause in pack.chosen:
        of_service.setdefault(clause.service, []).append(clause)
    for one, other in chain.from_iterable(map(_may_contradict, of_service.values())):
        if one.id == other.id and (differs := _in_no_words(one, other)) is not None:
            yield Breach(
                other.path,
                f"“{other.version.title}” stands twice, and the two differ in nothing"
                f"{' but ' if differs else ''}{', '.join(differs)}",
                "take one of the two out, or say by its own values for whom or what each is",
            )
        if (one.clause.excludes or other.clause.excludes) and _exclude(one, other) and not _for_others(one, other):
            yield Breach(
                other.path,
                f"{whose(pack, one.service)} has “{one.version.title}” and “{other.version.title}” for the same "
                "people, and the one excludes the other",
                f"take one of the two out ({short_name(one.id)}, {short_name(other.id)}), or give each its own groups "
                f"of people",
            )


def _may_contradict(clauses: Sequence[ChosenClause]) -> Iterator[tuple[ChosenClause, ChosenClause]]:
    """Every two of which one excludes others, or that are one clause: few, where there are many clauses."""
    same: dict[str, list[int]] = {}
    pairs: set[tuple[int, int]] = set()
    for number, clause in enumerate(clauses):
        numbers = same.setdefault(clause.clause.id, [])
        pairs.update((before, number) for before in numbers)
        numbers.append(number)
        if clause.clause.excludes:
            pairs.update((min(number, each), max(number, each)) for each in range(len(clauses)) if each != number)
    return ((clauses[one], clauses[other]) for one, other in sorted(pairs))


def _exclude(one: ChosenClause, other: ChosenClause) -> bool:
    return any(serves_as(other, said) for said in one.clause.excludes) or any(
        serves_as(one, said) for said in other.clause.excludes
    )


def _in_no_words(one: ChosenClause, other: ChosenClause) -> list[str] | None:
    """The values in which two choices of one clause differ; None where one of these is words."""
    differs = [name for name in one.origins.keys() & other.origins.keys() if one.printed[name] != other.printed[name]]
    of_words = any(one.clause.placeholders[name].kind in ("text", "list", "choice") for name in differs)
    return None if of_words else sorted(differs)


def _for_others(one: ChosenClause, other: ChosenClause) -> bool:
    """Whether a value that says for whom the clause is differs between the two."""
    shared = one.printed.keys() & other.printed.keys()
    return any(_WHOM.search(name) and one.printed[name] != other.printed[name] for name in shared)


@rule("clause-needs-another", "warning", "")
def clause_needs_another(pack: Pack) -> Iterator[Breach]:
    """A clause without one that it needs

    A clause may rest on another: it uses what the other sets out. Its clause.yaml then names the other under
    `needs`. The rule looks for such a clause whose service, or whose contract, has not the other, nor an adaptation
    of it. Where the words of the clause point to the other's text, by its heading or as “the national wording”,
    they would point to nothing: an error. An adaptation is no quoted text. A grant agreement is one document, in
    which the text may stand with any of the activities.

    To fix this: choose the other clause too.

    Breaks it:

        specification:
          - personal-health-budgets/delegation
    """
    # One problem for each clause that is missing.
    there: dict[str, set[int | None]] = {}
    printed: dict[ClauseVersion, set[int | None]] = {}
    for clause in pack.chosen:
        for named in (clause.id, clause.version.based_on.partition("@")[0]):
            there.setdefault(named, set()).add(clause.service)
        printed.setdefault(clause.version, set()).add(clause.service)
    for clause in pack.chosen:
        pointed = texts_pointed_to(clause.version, pack.library)
        for needed in (each for each in clause.clause.needs if each not in pointed):
            found = there.get(needed, set())
            if not (found if clause.service is None else found & {clause.service, None}):
                yield _resting(clause, needed)
        for holds, heading in {title: (each, title) for each, title in pointed.items()}.values():
            meant = (each for each in printed if _is_the_text(each, holds, heading, clause.version))
            standing: set[int | None] = set().union(*map(printed.__getitem__, meant))
            anywhere = clause.service is None or not pack.edition.schedules
            if not (standing if anywhere else standing & {clause.service, None}):
                where = "in another service alone" if standing else "nowhere"
                said = _resting(clause, holds)
                yield said._replace(
                    message=f"{said.message}; its words point to “{heading}”, which stands {where}",
                    cure=f"{said.cure}{', or adapt these words too' if holds in there and not standing else ''}",
                    severity="error",
                )


def _resting(clause: ChosenClause, needed: str) -> Breach:
    return Breach(
        clause.path,
        f"“{clause.version.title}” rests on {needed}, which is not chosen",
        f"add “{short_name(needed)}” under {needed.split('/')[1]}",
    )


_HEADED = re.compile(r"\bheaded “([^”]+)”")
_QUOTED = re.compile(r"\bthe national wording\b|\bquoted from national guidance\b", re.IGNORECASE)


def texts_pointed_to(version: ClauseVersion, library: Library) -> Mapping[str, str]:
    """The clauses of the library to whose text the words of a version point, each with its heading: by that heading, or
    as “the national wording” to the quoted text on which its clause rests. What only has the heading of a quoted text
    is not that text."""
    known = _known_pointers(library)
    if version not in known:
        known[version] = _pointed_to(version, library)
    return known[version]


@kept_with_it
def _known_pointers(library: Library) -> dict[ClauseVersion, Mapping[str, str]]:
    """To whose text each version of the library points, as far as it was asked for."""
    return {}


def _pointed_to(version: ClauseVersion, library: Library) -> Mapping[str, str]:
    headings, quotes = _pointing_words(version)
    needs = library.clauses[version.clause_id].needs if quotes else ()
    if not headings and not needs:
        return {}
    return {
        other.clause_id: other.title
        for other in library.versions()
        if (other.title in headings or other.clause_id in needs) and (not quotes or other.origin == "national")
    }


def _is_the_text(version: ClauseVersion, clause_id: str, heading: str, pointing: ClauseVersion) -> bool:
    """Whether a version is the text to which the words of another point: the one with the heading that they name, or of
    the clause whose quoted text they mean."""
    headings, quotes = _pointing_words(pointing)
    meant = version.title == heading if heading in headings else version.clause_id == clause_id
    return meant and (version.origin == "national" or not quotes)


@lru_cache(maxsize=1024)  # the words of a version are the same in every contract
def _pointing_words(version: ClauseVersion) -> tuple[frozenset[str], bool]:
    """The headings that the words of a version name, and whether they speak of a text that is quoted."""
    words = plain_text(version.blocks)
    return frozenset(_HEADED.findall(words)), _QUOTED.search(words) is not None


COMPONENTS = "pc_components"
"""The value in which the generic clause names components in words."""
_BUDGET = (
    r"\b(?:personal|personali[sz]ed|individual|integrated personal|wheelchair|third[- ]party|notional)"
    r"(?: health| wheelchair| care)? budgets?\b|\bdirect payments?\b|\bintegrated personal commissioning\b"
    r"|\b(?:PHB|IPB|PWB)s?\b"
)
NAMED: Mapping[str, tuple[re.Pattern[str], str, str]] = {
    "personal-health-budgets": (
        re.compile(_BUDGET, re.IGNORECASE),
        "personal health budgets, which need care and support planning, a process and governance",
        "choose “personal-health-budgets” and “personalised-care-and-support-planning” under specification",
    ),
    "social-prescribing": (
        re.compile(r"\bsocial prescri\w*|\blink workers?\b|\bcommunity[- ]based support\b", re.IGNORECASE),
        "social prescribing, which needs a pathway and criteria for referral",
        "choose “social-prescribing” (or “link-worker-service”) under specification",
    ),
    "supported-self-management": (
        re.compile(r"\bpatient[- ]activation\b|\bactivation measure\b|(?-i:\bPAM\b)", re.IGNORECASE),
        "the measure of activation, which does not suit every group and needs its terms",
        "choose a clause on the measure of activation under specification",
    ),
}
"""Component → the words by which a text names it, what it needs, and how to mend it."""
_HINTS = {
    "personal-health-budgets": ("budget", "direct payment", "integrated personal", "phb", "ipb", "pwb"),
    "social-prescribing": ("social prescri", "link worker", "community"),
    "supported-self-management": ("activation", "pam"),
}
"""Component → what one of its words has in it, in small letters: looking for them mostly says no, in no time."""
NAMED_TOO: Mapping[str, re.Pattern[str]] = {
    "shared-decision-making": re.compile(r"\bshared decision[- ]making\b", re.IGNORECASE),
    "personalised-care-and-support-planning": re.compile(r"\bcare and support plan(?:s|ning)?\b", re.IGNORECASE),
    "supported-self-management": re.compile(
        r"\bself[- ](?:management|care)\b|\bhealth coaching\b|\bpeer support\b|\bpatient education\b", re.IGNORECASE
    ),
}
"""Components that the generic clause may well name in words alone."""
_NOT_MEANT = re.compile(
    r"\b(?:no|not|nor|never|without|except|excluding|other than|instead of)\b[^.;]{0,40}$", re.IGNORECASE
)
"""Words before a name by which it is said not to be there."""
SECTIONS = "whole_specification"
_SERVICE_TEXTS = ("cohort", "population", "activity")


@rule("component-in-words-only", "warning", "2.3.2, 2.5.6 b, 2.6.5, 2.7.3")
def component_in_words_only(pack: Pack) -> Iterator[Breach]:
    """A component that is named in words and has no clauses

    A contract may name components in words of its own, and no rule on the component then looks at it. The rule looks at
    the components that the generic clause names (`pc_components`), at the other texts and lists that a service's
    clauses print, at its cohort, population and activity and at the texts of a whole specification. It looks there for
    personal health budgets and the measure of activation while the service has no wording on them; among the components
    of the generic clause for social prescribing too. Other components that the generic clause names are a note. What is
    said not to be there (“no personal health budgets”) is passed over.

    To fix this: choose the component's own clauses, or take the words out.

    Breaks it:

        specification: [personalised-care]
        values:
          pc_components: [personal health budgets held as direct payments]
    """
    # One problem for each component that a text names.
    for service in services(pack):
        written = list(_free_texts(pack, service))
        together = "\n".join([text for _, text, _ in written])
        folded = together.casefold()
        for component, (words, needs, cure) in NAMED.items():
            if not any(map(folded.__contains__, _HINTS[component])) or words.search(together) is None:
                continue
            if _has(pack, service, component):
                continue
            for where, text, generic in written:
                found = words.search(text) if generic or component != "social-prescribing" else None
                if found and not _NOT_MEANT.search(text, 0, found.start()):
                    yield Breach(
                        where,
                        f"{service_name(pack, service)} names “{found.group()}” and has no wording on {needs}",
                        cure,
                    )
                    break
        for component, pattern in NAMED_TOO.items():
            for where, text, generic in written:
                found = pattern.search(text) if generic else None
                if found and not wording(pack, service, component):
                    yield Breach(
                        where,
                        f"{service_name(pack, service)} names “{found.group()}” in words and has no clause on it",
                        f"choose a clause of “{component}” under specification; if the words are enough, nothing need "
                        f"be done",
                        "note",
                    )
                    break


def _has(pack: Pack, service: int, component: str) -> bool:
    clauses = wording(pack, service, component)
    if component != "supported-self-management":
        return bool(clauses)
    return any(clause.clause.covers == (component, "patient activation") for clause in clauses)


def _free_texts(pack: Pack, service: int) -> Iterator[tuple[Location, str, bool]]:
    """Where the service's own words stand, and whether they are the components that the generic clause names."""
    for clause in pack.at("specification", service):
        for name, where in clause.origins.items():
            if clause.clause.placeholders[name].kind in ("text", "list"):
                printed = clause.printed[name]
                yield where, printed if isinstance(printed, str) else "\n".join(printed), name == COMPONENTS
    content = pack.contract.content.services[service]
    for field in _SERVICE_TEXTS:
        if text := getattr(content, field):
            yield pack.contract.place("services", service, field), text, False
    for number, written in (content.whole_specification or {}).items():
        said = "\n".join(map(str, written)) if isinstance(written, tuple) else str(written)
        yield pack.contract.place("services", service, SECTIONS, number), said, False


RIGHTS = ("continuing healthcare", "children's continuing care", "section 117 aftercare", "wheelchair services")
"""Groups with a legal right to a personal health budget, since December 2019 all four."""
_WITH_RIGHT = re.compile(
    r"\bcontinuing (?:health ?care|care)\b|(?-i:\bCHC\b)|\b(?:section|s\.?) ?117\b"
    r"|\b(?:NHS|eligible for an?) wheelchairs?(?!\w)(?! (?:user|access|ramp|taxi|transport))"
    r"|\bwheelchair(?:s| services?)?\b",
    re.IGNORECASE,
)
"""By what words a text names one of these groups. Of wheelchairs the name of a service speaks, and “wheelchair
service” elsewhere: many people use one who have it from another service."""
BUDGETS = "personal-health-budgets"


@rule("legal-right-without-budgets", "warning", "2.7.2")
def legal_right_without_budgets(pack: Pack) -> Iterator[Breach]:
    """People with a legal right to a budget, and no wording on budgets

    People who have NHS continuing healthcare, children and young people's continuing care, aftercare under section 117
    of the Mental Health Act 1983 or a wheelchair from the NHS have a legal right to a personal health budget. The rule
    looks for a service whose `cohort_includes` names such a group, or whose name, cohort or population does in words,
    and whose specification has no wording on personal health budgets.

    To fix this: choose the set `personal-health-budgets`, with care and support planning. Where another contract gives
    these people their budgets, nothing need be done.

    Breaks it:

        cohort_includes: [wheelchair services]
        specification: [enabling-choice]
    """
    # One problem for each service, at the first such group.
    for service in services(pack):
        groups: tuple[str, ...] = pack.contract.content.services[service].cohort_includes
        with_right = [group for group in groups if group in RIGHTS]
        if wording(pack, service, BUDGETS):
            continue
        field, named = _right_in_words(pack, service) if not with_right else ("", "")
        if with_right or field:
            yield Breach(
                ("services", service, "cohort_includes", groups.index(with_right[0]))
                if with_right
                else ("services", service, field),
                f"the {field or 'cohort'} of {service_name(pack, service)} {'names' if field else 'includes'} people "
                f"with a legal right to a personal health budget ({named or ', '.join(with_right)}), and its "
                f"specification has no wording on budgets",
                f"add “{BUDGETS}” under specification; if another contract gives these people their budgets, nothing "
                f"need be done",
            )


def _right_in_words(pack: Pack, service: int) -> tuple[str, str]:
    """The field of the service that names a group with such a right, and the words; "" where none does."""
    content = pack.contract.content.services[service]
    for field in ("name", "cohort", "population"):
        text = getattr(content, field) or ""
        for found in _WITH_RIGHT.finditer(text):
            meant = (
                field == "name"
                or "wheelchair" not in found.group().casefold()
                or found.group().casefold().startswith(("nhs", "eligible"))
                or "service" in found.group().casefold()
            )
            if meant and not _NOT_MEANT.search(text, 0, found.start()):
                return field, found.group()
    return "", ""


@rule("same-body-on-both-sides", "error", "")
def same_body_on_both_sides(pack: Pack) -> Iterator[Breach]:
    """One body on both sides

    A contract binds two bodies. The rule looks for a Commissioner, also an associate, that has the Provider's name or
    ODS code: an error, since nobody contracts with itself. It warns of two Commissioners with one name or code, of a
    delegation to the Commissioner that gives it, of an agreement under section 75 that the Provider is said to lead,
    and, among the sub-contractors, of a party and of one that stands twice.

    To fix this: correct the name and the code of one of the two.

    Breaks it:

        commissioners:
          - {name: NHS Northbrook Integrated Care Board, ods_code: X9A01}
        provider: {name: NHS Northbrook Integrated Care Board, ods_code: X9A01, kind: NHS trust}
    """
    # One problem for each body that comes twice, at the second place.
    content = pack.contract.content
    parties: list[tuple[KeyPath, str, str | None]] = [
        (("commissioners", index), party.name, party.ods_code) for index, party in enumerate(content.commissioners)
    ]
    parties.append((("provider",), content.provider.name, content.provider.ods_code))
    for (_, name, code), (path, second, other) in combinations(parties, 2):
        same_name = plain_name(name) == plain_name(second)
        if same_name or (code is not None and code == other):
            shared = "name" if same_name else "ods_code"
            sides = "is Commissioner and Provider at once" if path == ("provider",) else "is a Commissioner twice"
            yield Breach(
                (*path, shared),
                f"the same body {sides}: “{name}” and “{second}” have the same "
                f"{'name' if same_name else f'ODS code, {code}'}",
                "correct the name or the code of one of them",
                None if path == ("provider",) else "warning",
            )
    provider = plain_name(content.provider.name)
    for index, party in enumerate(content.commissioners):
        if party.delegation is not None and plain_name(party.delegation.holder) == plain_name(party.name):
            yield Breach(
                ("commissioners", index, "delegation", "holder"),
                f"{party.name} is said to hold by delegation the authority that it gives",
                "name the body that decides for it, or take the delegation out",
                "warning",
            )
        if party.section_75 is not None and plain_name(party.section_75.lead) == provider:
            yield Breach(
                ("commissioners", index, "section_75", "lead"),
                f"the Provider, {content.provider.name}, is said to lead the agreement under section 75",
                "name the Commissioner or the local authority that leads it",
                "warning",
            )
    known = {plain_name(party.name): "a Commissioner" for party in content.commissioners} | {provider: "the Provider"}
    for index, entry in enumerate(content.provider.sub_contractors):
        body = plain_name(re.split(r",|;| [–—-] | \((?=[a-z])|\bfor\b", entry, maxsplit=1)[0])
        if body and body in known:
            yield Breach(
                ("provider", "sub_contractors", index),
                f"“{entry}” is a sub-contractor and {known[body]} too",
                "take the entry out, or correct the name",
                "warning",
            )
        known.setdefault(body, "another")


_COMPANY = re.compile(
    r"(?:\d{2}|[A-Z]{2}|R\d)\d{6}|(?:IP|NO|NP|RS|SP)[A-Z\d]{6}|SL\d{5}[A-Z]|\d{4,5}R[CS]?", re.IGNORECASE
)
"""Numbers at Companies House; a registered society has an R behind them (IP30123R), or its own number (30123R)."""
_CHARITY = re.compile(r"\d{6,7}(?:-\d{1,2})?|SC0?\d{5}|(?:NIC?|X[A-Z]?)?\d{5,6}", re.IGNORECASE)
"""Numbers of the registers of England and Wales, of Scotland (SC) and of Northern Ireland."""


_LETTER_FOR_A_FIGURE = re.compile(r"[OoIil](?=\d)|(?<=\d)[OoIil]")


@rule("number-of-no-register", "warning", "")
def number_of_no_register(pack: Pack) -> Iterator[Breach]:
    """A number or a code that no register gives

    A number by which the Provider is found at Companies House has eight characters: digits, or two letters and six
    digits; a spreadsheet drops the nought at its beginning. That of a registered society may end in R. Numbers of
    charities have six or seven digits, with SC before five or six in Scotland. The rule looks for one of another form;
    “none” and “not applicable” are no number. Of a party's ODS code it looks for the letter O or I beside a figure, and
    for a small l among capitals, where 0 or 1 may be meant.

    To fix this: write the number or the code as the register shows it.

    Breaks it:

        provider: {company_number: "1234567"}
    """
    # At most two problems, and one for each party.
    content = pack.contract.content
    provider = content.provider
    coded = [(("commissioners", index, "ods_code"), party) for index, party in enumerate(content.commissioners)]
    for path, party in (*coded, (("provider", "ods_code"), provider)):
        written = re.search(re.escape(party.ods_code or "\0"), pack.contract.excerpt(pack.contract.place(*path)), re.I)
        code = written[0] if written is not None else party.ods_code or ""
        if found := _LETTER_FOR_A_FIGURE.search(code if code != code.lower() else code.upper()):
            meant = "0" if found[0] in "oO" else "1"
            yield Breach(
                path,
                f"the ODS code “{code}” has the letter {found[0]} beside a figure, where {meant} may be meant",
                "look the organisation up in the Organisation Data Service; if the code is so, nothing need be done",
            )
    for name, given, form, which in (
        ("company_number", provider.company_number, _COMPANY, "eight characters, such as 01234567 or SC123456"),
        ("charity_number", provider.charity_number, _CHARITY, "six or seven digits, or such as SC012345 or NIC100123"),
    ):
        bare = re.sub(r"\s", "", given or "")
        if bare and form.fullmatch(bare) is None and none_mark(given or "") is None:
            dropped = f"; {bare.zfill(8)} may be meant" if name == "company_number" and bare.isdecimal() else ""
            dropped = dropped if len(bare) == 7 else ""
            yield Breach(
                ("provider", name),
                f"“{given}” is no {name.replace('_', ' ')}: it has {which}{dropped}",
                "write the number as the register shows it",
            )


_SHORT = {
    "integrated care board": "icb",
    "clinical commissioning group": "ccg",
    "foundation trust": "ft",
    "community interest company": "cic",
    "limited": "ltd",
    "&": "and",
    "nhs": "",
}
"""Words of a body's name and how they are shortened."""


@lru_cache(maxsize=256)  # every party is held against the others, and one run has the same parties again and again
def plain_name(name: str) -> str:
    """The name as it is compared: without capitals, signs and “NHS”, with the usual short forms."""
    name = re.sub(r"\s\([A-Z]{2,6}\)\s*$", "", name)  # its own short form; “(East)” tells one body from another
    words = " ".join(re.sub(r"[^\w\s&]", "", name.casefold().removeprefix("the ").replace("-", " ")).split())
    for long, short in _SHORT.items():
        words = re.sub(rf"(?<!\w){long}(?!\w)", short, words)
    return " ".join(words.split())


_OF_ANOTHER = (
    r"(?! (?:of|to|in) (?!this\b)(?:the |our |its |another )?(?:[\w'’-]+ ){0,4}(?:contract|agreement|plan|Act)\b)"
)
_CITED = re.compile(
    r"\b(?:Schedules?|Sched\.?|Sch\.) (?P<first>\d{1,2},? Part [A-Z]\b|\d{1,2}[A-Z]{0,2}+)"
    rf"(?P<further>(?:(?:, | and | or | & )\d{{1,2}}[A-Z]{{0,2}}(?![\w/]))*+){_OF_ANOTHER}",
    re.IGNORECASE,
)
"""Schedules of this contract; those of another contract, or of an Act, are not looked for."""


def _letters_cited(text: str) -> Iterator[str]:
    """The letters of the schedules that are named: of `Schedules 2M and 6D` both, and 2M of `Schedule 2 Part M`."""
    for found in _CITED.finditer(text):
        yield re.sub(r",? part ", "", found["first"], flags=re.IGNORECASE).upper()
        yield from map(str.upper, re.findall(r"\d{1,2}[A-Za-z]{0,2}", found["further"]))


_CITES = re.compile(r"\bsch(?:ed)?(?:ule)?s?\.? \d", re.IGNORECASE)
USUAL_LETTERS = {
    "development-plan": "2M",
    "quality-requirements": "4C",
    "reporting-requirements": "6A",
    "improvement-plan": "6D",
    "system-plan": "8",
}
"""The letters by which a schedule is cited where the form has none of the kind."""


@rule("schedule-not-there", "warning", "")
def schedule_not_there(pack: Pack) -> Iterator[Breach]:
    """A schedule that is cited and not there

    A text may refer to another schedule: “see Schedule 6D”. The rule looks in every text and value of the contract
    file, and in the wording of the clauses, for schedules that specgen makes and that this contract has nothing for, or
    declares not applicable, or whose form has none; and for letters that stand for no schedule of the contract at all
    (“Schedule 2Q”), by the edition file's list, which nobody has checked against the form.

    To fix this: choose what belongs into that schedule, or correct the reference.

    Breaks it:

        improvement: {not_applicable: agreed for next year}
        services:
          - activity: As set out in Schedule 6D
    """
    # One problem for each text and schedule.
    letters = {schedule.letter.upper(): key for key, schedule in pack.edition.schedules.items() if key in USUAL_LETTERS}
    letters |= {letter: key for key, letter in USUAL_LETTERS.items() if key in pack.edition.absent}
    there = {doc.schedule.key for doc in pack.documents if doc.schedule is not None and doc.applicable}
    written: list[tuple[Location, tuple[str, ...]]] = [
        (pack.contract.place(*path), cited)
        for path, text in texts(pack, with_values=True)
        if (cited := _cited_in(text)) and "not_applicable" not in path
    ]
    written += [
        (pack.contract.place(*clause.path), cited) for clause in pack.chosen if (cited := _cited_by(clause.version))
    ]
    for where, cited in written:
        for letter in cited:
            if letter in letters and letters[letter] not in there:
                said = "this contract has nothing in it"
                cure = "choose what belongs into that schedule, or correct the reference"
            elif pack.edition.other_schedules and letter not in letters and not _known_as(letter, pack.edition):
                said = f"the contract form of {pack.edition.edition} has none with that letter as far as is known"
                cure = "correct the reference; if the form has such a schedule, or another paper is meant, say which"
            else:
                continue
            yield Breach(where, f"Schedule {letter} is referred to, and {said}", cure)


def _known_as(letter: str, edition: Edition) -> bool:
    """Whether the edition's form has the schedule, or one whose parts it names by a number alone (`Schedule 4`)."""
    every = (*edition.other_schedules, *(schedule.letter for schedule in edition.schedules.values()))
    return any(letter in (each.upper(), each[: len(each.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZi"))]) for each in every)


@lru_cache(maxsize=512)
def _cited_in(text: str) -> tuple[str, ...]:
    """The letters of the schedules that the text refers to, each once."""
    return tuple(dict.fromkeys(_letters_cited(text))) if _CITES.search(text) else ()


@cache
def _cited_by(version: ClauseVersion) -> tuple[str, ...]:
    return _cited_in(plain_text(version.blocks))


ANSWERS = ("date", "percentage", "number", "count", "money", "post")
"""Kinds of values of which there is one answer for one service."""


@rule("answered-in-two-ways", "warning", "")
def answered_in_two_ways(pack: Pack) -> Iterator[Breach]:
    """One question that is answered in two ways

    A value may stand under a service and under the contract as a whole; the service's clauses take the one, the
    schedules of the whole contract the other. Where the contract has one service, both are about it. The rule looks
    there for a date, a figure or a post that has two answers, each of which is printed.

    To fix this: take one of the two out. If both are meant, nothing need be done.

    Breaks it (one service):

        services:
          - values: {phb_test_date: 2027-01-31}     # the testing period of Schedule 2A
        values: {phb_test_date: 2027-02-28}         # the test of Schedule 6D
    """
    # One problem for each such value.
    content = pack.contract.content
    if len(content.services) > 1:
        return
    for name in content.services[0].values:
        if name not in content.values:
            continue
        asking = [clause for clause in pack.chosen if name in clause.origins]
        if not asking or asking[0].clause.placeholders[name].kind not in ANSWERS:
            continue
        of_service, of_all = (
            [str(clause.printed[name]) for clause in asking if (clause.service is None) == whole]
            for whole in (False, True)
        )
        if of_service and of_all and not set(of_service) & set(of_all):
            yield Breach(
                ("services", 0, "values", name),
                f"“{name}” is {of_service[0]} in the service’s clauses and {of_all[0]} in the schedules of the whole "
                f"contract",
                "take one of the two out; if both are meant, nothing need be done",
            )


@rule("contact-instead-of-post", "error", "")
def contact_instead_of_post(pack: Pack) -> Iterator[Breach]:
    """An address or a number where a post belongs

    A contract names posts. The rule looks at the leads and the signatories of the contract file for an e-mail address,
    a telephone number, a web address or a postal address. Values that ask for a post are judged where they are filled
    in, in the same way.

    To fix this: write the post, such as “Head of community nursing”.

    Breaks it:

        services:
          - provider_lead: alex.reed@trust.example
    """
    # One problem for each such place.
    for path, text in posts_of(pack):
        if text and (found := contact_in(text)):
            yield Breach(path, f"“{text}” holds {found}, and a post is asked for", "write the post, and nothing else")


def posts_of(pack: Pack) -> Iterator[tuple[KeyPath, str]]:
    """The fields of the contract file that name a post."""
    content = pack.contract.content
    for index, service in enumerate(content.services):
        for name in ("commissioner_lead", "provider_lead"):
            yield ("services", index, name), getattr(service, name) or ""
    yield ("provider", "signatory"), content.provider.signatory or ""
    for index, party in enumerate(content.commissioners):
        yield ("commissioners", index, "signatory"), party.signatory or ""
