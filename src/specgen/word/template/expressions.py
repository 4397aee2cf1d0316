"""The part of Jinja that a template may use: names, attributes, constants, comparison, and/or/not, `for` and `if`.

Two walls. First every tag is read token by token, so that an author is told in plain words what is not allowed. Then
the syntax tree is held against a list of allowed nodes, whatever the first wall let through. Jinja only reads: what it
has read becomes plain values (pieces.py), and nothing that an author wrote is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import jinja2
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment
from msgspec.structs import replace

from specgen.problems import Problem
from specgen.word.template.pieces import (
    BLOCK,
    COMPARISONS,
    VARIABLE,
    Alternatives,
    Constant,
    Expression,
    HeldAgainst,
    InnerTemplate,
    Joined,
    Loop,
    NameRead,
    NextNumber,
    PieceOfPart,
    PrintedTag,
    TagRole,
    Way,
)
from specgen.word.template.tags import NameUse, Tag

ROLES: Final[Mapping[str, TagRole]] = {"": "text", "p": "blocks", "r": "runs", "tr": "rows"}

_MOST_PARENTHESES: Final = 10
_MOST_WORDS: Final = 40
_TOKEN: Final = re.compile(
    r"\s+|[A-Za-z_][A-Za-z0-9_]*|\.|\d{1,9}(?![\dA-Za-z_.])|\"[^\"\\]*\"|'[^'\\]*'|[=!<>]=|[<>()]"
)
_REFUSED: Final = {
    "|": "a filter (“|”) is not allowed in a template", "[": "square brackets are not allowed "
        "in a tag", "{": "a tag stands "
        "inside a tag",
    "%": "a tag stands inside a tag", "=": "one “=” sets a value; to compare, write “==”",
}  # fmt: skip
_RESERVED: Final = frozenset({"self", "super", "caller", "varargs", "kwargs", "loop"})
_LOOP: Final = frozenset({"index", "first", "last"})
_ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Name,
    nodes.Getattr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Const,
)
_ALONE: Final = frozenset({"else", "endif", "endfor"})
_CURE: Final = "use names, attributes, constants, comparison, and, or, not, for and if only"


def _environment() -> SandboxedEnvironment:
    """What reads a tag's words into a tree. Nothing is ever run in it, and it knows no filter, test or global."""
    made = SandboxedEnvironment(
        block_start_string=BLOCK[0],
        block_end_string=BLOCK[1],
        variable_start_string=VARIABLE[0],
        variable_end_string=VARIABLE[1],
        comment_start_string="\x06",
        comment_end_string="\x07",
        keep_trailing_newline=True,
        cache_size=0,
    )
    made.globals.clear()
    made.tests.clear()
    made.filters.clear()
    return made


_READER: Final = _environment()


def lint(tag: Tag) -> Iterator[Problem]:
    """What is not allowed in the tag, or cannot be read, told by the tag alone."""
    position = words = 0
    while position < len(tag.body):
        token = _TOKEN.match(tag.body, position)
        if token is None:
            found = tag.body[position]
            yield tag.problem("tag-not-allowed", _REFUSED.get(found, f"“{found}” is not allowed in a tag"), _CURE)
            return
        words += not token[0].isspace()
        position = token.end()
    if tag.body.count("(") > _MOST_PARENTHESES or words > _MOST_WORDS:
        yield tag.problem("tag-not-allowed", "the tag is too long to be read with certainty", "split it into several")
    elif tag.keyword in _ALONE:
        if tag.body != tag.keyword:
            yield tag.problem(
                "tag-syntax", f"“{tag.keyword}” stands alone in its tag", f"write {{%{tag.scope} {tag.keyword} %}}"
            )
    else:
        source = InnerSource()
        source.tag(replace(tag, body=tag.body.removeprefix("el")) if tag.keyword == "elif" else tag)
        if tag.statement:
            source.literal(f"{BLOCK[0]} {'endfor' if tag.keyword == 'for' else 'endif'} {BLOCK[1]}")
        yield from (
            replace(problem, excerpt=tag.written) for problem in _walked(source, {"loop": ("loop",)})[1].problems
        )


