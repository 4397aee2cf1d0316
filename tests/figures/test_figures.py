"""Figures of a document: every form, and what is said where one cannot be worked out or was typed otherwise."""

import pytest
from tests.figures.trying import document_of, figures_of, sound_type, type_of

FUNDING = """
tables:
  funding:
    title: Funding
    key: what
    required: no
    columns:
      what: {title: What}
      source: {title: Source, required: no}
      units: {title: Units, kind: number, required: no}
      price: {title: Price, kind: money, required: no}
      amount: {title: Amount, kind: money, required: no}
      cost: {title: Cost, kind: money, required: no, figure: {product: [units, price]}}
figures:
  total: {title: Total, kind: money, sum: {column: funding.amount}}
  nhs: {title: NHS, kind: money, sum: {column: funding.amount, where: {column: source, is: [NHS]}}}
  other: {title: Other, kind: money, difference: [total, nhs]}
  share: {title: Share, kind: share, places: 1, share: [nhs, total]}
  rows: {title: Rows, kind: count, count: {table: funding}}
  sourced: {title: Sourced, kind: count, count: {table: funding, where: {column: source, filled: yes}}}
  costs: {title: Costs, kind: money, sum: {column: funding.cost}}
"""
ROWS = """
funding:
  - {what: IT, source: NHS, amount: 0.10}
  - {what: Training, source: council, amount: 0.20}
  - {what: Travel, amount: "1,000.00"}
"""


def test_sums_differences_shares_and_counts_are_worked_out() -> None:
    kind = sound_type(FUNDING)
    document, problems = document_of(kind, ROWS)
    assert document is not None and problems == []
    printed = {name: value.printed for name, value in document.figures.items()}
    assert printed == {
        "total": "£1,000.30",
        "nhs": "£0.10",
        "other": "£1,000.20",
        "share": "0%",
        "rows": "3",
        "sourced": "2",
    }
    assert document.unknown == {"costs": "3 rows do not give “Cost” in the table “Funding”"}


def test_a_figure_of_nothing_is_nought_and_a_share_of_nought_is_refused_by_name() -> None:
    document, problems = document_of(sound_type(FUNDING), "")
    assert document is not None and document.figures["total"].printed == "£0"
    assert [(each.slug, each.message) for each in problems] == [
        ("division-by-zero", "“Share” cannot be worked out: it is divided by “Total”, which is 0")
    ]


def test_a_product_is_rounded_half_up_in_its_row_and_the_total_is_that_of_the_rows() -> None:
    kind = sound_type(FUNDING)
    document, _ = document_of(
        kind,
        """
        funding:
          - {what: a, amount: 1, units: 0.5, price: 0.01}
          - {what: b, amount: 1, units: 0.5, price: 0.01}
        """,
    )
    assert document is not None
    assert [row.cells["cost"].printed for row in document.rows["funding"]] == ["£0.01", "£0.01"]
    assert document.figures["costs"].printed == "£0.02"


def test_a_typed_total_that_differs_is_told_as_it_is_and_as_it_should_be() -> None:
    _, problems = document_of(sound_type(FUNDING), ROWS + "total: £1,000.31\n")
    (problem,) = problems
    assert (problem.slug, problem.severity) == ("total-differs", "error")
    assert problem.message == "“Total”: the file says £1,000.31, and it should be £1,000.30"
    assert problem.excerpt == "total: £1,000.31"


def test_a_typed_total_that_agrees_is_silent() -> None:
    assert document_of(sound_type(FUNDING), ROWS + 'total: "1000.3"\n')[1] == []


def test_a_computed_cell_that_was_typed_names_table_row_and_column() -> None:
    rows = "funding:\n  - {what: IT, amount: 1, units: 3, price: 2.50, cost: 8}\n"
    _, problems = document_of(sound_type(FUNDING), rows)
    (problem,) = problems
    assert problem.message == ("table “Funding”, row “IT”, column “Cost”: the file says £8, and it should be £7.50")


