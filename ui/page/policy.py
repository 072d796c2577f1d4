"""What the server lets in and what a page may do: ASGI middleware around the whole of it, and the log-in."""

import asyncio
import base64
import binascii
import hashlib
import hmac
import logging
import secrets
from collections.abc import Collection
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from index.errors import InputError
from ui.accounts import Accounts, Guesses

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""Gradio's own page needs inline scripts and templates that it compiles; other hosts are never allowed."""
HEADERS = (
    (b"content-security-policy", CONTENT.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
HASHED_AT_ONCE = 2
"""Passwords checked at the same time; each takes 32 MiB."""
MCP = "/gradio_api/mcp"
UPLOAD = "/gradio_api/upload"
log = logging.getLogger(__name__)


class OwnHostOnly:
    """Adds the policy to every response: what an article or a library would have it do, it loads from here alone."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Passes the request on, and its response back with the policy."""

        async def send_with_policy(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
            await send(message)

        await self._app(scope, receive, send_with_policy)


class SignIn:
    """Checks names and passwords against the file as it is now, with a limit on guessing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guesses = Guesses()
        self._at_once = asyncio.Semaphore(HASHED_AT_ONCE)
        self._secret = secrets.token_bytes()
        self._remembered: set[bytes] = set()

    async def check(self, name: str, password: str) -> bool:
        """Whether that is the password.

        Raises:
            HTTPException: 429, there were too many wrong tries for the name; 503, the file cannot be used any more.
        """
        try:
            accounts = Accounts.read(self._path)
        except InputError as error:
            log.error("nobody can log in: %s", error)  # noqa: TRY400 - known, so its one line says it
            why = "logging in does not work at the moment; the terminal of this server says why"
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, why) from error
        # who sends name and password with every request is not to wait for scrypt with every request
        kept = accounts.users[name].key if name in accounts.users else ""
        typed = hmac.digest(
            self._secret, f"{kept}\0{name}\0{password}".encode("utf-8", "surrogatepass"), hashlib.sha256
        )
        if typed in self._remembered:
            return True
        async with self._at_once:
            if not self._guesses.begin(name):
                raise HTTPException(
                    HTTPStatus.TOO_MANY_REQUESTS, "too many wrong passwords for this name; wait a minute and try again"
                )
            right = await asyncio.to_thread(accounts.check, name, password)
        if right:
            self._guesses.right(name)
            self._remembered.add(typed)
        return right

    async def basic(self, headers: Headers) -> bool:
        """Whether a request carries a name and its password (RFC 7617).

        Raises:
            HTTPException: as `check` has it.
        """
        scheme, _, encoded = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return False
        try:
            name, colon, password = base64.b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        return bool(colon) and await self.check(name, password)


class Gate:
    """Refuses what no page of ours sends, and takes the root path off what comes through a proxy that left it on.

    Args:
        app: what is behind it.
        names: host names this server goes by, besides localhost and addresses.
        any_name: whether other names are let in too, as they are where not only this machine can reach the server.
        root: the path that the page stands under for its readers, without a slash at its end; may be empty.
        sign_in: who may use MCP, for which Gradio asks for no log-in; None for everybody.
        read_only: whether nothing may be uploaded, which Gradio lets everybody do.
    """

    def __init__(
        self,
        app: "ASGIApp",
        *,
        names: Collection[str],
        any_name: bool,
        root: str,
        sign_in: SignIn | None,
        read_only: bool,
    ) -> None:
        self._app = app
        self._names = frozenset(name.casefold() for name in (*names, "localhost"))
        self._any_name = any_name
        self._root = root
        self._sign_in = sign_in
        self._read_only = read_only

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Passes the request on, or answers it."""
        if scope["type"] == "http":
            path: str = scope["path"]
            # as often as it stands there: what is behind would take it off once more, past what is looked at here
            while self._root and (path == self._root or path.startswith(f"{self._root}/")):
                path = path[len(self._root) :]
                scope = {**scope, "path": path, "raw_path": scope.get("raw_path", b"")[len(self._root.encode()) :]}
            refused = await self._refused(scope, path)
            if refused is not None:
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _refused(self, scope: "Scope", path: str) -> Response | None:
        headers = Headers(scope=scope)
        name = _host(headers.get("host", ""))
        if not (self._any_name or name in self._names or _is_address(name)):
            return PlainTextResponse(
                f"onrecord: this page does not go by the name '{name}'; where that is its name, start it with "
                f"--root-path http://{name or 'NAME'}/ (or https)\n",
                HTTPStatus.MISDIRECTED_REQUEST,
            )
        if scope["method"] not in {"GET", "HEAD", "OPTIONS"} and self._of_another_site(headers, name):
            return PlainTextResponse(
                "onrecord: this was sent by a page of another site; behind a proxy that changes the Host header, start "
                "onrecord with --root-path and the whole address that readers see\n",
                HTTPStatus.FORBIDDEN,
            )
        if not path:
            return RedirectResponse(f"{self._root}/")
        if self._read_only and scope["method"] == "POST" and UPLOAD in path:
            return PlainTextResponse("onrecord: this page is for reading only\n", HTTPStatus.FORBIDDEN)
        if self._sign_in is not None and MCP in path:
            return await _unless_signed_in(self._sign_in, headers)
        return None

    def _of_another_site(self, headers: Headers, name: str) -> bool:
        """Whether a browser says that another site's page made the request; other programs say nothing of the kind."""
        if (site := headers.get("sec-fetch-site")) is not None:
            return site not in {"same-origin", "none"}
        origin = headers.get("origin")
        forwarded = _host(headers.get("x-forwarded-host", "").split(",")[0].strip())
        return origin is not None and _host(origin.partition("://")[2]) not in {name, forwarded, *self._names} - {""}


async def _unless_signed_in(sign_in: SignIn, headers: Headers) -> Response | None:
    try:
        if await sign_in.basic(headers):
            return None
    except HTTPException as refusal:
        return PlainTextResponse(f"onrecord: {refusal.detail}\n", refusal.status_code)
    return PlainTextResponse(
        "onrecord: send a name and a password (HTTP Basic)\n",
        HTTPStatus.UNAUTHORIZED,
        {"www-authenticate": 'Basic realm="On Record", charset="UTF-8"'},
    )


def _host(header: str) -> str:
    """The name or address in a Host header, lower case; empty where it is malformed."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
