"""From the bytes of a contract file to a Contract whose every value knows its place, or to all its problems at once."""

from __future__ import annotations

import hashlib

from specgen.contract.between_fields import faults_between_fields
from specgen.contract.contract import Contract
from specgen.contract.faults import MOST_FAULTS, validate_or_mend
from specgen.contract.model import NotApplicable
from specgen.contract.sound_part import SoundPart
from specgen.problems import Location, Problem
from specgen.yamlfile import decode, parse_yaml, places

__all__ = ["MOST_FAULTS", "Contract", "NotApplicable", "read_contract"]


def read_contract(data: bytes, file: str) -> tuple[Contract | None, list[Problem]]:
    """The contract in `data`, and every problem of the file. The contract is None when any of them is an error."""
    contract, problems, _ = read_with_sound_part(data, file)
    return contract, problems


def read_with_sound_part(data: bytes, file: str) -> tuple[Contract | None, list[Problem], SoundPart | None]:
    """As `read_contract`; and of a contract with faults, what can still be judged of it."""
    text, problems = decode(data, file)
    if problems:
        return None, problems, None
    document, problems = parse_yaml(text, file)
    if document.root is None:
        if not problems:
            problems.append(Problem("empty-file", "the file holds no contract", Location(file),
                                    cure="write one with “specgen new FOLDER” and change it"))
        return None, problems, None
    content, mended, faults = validate_or_mend(document)
    problems.extend(faults)
    if content is None:
        return None, problems, None
    contract = Contract(file, content, dict(places(document.root)), document.lines, hashlib.sha256(data).hexdigest())
    problems.extend(faults_between_fields(contract, mended))
    return (None, problems, SoundPart(contract, mended)) if problems else (contract, [], None)