def test_a_total_of_rows_that_are_not_given_is_not_known_and_never_nought() -> None:
    document, problems = document_of(sound_type(FUNDING), "funding:\n  - {what: IT}\ntotal: 5\n")
    assert document is not None and "total" not in document.figures
    (problem,) = [each for each in problems if each.slug == "total-not-checked"]
    assert "1 row does not give “Amount” in the table “Funding”" in problem.message


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ("a: {sum: [b, 1]}\n  b: {sum: [a, 1]}", "figures rest on one another in a circle: a, b"),
        ("a: {sum: [a, 1]}", "figures rest on one another in a circle: a"),
        ("a: {sum: {column: t.cost}}", "the table “t” has no column “cost”"),
        ("a: {sum: {column: u.amount}}", "there is no table “u”"),
        ("a: {sum: [amont]}", "“amont” is neither a field, a figure nor a number"),
        ("a: {total: [b]}", "“total” is not a form of figure"),
        ("a: {kind: date, sum: [1, 2]}", "a figure cannot be a “date”"),
        ("a: {sum: {column: t.note}}", "“note” is no column of numbers"),
        ("a: {difference: [name, 1]}", "“difference” is of numbers alone"),
        ("a: {months: [name, 1]}", "“months” is of dates"),
        ("a: {ratio: [1, 2, 3]}", "“ratio” takes 2 names, and has 3"),
        ("a: {kind: text, sum: [1, 2]}", "a figure of the form “sum” cannot be of the kind “text”"),
        ("a: {count: {table: t, where: {column: kind, is: [x]}}}", "the table “t” has no column “kind”"),
        ("a: {places: 12, sum: [1, 2]}", "“12” is not a number of places from -9 to 9"),
        ("amount_: {sum: [1 + 1]}", "“1 + 1” is neither a field, a figure nor a number"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_by_name_before_any_document(figures: str, says: str) -> None:
    kind, problems = type_of(
        "fields:\n  name: {}\ntables:\n  t: {columns: {amount: {kind: money}, note: {}}}\n"
        f"figures:\n  {figures}\n"
    )
    assert kind is None
    assert says in [problem.message for problem in problems], [problem.message for problem in problems]
    assert all(problem.location.line for problem in problems)


def test_columns_that_rest_on_one_another_are_a_circle_too() -> None:
    _, problems = type_of(
        """
        tables:
          t:
            columns:
              a: {kind: money, figure: {share: [b, total]}}
              b: {kind: money}
        figures:
          total: {kind: money, sum: {column: t.a}}
        """
    )
    assert "figures rest on one another in a circle: t.a, total" in [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("rows", "slug", "says"),
    [
        ("funding:\n  - {what: IT, amont: 5}\n", "unknown-key", "the table “Funding” has no column “amont”"),
        (
            "funding:\n  - {what: IT, amount: five}\n",
            "wrong-value",
            "table “Funding”, row “IT”, column “Amount”: “five” is not a sum of money",
        ),
        ("funding: many\n", "wrong-value", "“Funding” is a table: a list of rows"),
        ("funding:\n  - IT\n", "wrong-value", "row 1 of the table “Funding” is no list of columns with values"),
        ("fundnig: []\n", "unknown-key", "“fundnig” is not a name that belongs here"),
        ("funding:\n  - {amount: 5}\n", "missing-value", "table “Funding”, row “1”, column “What” is missing"),
    ],
)
def test_a_fault_of_a_row_names_table_row_and_column(rows: str, slug: str, says: str) -> None:
    _, problems = document_of(sound_type(FUNDING), rows)
    assert (slug, says) in [(each.slug, each.message) for each in problems]


def test_ten_thousand_rows_are_added_up_and_one_more_is_refused_by_name() -> None:
    kind = sound_type("tables:\n  t:\n    title: Rows\n    columns: {amount: {kind: money}}\n"
                      "figures:\n  total: {kind: money, sum: {column: t.amount}}\n")  # fmt: skip
    rows = "t:\n" + "- {amount: 0.01}\n" * 10_000
    assert figures_of(kind, rows) == {"total": "£100"}
    _, problems = document_of(kind, rows + "- {amount: 0.01}\n")
    assert [(each.slug, each.message) for each in problems] == [
        ("too-many-rows", "the table “Rows” has 10,001 rows, and a table holds 10,000 at most")
    ]


def test_ten_thousand_rows_of_several_columns_are_read_as_well() -> None:
    names = [f"c{number}" for number in range(8)]
    columns = ", ".join(f"{name}: {{kind: number}}" for name in names)
    kind = sound_type(
        f"tables:\n  t:\n    title: Rows\n    key: c0\n    columns: {{{columns}}}\n"
        "figures:\n  total: {kind: number, places: 1, sum: {column: t.c7}}\n"
    )
    row = "- {" + ", ".join(f"{name}: 0.1" for name in names) + "}\n"
    assert figures_of(kind, "t:\n" + row * 10_000) == {"total": "1,000.0"}


def test_months_statuses_and_what_is_given_first_are_forms_of_their_own() -> None:
    kind = sound_type(
        """
        fields:
          first: {kind: date}
          last: {kind: date}
          now: {kind: date}
          target: {kind: count}
          actual: {kind: count}
          profile: {kind: count, required: no}
        figures:
          all_months: {kind: count, months: [first, last]}
          past: {kind: count, months: [first, now]}
          part: {kind: share, places: 0, share: [past, all_months]}
          line: {kind: count, product: [target, part]}
          expected: {kind: count, first_of: [profile, line]}
          capped: {kind: count, least: [expected, target]}
          where_it_stands: {kind: text, standing: [actual, expected], words: [behind, on course, ahead]}
          timing: {kind: text, standing: [now, last], words: [early, due, late]}
          basis: {kind: text, which: {column: profile, words: [agreed, assumed]}}
        """
    )
    said = "first: 2017-04-01\nlast: 2019-03-31\nnow: 2018-09-30\ntarget: 300000\nactual: 204000\n"
    assert figures_of(kind, said) == {
        "all_months": "24",
        "past": "18",
        "part": "75%",
        "line": "225,000",
        "expected": "225,000",
        "capped": "225,000",
        "where_it_stands": "behind",
        "timing": "early",
        "basis": "assumed",
    }
    assert figures_of(kind, said + "profile: 204000\n")["where_it_stands"] == "on course"


def test_what_is_added_up_for_each_row_is_joined_by_a_column() -> None:
    kind = sound_type(
        """
        tables:
          funders:
            key: name
            columns:
              name: {}
              given: {kind: money, figure: {sum: {column: gifts.amount, where: {column: funder, same_as: name}}}}
          gifts:
            columns:
              funder: {kind: reference, of: funders}
              amount: {kind: money}
        """
    )
    document, problems = document_of(
        kind,
        """
        funders: [{name: A}, {name: B}]
        gifts:
          - {funder: A, amount: 1.10}
          - {funder: a, amount: 2.20}
        """,
    )
    assert document is not None and problems == []
    assert [row.cells["given"].printed for row in document.rows["funders"]] == ["£3.30", "£0"]


def test_a_reference_to_no_row_is_refused_with_the_likely_one() -> None:
    kind = sound_type("tables:\n  a: {key: n, columns: {n: {}}}\n  b: {columns: {of: {kind: reference, of: a}}}\n")
    _, problems = document_of(kind, "a: [{n: Harbour}]\nb: [{of: Harbuor}]\n")
    (problem,) = problems
    assert (problem.slug, problem.suggestion) == ("unknown-reference", "Harbour")


@pytest.mark.parametrize("name", ["Total", "TOTAL:", "Grand total", "Sub-total"])
def test_a_total_among_the_rows_is_refused_since_it_would_count_twice(name: str) -> None:
    kind = sound_type(FUNDING)
    _, problems = document_of(kind, f'{ROWS}  - {{what: "{name}", amount: 1000.30}}\n')
    (problem,) = [each for each in problems if each.slug == "total-among-rows"]
    assert problem.severity == "error" and f"row 4 is called “{name}”" in problem.message
    assert document_of(kind, ROWS.replace("IT", "Total care"))[1] == []


@pytest.mark.parametrize("name", ["Total (all)", "Total for the year", "Overall", "All heads", "Sum of the above"])
def test_a_row_that_may_be_a_total_is_one_where_its_number_is_that_of_the_others(name: str) -> None:
    kind = sound_type(FUNDING)
    sums = document_of(kind, f'{ROWS}  - {{what: "{name}", amount: 1000.30}}\n')[1]
    assert [each.slug for each in sums] == ["total-among-rows"]
    assert document_of(kind, f'{ROWS}  - {{what: "{name}", amount: 1000.31}}\n')[1] == []


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("-£900", ""),
        ("£-900", ""),
        ("\u2212£900.00", ""),
        ("- 900", ""),
        ("£900", "total-differs"),
        ("-£900.01", "total-differs"),
        ("(£900)", "wrong-value"),
        ("--£900", "wrong-value"),
    ],
)
def test_a_figure_below_nought_is_typed_as_it_prints(typed: str, slug: str) -> None:
    kind = sound_type(
        """
        fields:
          limit: {title: Limit, kind: money}
          spent: {title: Spent, kind: money}
        figures:
          left: {title: Left, kind: money, difference: [limit, spent]}
        """
    )
    _, problems = document_of(kind, f"limit: £100\nspent: £1,000\nleft: '{typed}'\n")
    assert [each.slug for each in problems] == ([slug] if slug else [])
    assert [each.slug for each in document_of(kind, "limit: -£100\nspent: £1\n")[1]] == ["wrong-value"]


