"""Document types that no build makes: those of an occasion, such as a variation, which a command of its own makes.

A type says its occasion as `when` in type.yaml, and its template may print the names of the occasion as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from specgen.assembly.intention_names import INTENTION_NAMES
from specgen.assembly.page_names import Name
from specgen.assembly.succession_names import SUCCESSION_NAMES
from specgen.assembly.variation_names import VARIATION_NAMES

OCCASIONS: Final[Mapping[str, Mapping[str, Name]]] = {"variation": VARIATION_NAMES, "succession": SUCCESSION_NAMES, "intentions": INTENTION_NAMES}
"""Occasion → the names that its documents have besides those of every document."""
