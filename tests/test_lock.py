"""requirements.lock: what `make` installs is what pyproject.toml asks for, with hashes and from anywhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = [Requirement(line.removesuffix(" \\")) for line in LOCK.splitlines() if re.match(r"[a-z0-9]", line)]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["desk"],
    *PROJECT["project"]["optional-dependencies"]["fast"],
    *PROJECT["project"]["optional-dependencies"]["dev"],
]


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_for_is_locked_in_a_version_that_its_range_allows(asked: str) -> None:
    wanted = Requirement(asked)
    (locked,) = [each for each in LOCKED if canonicalize_name(each.name) == canonicalize_name(wanted.name)]
    ((operator, version),) = [(each.operator, each.version) for each in locked.specifier]
    assert operator == "=="
    assert wanted.specifier.contains(version), "renew it with: make lock"


@pytest.mark.parametrize("asked", ASKED)
def test_a_range_names_the_lowest_version_that_is_tried(asked: str) -> None:
    assert [each.operator for each in Requirement(asked).specifier] == [">="]


def test_every_locked_package_has_one_version_and_its_hashes() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", LOCK)[1:]
    assert [entry.split("==")[0] for entry in entries] == sorted({each.name for each in LOCKED})
    for entry in entries:
        assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}(?: \\)?$", entry, re.MULTILINE)) >= 1, entry


def test_the_lock_names_no_place_that_packages_come_from() -> None:
    options = [line for line in LOCK.splitlines() if line.startswith("-")]
    assert options == []
    assert "://" not in LOCK and " @ " not in LOCK and "file:" not in LOCK


@pytest.mark.parametrize(
    "environment",
    [
        {
            "sys_platform": system,
            "platform_system": name,
            "os_name": os,
            "python_version": python,
            "python_full_version": f"{python}.1",
        }
        for system, name, os in (("win32", "Windows", "nt"), ("linux", "Linux", "posix"))
        for python in ("3.11", "3.12", "3.13", "3.14")
    ],
    ids=lambda each: f"{each['platform_system']}-{each['python_version']}",
)
def test_on_every_system_and_python_all_that_is_asked_for_is_installed(environment: dict[str, str]) -> None:
    installed = {
        canonicalize_name(each.name) for each in LOCKED if each.marker is None or each.marker.evaluate(environment)
    }
    assert {canonicalize_name(Requirement(asked).name) for asked in ASKED} <= installed