OF_UNITS = """
fields:
  rate: {{kind: share}}
  pounds: {{kind: money}}
  heads: {{kind: count}}
figures:
  x: {figure}
"""


@pytest.mark.parametrize(
    ("figure", "sound"),
    [
        ("{kind: money, sum: [pounds, 5]}", True),
        ("{kind: money, sum: [pounds, £5]}", True),
        ("{kind: share, difference: [100%, rate]}", True),
        ("{kind: money, product: [pounds, rate]}", True),
        ("{kind: share, share: [pounds, £5]}", True),
        ("{kind: number, ratio: [pounds, heads]}", True),
        ("{kind: money, sum: [pounds, rate]}", False),
        ("{kind: share, sum: [rate, 5]}", False),
        ("{kind: share, sum: [pounds, £5]}", False),
        ("{kind: number, sum: [rate, 5%]}", False),
        ("{kind: count, greatest: [pounds, £5]}", False),
        ("{kind: number, first_of: [pounds, heads]}", False),
        ("{kind: money, least: [rate, 5%]}", False),
        ("{kind: money, sum: [pounds, heads]}", False),
        ("{kind: money, difference: [pounds, heads, 5]}", False),
        ("{kind: money, sum: [heads, 5]}", False),
        ("{kind: money, product: [pounds, pounds]}", False),
        ("{kind: count, product: [pounds, heads]}", False),
        ("{kind: money, product: [heads, 5]}", False),
        ("{kind: money, ratio: [pounds, heads]}", True),
        ("{kind: money, ratio: [pounds, pounds]}", False),
        ("{kind: number, ratio: [pounds, £5]}", True),
        ("{kind: number, ratio: [heads, pounds]}", False),
        ("{kind: share, share: [heads, pounds]}", False),
        ("{kind: money, greatest: [pounds, 0]}", True),
    ],
)
def test_shares_pounds_and_numbers_are_not_added_to_one_another(figure: str, sound: bool) -> None:
    kind, problems = type_of(OF_UNITS.format(figure=figure))
    assert (kind is not None) is sound, problems


