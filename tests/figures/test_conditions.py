"""Conditions: each form, where it holds and where it does not, and what is said then."""

import pytest
from tests.figures.trying import document_of, sound_type, type_of

TYPE = """
fields:
  name: {{title: Name, required: no}}
  words: {{title: Words, kind: texts, required: no}}
  terms: {{title: Terms, kind: texts, required: no}}
  starts: {{title: Starts, kind: date, required: no}}
  ends: {{title: Ends, kind: date, required: no}}
  bound: {{title: Bound, kind: count, required: no}}
tables:
  rows:
    title: Rows
    key: n
    required: no
    columns:
      n: {{title: No.}}
      count: {{title: Count, kind: count, required: no}}
      other: {{title: Other, kind: count, required: no}}
      day: {{title: Day, kind: date, required: no}}
      rating: {{title: Rating, kind: choice, words: [red, green, blue], required: no}}
      text: {{title: Text, required: no}}
  others:
    title: Others
    key: n
    required: no
    columns:
      n: {{title: No.}}
      row: {{title: Row, kind: reference, of: rows, required: no}}
      day: {{title: Day, kind: date, required: no}}
figures:
  total: {{title: Total, kind: count, sum: {{column: rows.count}}}}
conditions:
  try-it: {{{condition}, sentence: It does not hold, severity: warning}}
"""

LONG = "one two three four five six"

