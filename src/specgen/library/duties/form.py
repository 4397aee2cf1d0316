"""A reading to begin with: every sentence that binds, with its id and opening words, to be filled in."""

from __future__ import annotations

from specgen.library.duties.sentences import Sentence, sentences_of
from specgen.library.model import ClauseVersion

_OPENING = 6
"""Words of a sentence that a form shows as its opening."""


def reading_form(version: ClauseVersion) -> str:
    """The text of `N.duties.yaml` with a line to fill in for each thing that has to be said."""
    parts = ["schema: 1", f"wording: {version.fingerprint}", "readings:"]
    for sentence in sentences_of(version):
        if sentence.binds:
            parts += _entry(version, sentence)
        else:
            parts.append(f"  # {sentence.id} does not bind: {sentence.text}")
    return "\n".join(parts) + "\n"


def _entry(version: ClauseVersion, sentence: Sentence) -> list[str]:
    opening = " ".join(sentence.text.split()[:_OPENING])
    quoted = opening.replace("\\", "\\\\").replace('"', '\\"')
    lines = [
        f"  # {f'{sentence.heading}. ' if sentence.heading else ''}{sentence.text}",
        f'  - sentence: "{sentence.id}"',
        f'    opens: "{quoted}"',
        "    mode: duty",
    ]
    if "by" not in version.fields:
        lines.append("    actor: Provider")
    lines += ["    act:", "    object:"]
    if version.clause_id.split("/")[1] == "specification":
        lines.append("    when: {by: }")
    return lines
