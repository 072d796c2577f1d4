"""The server around the page: who is let in, from where, and what it says of itself; real servers, a real proxy."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.accounts import WRONG_TRIES, add

NAME, PASSWORD = "ann", "sawmill by the river"
LIMIT = 100_000
"""Bytes of an upload."""


class Served(NamedTuple):
    url: str
    process: subprocess.Popen

    def stop(self, how: int = signal.SIGINT) -> list[str]:
        """What it said on stderr until it was stopped."""
        self.process.send_signal(how)
        _, err = self.process.communicate(timeout=60)
        return err.splitlines()


@contextmanager
def served(index_dir: Path, home: Path, *arguments: str | Path, **variables: str) -> Iterator[Served]:
    """`onrecord chat` of a user of their own, running."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background are told to ignore it
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "GRADIO_"))}
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")}
    command = [sys.executable, "-m", "ui.cli", "chat", "--index", str(index_dir), *map(str, arguments)]
    with subprocess.Popen(
        command, env=environment | variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        line = process.stdout.readline()
        found = re.search(r"http://[^ ]+/(?= \()", line)
        assert found, line + process.stderr.read()
        try:
            yield Served(found[0], process)
        finally:
            if process.poll() is None:
                process.kill()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def open_url(seed_index_dir, home) -> Iterator[str]:
    """The address of a page that everybody on this machine can use."""
    with served(seed_index_dir, home, ONRECORD_MAX_FILE_BYTES=str(LIMIT)) as page:
        httpx.get(f"{page.url}health", timeout=120)  # the index is open from here on
        yield page.url
        assert page.stop() == ["onrecord: stopped"]  # and nothing went wrong on the way
        assert page.process.returncode == 0


@pytest.fixture(scope="module")
def auth(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("auth") / "accounts.json"
    add(path, NAME, PASSWORD)
    return path


@pytest.fixture(scope="module")
def closed_url(seed_index_dir, home, auth) -> Iterator[str]:
    """The address of a page that asks for a name and a password."""
    with served(seed_index_dir, home, "--auth", auth) as page:
        httpx.get(f"{page.url}health", timeout=120)
        yield page.url
        assert page.stop() == ["onrecord: stopped"]


def log_in(client: httpx.Client, url: str, password: str = PASSWORD, name: str = NAME) -> httpx.Response:
    return client.post(f"{url}login", data={"username": name, "password": password})


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as client:
        yield client


def test_health_says_what_is_served(client, open_url) -> None:
    told = client.get(f"{open_url}health")
    assert told.status_code == 200
    assert told.json()["status"] == "ok"
    assert told.json()["articles"] == 5
    assert told.json()["index_version"]


def test_health_says_when_there_is_no_index_any_more(client, seed_index_dir, home, tmp_path) -> None:
    shutil.copytree(seed_index_dir, tmp_path / "index")
    with served(tmp_path / "index", home) as page:
        assert client.get(f"{page.url}health").status_code == 200
        (tmp_path / "index" / "manifest.json").unlink()
        told = client.get(f"{page.url}health")
        assert told.status_code == 503
        assert told.json() == {"status": "no index"}


@pytest.mark.parametrize("path", ["", "health", "theme.css", "gradio_api/info", "nowhere"])
def test_every_response_carries_the_policy(client, open_url, path) -> None:
    headers = client.get(f"{open_url}{path}").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


def test_styles_and_scripts_of_ours_stand_in_the_page(client, open_url) -> None:
    shown = client.get(open_url).text
    for asset in (Path(__file__).parents[2] / "ui/page/assets").iterdir():
        sign = asset.read_text("utf-8").splitlines()[0][:40]
        assert sign in shown or sign in client.get(f"{open_url}config").json()["head"], asset.name


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "localhost.evil.example", "", "[::1"])
def test_a_name_that_is_not_this_servers_is_misdirected(client, open_url, host) -> None:
    refused = client.get(open_url, headers={"host": host})
    assert refused.status_code == 421
    assert "--root-path" in refused.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:7860", "127.0.0.1:1", "[::1]:7860", "192.0.2.7"])