CASES = [
    # form, a document in which it holds, one in which it does not, what is said then
    ("equal: [total, bound]", "rows: [{n: a, count: 2}]\nbound: 2", "rows: [{n: a, count: 2}]\nbound: 3",
     "“Total” is 2, and should be 3, as “Bound” says"),
    ("equal: [rows.count, rows.other]", "rows: [{n: a, count: 2, other: 2}]", "rows: [{n: a, count: 2, other: 3}]",
     "table “Rows”, row “a”, column “Count” is 2, and should be 3, as “Other” says"),
    ("equal: [rows.count, 9]", "rows: [{n: a, count: 9}]", "rows: [{n: a, count: 8}]",
     "table “Rows”, row “a”, column “Count” is 8, and should be 9"),
    ("at_least: {value: total, bound: 5}", "rows: [{n: a, count: 5}]", "rows: [{n: a, count: 4}]",
     "“Total” is 4, and should be at least 5"),
    ("at_most: {value: rows.count, bound: bound}",
     "rows: [{n: a, count: 5}]\nbound: 5", "rows: [{n: a, count: 6}]\nbound: 5",
     "table “Rows”, row “a”, column “Count” is 6, and should be at most 5"),
    ("at_most: {value: others.day, bound: rows.day}",
     "rows: [{n: a, day: 2026-05-01}, {n: b, day: 2026-06-01}, {n: c}]\n"
     "others: [{n: d, row: B, day: 2026-06-01}, {n: e, row: c, day: 2027-01-01}, {n: f, day: 2027-01-01}]",
     "rows: [{n: a, day: 2026-06-01}, {n: b, day: 2026-05-01}]\nothers: [{n: d, row: b, day: 2026-06-01}]",
     "table “Others”, row “d”, column “Day” is 1 June 2026, and should be at most 1 May 2026"),
    ("between: {value: rows.day, low: starts, high: ends}",
     "rows: [{n: a, day: October 2019}]\nstarts: 2019-10-10\nends: 2020-03-31",
     "rows: [{n: a, day: 2020-04-01}]\nstarts: 2019-10-10\nends: 2020-03-31",
     "column “Day” is 1 April 2020, and should be from 10 October 2019 to 31 March 2020"),
    ("one_of: {value: rows.text, words: [people]}", "rows: [{n: a, text: People}]", "rows: [{n: a, text: plans}]",
     "column “Text” is “plans”, and should be people"),
    ("rises: {column: rows.count, by: rows.day}",
     "rows: [{n: b, day: 2027-01-01, count: 3}, {n: a, day: 2026-01-01, count: 2}]",
     "rows: [{n: b, day: 2027-01-01, count: 2}, {n: a, day: 2026-01-01, count: 3}]",
     "row “b”, column “Count” is 2, and should be at least 3, which table “Rows”, row “a” has"),
    ("falls: {column: rows.count, by: rows.day}",
     "rows: [{n: b, day: 2027-01-01, count: 2}, {n: a, day: 2026-01-01, count: 3}]",
     "rows: [{n: b, day: 2027-01-01, count: 4}, {n: a, day: 2026-01-01, count: 3}]",
     "row “b”, column “Count” is 4, and should be at most 3"),
    ("in_order: [starts, ends]", "starts: 2026-04-01\nends: 2026-04-01", "starts: 2026-04-02\nends: 2026-04-01",
     "“Ends” is 1 April 2026, and should not lie before “Starts”, which is 2 April 2026"),
    ("in_order: [starts, ends]", "starts: March 2020\nends: 2020-03-01", "starts: March 2020\nends: October 2019",
     "“Ends” is October 2019, and should not lie before “Starts”, which is March 2020"),
    ("in_table: {rows: rows.n, of: others.n}",
     "rows: [{n: A}]\nothers: [{n: a}]", "rows: [{n: A}, {n: A}]\nothers: [{n: b}]",
     "column “No.” (and in 1 more row) is “A”, which is not in the column “No.” of the table “Others”"),
    ("in_table: {rows: name, of: others.n}", "name: A\nothers: [{n: A}]", "name: B\nothers: [{n: A}]",
     "“Name” is “B”, which is not in the column “No.” of the table “Others”"),
    ("apart: {rows: rows.n, of: others.n}", "rows: [{n: A}]\nothers: [{n: B}]", "rows: [{n: A}]\nothers: [{n: a}]",
     "column “No.” is “A”, which is in the column “No.” of the table “Others” as well"),
    ("distinct: rows.n", "rows: [{n: A}, {n: B}]", "rows: [{n: A}, {n: a}]",
     "table “Rows”, row “a”, column “No.”: “a” is in row 1 as well"),
    ("named_when: rows.text, where: {column: rating, is: [red]}",
     "rows: [{n: A, rating: red, text: done}, {n: B, rating: green}]",
     "rows: [{n: A, rating: red}]", "table “Rows”, row “A”, column “Text” is not given"),
    ("named_when: name, if_rows: rows",
     "name: Annex 1\nrows: [{n: a}]", "name: None\nrows: [{n: a}]", "“Name” is “None”"),
    ("named_when: name, if_rows: rows", "name: None", "rows: [{n: a}]", "“Name” is not given"),
    ("named_when: rows.count", "rows: [{n: A, count: 1}]", "rows: [{n: A}, {n: B}, {n: C}, {n: D}]",
     "the column “Count” is not given in 4 rows of the table “Rows”: A, B, C, D"),
    ("without_words: {value: rows.text, words: [under way]}, where: {column: rating, is: [blue]}",
     "rows: [{n: A, rating: green, text: Work is under way}]", "rows: [{n: A, rating: blue, text: Work is  under way}]",
     "column “Text” says “under way”"),
    ("own_words: {column: rows.text, words: 6}", f"rows: [{{n: A, text: {LONG}}}, {{n: B, text: five six}}]",
     f"rows: [{{n: A, text: {LONG}}}, {{n: B, text: zero {LONG} seven}}]",
     "row “B”, column “Text” says what table “Rows”, row “A” says: “one two three four five six”"),
    ("whole_sentences: [words]", "words: [The board meets each month and decides by votes.]",
     "words: [The provider will This memorandum says what was agreed.]", "a sentence breaks off before “This”"),
    ("whole_sentences: [words]",
     "words: [Services for children]", "words: [The board will meet each month and it will]",
     "the last sentence does not end"),
    ("terms_defined: {texts: words, terms: terms}", "words: [All MCNs stay.]\nterms: [MCN]",
     "words: [All CCNs stay.]\nterms: [MCN]", "“Words” uses “CCNs”, and what is defined is MCN"),
    ("named_there: {texts: words, word: appendix, of: others.n}", "words: [See appendix A.]\nothers: [{n: A}]",
     "words: [See Appendix A and appendix B.]\nothers: [{n: A}]", "“Words” names appendix B, which is not there"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "holds", "not_so", "says"), CASES, ids=[case[0][:40] for case in CASES])
