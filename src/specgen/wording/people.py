"""How people are called: the titles before a surname, and given names that are common in England.

No list of names is whole: what these words show is said as a caution, never as a fact.
"""

from __future__ import annotations

import re
from typing import Final

TITLES: Final = "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Revd?|Cllr"
"""Titles before a surname, as a pattern."""
NOBODY: Final[tuple[tuple[str, str], ...]] = (
    ("other", r"\b(?:A\.? ?N\.? ?O(?:ther|THER)|a\.n\.? other|a n other)\b"),
    (" bloggs", r"(?i:\b(?:joe?|fred|jane|[a-z]\.?) bloggs\b)"),
    ("anytown", r"(?i:\banytown\b)"),
    ("xyz |abc ", r"\b(?:XYZ|ABC) (?:Trust|Limited|Ltd|ICB|Provider|Council|Company)\b"),
    (
        " mr| ms| mx| miss| dr| prof| sir| dame| rev| cllr",
        rf"\b(?i:{TITLES})\b\.? ?(?:[XYZN]{{1,3}}|\?+|…|\.{{3,}}|●)(?!\w|[’'-]\w|\.? ?[A-Z][\w’'-])",
    ),
)
"""What stands for a name that is still to be written, wherever it stands; rows as in `gaps`."""
GIVEN_NAMES: Final = frozenset(
    re.findall(
        r"\w+",
        """
aaron abdul adam agnieszka ahmed aisha alan albert alex alexander alfie alfred alice alison amanda amelia amina amir amy
andrea andrew angela anil anita anjali ann anna anne anthony archie arjun arthur audrey ava barbara barry ben benjamin
bernard beryl beth betty bob brenda brian carol caroline catherine charles charlotte chidi chloe chris christine
christopher ciaran claire clare clive colin cyril daniel dave david deborah deepak dennis derek diane donald donna doris
dorothy douglas dylan edith edward elizabeth ellen elsie emily emma eric ernest ethan ethel fatima fiona frank freya
gareth gary gemma geoff geoffrey george gerald gillian gordon graham hannah harry hassan heather helen henry huw ian
ibrahim irene isla jack jacob jacqueline jake james jane janet jason jean jennifer jenny jessica jim jo joan joanna
joanne john jonathan joseph joyce judith julia julie karen kate katarzyna katherine kathleen keith kelly ken kenneth
kevin khadija kim kofi kwame laura lauren leanne leonard lesley linda lisa louise lucy luke lynn malcolm margaret maria
marian marie marion marjorie mark martin mary matthew maureen meera megan mia michael michelle mohamed mohammad mohammed
muhammad natalie neil ngozi niamh nicholas nick nicola nigel noah norman oliver olivia omar oscar owen pamela patricia
patrick paul paula pauline percy peter philip piotr priya rachel raj ralph ravi raymond rebecca reginald rhys richard
rita robert robin roger ron ronald roy ryan sally sam samantha samuel sandra sanjay sara sarah sean sharon sheila
shirley sidney simon siobhan sophie stanley stephanie stephen steve steven stuart sue sunita susan suzanne sylvia
terence teresa terry theo thomas tim tina tom tomasz tracey tracy trevor valerie vera victoria walter wendy william
winifred yasmin yusuf zainab zoe
""",
    )
)
"""In small letters."""