@pytest.mark.parametrize("kind_of_it", ["money", "share"])
def test_rows_and_months_are_counted_and_are_no_pounds(kind_of_it: str) -> None:
    _, problems = type_of(
        f"tables: {{t: {{columns: {{a: {{}}}}}}}}\nfigures: {{n: {{kind: {kind_of_it}, count: {{table: t}}}}}}"
    )
    assert [each.message for each in problems] == [f"“count” makes a number, and no “{kind_of_it}”"]


def test_money_is_compared_with_money() -> None:
    condition = "conditions:\n  c: {at_most: {value: pounds, bound: %s}, sentence: Too much}\n"
    said = OF_UNITS.format(figure="{kind: money, sum: [pounds, £5]}") + condition
    found = {bound: [each.message for each in type_of(said % bound)[1]] for bound in ("heads", "£5", "5", "x")}
    assert found == {"heads": ["“at_most” cannot compare money with other numbers"], "£5": [], "5": [], "x": []}


def test_shares_are_compared_with_shares() -> None:
    condition = "conditions:\n  c: {at_most: {value: rate, bound: %s}, sentence: Too much}\n"
    assert type_of(f"{OF_UNITS.format(figure='{sum: [heads]}')}{condition % '100%'}")[0] is not None
    _, problems = type_of(f"{OF_UNITS.format(figure='{sum: [heads]}')}{condition % '1'}")
    assert [each.message for each in problems] == ["“at_most” cannot compare shares with other numbers"]


CHOICES = """
tables:
  t:
    columns:
      name: {{}}
      paid: {{kind: choice, words: [Paid, Not paid]}}
      maybe: {{kind: number, required: no, only_when: {{column: {by}, is: [Paid]}}}}
      computed: {{kind: number, figure: {{sum: [1]}}}}
figures:
  n: {{kind: count, count: {{table: t, where: {{column: paid, is: [{word}]}}}}}}
conditions:
  c: {{distinct: t.name, where: {{column: paid, is: [{word}]}}, sentence: Twice}}
"""


def test_rows_that_are_looked_for_by_a_word_that_a_choice_has_not_are_never_there() -> None:
    assert type_of(CHOICES.format(by="paid", word="not paid"))[0] is not None
    _, problems = type_of(CHOICES.format(by="paid", word="Unpaid"))
    assert [each.message for each in problems] == ["“paid” is never “Unpaid”"] * 2


@pytest.mark.parametrize("by", ["maybe", "computed"])
def test_whether_a_column_applies_hangs_on_what_every_row_gives(by: str) -> None:
    _, problems = type_of(CHOICES.format(by=by, word="Paid"))
    assert [each.message for each in problems] == [f"“{by}” is not given in every row, so that nothing can hang on it"]


def test_a_long_chain_of_figures_is_put_in_order_from_its_end() -> None:
    chain = "".join(f"  x{number}: {{sum: [x{number + 1}]}}\n" for number in range(400))
    assert figures_of(sound_type(f"figures:\n{chain}  x400: {{sum: [7]}}\n"), "")["x0"] == "7.00"
