"""Who may ask the desk anything: this machine's own browser, with the secret, from the desk's own pages.

Every request passes here before anything else looks at it. A page of another origin, another name for this machine
(by which a foreign page could reach it: DNS rebinding), a request without the secret and one that is too large are
refused before a word of it is read.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl

from msgspec import Struct
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_REQUEST: Final = 4 * 2**20
"""Bytes of one request's body: twice the largest contract file, since a form writes letters in three bytes each."""
ENTRANCE: Final = "/enter"
_LONGEST_QUERY: Final = 4_000
_SAFE: Final = frozenset({"GET", "HEAD"})
_METHODS: Final = _SAFE | {"POST"}

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer a browser would send “Origin: null” with the desk's own forms.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""What every answer says of itself."""


class Secrets(Struct, frozen=True):
    """The secret of the address that is printed, and that of the cookie for which it is exchanged.

    `once` is that of the address with which a browser is started: other people of the machine can see it in the list
    of programs, so it is taken one time only. "" for none."""

    address: str
    cookie: str
    once: str = ""


class Guard:
    """The desk's application behind its door. `port` is the one that the desk listens on."""

    def __init__(self, app: ASGIApp, port: int, secrets: Secrets) -> None:
        self._app, self._secrets = app, secrets
        self._once = secrets.once
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.cookie_name = f"specgen-desk-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refused = self._refused(scope)
        if refused is not None:
            await _with_headers(refused, scope, receive, send)
            return
        if scope["path"] == ENTRANCE:
            await _with_headers(self._entered(scope), scope, receive, send)
            return
        await self._asked(scope, receive, send)

    def _refused(self, scope: Scope) -> Response | None:
        """Why the request is not answered; None where it is."""
        headers = _headers(scope)
        if scope["method"] not in _METHODS:
            return PlainTextResponse("The desk does not answer this kind of request.", 405)
        if len(headers.get("host", ())) != 1 or headers["host"][0].lower() not in self._hosts:
            return PlainTextResponse("The desk answers only at its own address.", 421)
        origin = f"http://{headers['host'][0].lower()}"
        if any(each.lower() != origin for each in headers.get("origin", ())):
            return PlainTextResponse("The desk answers only its own pages.", 403)
        if scope["method"] == "POST" and not headers.get("origin"):
            return PlainTextResponse("The desk takes only what its own pages send.", 403)
        if any(each not in ("same-origin", "none") for each in headers.get("sec-fetch-site", ())) and (
            scope["path"] != ENTRANCE or scope["method"] != "GET"
        ):
            return PlainTextResponse("The desk answers only its own pages.", 403)
        if len(scope.get("query_string", b"")) > _LONGEST_QUERY:
            return PlainTextResponse("The address is too long.", 414)
        if scope["path"] == ENTRANCE:
            return None
        if not self._has_cookie(headers.get("cookie", ())):
            return PlainTextResponse(
                "This page belongs to a desk that was opened in another window.\n\n"
                "Open the address that “specgen desk” printed, or run “specgen desk” again.\n",
                401,
            )
        lengths = headers.get("content-length", ())
        if any(not (each.isdecimal() and len(each) < 12) or int(each) > LARGEST_REQUEST for each in lengths):
            return PlainTextResponse("The request is too large.", 413)
        return None

    def _has_cookie(self, given: Iterable[str]) -> bool:
        for each in given:
            try:
                found = SimpleCookie(each).get(self.cookie_name)
            except CookieError:
                continue
            if found is not None and _same(found.value, self._secrets.cookie):
                return True
        return False

    def _entered(self, scope: Scope) -> Response:
        """The exchange of the address's secret for the cookie; the secret does not stay in the address."""
        try:
            given = dict(parse_qsl(scope.get("query_string", b"").decode("ascii", "replace"), max_num_fields=8))
        except ValueError:
            given = {}
        key = given.get("key", "")
        for_once = bool(self._once) and _same(key, self._once)
        if for_once:
            self._once = ""
        if not for_once and not _same(key, self._secrets.address):
            return PlainTextResponse("This is not the address that “specgen desk” printed.", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.cookie_name, self._secrets.cookie, httponly=True, samesite="strict", path="/")
        return answer

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the whole body, within its bound, before anything looks at it."""
        pieces: list[bytes] = []
        more = scope["method"] == "POST"
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return  # the browser went away
            pieces.append(message.get("body", b""))
            more = message.get("more_body", False)
            if sum(map(len, pieces)) > LARGEST_REQUEST:
                await _with_headers(PlainTextResponse("The request is too large.", 413), scope, receive, send)
                return
        whole: list[Message] = [{"type": "http.request", "body": b"".join(pieces), "more_body": False}]

        async def given() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, given, _headed(send))


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode("utf-8"))


def _headers(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _headed(send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            known = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *(
                    (name.lower().encode("ascii"), value.encode("ascii"))
                    for name, value in HEADERS.items()
                    if name.lower().encode("ascii") not in known
                ),
            ]
        await send(message)

    return told


async def _with_headers(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    await answer(scope, receive, _headed(send))