class InnerSource:
    """The source of an inner template, grown piece by piece; remembers which line each tag stands on.

    Every tag begins with a line break inside its delimiters, so each has a line of its own and the output none of it.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._line = 1
        self.tags: dict[int, Tag] = {}
        self.counters: dict[int, str] = {}

    def literal(self, text: str) -> None:
        """Text that is printed as it is."""
        self._pieces.append(text)
        self._line += text.count("\n")

    def tag(self, tag: Tag) -> None:
        """A tag of the author's."""
        opening, closing = BLOCK if tag.statement else VARIABLE
        self.literal(f"{opening}\n{' '.join(tag.body.split())}{closing}")
        self.tags[self._line] = tag

    def counter(self, sequence: str) -> None:
        """The next number of a sequence of ids."""
        self.literal(f'{VARIABLE[0]}\n"{sequence}"{VARIABLE[1]}')
        self.counters[self._line] = sequence

    def __str__(self) -> str:
        return "".join(self._pieces)


def compile_source(source: InnerSource) -> tuple[InnerTemplate | None, list[NameUse], list[Problem]]:
    """The inner template of `source`, the names it uses, and a problem at the very tag for each thing not allowed."""
    tree, walk = _walked(source, {})
    if tree is None or walk.problems:
        return None, walk.names, walk.problems
    return InnerTemplate(_pieces(tree.body, source)), walk.names, []


def _pieces(body: Iterable[nodes.Node], source: InnerSource) -> tuple[PieceOfPart, ...]:
    found: list[PieceOfPart] = []
    for node in body:
        if isinstance(node, nodes.Output):
            found += (_printed(each, source) for each in node.nodes)
        elif isinstance(node, nodes.For):
            assert isinstance(node.target, nodes.Name)
            found.append(
                Loop(
                    node.target.name,
                    _expression(node.iter),
                    _pieces(node.body, source),
                    _pieces(node.else_, source),
                    any(name.name == "loop" for each in node.body for name in each.find_all(nodes.Name)),
                    source.tags[node.lineno].number,
                )
            )
        else:
            assert isinstance(node, nodes.If)
            ways = tuple(
                Way(_expression(way.test), _pieces(way.body, source), source.tags[way.lineno].number)
                for way in (node, *node.elif_)
            )
            found.append(Alternatives(ways, _pieces(node.else_, source)))
    return tuple(found)


def _printed(node: nodes.Expr, source: InnerSource) -> PieceOfPart:
    if isinstance(node, nodes.TemplateData):
        return node.data
    if node.lineno in source.counters:
        return NextNumber(source.counters[node.lineno])
    tag = source.tags[node.lineno]
    return PrintedTag(_expression(node), ROLES[tag.scope], tag.number)


def _expression(node: nodes.Node) -> Expression:
    """What the walk has let through, as values."""
    path: list[str] = []
    inner = node
    while isinstance(inner, nodes.Getattr):
        path.insert(0, inner.attr)
        inner = inner.node
    if isinstance(inner, nodes.Name):
        return NameRead((inner.name, *path))
    if isinstance(node, nodes.Const):
        return Constant(node.value)
    if isinstance(node, nodes.Compare):
        return HeldAgainst(_expression(node.expr), tuple((each.op, _expression(each.expr)) for each in node.ops))
    if isinstance(node, nodes.Not):
        return Joined("not", (_expression(node.node),))
    assert isinstance(node, nodes.And | nodes.Or)
    return Joined("and" if isinstance(node, nodes.And) else "or", (_expression(node.left), _expression(node.right)))


def _walked(source: InnerSource, bound: Mapping[str, tuple[str, ...]]) -> tuple[nodes.Template | None, _Walk]:
    walk = _Walk(source)
    try:
        tree = _READER.parse(str(source))
    except jinja2.TemplateSyntaxError as fault:
        at = source.tags.get(fault.lineno) or next(iter(source.tags.values()))
        walk.problems.append(at.problem("tag-syntax", f"the tag cannot be read: {_plain(fault.message or '')}", _CURE))
        return None, walk
    walk.body(tree.body, bound)
    return tree, walk


