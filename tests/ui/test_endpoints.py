"""The page's endpoints for programs, over a real server: gradio_client, plain HTTP, and MCP."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError, AuthenticationError

from index.locate import SEEDS
from ui.accounts import add

NAME, PASSWORD = "ann", "sawmill by the river"
MISSION = "what did Peskov say about cluster munitions?"
HAS_MCP = find_spec("mcp") is not None


@pytest.fixture(scope="module")
def url(seed_index_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `onrecord chat --auth`, with MCP where its package is installed."""
    home = tmp_path_factory.mktemp("home")
    add(home / "accounts.json", NAME, PASSWORD)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "GRADIO_"))}
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home)}
    command = [sys.executable, "-m", "ui.cli", "chat", "--index", str(seed_index_dir)]
    command += ["--auth", str(home / "accounts.json"), *(["--mcp"] if HAS_MCP else [])]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background are told to ignore it
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        line = process.stdout.readline()
        found = re.search(r"http://[^ ]+/(?= \()", line)
        assert found, line + process.stderr.read()
        yield found[0]
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert err.splitlines() == ["onrecord: stopped"]  # no traceback on the way, whatever was sent


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[Client]:
    with closing(Client(url, auth=(NAME, PASSWORD), verbose=False, httpx_kwargs={"timeout": 60})) as client:
        yield client


def without_times(answer: dict) -> dict:
    return {name: value for name, value in answer.items() if name != "seconds"}


def test_ask_gives_what_the_command_gives(client, onrecord, seed_index_dir) -> None:
    given = client.predict(MISSION, api_name="/ask")
    printed = json.loads(onrecord("ask", MISSION, "--json", "--index", seed_index_dir).stdout)
    assert given["status"] == "answered"
    assert without_times(given) == without_times(printed)


def test_ask_takes_the_conversation_before_it(client) -> None:
    before = client.predict(MISSION, api_name="/ask")
    history = [{"role": "user", "content": MISSION}, {"role": "assistant", "content": before["answer"]}]
    follow_up = client.predict("And what did he say about NATO?", history, api_name="/ask")
    assert "Peskov" in follow_up["standalone_question"]


def test_ask_keeps_to_its_filters(client) -> None:
    given = client.predict(MISSION, speakers=["James Cleverly"], api_name="/ask")
    assert "Dmitry Peskov" not in {citation["speaker"] for citation in given["citations"]}
    given = client.predict(MISSION, until="1999-12-31", api_name="/ask")
    assert given["status"] == "refused"


def test_search_gives_exact_spans_of_the_articles(client) -> None:
    found = client.predict("cluster munitions", 3, api_name="/search")
    assert len(found) == 3
    assert set(found[0]) == {"article", "start_char", "end_char", "text", "score", "title", "outlet", "date"}
    for passage in found:
        stored = (SEEDS / passage["article"]).read_bytes().decode("utf-8-sig")
        assert stored[passage["start_char"] : passage["end_char"]] == passage["text"]
    assert [passage["score"] for passage in found] == sorted((p["score"] for p in found), reverse=True)
    assert "munitions" in found[0]["text"]


@pytest.mark.parametrize(
    ("asked", "flags"),
    [
        ({"speaker": "Peskov"}, ["--speaker", "Peskov"]),
        ({"about": "cluster munitions"}, ["--about", "cluster munitions"]),
        ({"since": "2020-01-01", "until": "2024-12-31"}, ["--since", "2020-01-01", "--until", "2024-12-31"]),
        ({"speaker": "Nobody Quoted"}, ["--speaker", "Nobody Quoted"]),
    ],
)
def test_statements_gives_what_the_command_gives(client, onrecord, seed_index_dir, asked, flags) -> None:
    given = client.predict(**asked, limit=1000, api_name="/statements")
    printed = onrecord("statements", *flags, "--json", "--index", seed_index_dir).stdout
    assert given == [json.loads(line) for line in printed.splitlines()]
    assert bool(given) == (asked.get("speaker") != "Nobody Quoted")


def test_statements_gives_no_more_than_asked_for(client) -> None:
    assert len(client.predict(limit=2, api_name="/statements")) == 2


@pytest.mark.parametrize(
    ("endpoint", "sent", "said"),
    [
        ("/ask", {"question": " ?"}, "question must be text with a word or more in it"),
        ("/ask", {"question": 7}, "question must be text"),
        ("/ask", {"question": MISSION, "history": "he said"}, "history must be a list of"),
        ("/ask", {"question": MISSION, "history": [{"role": "system", "content": "x"}]}, "history must be a list of"),
        ("/ask", {"question": MISSION, "since": "last week"}, "since must be a day, YYYY-MM-DD"),
        ("/ask", {"question": MISSION, "since": "2024-01-02", "until": "2024-01-01"}, "swap them"),
        ("/ask", {"question": MISSION, "outlets": "BBC"}, "outlets must be a list of names"),
        ("/search", {"query": MISSION, "limit": 0}, "limit must be a whole number from 1 to 50"),
        ("/search", {"query": MISSION, "limit": "many"}, "limit must be a whole number from 1 to 50"),
        ("/statements", {"limit": 1001}, "limit must be a whole number from 1 to 1000"),
        ("/statements", {"about": "…"}, "about must be text with a word or more in it"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_line(client, endpoint, sent, said) -> None:
    with pytest.raises(AppError, match=said):
        client.predict(**sent, api_name=endpoint)


def test_only_these_are_offered_and_each_is_described(client) -> None:
    described = client.view_api(return_format="dict")
    assert set(described["named_endpoints"]) == {"/ask", "/search", "/statements"}
    assert described["unnamed_endpoints"] == {}
    assert all(len(one["description"]) > 40 for one in described["named_endpoints"].values())


def test_without_a_log_in_there_is_nothing_to_ask(url) -> None:
    with pytest.raises(AuthenticationError):
        Client(url, verbose=False)
    with pytest.raises(ValueError, match="Could not login"):
        Client(url, auth=(NAME, "not the password"), verbose=False)


needs_mcp = pytest.mark.skipif(not HAS_MCP and "CI" not in os.environ, reason="the package mcp is not installed")


@needs_mcp
def test_mcp_asks_for_the_password_too(url) -> None:
    for path in ("gradio_api/mcp", "gradio_api/mcp/", "gradio_api/mcp/schema", "gradio_api/mcp/sse"):
        refused = httpx.get(f"{url}{path}", auth=(NAME, "not the password"))
        assert refused.status_code == 401, path
        assert refused.headers["www-authenticate"].startswith("Basic")
        assert httpx.post(f"{url}{path}", json={}).status_code == 401, path


@needs_mcp
def test_mcp_offers_the_same_as_described_tools(url) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> tuple:
        async with (
            httpx.AsyncClient(auth=(NAME, PASSWORD), timeout=60) as http,
            streamable_http_client(f"{url}gradio_api/mcp/", http_client=http) as (read, write, *_),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            return (
                tools,
                await session.call_tool("ask", {"question": MISSION}),
                await session.call_tool("statements", {"speaker": "Peskov", "limit": 0}),
            )

    tools, answered, refused = asyncio.run(talk())
    assert {tool.name for tool in tools} == {"ask", "search", "statements"}
    for tool in tools:
        assert tool.description
        assert all(parameter["description"] for parameter in tool.inputSchema["properties"].values())
    answer = json.loads(answered.content[0].text)
    assert answer["status"] == "answered"
    assert answer["citations"]
    assert refused.isError
    assert "limit must be a whole number from 1 to 1000" in refused.content[0].text
