"""How long a redline takes: one JSON line with seconds, median of five, files in memory.

`redline_seconds_2600_words`: a contract schedule of 2,600 words, a third of its paragraphs edited.
`redline_seconds_1500_paragraphs`: 1,500 paragraphs (about 37,000 words), edited alike.
"""

from __future__ import annotations

import io
import json
import random
import statistics
import time

import docx

from specgen.word.redline.redline import redline

_WORDS = (  # noqa: SIM905
    "the Provider must offer each person in the cohort a personalised care and support plan that is agreed "
    "with them and reviewed within "
    "twelve months of the date on which it was made and the Commissioner may ask for a report of the number "
    "of plans by service and quarter"
).split()


def _paragraphs(chance: random.Random, count: int, words: int) -> list[list[str]]:
    return [
        [chance.choice(_WORDS) + (str(chance.randrange(100)) if chance.random() < 0.05 else "") for _ in range(words)]
        for _ in range(count)
    ]


def _edited(chance: random.Random, paragraphs: list[list[str]]) -> list[list[str]]:
    made: list[list[str]] = []
    for paragraph in paragraphs:
        what = chance.random()
        if what < 0.02:
            continue
        copy = list(paragraph)
        if what < 0.3:
            for _ in range(3):
                copy[chance.randrange(len(copy))] = chance.choice(["shall", "quarterly", "30 September 2026", "85%"])
        made.append(copy)
        if what > 0.97:
            made += _paragraphs(chance, 1, len(paragraph))
    return made


def _document(paragraphs: list[list[str]]) -> bytes:
    document = docx.Document()
    for number, words in enumerate(paragraphs):
        if number % 15 == 0:
            document.add_heading(f"Section {number // 15 + 1}", 1)
        added = document.add_paragraph(style="List Number" if number % 5 == 4 else None)
        added.add_run(" ".join(words[:4])).bold = number % 7 == 0
        added.add_run(" " + " ".join(words[4:]))
    table = document.add_table(rows=0, cols=3)
    for words in paragraphs[::25]:
        for cell, text in zip(
            table.add_row().cells, (words[0], " ".join(words[1:6]), " ".join(words[6:12])), strict=True
        ):
            cell.text = text
    document.add_paragraph("End")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def pair(count: int, words: int) -> tuple[bytes, bytes]:
    """Two documents of about `count` paragraphs of `words` words, the second an edit of the first."""
    chance = random.Random(count)
    paragraphs = _paragraphs(chance, count, words)
    return _document(paragraphs), _document(_edited(chance, paragraphs))


def seconds(count: int, words: int, times: int = 5) -> float:
    """The median time in seconds of a redline between two documents of `count` paragraphs of `words` words."""
    old, new = pair(count, words)
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        found, problems = redline(old, new, "Bench", "2026-04-01", old_name="old.docx", new_name="new.docx")
        taken.append(time.perf_counter() - start)
        if found is None:
            raise SystemExit(f"the redline was not proved: {problems}")
    return statistics.median(taken)


def figures() -> dict[str, object]:
    """The figures of this bench; a line of each is printed."""
    found: dict[str, object] = {
        "redline_seconds_2600_words": round(seconds(104, 25), 4),
        "redline_seconds_1500_paragraphs": round(seconds(1500, 25), 4),
    }
    print(
        f"redline, proved: {found['redline_seconds_2600_words']} s for 104 paragraphs of 25 words (0.15 allowed), "
        f"{found['redline_seconds_1500_paragraphs']} s for 1,500 (2 allowed)"
    )
    return found


if __name__ == "__main__":
    print(json.dumps(figures()))
