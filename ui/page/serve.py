"""Serves the page: one process, one port, until Ctrl-C."""

import logging
import secrets
import signal
import socket
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import click
import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount, Route

from index.errors import MissingExtraError, OnRecordError
from ui.messages import say
from ui.page.app import build_app
from ui.page.endpoints import add_endpoints
from ui.page.health import health
from ui.page.look import head, theme
from ui.page.policy import MCP, Gate, OwnHostOnly, SignIn
from ui.page.streams import GoneStreams

if TYPE_CHECKING:
    from gradio.routes import App
    from starlette.requests import Request

    from ui.page.live import LiveIndex

PATIENCE_SECONDS = 2
"""What a stop leaves to answers under way."""


@dataclass(frozen=True)
class ServeOptions:
    """Who reaches the page, where, and what they may do there."""

    host: str = "127.0.0.1"
    """Address listened on."""
    root_path: str = ""
    """Where readers find the page behind a proxy: a path, or a whole address."""
    auth: Path | None = None
    """File of those who may log in; None: everybody who reaches the page."""
    read_only: bool = False
    """Nothing can be added to the index, nor removed."""
    share: bool = False
    """Reachable for everybody, through a tunnel of Gradio's."""
    mcp: bool = False
    """The endpoints are MCP tools as well."""

    @property
    def listens_locally(self) -> bool:
        """Whether only programs of this machine reach the server, a proxy among them."""
        return not self.share and _is_loopback(self.host)

    @property
    def local(self) -> bool:
        """Whether only people at this machine reach the page."""
        return self.listens_locally and not self.root_path

    @property
    def names(self) -> list[str]:
        """Host names that the page goes by."""
        return [name for name in (self.host, urlsplit(self.root_path).hostname) if name]

    @property
    def prefix(self) -> str:
        """The path that the page stands under for its readers, without a slash at its end."""
        return urlsplit(self.root_path).path.rstrip("/")


def serve(live: "LiveIndex", options: ServeOptions, listening: socket.socket) -> None:
    """Serves the page on a listening socket until Ctrl-C.

    Raises:
        MissingExtraError: MCP is asked for and its package is not installed.
    """
    with ExitStack() as closing:
        _run(live, options, listening, closing)


def _run(live: "LiveIndex", options: ServeOptions, listening: socket.socket, closing: ExitStack) -> None:
    port: int = listening.getsockname()[1]
    # what stops a service stops it as quietly as Ctrl-C
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        page, whole = _apps(live, options, closing)
        address = _address(options, port)
        if urlsplit(options.root_path).hostname:
            address = f"{options.root_path.rstrip('/')}/, served from {address}"
        click.echo(f"On Record is at {address} (Ctrl-C stops it)")
        if options.mcp:
            click.echo(f"Its MCP server is at {MCP.removeprefix('/')}/ below that")
        if options.share:
            _share(options.host, port)
        config = uvicorn.Config(
            whole,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=PATIENCE_SECONDS,
        )
        _Server(config, page).run([listening])
    except KeyboardInterrupt:
        pass
    say("stopped")


class _Server(uvicorn.Server):
    """Stops without waiting for the streams that pages keep open."""

    def __init__(self, config: uvicorn.Config, page: "App") -> None:
        super().__init__(config)
        self._page = page

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends the streams, then what answers there still are."""
        self._page.stop_event.set()
        logging.getLogger("uvicorn.error").disabled = True  # what is cut short is what was asked for
        await super().shutdown(sockets)


def _apps(live: "LiveIndex", options: ServeOptions, closing: ExitStack) -> "tuple[App, FastAPI]":
    """Gradio's server of the page, and the whole with what stands around it."""
    if options.mcp and find_spec("mcp") is None:
        raise MissingExtraError("--mcp needs the package mcp; install it with: pip install 'onrecord[mcp]'")
    from gradio import mount_gradio_app  # after what `ui.page.app` sets for it

    sign_in = SignIn(options.auth) if options.auth else None

    async def trusted(request: "Request") -> bool:
        if sign_in is None:
            return True
        tokens = [request.cookies.get(f"access-token{kind}-{page.cookie_id}") for kind in ("", "-unsecure")]
        return any(token in page.tokens for token in tokens) or await sign_in.basic(request.headers)

    gate = Middleware(
        Gate,
        names=options.names,
        any_name=not options.listens_locally,
        root=options.prefix,
        sign_in=sign_in,
        read_only=options.read_only,
    )
    whole = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        routes=[Route("/health", health(live, trusted))],
        # without a policy of ours, Gradio would let every site read the page with its reader's log-in
        middleware=[
            Middleware(GoneStreams),
            Middleware(OwnHostOnly),
            gate,
            Middleware(CORSMiddleware, allow_origins=()),
        ],
    )
    blocks = build_app(live, options, closing)
    with blocks:
        add_endpoints(live)
    mount_gradio_app(
        whole,
        blocks,
        path="/",
        auth=sign_in.check if sign_in else None,
        auth_message="Ask whoever runs this server for a name and a password." if sign_in else None,
        root_path=options.root_path.rstrip("/"),
        max_file_size=live.settings.max_file_bytes,
        allowed_paths=[],
        show_error=True,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        mcp_server=options.mcp,
        theme=theme(),
        head=head(),
    )
    if blocks.mcp_error:
        raise OnRecordError(f"the MCP server cannot be started: {blocks.mcp_error}")
    page = cast("App", next(route.app for route in whole.routes if isinstance(route, Mount)))
    return page, whole


def _share(host: str, port: int) -> None:
    """Opens a tunnel, or says why there is none."""
    from gradio.networking import setup_tunnel

    try:
        public = setup_tunnel("127.0.0.1" if _is_any(host) else host, port, secrets.token_urlsafe(32), None, None)
    except Exception as error:  # noqa: BLE001 - of many libraries; the page goes on without
        say(f"no public address: the tunnel needs gradio.live and a program downloaded from there ({error})")
    else:
        click.echo(f"On Record is at {public}/ too, for everybody who has a password, for a week at most")


def _address(options: ServeOptions, port: int) -> str:
    host = "localhost" if _is_any(options.host) else options.host
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{options.prefix}/"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _is_any(host: str) -> bool:
    """Whether it stands for all addresses of the machine."""
    return host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not listened on
