"""What the desk refuses: other origins, other names of this machine, no secret, paths outside, what is too large."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.desk.conftest import COOKIE, ORIGIN, PORT, SECRETS, AskedDesk

from specgen.desk.answers.app import application
from specgen.desk.folder import DeskFolder, OutsideError
from specgen.desk.guard import LARGEST_REQUEST, Guard, Secrets

NAME = "podiatry-services/contract.yaml"
CONTRACT = f"/contract?file={NAME}"


def guarded(asked: AskedDesk, cookies: dict[str, str] | None = None) -> TestClient:
    return TestClient(
        Guard(application(asked.desk), PORT, SECRETS), base_url=ORIGIN, cookies=COOKIE if cookies is None else cookies
    )


def test_the_secret_of_the_address_is_exchanged_for_a_cookie_by_a_redirect(asked: AskedDesk) -> None:
    answer = guarded(asked, {}).get(f"/enter?key={SECRETS.address}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert SECRETS.address not in cookie
    assert all(word in cookie for word in (f"specgen-desk-{PORT}=", "HttpOnly", "SameSite=strict", "Path=/"))


def test_the_secret_with_which_a_browser_is_started_is_taken_once(asked: AskedDesk) -> None:
    given = Secrets("the-address", "the-cookie", "for-once")
    client = TestClient(Guard(application(asked.desk), PORT, given), base_url=ORIGIN)
    answers = [client.get("/enter?key=for-once", follow_redirects=False).status_code for _ in range(2)]
    assert answers == [303, 403]
    assert client.get("/enter?key=the-address", follow_redirects=False).status_code == 303
    without = TestClient(Guard(application(asked.desk), PORT, SECRETS), base_url=ORIGIN)
    assert without.get("/enter?key=", follow_redirects=False).status_code == 403


@pytest.mark.parametrize("key", ["", "wrong", "the-cookie", "the-addres", "the-address%00"])
def test_another_secret_opens_nothing(asked: AskedDesk, key: str) -> None:
    answer = guarded(asked, {}).get(f"/enter?key={key}", follow_redirects=False)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "cookies", [{}, {f"specgen-desk-{PORT}": "the-address"}, {f"specgen-desk-{PORT}": ""}, {"other": "the-cookie"}]
)
@pytest.mark.parametrize("address", ["/", CONTRACT, "/static/desk.css", "/nothing"])
def test_without_the_cookie_nothing_is_answered(asked: AskedDesk, cookies: dict[str, str], address: str) -> None:
    answer = guarded(asked, cookies).get(address)
    assert answer.status_code == 401
    assert "NBB" not in answer.text


@pytest.mark.parametrize(
    "host", [f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:80", f"127.0.0.1.evil.example:{PORT}", f"[::1]:{PORT}", ""]
)
@pytest.mark.parametrize("address", ["/", CONTRACT, f"/enter?key={SECRETS.address}"])
def test_another_host_is_refused(asked: AskedDesk, host: str, address: str) -> None:
    answer = asked.client.get(address, headers={"Host": host}, follow_redirects=False)
    assert answer.status_code == 421
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", f"https://127.0.0.1:{PORT}", "http://127.0.0.1:1", f"{ORIGIN}.evil.example"],
)
def test_another_origin_is_refused_whatever_it_asks(asked: AskedDesk, origin: str) -> None:
    file = asked.root / NAME
    before = file.read_bytes()
    form = {**asked.form(NAME), "v:contract/title": "Theirs", "do": "save"}
    assert asked.client.get("/", headers={"Origin": origin}).status_code == 403
    for address in (CONTRACT, f"/look?file={NAME}", f"/build?file={NAME}"):
        assert asked.client.post(address, data=form, headers={"Origin": origin}).status_code == 403
    assert file.read_bytes() == before


def test_a_form_without_an_origin_is_refused(asked: AskedDesk) -> None:
    assert asked.client.post(CONTRACT, data={"do": "save"}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_that_a_foreign_page_began_is_refused(asked: AskedDesk, site: str) -> None:
    assert asked.client.get("/", headers={"Sec-Fetch-Site": site}).status_code == 403
    assert asked.client.get("/static/desk.js", headers={"Sec-Fetch-Site": site}).status_code == 403


OUTSIDE = [
    "../secret.yaml",
    "podiatry-services/../../secret.yaml",
    "/etc/secret.yaml",
    "//server/share/contract.yaml",
    "C:/contract.yaml",
    "C:\\contract.yaml",
    "..\\secret.yaml",
    "podiatry-services\\contract.yaml",
    "./podiatry-services/contract.yaml",
    "podiatry-services//contract.yaml",
    ".hidden/contract.yaml",
    "podiatry-services/contract.yaml\0.yaml",
    "podiatry-services/contract.yaml:stream.yaml",
    "podiatry-services/contract.yaml\n",
    "podiatry-services",
    "approvals.csv",
    "",
    "a" * 500 + ".yaml",
]


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("address", ["/contract", "/build"])
def test_a_name_outside_the_folder_is_refused(asked: AskedDesk, name: str, address: str, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("contract: {reference: SECRET}\n", encoding="utf-8")
    answer = asked.client.get(f"{address}?file={quote(name, safe='')}")
    assert answer.status_code == 404
    assert "SECRET" not in answer.text
    posted = asked.client.post(
        f"{address}?file={quote(name, safe='')}", data={"do": "save", "known": "0" * 64}, headers={"Origin": ORIGIN}
    )
    assert posted.status_code == 404
    assert (tmp_path / "secret.yaml").read_text(encoding="utf-8") == "contract: {reference: SECRET}\n"


@pytest.mark.parametrize("number", ["²", "٣", "-1", "9" * 5000])
def test_what_only_looks_like_a_number_is_no_fault_of_the_desk(asked: AskedDesk, number: str) -> None:
    said = quote(number)
    assert asked.client.get(f"/contract?file={NAME}&doc={said}").status_code in (200, 414)
    assert asked.client.get(f"/clauses?file={NAME}&service={said}&component=co-production").status_code in (200, 414)
    form = {**asked.form(NAME), "do": f"add:delegation/{number}"}
    assert asked.client.post(f"/contract?file={NAME}", data=form, headers={"Origin": ORIGIN}).status_code < 500
    form = {"known": form["known"], "do": "look", "pin:co-production/specification/lead-in": number}
    answer = asked.client.post(f"/clauses?file={NAME}&component=co-production", data=form, headers={"Origin": ORIGIN})
    assert answer.status_code == 200


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
@pytest.mark.parametrize("inside", [False, True])
def test_a_link_is_not_followed_wherever_it_leads(asked: AskedDesk, tmp_path: Path, inside: bool) -> None:
    secret = (asked.root if inside else tmp_path) / "secret.yaml"
    secret.write_bytes((asked.root / NAME).read_bytes())
    (asked.root / "linked.yaml").symlink_to(secret)
    (asked.root / "linked-folder").symlink_to(asked.root / "podiatry-services", target_is_directory=True)
    listed = asked.page("/")
    for name in ("linked.yaml", "linked-folder/contract.yaml"):
        assert name not in listed
        assert asked.client.get(f"/contract?file={name}").status_code == 404
    answer = asked.client.get("/build", params={"file": NAME, "out": "linked-folder"})
    assert answer.status_code == 400


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_files_that_the_desk_does_not_open_are_counted_on_its_list(asked: AskedDesk) -> None:
    assert "Not shown" not in asked.page("/")
    (asked.root / 'it\'s "mine" <b>.yaml').write_bytes((asked.root / NAME).read_bytes())
    (asked.root / "linked.yaml").symlink_to(asked.root / NAME)
    listed = asked.page("/")
    assert "Not shown: 2 files of this folder" in listed and "<b>" not in listed


def test_a_folder_that_became_a_link_after_the_page_was_opened_is_not_written(asked: AskedDesk, tmp_path: Path) -> None:
    form = {**asked.form(NAME), "v:contract/title": "Mine", "do": "save"}
    moved = tmp_path / "moved"
    (asked.root / "podiatry-services").rename(moved)
    (asked.root / "podiatry-services").symlink_to(moved, target_is_directory=True)
    before = (moved / "contract.yaml").read_bytes()
    assert asked.client.post(CONTRACT, data=form, headers={"Origin": ORIGIN}).status_code == 404
    assert (moved / "contract.yaml").read_bytes() == before


def test_what_is_too_large_is_refused_whether_it_says_so_or_not(asked: AskedDesk) -> None:
    headers = {"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
    body = b"v%3Acontract%2Ftitle=" + b"a" * LARGEST_REQUEST
    assert asked.client.post(CONTRACT, content=body, headers=headers).status_code == 413

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    unsaid = asked.client.post(CONTRACT, content=pieces(), headers=headers)
    assert unsaid.status_code == 413
    assert asked.client.get(f"/contract?file={'a' * 5000}").status_code == 414


def test_only_the_desks_own_kind_of_form_is_read(asked: AskedDesk) -> None:
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
        answer = asked.client.post(CONTRACT, content=b"{}", headers={"Origin": ORIGIN, "Content-Type": kind})
        assert answer.status_code == 415
    answer = asked.client.post(
        CONTRACT,
        content="&".join(f"v:{number}=a" for number in range(6000)),
        headers={"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 400


def test_a_form_that_gives_one_answer_twice_is_refused(asked: AskedDesk) -> None:
    answer = asked.client.post(
        CONTRACT,
        content="do=save&v%3Acontract%2Ftitle=one&v%3Acontract%2Ftitle=two",
        headers={"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"])
def test_no_other_method_is_answered(asked: AskedDesk, method: str) -> None:
    assert asked.client.request(method, "/", headers={"Origin": ORIGIN}).status_code == 405


@pytest.mark.parametrize("address", ["/", CONTRACT, f"/build?file={NAME}", "/static/desk.js", "/nothing", "/contract"])
def test_every_answer_carries_the_strict_policy(asked: AskedDesk, address: str) -> None:
    answer = asked.client.get(address)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "img-src", "form-action", "connect-src")} == {"'self'"}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "app.py", "desk.css/..", "%2e%2e/app.py"])
def test_only_the_two_static_files_are_served(asked: AskedDesk, name: str) -> None:
    assert asked.client.get(f"/static/{name}").status_code == 404


def test_pages_name_nothing_of_another_host(asked: AskedDesk) -> None:
    for address in ("/", CONTRACT, "/static/desk.css", "/static/desk.js"):
        text = asked.page(address)
        assert "https://" not in text
        assert "http://" not in text
        assert "style=" not in text
        assert " on" + "click" not in text


def test_a_users_text_is_text_on_the_page(asked: AskedDesk) -> None:
    form = asked.form(NAME)
    odd = "<script>alert(1)</script> & {{ 7 * 7 }} \" ' <b>"
    form["v:contract/title"] = odd
    page = asked.send(CONTRACT, {**form, "do": "save"})
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7 * 7 }}" in page
    assert "{{ 7 * 7 }}" in asked.page("/")
    looked = asked.client.post(f"/look?file={NAME}", data=asked.form(NAME), headers={"Origin": ORIGIN}).json()
    assert "<script" not in looked["view"]


def test_two_desks_on_one_file_do_not_overwrite_each_other(asked: AskedDesk) -> None:
    folder = DeskFolder(asked.root)
    held = folder.read(NAME)
    folder.save(NAME, held.data + b"# one\n", held.sha256)
    with pytest.raises(ValueError, match="somebody else"):
        folder.save(NAME, held.data + b"# two\n", held.sha256)
    assert hashlib.sha256((asked.root / NAME).read_bytes()).hexdigest() == folder.read(NAME).sha256
    assert (asked.root / NAME).read_bytes().endswith(b"# one\n")


def test_a_folder_of_the_desk_is_named_within_it() -> None:
    with pytest.raises(OutsideError):
        DeskFolder(Path("/")).path("../etc")


def test_a_fault_of_the_desk_itself_is_said_on_a_page_without_a_traceback(
    asked: AskedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str) -> object:
        raise ValueError("something <b>odd</b>")

    monkeypatch.setattr(asked.desk, "held", broken)
    page = asked.page(CONTRACT, 500)
    assert "The desk met a fault of its own" in page
    assert "ValueError: something &lt;b&gt;odd&lt;/b&gt; (test_guard.py, line " in page
    assert "Traceback" not in page
    assert "File " not in page
