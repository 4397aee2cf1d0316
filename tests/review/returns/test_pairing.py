"""Which issued document a returned file is: certain, or both named and neither taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen.review.returns.finding import BackFile, Known, SentFile
from specgen.review.returns.returns import paired

ALPHA, BETA = ("A-1", "specification", "01"), ("B-2", "specification", "01")
COMMON = frozenset(range(100))
OF_BETA = COMMON | {2001, 2002, 2003, 2004}
SENT = {
    "alpha": (ALPHA, Known("a", ALPHA, ("Header A",), COMMON | {1001, 1002, 1003, 1004})),
    "beta": (BETA, Known("b", BETA, ("Header B",), OF_BETA)),
    "twin": (BETA, Known("b2", BETA, ("Header B",), COMMON | {2001, 2002, 2003, 2005})),
    "plain": (None, Known("p", None, (), frozenset(range(500, 510)))),
}
CASES = [
    ("its record names it", Known("x", ALPHA), ("alpha", "record")),
    ("its record names two, and its bytes are one's", Known("b", BETA), ("beta", "record")),
    ("its record names two", Known("x", BETA, ("Header B",), COMMON | {2001}), ("beta twin", "")),
    ("its record names two, and its words say nothing", Known("x", BETA, (), frozenset({9})), ("beta twin", "")),
    ("its record names one that was not issued here", Known("x", ("C-3", "s", ""), ("Header A",), COMMON), ("", "")),
    ("its header is one's", Known("x", None, ("Header A",), frozenset({7})), ("alpha", "header")),
    ("its header is two's and its words are one's", Known("x", None, ("Header B",), OF_BETA), ("beta", "likeness")),
    ("its header is two's", Known("x", None, ("Header B",), COMMON | {2001, 2002, 2003}), ("beta twin", "")),
    ("its words are one's", Known("x", None, ("Other",), COMMON | {1001, 1002, 1003}), ("alpha", "likeness")),
    ("it has only what all have", Known("x", None, ("Other",), COMMON), ("beta twin alpha", "")),
    ("half of its words are one's", Known("x", None, (), frozenset(range(500, 506))), ("plain", "likeness")),
    ("few of its words are one's", Known("x", None, (), frozenset(range(500, 504))), ("", "")),
]  # fmt: skip


@pytest.mark.parametrize(("known", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_file_is_taken_for_a_document_only_where_that_is_clear(known: Known, wanted: tuple[str, str]) -> None:
    sent = [SentFile(name, "pack", "", Path(name), key, known.content) for name, (key, known) in SENT.items()]
    back = BackFile("back.docx", Path("back.docx"), known)
    (pair,) = paired([back], sent, lambda each: SENT[each.name][1], lambda each: known)
    names = [pair.sent.name] if pair.sent is not None else [each.name for each in pair.candidates]
    assert (" ".join(names), pair.how) == wanted