def test_addresses_and_localhost_are_let_in(client, open_url, host) -> None:
    assert client.get(f"{open_url}health", headers={"host": host}).status_code == 200


SEARCH = {"data": ["cluster munitions", 1]}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:3000"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
    ],
)
def test_what_another_sites_page_sends_is_refused(client, open_url, headers) -> None:
    refused = client.post(f"{open_url}gradio_api/run/search", json=SEARCH, headers=headers)
    assert refused.status_code == 403


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin"}, {"origin": "http://127.0.0.1:7860"}])
def test_what_programs_and_its_own_page_send_is_answered(client, open_url, headers) -> None:
    assert client.post(f"{open_url}gradio_api/run/search", json=SEARCH, headers=headers).status_code == 200


def test_no_other_site_may_read_what_is_answered(client, open_url) -> None:
    asked = {"origin": "https://evil.example", "host": "192.0.2.7"}
    assert "access-control-allow-origin" not in client.get(f"{open_url}config", headers=asked).headers
    preflight = {**asked, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    refused = client.options(f"{open_url}gradio_api/run/search", headers=preflight)
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers


def test_an_upload_above_the_limit_is_refused(client, open_url) -> None:
    address = f"{open_url}gradio_api/upload"
    assert client.post(address, files={"files": ("a.txt", b"x" * (LIMIT + 1))}).status_code == 413
    assert client.post(address, files={"files": ("a.txt", b"x" * (LIMIT // 2))}).status_code == 200


@pytest.mark.parametrize("path", ["/etc/hostname", "pyproject.toml", "../pyproject.toml", str(Path(__file__))])
def test_files_of_the_server_are_not_served(client, open_url, path) -> None:
    assert client.get(f"{open_url}gradio_api/file={path}").status_code in {403, 404}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def proxied(listening: socket.socket, upstream: str, stripped: str) -> Iterator[None]:
    """A reverse proxy that takes a prefix off paths and names the upstream in Host, as proxies do by themselves."""

    async def forward(request: Request) -> Response:
        kept = {name: value for name, value in request.headers.items() if name != "host"}
        async with httpx.AsyncClient(timeout=60) as client:
            answered = await client.request(
                request.method,
                upstream + request.url.path.removeprefix(stripped),
                params=request.query_params.multi_items(),
                headers=kept,
                content=await request.body(),
            )
        again = Response(answered.content, answered.status_code)
        told = answered.headers.multi_items()
        again.raw_headers += [(n.encode(), v.encode()) for n, v in told if not n.startswith("content-")]
        again.headers["content-type"] = answered.headers.get("content-type", "")
        return again

    app = Starlette(routes=[Route("/archive{path:path}", forward, methods=["GET", "POST"])])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def test_it_works_behind_a_proxy_under_a_path(client, seed_index_dir, home, auth) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        root = f"http://127.0.0.1:{listening.getsockname()[1]}/archive"
        with served(seed_index_dir, home, "--root-path", root, "--auth", auth) as page:
            upstream = page.url.removesuffix("/archive/")
            for stripped in ("/archive", ""):  # proxies that take the path off, and proxies that leave it on
                with proxied(listening.dup(), upstream, stripped):
                    assert client.get(f"{root}/health").json()["status"] == "ok"
                    shown = client.get(f"{root}/").text
                    assert f'"root":"{root}"' in shown
                    scripts = re.findall(r'src="\./(assets/[^"]+\.js)"', shown)
                    assert scripts
                    assert {client.get(f"{root}/{script}").status_code for script in scripts} == {200}
                    assert log_in(client, f"{root}/").status_code == 200
                    assert client.get(f"{root}/config").json()["root"] == root
                    found = client.post(f"{root}/gradio_api/run/search", json=SEARCH, headers={"origin": root})
                    assert found.json()["data"][0][0]["text"]


def test_a_path_without_its_slash_leads_to_the_page(client, seed_index_dir, home) -> None:
    with served(seed_index_dir, home, "--root-path", "/archive") as page:
        assert page.url.endswith("/archive/")
        led = client.get(page.url.removesuffix("/"))
        assert (led.status_code, led.headers["location"]) == (307, "/archive/")
        assert client.get(page.url).status_code == 200
        assert client.get(f"{page.url}health").status_code == 200
        assert client.get(page.url, headers={"host": "news.example.org"}).status_code == 421


@pytest.mark.skipif(find_spec("mcp") is None and "CI" not in os.environ, reason="the package mcp is not installed")
def test_no_way_of_writing_the_path_leads_past_the_password_of_mcp(client, seed_index_dir, home, auth) -> None:
    begin = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}
    with served(seed_index_dir, home, "--root-path", "/archive", "--auth", auth, "--mcp") as page:
        server = page.url.removesuffix("/archive/")
        for times in range(4):
            for path in ("gradio_api/mcp/", "gradio_api/mcp", "gradio_api/mcp/schema"):
                assert client.post(f"{server}{'/archive' * times}/{path}", json=begin).status_code == 401, (times, path)


def test_the_name_in_the_root_path_is_let_in(client, seed_index_dir, home) -> None:
    with served(seed_index_dir, home, "--root-path", "https://news.example.org/archive/") as page:
        named = {"host": "News.example.org"}
        assert client.get(f"{page.url}health", headers=named).status_code == 200
        sent = {**named, "origin": "https://news.example.org"}
        assert client.post(f"{page.url}gradio_api/run/search", json=SEARCH, headers=sent).status_code == 200
        assert client.get(f"{page.url}health", headers={"host": "elsewhere.example.org"}).status_code == 421


def test_who_comes_through_a_proxy_is_offered_no_folder_of_the_server_and_that_all_may_come_is_told(
    client, open_url, seed_index_dir, home
) -> None:
    offered = "A folder, file or pattern on the server"
    assert offered in client.get(f"{open_url}config").text
    with served(seed_index_dir, home, "--root-path", "/archive") as page:
        assert offered not in client.get(f"{page.url}config").text
        warned, _ = page.stop()
    assert warned.startswith("onrecord: whoever reaches /archive from elsewhere can read these articles and change")


def test_without_a_log_in_nothing_of_the_articles_is_told(client, closed_url) -> None:
    assert client.get(f"{closed_url}config").status_code == 401
    assert "auth_required" in client.get(closed_url).text
    told = client.get(f"{closed_url}health")
    assert told.status_code == 200
    assert set(told.json()) == {"status", "index_version"}
    described = client.get(f"{closed_url}gradio_api/info")
    assert described.status_code == 401
    for path, sent in (
        ("run/search", SEARCH), ("call/search", SEARCH), ("call/v2/search", {"query": "munitions"}), ("api/search", SEARCH),
        ("queue/join", {"data": [], "fn_index": 0, "session_hash": "abc"}),
    ):  # fmt: skip
        assert client.post(f"{closed_url}gradio_api/{path}", json=sent).status_code == 401, path
    uploaded = client.post(f"{closed_url}gradio_api/upload", files={"files": ("a.txt", b"x")})
    assert uploaded.status_code == 401


def test_who_logs_in_is_known_by_name_until_logging_out(client, closed_url) -> None:
    assert log_in(client, closed_url, "not the password").status_code == 400
    assert log_in(client, closed_url, name="nobody").status_code == 400
    assert client.get(f"{closed_url}config").status_code == 401
    assert log_in(client, closed_url).status_code == 200
    assert client.get(f"{closed_url}config").json()["username"] == NAME
    assert client.get(f"{closed_url}health").json()["articles"] == 5
    assert client.post(f"{closed_url}gradio_api/run/search", json=SEARCH).status_code == 200
    client.get(f"{closed_url}logout")
    client.cookies.clear()
    assert client.get(f"{closed_url}config").status_code == 401


def test_a_probe_that_sends_its_password_sees_the_counts(client, closed_url) -> None:
    assert client.get(f"{closed_url}health", auth=(NAME, PASSWORD)).json()["articles"] == 5
    assert "articles" not in client.get(f"{closed_url}health", auth=(NAME, "wrong password")).json()


def test_guessing_is_stopped_after_ten_tries_even_with_the_right_password(client, closed_url, auth) -> None:
    add(auth, "guessed", "an uncommon password")  # the running server sees who was added
    wrong = [log_in(client, closed_url, f"guess number {n}", "guessed").status_code for n in range(WRONG_TRIES)]
    assert wrong == [400] * WRONG_TRIES
    refused = log_in(client, closed_url, "an uncommon password", "guessed")
    assert refused.status_code == 429
    assert "wait a minute" in refused.json()["detail"]
    assert log_in(client, closed_url).status_code == 200  # others are not kept out


def test_it_stops_quietly_while_a_page_is_open(client, seed_index_dir, home) -> None:
    with (
        served(seed_index_dir, home) as page,
        suppress(httpx.RemoteProtocolError),
        client.stream("GET", f"{page.url}gradio_api/heartbeat/abc") as stream,
    ):
        assert next(stream.iter_lines()) == "data: ALIVE"
        assert page.stop(signal.SIGTERM) == ["onrecord: stopped"]  # of Ctrl-C the other servers here know
        assert page.process.returncode == 0


def test_a_stream_whose_session_is_gone_ends_in_order(client, open_url) -> None:
    """And nothing of it stands on stderr, which is looked at when that server stops."""
    told = client.get(f"{open_url}gradio_api/queue/data", params={"session_hash": "gone"})
    assert "404" in told.text


def test_listening_to_others_without_a_password_is_warned_of(seed_index_dir, home) -> None:
    with served(seed_index_dir, home, "--host", "0.0.0.0", "--read-only") as page:
        warned, stopped = page.stop()
    assert (
        warned
        == "onrecord: whoever reaches 0.0.0.0 from elsewhere can read these articles; --auth FILE asks for a password"
    )
    assert stopped == "onrecord: stopped"


def test_a_page_for_reading_takes_no_uploads(client, seed_index_dir, home) -> None:
    with served(seed_index_dir, home, "--read-only") as page:
        files = {"files": ("note.txt", b"The pier is closed.")}
        assert client.post(f"{page.url}gradio_api/upload", files=files).status_code == 403
        assert client.get(f"{page.url}health").status_code == 200


def test_a_public_address_that_cannot_be_had_is_told_in_a_line(client, seed_index_dir, home, auth) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    proxies = {f"{kind}_PROXY": nowhere for kind in ("HTTP", "HTTPS", "ALL")} | {"NO_PROXY": "127.0.0.1"}
    with served(seed_index_dir, home, "--share", "--auth", auth, **proxies) as page:
        assert client.get(f"{page.url}health").status_code == 200
        said, stopped = page.stop()
    assert said.startswith("onrecord: no public address: ")
    assert stopped == "onrecord: stopped"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--share"], "give --auth FILE too"),
        (["--root-path", "archive"], "is no address"),
        (["--root-path", "ftp://news.example.org/"], "is no address"),
        (["--root-path", "/archive?x=1"], "is no address"),
    ],
)
def test_options_that_cannot_be_used_are_refused_before_anything_is_done(onrecord, arguments, said) -> None:
    ran = onrecord("chat", *arguments)
    assert ran.returncode == 2
    assert said in " ".join(ran.stderr.split())


def test_mcp_without_its_package_says_how_to_install_it(seed_index_dir, environment) -> None:
    program = "import sys; sys.modules['mcp'] = None; from ui.cli import run; sys.exit(run(sys.argv[1:]))"
    ran = subprocess.run(
        [sys.executable, "-c", program, "chat", "--mcp", "--index", seed_index_dir],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stderr == "onrecord: --mcp needs the package mcp; install it with: pip install 'onrecord[mcp]'\n"
