"""A form of agreement without a clause that it needs

The clauses for grant agreements speak of the Recipient, the Funded Activities and the Participants, and one clause says what these words mean and how quoted national wording is read. The rule asks for each clause that the edition file names under `needs`, once in the agreement.

To mend it: choose the clause in the first service; for a grant agreement the set `grant-personalised-care` begins with it.

Breaks it:

    contract: {form: grant}
    services:
      - specification: [grant-peer-support]
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import first_serving, short_name
from specgen.problems import Problem, Severity

SLUG = "form-without-its-clause"
SEVERITY: Severity = "error"
SECTION = ""

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each clause that is missing."""
    for needed in pack.edition.needs:
        if first_serving(pack.chosen, needed) is None:
            yield _BREACH.at(
                pack, ("services", 0, "specification"), f"a {pack.edition.words.agreement} needs {needed}, which says what its other clauses mean",
                f"add “{short_name(needed)}” under {needed.split('/')[1]}",
            )