def test_a_condition_is_silent_where_it_holds_and_says_why_where_it_does_not(
    form: str, holds: str, not_so: str, says: str
) -> None:
    kind = sound_type(TYPE.format(condition=form))
    assert [each.message for each in document_of(kind, holds)[1]] == []
    # A row that other tables name stands once, whatever the conditions of the type.
    problems = [each for each in document_of(kind, not_so)[1] if each.slug != "row-twice"]
    assert {(each.slug, each.severity) for each in problems} == {("try-it", "warning")}
    assert any(each.message.startswith("It does not hold: ") and says in each.message for each in problems), problems


def test_the_order_of_rows_makes_no_difference_to_what_moves_up() -> None:
    kind = sound_type(TYPE.format(condition="rises: {column: rows.count, by: rows.day}"))
    rows = [
        "{n: a, day: 2026-01-01, count: 5}",
        "{n: b, day: 2027-01-01, count: 2}",
        "{n: c, day: 2028-01-01, count: 9}",
    ]
    said = [
        [each.message for each in document_of(kind, f"rows: [{', '.join(order)}]")[1]] for order in (rows, rows[::-1])
    ]
    assert said[0] == said[1] and len(said[0]) == 1


def test_what_is_not_given_is_not_judged() -> None:
    kind = sound_type(TYPE.format(condition="at_least: {value: rows.count, bound: bound}"))
    assert document_of(kind, "rows: [{n: a}]\nbound: 5")[1] == []
    assert document_of(kind, "rows: [{n: a, count: 1}]")[1] == []


def test_a_condition_can_say_what_holds_with_the_figures() -> None:
    kind = sound_type(TYPE.format(condition="equal: [total, bound], holds: It comes out, shows: [total]"))
    (note,) = document_of(kind, "rows: [{n: a, count: 2}]\nbound: 2")[1]
    assert (note.severity, note.message) == ("note", "It comes out (Total: 2): Total 2 = Bound 2")


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("equals: [total, bound]", "“equals” is not a form of condition"),
        ("equal: [totl, bound]", "“totl” is neither a field, a figure nor a number"),
        ("equal: [rows.cuont, bound]", "the table “rows” has no column “cuont”"),
        ("equal: [rows.count, others.n]", "the columns are of several tables: others, rows; a condition is about one"),
        ("one_of: {value: name}", "“one_of” needs “words:”"),
        ("named_when: name, where: {column: nmae, is: [x]}", "there is no “nmae” for the condition to look at"),
        ("at_least: {value: rows.text, bound: 5}", "“at_least” cannot compare text (words) and 5 (number)"),
        (
            "between: {value: starts, low: ends, high: bound}",
            "“between” cannot compare starts (date) and ends (date) and bound (number)",
        ),
        ("in_order: [starts, bound]", "“in_order” cannot compare starts (date) and bound (number)"),
        (
            "rises: {column: rows.text, by: rows.day}",
            "“rises” takes a column of numbers, and one of dates or numbers to go by",
        ),
        ("named_when: name, if_rows: nothing", "there is no table “nothing”"),
        ("at_least: {value: total, limit: 5}", "“limit” does not belong here"),
        ("equal: [total, bound], shows: [tootal]", "“tootal” is neither a field, a figure nor a number"),
    ],
)
def test_a_condition_about_nothing_is_refused_by_name(condition: str, says: str) -> None:
    kind, problems = type_of(TYPE.format(condition=condition))
    assert kind is None and says in [problem.message for problem in problems], [each.message for each in problems]


def test_a_condition_without_a_sentence_or_with_another_severity_is_refused() -> None:
    _, problems = type_of("conditions:\n  a: {equal: [1, 1]}\n  b: {equal: [1, 1], sentence: S, severity: fatal}\n")
    assert [each.message for each in problems] == ["the condition has no sentence", "“fatal” is not a severity"]