def _plain(message: str) -> str:
    return (
        message.replace("end of print statement", "the end of the tag")
        .replace("end of statement block", "the end of the tag")
        .rstrip(".")
    )


class _Walk:
    """One walk over the tree: what is not allowed, and where each name leads."""

    def __init__(self, source: InnerSource) -> None:
        self._source = source
        self.names: list[NameUse] = []
        self.problems: list[Problem] = []

    def body(self, body: Iterable[nodes.Node], bound: Mapping[str, tuple[str, ...]]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for printed in node.nodes:
                    if not isinstance(printed, nodes.TemplateData) and printed.lineno not in self._source.counters:
                        self.expression(printed, bound, ROLES[self._source.tags[printed.lineno].scope])
            elif isinstance(node, nodes.If):
                self.expression(node.test, bound, "test")
                self.body(node.body, bound)
                self.body(node.elif_, bound)
                self.body(node.else_, bound)
            elif isinstance(node, nodes.For):
                self._loop(node, bound)
            else:
                self._refuse(node, type(node).__name__.lower())

    def _loop(self, node: nodes.For, bound: Mapping[str, tuple[str, ...]]) -> None:
        if node.recursive or node.test is not None or not isinstance(node.target, nodes.Name):
            self._refuse(node, "a loop with “if”, “recursive” or more than one name")
            return
        if node.target.name in _RESERVED or node.target.name.startswith("_"):
            self._refuse(node, f"the name “{node.target.name}”")
        path = self.expression(node.iter, bound, "each")
        self.body(node.body, {**bound, node.target.name: (*path, "[]"), "loop": ("loop",)})
        self.body(node.else_, bound)

    def expression(self, node: nodes.Node, bound: Mapping[str, tuple[str, ...]], role: TagRole) -> tuple[str, ...]:
        """Check the expression, note its names, and give its path ("" first when it is none)."""
        chain: list[str] = []
        inner = node
        while isinstance(inner, nodes.Getattr):
            chain.insert(0, inner.attr)
            inner = inner.node
        if isinstance(inner, nodes.Name) and inner.ctx == "load":
            return self._name(node, inner.name, chain, bound, role)
        if chain or not isinstance(node, _ALLOWED):
            self._refuse(node, "a call" if isinstance(inner, nodes.Call) else f"“{type(inner).__name__.lower()}”")
        elif isinstance(node, nodes.Compare) and any(each.op not in COMPARISONS for each in node.ops):
            self._refuse(node, "this comparison")
        elif role == "each" or (role in ("blocks", "runs", "rows") and not isinstance(node, nodes.Const)):
            self._refuse(node, "anything but a name here")
        else:
            for child in node.iter_child_nodes():
                self.expression(child, bound, "test")
        return ("",)

    def _name(
        self, node: nodes.Node, first: str, chain: list[str], bound: Mapping[str, tuple[str, ...]], role: TagRole
    ) -> tuple[str, ...]:
        written = ".".join((first, *chain))
        if first == "loop":
            if "loop" not in bound or len(chain) != 1 or chain[0] not in _LOOP:
                self._refuse(node, f"“{written}” (loop.index, loop.first and loop.last are known inside a for)")
            return ("loop", *chain)
        if first in _RESERVED or any(name.startswith("_") for name in (first, *chain)):
            self._refuse(node, f"the name “{written}”")
        path = (*bound.get(first, (first,)), *chain)
        self.names.append(NameUse(written, path, role, self._source.tags[node.lineno]))
        return path

    def _refuse(self, node: nodes.Node, what: str) -> None:
        tag = self._source.tags.get(node.lineno) or next(iter(self._source.tags.values()))
        self.problems.append(tag.problem("tag-not-allowed", f"{what} is not allowed in a template", _CURE))
