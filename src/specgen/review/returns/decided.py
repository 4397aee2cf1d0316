"""What the decisions on one file leave: values that were one when the pack was issued and would be two."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from specgen.assembly.document_type import DocumentType
from specgen.library.model import Library
from specgen.problems import Location, Problem
from specgen.review.answer.answer import as_decided
from specgen.review.answer.sheet import Decisions
from specgen.review.comparison.review import review_package
from specgen.review.issued import read_bounded
from specgen.review.returns.across import in_sentences, said_now, stands_otherwise
from specgen.review.returns.finding import sent_files
from specgen.review.returns.left import left_otherwise
from specgen.review.returns.returns import internal_types, issued_of
from specgen.word.package.bounds import read_document
from specgen.word.package.package import Package, read_package


def decided_otherwise(
    returned: Path,
    data: bytes,
    package: Package,
    decisions: Decisions,
    reply: bytes,
    issued: Path,
    library: Library,
    types: Sequence[DocumentType],
) -> list[Problem]:
    """A warning of each value or sentence that was one in the issued pack and, as decided here, stands otherwise in
    another place of the file or in another document of the pack; what nobody has decided counts as refused, or, where
    it cannot be refused beside the rest, as it stands in the `reply`; and, where anything is refused, of each place
    that would not be as issued though all were. `issued` is the folder of what was issued, or a file in a pack there.
    Raises OSError where it cannot be read."""
    folder = issued if issued.is_dir() else issued.parent
    pair, problems = issued_of(returned, package, folder, types)
    if pair.sent is None:
        return problems
    file = as_decided(data, package, decisions) or read_package(reply, package.file, macros=True)[0]
    assert file is not None, "a reply that was proved can be read"
    found, faults = review_package(file, library, types, pair.sent.basis)
    if found is None:
        return [*problems, *faults]
    pack = [each for each in sent_files(folder, internal_types(types))[0] if each.pack == pair.sent.pack]
    back = {pair.sent.name: [(returned.name, said_now(found))]}
    sent = read_document(read_bounded(pair.sent.basis), pair.sent.name)[0] if pair.sent.there else None
    if sent is not None and any(each.verdict == "reject" for each in decisions.rows):
        problems += left_otherwise(data, package, decisions, sent)
    told = in_sentences(stands_otherwise(pack, back, (), library, absent=""))
    return [
        *problems,
        *(
            Problem(
                "decided-otherwise",
                f"as decided, what was one value or sentence when it was issued stands otherwise in two places: {each}",
                Location(str(returned)),
                "warning",
                "decide the other place alike, in this report or in that of its document, or say in your letter which "
                "of the two is meant",
            )
            for each in told
        ),
    ]
