"""Words: gaps, dated terms, open drafting, and people named in the place of posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from specgen.assembly.left_open import KeyPath, open_mark
from specgen.assembly.pack import Pack, each_once, examples_in
from specgen.assembly.seams import wrong_inside
from specgen.checks.contradictions import posts_of
from specgen.checks.rule import Breach, rule, standing, texts
from specgen.contract.dates import parse_day
from specgen.contract.kinds import WAS_GARBLED, garbled
from specgen.library.model import ClauseVersion, DatedTerm
from specgen.problems import Location, a_few
from specgen.wording.folded import JOINERS, OTHER_LETTER, UNSEEN
from specgen.wording.gaps import GAP_MARKS, left_to_decide
from specgen.wording.patterns import when_used
from specgen.wording.people import GIVEN_NAMES, TITLES
from specgen.wording.wording import plain_text


@rule("gap-in-wording", "error", "2.2.4, 2.3.4, 2.3.5, 2.5.6 b, 2.5.7, 2.6.5, 2.7.6")
def gap_in_wording(pack: Pack) -> Iterator[Breach]:
    """A gap in approved wording

    The model wording and the metrics are published with gaps to fill: a prompt in capital letters, X%, words in square
    brackets. In a library each gap is a placeholder with a question. The rule looks for such a mark left in the title,
    the wording or a field of a clause that the contract chooses, and for signs that were read in the wrong encoding
    (`â€“` for a dash).

    To fix this: make the gap a placeholder in a new version of the clause, and choose that version.

    Breaks it: a clause of an organisation's own library whose wording reads “at least X% of people”.
    """
    # One problem for each version and mark, at the first place that chooses it.
    for clause in each_once(pack):
        version = clause.version
        if was := _spoiled(version):
            yield Breach(
                clause.path,
                f"the wording of {version.name} holds “{was}”, {WAS_GARBLED}",
                "write a new version of the clause with the signs that are meant, and choose that version",
            )
        for mark in _marks(version):
            yield Breach(
                clause.path,
                f"the wording of {version.name} holds “{mark}”, a gap that nothing fills",
                "make the gap a placeholder in a new version of the clause, and choose that version",
            )


@cache
def _marks(version: ClauseVersion) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.group() for text in _printed(version) for match in GAP_MARKS.finditer(text)))


@cache
def _spoiled(version: ClauseVersion) -> str:
    return next(filter(None, map(garbled, _printed(version))), "")


def _printed(version: ClauseVersion) -> tuple[str, ...]:
    return version.title, plain_text(version.blocks), *map(plain_text, version.fields.values())


_HELD = (
    "; those that name this contract or its figures keep DRAFT on every page until they say more than the example, "
    "such as where a figure comes from"
)


@rule("example-left-in", "warning", "")
def example_left_in(pack: Pack) -> Iterator[Breach]:
    """Examples that were left in

    Each placeholder comes with an example, and the contract file that `specgen new` writes is filled in with invented
    facts. The rule looks for texts, lists and posts that are the library's own example word for word, and for the
    reference, the parties and the papers of that first file. All of them are told together. Dates, numbers, shares and
    intervals are not looked at: they may well be the same.

    An example that identifies a contract (a name, a code, a reference, a baseline with its figure, a text of a sentence
    or more) keeps DRAFT on every page.

    To fix this: write this contract's own words. Where they are the same by chance, nothing need be done.

    Breaks it:

        values:
          cop_group: the respiratory service user and carer panel
    """
    # At most one problem, at the first of them.
    found = examples_in(pack)
    if found:
        names = a_few(list(dict.fromkeys(left.name for left in found)), 10)
        holds = any(left.tells_it_apart for left in found)
        yield Breach(
            found[0].where,
            f"{len(found)} {'value is' if len(found) == 1 else 'values are'} an example, word for word: {names}",
            "write this contract’s own words; if they are the same by chance, nothing need be done"
            + (_HELD if holds else ""),
        )


_FORM_GUIDANCE = re.compile(
    r"\binsert (?:text|details?) (?:locally|here|and/or)|\bfor local (?:determination|agreement)\b|\bor state "
    r"not applicable\b",
    re.IGNORECASE,
)
_GUIDANCE_HINTS = ("insert ", "for local ", "or state not applicable")
"""All guidance has one of these in it."""


@rule("gap-in-text", "warning", "")
def gap_in_text(pack: Pack) -> Iterator[Breach]:
    """A gap in a text of the contract file

    Every text of the contract file goes into a document as it is written. The rule looks for what was left open there:
    a prompt in capital letters, X%, words in square brackets, TBC, a row of underscores or question marks, a text that
    says no more than that it is still to be written (“details to follow”) or that sends the reader elsewhere (“see
    attached”), or the guidance of the national form (“Insert text locally”). Where a name, a thing or a reason is asked
    for, “N/A” is one too, and so is £0 for what the contract is worth over its life. Values of placeholders are looked
    at where they are filled in, under `gap-in-value`. What Commissioners that become one have to decide is an error.

    To fix this: write what is meant. Where the text is meant as it stands, nothing need be done.

    Breaks it:

        title: Community services [to be confirmed]
    """
    # One problem for each text with such a mark.
    written = texts(pack, with_values=False)
    # Most contracts hold none of the form's guidance, which plain strings tell at once for all texts together.
    everything = "\n".join([text for _, text in written]).casefold()
    guidance = any(hint in everything for hint in _GUIDANCE_HINTS)
    for path, text in written:
        if (between := left_to_decide(text)) is not None:
            yield Breach(
                path, f"nobody has decided yet: {between}", "write the one that holds in its place", severity="error"
            )
            continue
        mark = open_mark(path, text)
        if mark is None and guidance and (found := _FORM_GUIDANCE.search(text)):
            mark = found.group()
        if mark is not None:
            yield Breach(
                path,
                f"the text holds “{mark}”, which looks like a gap that was left open",
                "write what is meant; if it is meant as it stands, nothing need be done",
            )
    if pack.contract.content.contract.lifetime_value == 0:
        yield Breach(
            ("contract", "lifetime_value"),
            "the lifetime value is £0, as a sheet says where the sum is still to be put in",
            "write what the contract is worth over its whole life, or take the line out where it names no sum",
        )


_NOTHING = re.compile(r"none|nil|n\.?/?a\.?|not applicable|no|yes|y|n|x|tick|✓|[-–—_.?/ ]+", re.IGNORECASE)
_MAY_SAY_SO = ("activity", "reasons", "clause", "whole_specification")
"""Fields of which that is an answer, or which say a name of the library."""
_NUMBERED = (
    *("reference", "edition", "number", "draft_version", "review_date", "done"),
    *("ods_code", "company_number", "charity_number"),
)
"""Fields that may well hold figures alone."""


@rule("says-nothing", "warning", "")
def says_nothing(pack: Pack) -> Iterator[Breach]:
    """A text that says nothing of what is asked for

    What a contract has none of is left out. The rule looks for a text of the contract file that is only “None”, “N/A”,
    “No”, “Yes”, a tick or a dash, and that no other rule calls a gap: it would be printed where a name, an option or a
    list belongs. It looks also for one without a letter, such as 2 for an option to extend, where no number is asked
    for. A value of a placeholder is looked at where it is filled in.

    To fix this: take it out where there is none; else write what it is.

    Breaks it:

        extension: None
    """
    # One problem for each such text.
    for path, text in texts(pack, with_values=False):
        if not _may_say_nothing(text) or {*_MAY_SAY_SO} & {*path} or open_mark(path, text) is not None:
            continue
        if not re.search(r"[^\W\d_]", text) and not {*_NUMBERED} & {*path}:
            yield Breach(path, f"“{text}” has no letter in it, and words belong here", "write what is meant in words")
        elif _NOTHING.fullmatch(text.strip()):
            yield Breach(
                path,
                f"“{text}” would be printed here, and says nothing of what is asked for",
                "take it out where there is none; else write what it is",
            )


@lru_cache(maxsize=1024)
def _may_say_nothing(text: str) -> bool:
    return not re.search(r"[^\W\d_]", text) or _NOTHING.fullmatch(text.strip()) is not None


@rule("entry-twice", "warning", "")
def entry_twice(pack: Pack) -> Iterator[Breach]:
    """An entry that stands twice in a list, or a word in a text

    A list that was put together from two papers has an entry twice: a policy, a sub-contractor, a place. The rule looks
    for one in the lists of the contract file, whatever its capitals and its full stop, and in every text for words that
    stand twice (“the the”) and for stops beside each other. Values of placeholders are looked at where they are filled
    in, under `listed-twice` and `value-does-not-read-on`.

    To fix this: take one of the two out.

    Breaks it:

        local_policies: [Choice policy, Choice policy]
    """
    # One problem for each entry that stands above already, and for each text.
    seen: set[tuple[KeyPath, str]] = set()
    for path, text in texts(pack, with_values=False):
        if found := wrong_inside(text):
            yield Breach(path, f"“{found}” stands in the text", "correct the text")
        if isinstance(path[-1], int):
            entry = (path[:-1], " ".join(text.split()).casefold().rstrip(".;,"))
            if entry in seen:
                yield Breach(path, f"“{text[:80]}” stands twice in the list", "take one of the two out")
            seen.add(entry)


_UNSEEN = re.compile(f"[{''.join(sorted(UNSEEN - JOINERS))}]")


@rule("unseen-character", "warning", "")
def unseen_character(pack: Pack) -> Iterator[Breach]:
    """A character that nobody sees

    Text that is pasted from Word, a web page or an export brings characters that are not shown: a soft hyphen, a space
    of no width, a mark that turns the direction of writing. They go into the documents, where a name that holds one is
    not found, does not agree with the same name without it, or shows its letters and figures in another order.

    To fix this: delete the word in which it stands, and type it again.

    Breaks it:

        title: "Commu\\u00ADnity podiatry"
    """
    # One problem for each text with such a character. None of them is in ASCII, in which most texts are.
    for path, text in texts(pack, with_values=True):
        if not text.isascii() and (found := _UNSEEN.search(text)):
            near = _UNSEEN.sub("|", text[max(found.start() - 20, 0) : found.end() + 20])
            yield Breach(
                path,
                f"a character that nobody sees (U+{ord(found[0]):04X}) stands at the sign | in “{near}”",
                "delete the word in which it stands, and type it again",
            )


@rule("sign-of-another-script", "warning", "")
def sign_of_another_script(pack: Pack) -> Iterator[Breach]:
    """A figure or a letter of another script

    Text from another program can hold a Cyrillic or Greek letter that looks like a Latin one, or figures of another
    script (`٣`, `３`). A name with such a letter is not the name that it looks like, and not every reader knows such a
    figure. The rule looks for such letters inside Latin words, and for such figures, in every text and value.

    To fix this: type the word or the figure again. Where the text is in another language, nothing need be done.

    Breaks it:

        title: "Community podiatry, \u0663 clinics"
    """
    # One problem for each text with such a sign.
    for path, text in texts(pack, with_values=True):
        if not text.isascii() and (found := OTHER_LETTER.search(text)):
            what = "figure" if found[0].isdecimal() else "letter"
            yield Breach(
                path,
                f"“{found[0]}” (U+{ord(found[0]):04X}) in “{text[max(found.start() - 20, 0) : found.end() + 20]}” is a "
                f"{what} of another script",
                "type it again; if the text is in another language, nothing need be done",
            )


@rule("dated-term", "warning", "")
def dated_term(pack: Pack) -> Iterator[Breach]:
    """A term that has dated

    The handbook is of August 2019, and some of its terms have dated since: names of organisations, laws, schemes. The
    library lists them with today's term. The rule looks for them in what a person wrote: every text and value of the
    contract file, and the drafted wording of the clauses it chooses. Quoted wording stays as published; the drafting
    note lists its dated terms. A contract whose date lies before the change may use the term.

    To fix this: write today's term, once you have confirmed it. Where the words stand in the title of a document, or
    mean that time, nothing need be done.

    Breaks it:

        local_policies:
          - CCG choice policy
    """
    # One problem for each dated term of each text or clause.
    terms = tuple(term for term in pack.library.dated_terms if term.match and _has_dated(term, pack.contract.day))
    written = texts(pack, with_values=True)
    # Looking for plain strings in all texts together is a hundred times as fast as a pattern in each, and mostly says
    # no.
    near = _near("\n".join(text for _, text in written), terms)
    for path, text in written if near else ():
        for term, found in _found(text, near):
            yield _breach(path, term, f"the text has “{found}”")
    for clause in each_once(pack):
        if clause.version.origin == "drafted":
            for term, found in _found_in(clause.version, terms):
                yield _breach(clause.path, term, f"the wording of {clause.version.name} has “{found}”")


def _breach(path: KeyPath, term: DatedTerm, said: str) -> Breach:
    return Breach(
        path,
        f"{said}, a term that has dated (since: {term.since}); now: {term.now}",
        "write today’s term, once you have confirmed it; in the title of a document, or of that time, the "
        "words may stay",
    )


@cache
def _found_in(version: ClauseVersion, terms: tuple[DatedTerm, ...]) -> tuple[tuple[DatedTerm, str], ...]:
    return tuple(_found("\n".join(_printed(version)), terms))


def _near(text: str, terms: tuple[DatedTerm, ...]) -> tuple[DatedTerm, ...]:
    """The terms whose letters stand in the text, as words or inside others."""
    return tuple(term for term in terms if any(map(text.__contains__, term.match)))


def _found(text: str, terms: tuple[DatedTerm, ...]) -> Iterator[tuple[DatedTerm, str]]:
    """The terms that stand in the text, with the words by which each does."""
    for term in _near(text, terms):
        if match := _pattern(term).search(text):
            yield term, match.group()


def _has_dated(term: DatedTerm, day: date) -> bool:
    """Whether the change lies before `day`; also when the library's words on it (`July 2022`, `1 January 2021`) name no
    day."""
    since = _since(term.since)
    return since is None or since <= day


@cache
def _since(written: str) -> date | None:
    return parse_day(written) or parse_day(f"1 {written}")


@cache
def _pattern(term: DatedTerm) -> re.Pattern[str]:
    """Any of the term's strings as whole words, the longest first."""
    words = "|".join(re.escape(word) for word in sorted(term.match, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


_OPEN_WORDS = re.compile(
    r"\b(?:will|shall|should|aims? to|appropriate(?:ly)?|where possible|regular(?:ly)?)\b|\band/or\b", re.IGNORECASE
)
_QUOTED = re.compile(r"“[^”]*”")


@rule("drafting-words", "warning", "")
def drafting_words(pack: Pack) -> Iterator[Breach]:
    """Drafted wording that leaves open whether it binds

    Drafted clauses say “must” for a duty and “may” for a discretion, and give dates and intervals. The rule looks in
    drafted clauses for words that leave that open: will, shall, should, aim to, and/or, appropriate, where possible,
    regular. Words inside quotation marks are another text's own.

    To fix this: make a new version of the clause that says who must do what by when. docs/reference/clause-drafting.md
    gives the conventions.

    Breaks it: a clause of an organisation's own library that reads “The Provider should train Staff regularly.”
    """
    # One problem for each drafted version with such words, at the first place that chooses it.
    for clause in each_once(pack):
        if clause.version.origin != "drafted":
            continue
        if found := _open_words(clause.version):
            yield Breach(
                clause.path,
                f"the drafted wording of {clause.version.name} has "
                f"{', '.join(f'“{word}”' for word in found)}, which leaves open what it binds to",
                "write “must” or “may”, and a date or an interval, in a new version of the clause",
            )


@cache
def _open_words(version: ClauseVersion) -> tuple[str, ...]:
    text = "\n".join(_printed(version)[1:])
    return tuple(dict.fromkeys(match.group().casefold() for match in _OPEN_WORDS.finditer(_QUOTED.sub("", text))))


POST_WORDS = frozenset(
    re.findall(
        r"[\w-]+",
        """
accountable accountant administrator adviser advisor advocate allied analyst approver assessor assistant associate
auditor board broker brokerage budget budgets business buyer caldicott care carer carers caseworker chair champion
chief clerk clinical clinician co-ordinator coach commissioner commissioning community complaints consultant contract
contracts controller coordinator counsellor data deputy designated development dietitian digital director doctor
enabler engineer evaluator examiner executive facilitator fellow finance general governance gp guardian handler head
health holder information inspector integrated joint keyworker lead leader lecturer legal liaison link locality
manager matron medical member mentor midwife monitor navigator network nurse nursing occupational officer operating
operations paramedic partner partnership partnerships patient payroll performance pharmacist physiotherapist planner
practice practitioner primary principal professional programme project protection psychiatrist psychologist public
quality receptionist registrar rehabilitation representative responder responsible reviewer rota safeguarding
scheduler secretary senior service services sister social solicitor specialist staff strategic supervising supervisor
supporter surgeon system teacher team technician therapies therapist trainer transformation treasurer trustee tutor
ward wheelchair worker
""",
    )
)
"""Words, in small letters, of which a post in capitals usually has one."""
_TITLED = when_used(
    rf"\b(?i:{TITLES})\b\.? +[A-Z]"
    r"|^(?:Sister|Matron|Nurse|Doctor) "
    r"(?!(?:[\w-]+ )*[\w-]*(?i:ist|ics|ing|ery|ogy|iber|care|health|patient|unit|theatre|night|day)s?\b)"
    r"[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)?$"
)
"""A title before a surname. What follows “Nurse” and the like may also be a field of work."""
_PROFESSION = re.compile(r"[a-z]{3,}(?:ologist|otist|atrist|apist|metrist|sthetist|etitian|etician|iatrician)")
"""Podiatrist, orthotist, optometrist, audiologist …: the many professions that no list holds."""
_ACCOUNT = when_used(rf"\b(?:{'|'.join(sorted(GIVEN_NAMES))})\.[a-z]{{2,}}\b", re.IGNORECASE)
"""A name as people sign in with it: `jane.smith`."""
_BESIDE = re.compile(r"\s*[,;:()–/]\s*|\s+-\s+")


@rule("person-instead-of-post", "warning", "")
def person_instead_of_post(pack: Pack) -> Iterator[Breach]:
    """A person's name where a post belongs

    A contract names posts, not people: people leave, and the contract goes to others. The rule looks at the values that
    ask for a post, and at the leads and the signatory in the contract file, for a title (Mr, Mrs, Ms, Miss, Mx, Dr,
    Prof, Sister) before a name, for two or three words with capital letters none of which is usual in a post, and for a
    name beside a post (“Alex Reed, Lead Podiatrist”).

    To fix this: write the post, such as “Head of community nursing”. Where the words are the post's own, nothing need
    be done.

    Breaks it:

        values:
          sdm_champion_post: Dr Jane Carter
    """
    # One problem for each place with what looks like a name.
    found = {where: text for where, text, _ in _posts(pack) if text and looks_like_a_person(text)}
    for where, text in found.items():
        yield Breach(
            where,
            f"“{text}” looks like a person’s name, and a post is asked for here",
            "write the post; if these words are the post’s own, nothing need be done",
        )


@lru_cache(maxsize=512)
def looks_like_a_person(text: str) -> bool:
    """Whether the text has a title before a name, is two or three capitalised words without a word usual in a post, or
    has a given name and a surname beside a post."""
    if found := _TITLED.search(text):
        return found.start() > 0 or not _known(found.group().partition(" ")[2])
    if _is_a_name(text) or ("." in text and _ACCOUNT.search(text)):
        return True
    parts = _BESIDE.split(text)
    return len(parts) > 1 and any(part.split()[:1] and _is_given(part) and _is_a_name(part) for part in parts)


def _is_a_name(text: str) -> bool:
    words = text.split()
    capitalised = all(word[0].isupper() and not any(letter.isdigit() for letter in word) for word in words)
    if not words or _known(text) or (text.isupper() and len(words) > 1):
        return False
    return _is_given(text) if len(words) == 1 else len(words) in (2, 3) and (capitalised or _is_given(text))


def _is_given(text: str) -> bool:
    return text.split()[0].casefold() in GIVEN_NAMES


def _known(text: str) -> frozenset[str]:
    """The words of the text that are usual in a post."""
    words = {word.casefold() for word in re.findall(r"[\w-]+", text)}
    return frozenset(word for word in words if word in POST_WORDS or _PROFESSION.fullmatch(word))


_IN_FULL = {
    "assoc": "associate",
    "asst": "assistant",
    "dep": "deputy",
    "dir": "director",
    "exec": "executive",
    "mgr": "manager",
    "mgmt": "management",
    "ops": "operations",
    "snr": "senior",
    "sr": "senior",
    "advisor": "adviser",
    "program": "programme",
}
_OF_A_POST = frozenset({"of", "for", "the", "and", "in"})
"""Words in which two spellings of one post may differ."""


@rule("post-in-two-spellings", "warning", "")
def post_in_two_spellings(pack: Pack) -> Iterator[Breach]:
    """One post in two spellings

    A contract names a post by one name, or a reader takes it for two posts, and the list of duties has it twice. The
    rule looks at the values that ask for a post of one side, and at that side's leads, for two that differ in short
    forms (“Assoc. Director”), in letters for words (“LTC” for “Long-Term Conditions”), in signs or in “of” and “for”
    alone. Capitals and hyphens are passed over.

    To fix this: write the post in one way. If two posts are meant, nothing need be done.

    Breaks it:

        services:
          - provider_lead: Assoc. Director, Community Services
        values:
          pc_provider_lead_post: Associate Director of Community Services
    """
    # One problem for each spelling after the first.
    posts = _posts(pack)
    for of_commissioners in (False, True):
        written: dict[str, Location] = {}
        for where, text, theirs in posts:
            if theirs == of_commissioners and text and text not in written:
                if (other := _spelled_otherwise(text, tuple(written))) is not None:
                    at = standing(pack, written[other])
                    yield Breach(
                        where,
                        f"“{text}” and “{other}” ({at}) look like one post in two spellings",
                        "write the post in one way; if two posts are meant, nothing need be done",
                    )
                written[text] = where


@lru_cache(maxsize=2048)  # many contracts have the same posts
def _spelled_otherwise(text: str, others: tuple[str, ...]) -> str | None:
    """The first of the others that is the same post in another spelling."""
    own = _words_of(text)
    return next(
        (other for other in others if _is_one_post(own, _words_of(other)) and _plain(text) != _plain(other)), None
    )


def _plain(post: str) -> str:
    return " ".join(post.casefold().replace("-", " ").replace("’", "'").split())


@lru_cache(maxsize=512)  # each post is held against all others
def _words_of(post: str) -> tuple[str, ...]:
    """The words of a post in full and in small letters; letters that stand for words in capitals."""
    words = re.findall(r"\w+", re.sub(r"(?i)co-ord", "coord", post).replace("-", " ").replace("’", ""))
    folded = [word if word.isupper() and 1 < len(word) < 6 else word.casefold() for word in words]
    return tuple(_IN_FULL.get(word.casefold(), word) for word in folded if word not in _OF_A_POST)


def _is_one_post(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether both are the same words, of which letters in capitals stand for as many of the other's."""
    if not one or not other:
        return not one and not other
    if one[0].casefold() == other[0].casefold():
        return _is_one_post(one[1:], other[1:])
    return any(
        short[0].isupper()
        and "".join(word[0] for word in full[: len(short[0])]).casefold() == short[0].casefold()
        and _is_one_post(short[1:], full[len(short[0]) :])
        for short, full in ((one, other), (other, one))
    )


_FORM = (
    r"\b(?:limited|ltd|plc|llp|cic|c\.i\.c\.|community interest company|(?:foundation|nhs|university) trust|nhs ft"
    r"|integrated care board|icb|(?:city|county|borough|district|metropolitan) council|council)\b\.?"
)
_TWO_NAMES = re.compile(
    rf";|\s[/|+]\s|{_FORM}(?:\s\([^()]*\))?\s?(?:,|/|&|\band\b)"
    rf"(?! (?:its|any|all|part|trading|acting|formerly|known|a)\b)[^,]*{_FORM}",
    re.IGNORECASE,
)
"""What parts two names in one place: a sign that no name has, or a form of organisation before and behind it."""
_LISTED = re.compile(r"\(?\d{1,2}[.)]\s")
_CODE = re.compile(r"(?=[A-Z]*\d)[A-Z\d]{3,12}|[A-Z]{3}")


@rule("name-of-no-party", "warning", "")
def name_of_no_party(pack: Pack) -> Iterator[Breach]:
    """Two names, or a code, where the name of a party belongs

    A party is one body, and its name is printed in full. The rule looks at the names of the Provider, the Commissioners
    and those that hold a delegation or lead an agreement under section 75 for two names in one (“Hill Care Limited;
    Dale Trust”), for an ODS code in the place of the name or within it, and for a number before it (“1. Hill Care”).

    To fix this: write the full name of one body. A further Commissioner has an entry of its own; a further provider is
    a sub-contractor, or has a contract of its own.

    Breaks it:

        provider: {name: X9A02, ods_code: X9A02, kind: NHS trust}
    """
    # One problem for each name.
    for path, name, code in _names(pack):
        if name.upper() == code or _CODE.fullmatch(name):
            yield Breach(path, f"“{name}” looks like a code, and a name belongs here", "write the full name")
        elif found := re.search(rf"\b{code}\b" if code else r"(?!)", name.upper()) or _LISTED.match(name):
            yield Breach(path, f"“{found[0].strip()}” stands within the name “{name}”", "write the full name alone")
        elif found := _TWO_NAMES.search(name):
            parted = next(filter(None, re.findall(r";|\s[/|+]\s|,|/|&|\band\b", found[0])), "").strip()
            yield Breach(
                path,
                f"“{name}” looks like the names of two bodies, with “{parted}” between them",
                "write the name of one; if it is one body, nothing need be done",
            )


def _names(pack: Pack) -> Iterator[tuple[KeyPath, str, str]]:
    """The place of each name of a body, with its ODS code where it has one."""
    content = pack.contract.content
    yield ("provider", "name"), content.provider.name, content.provider.ods_code or ""
    for index, party in enumerate(content.commissioners):
        yield ("commissioners", index, "name"), party.name, party.ods_code or ""
        if party.delegation is not None:
            yield ("commissioners", index, "delegation", "holder"), party.delegation.holder, ""
        if party.section_75 is not None:
            yield ("commissioners", index, "section_75", "lead"), party.section_75.lead, ""


def _posts(pack: Pack) -> list[tuple[Location, str, bool]]:
    """The posts that values and fields name, and whether each is one of the Commissioners' side."""
    place = pack.contract.place
    of_fields = [
        (place(*path), text, path[0] == "commissioners" or path[-1] == "commissioner_lead")
        for path, text in posts_of(pack)
    ]
    return of_fields + [
        (where, str(clause.printed[name]), "Commissioner" in asked.question)
        for clause in pack.chosen
        for name, where in clause.origins.items()
        if (asked := clause.clause.placeholders[name]).kind == "post"
    ]
