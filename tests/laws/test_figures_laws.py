"""Laws of documents with figures, for any table: sums are exact, totals are those of their rows, order is nothing."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.figures.trying import document_of, sound_type

from specgen.figures.document import FiguredDocument
from specgen.figures.page import MOST_MARKED, facts, marked, values

PENCE = st.integers(0, 10**11)
UNITS = st.integers(0, 10**6)
KIND = sound_type(
    """
    tables:
      heads:
        key: name
        required: no
        columns:
          name: {}
          spent: {kind: money, figure: {sum: {column: rows.amount, where: {column: head, same_as: name}}}}
      rows:
        key: n
        required: no
        columns:
          n: {}
          head: {kind: reference, of: heads}
          amount: {kind: money}
          units: {kind: number}
          price: {kind: money}
          cost: {kind: money, figure: {product: [units, price]}}
    figures:
      total: {kind: money, sum: {column: rows.amount}}
      first: {kind: money, sum: {column: rows.amount, where: {column: head, is: [A]}}}
      rest: {kind: money, difference: [total, first]}
      by_head: {kind: money, sum: {column: heads.spent}}
      cost: {kind: money, sum: {column: rows.cost}}
      whole: {kind: money, sum: [first, rest]}
      share: {kind: share, places: 2, share: [first, total]}
    """
)
ROWS = st.lists(st.tuples(st.sampled_from("AB"), PENCE, UNITS, PENCE), max_size=12)
Row = tuple[str, int, int, int]


def pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"


def written(rows: list[tuple[int, Row]]) -> str:
    lines = [
        f"  - {{n: r{number}, head: {head}, amount: {pounds(amount)}, units: {units // 1000}.{units % 1000:03d}, "
        f"price: {pounds(price)}}}\n"
        for number, (head, amount, units, price) in rows
    ]
    return "heads: [{name: A}, {name: B}]\nrows:\n" + "".join(lines) if rows else "heads: [{name: A}, {name: B}]\n"


def read(rows: list[tuple[int, Row]]) -> FiguredDocument:
    document, problems = document_of(KIND, written(rows))
    assert document is not None
    assert {each.slug for each in problems} <= {"division-by-zero"}
    return document


def amount(printed: str) -> Decimal:
    return Decimal(printed.replace("£", "").replace(",", ""))


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_sums_are_exact_to_the_penny_and_every_total_is_that_of_the_rows_that_print(rows: list[Row]) -> None:
    document = read(list(enumerate(rows)))
    figures = {name: amount(value.printed) for name, value in document.figures.items() if name != "share"}
    printed = [{name: cell.printed for name, cell in row.cells.items()} for row in document.rows["rows"]]
    assert figures["total"] == sum((amount(row["amount"]) for row in printed), Decimal())
    assert figures["total"] == Decimal(sum(row[1] for row in rows)) / 100
    assert figures["cost"] == sum((amount(row["cost"]) for row in printed), Decimal())
    assert figures["first"] + figures["rest"] == figures["total"] == figures["whole"] == figures["by_head"]
    for row, (_, _, units, price) in zip(printed, rows, strict=True):
        thousandths = units * price  # of a penny: half up to whole pence
        assert amount(row["cost"]) * 100 == (2 * thousandths + 1000) // 2000


@settings(max_examples=60, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_figure_no_fact_and_no_mark(rows: list[Row], random: object) -> None:
    numbered = list(enumerate(rows))
    turned = list(numbered)
    random.shuffle(turned)  # type: ignore[attr-defined]
    one, other = read(numbered), read(turned)
    assert one.figures == other.figures and one.unknown == other.unknown
    assert facts(one) == facts(other)
    assert {each.id: each.passage for each in marked(one)} == {each.id: each.passage for each in marked(other)}
    names, others = values(one, draft=True), values(other, draft=True)
    assert names["figure"] == others["figure"]


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(-3, 3))
def test_a_typed_total_is_refused_unless_it_is_the_total(rows: list[Row], off: int) -> None:
    total = sum(row[1] for row in rows)
    typed = max(total + off, 0)
    _, problems = document_of(KIND, f"{written(list(enumerate(rows)))}total: {pounds(typed)}\n")
    assert ("total-differs" in {each.slug for each in problems}) == (typed != total)


def test_a_document_of_very_many_cells_has_no_marks_rather_than_some() -> None:
    rows: list[tuple[int, Row]] = [(number, ("A", 1, 1000, 1)) for number in range(MOST_MARKED // 6 + 1)]
    assert marked(read(rows)) == ()
    assert len(marked(read(rows[:10]))) > 60
