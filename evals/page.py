"""Times the page as people meet it: `onrecord chat` over the seeds in a process of its own, Chromium or many clients before it.

python -m evals.page startup       from the start of the process to a box to type in, over an empty gr.ChatInterface
python -m evals.page first-words   from Enter to the first words of an answer on the page, warm, 20 questions
python -m evals.page load          20 clients at once, 10 questions each, in the chat and by the endpoint /ask
python -m evals.page memory        what the server has grown by after 500 questions in the chat

Bars: 2.0 times, 300 ms (p95), 3 s (p95) with no error and no answer but the engine's own, 50 MB. Needs the packages of the
group `dev`, and Chromium for the first two.
"""

import argparse
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evals.command import SEED_QUESTIONS
from evals.questions import load_questions
from evals.visitor import Visitor
from index.locate import seed_index
from index.settings import Settings
from rag.answer import Answer, Message
from rag.engine import Engine

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OURS = ("-m", "ui.cli", "chat")
_EMPTY_APP = (
    "import gradio as gr, sys; _, url, _ = gr.ChatInterface(lambda message, history: '').launch("
    "server_name='127.0.0.1', quiet=True, prevent_thread_lock=True, ssr_mode=False, inbrowser=False); "
    "print(url, flush=True); sys.stdin.read()"
)
EMPTY = ("-c", _EMPTY_APP)
ROUNDS = 3
CLIENTS, EACH = 20, 10
QUESTIONS, WARMING = 500, 100
WATCH = """() => {
  window.pressed = window.shown = null;
  document.addEventListener("keydown", event => { if (event.key === "Enter") pressed = performance.now(); }, true);
  new MutationObserver(() => {
    const words = document.querySelector(".or-turn:last-child .or-text > p:not(.or-waiting)");
    if (shown === null && words) shown = performance.now();
  }).observe(document.getElementById("or-turns"), {childList: true, subtree: true, characterData: true});
}"""


class Server(NamedTuple):
    """A process that serves a page."""

    url: str
    pid: int

    @property
    def memory_bytes(self) -> int:
        """What it holds in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) * 1024 if found else 0


@contextmanager
def serving(program: Sequence[str] = OURS) -> Iterator[Server]:
    """Runs it until the block is done, as somebody without conversations."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(os.environ) | {"XDG_DATA_HOME": scratch, "GRADIO_ANALYTICS_ENABLED": "False"}
        with subprocess.Popen(  # noqa: S603
            [sys.executable, *program], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            line = process.stdout.readline() if process.stdout else ""
            found = re.search(r"http://\S+/", line)
            if found is None:
                raise SystemExit(f"the server did not start: {line}")
            try:
                yield Server(found[0], process.pid)
            finally:
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=60)


@contextmanager
def chromium() -> "Iterator[Browser]":
    """The browser of the system."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def startup() -> None:
    """Ours and the empty one in turns."""

    def started(browser: "Browser", program: Sequence[str], box: str) -> float:
        begun = time.perf_counter()
        with serving(program) as server:
            page = browser.new_page()
            page.goto(server.url)
            page.locator(box).first.fill("typed", timeout=60_000)  # waits until it can be typed in
            taken = time.perf_counter() - begun
            page.close()
        return taken

    with chromium() as browser:
        pairs = [
            (started(browser, OURS, "#or-question"), started(browser, EMPTY, "textarea")) for _ in range(ROUNDS + 1)
        ][1:]  # the first reads files from the disk
    ours, empty = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    _say(f"the page {ours:.2f} s, an empty gr.ChatInterface {empty:.2f} s, ratio {ratio:.2f} (medians of {ROUNDS})")


def first_words() -> None:
    """Each question in a conversation of its own, once what the one before has led to is done."""
    asked = _questions()[:: len(_questions()) // 23]
    taken: list[float] = []
    with serving() as server, chromium() as browser:
        page = browser.new_page()
        page.goto(server.url)
        page.locator("#or-examples button").first.wait_for(timeout=60_000)
        page.evaluate(WATCH)
        for question in asked[:23]:
            page.evaluate("pressed = shown = null")
            page.locator("#or-question").fill(question)
            page.locator("#or-question").press("Enter")
            page.wait_for_function("shown !== null", timeout=60_000)
            taken.append(float(page.evaluate("shown - pressed")))
            page.locator(".or-turn[data-next=known]").wait_for(timeout=60_000, state="attached")
            page.get_by_role("button", name="New conversation").click()
            page.locator(".or-turn").wait_for(state="detached")
    _say(f"first words after {_spread(taken[3:])} ms ({len(taken) - 3} questions, 3 before them)")


class Said(NamedTuple):
    """A question of a conversation, with the answer that the engine alone gives."""

    question: str
    answer: Answer
    history: tuple[Message, ...]


def conversations(engine: Engine, count: int, length: int) -> list[list[Said]]:
    """Conversations that differ, each with the answers of the engine."""
    drawn, all_questions = random.Random(7), _questions()  # noqa: S311 - nothing is kept secret by it
    made: list[list[Said]] = []
    for _ in range(count):
        history: tuple[Message, ...] = ()
        turns: list[Said] = []
        for question in drawn.sample(all_questions, length):
            answer = engine.ask(question, history)
            turns.append(Said(question, answer, history))
            history += (Message("user", question), Message("assistant", answer.answer))
        made.append(turns)
    return made


def load() -> None:
    """Every client is a conversation; then the same questions at the endpoint."""
    import httpx

    settings = Settings()
    with Engine.open(seed_index(settings), settings) as engine:
        scripts = conversations(engine, CLIENTS, EACH)

    def at_once(url: str, what: str, client: Callable[[str, list[Said]], list[float]]) -> None:
        with ThreadPoolExecutor(CLIENTS) as pool:
            taken = [one for each in pool.map(lambda script: client(url, script), scripts) for one in each]
        _say(f"{what}: {len(taken)} answers, all as the engine alone gives them, after {_spread(taken)} ms")

    def chats(url: str, script: list[Said]) -> list[float]:
        taken = []
        with httpx.Client(timeout=120) as client:
            visitor = Visitor.of(client, url)
            for at, turn in enumerate(script):
                begun = time.perf_counter()
                message = visitor.ask(at, turn.question)
                taken.append(1e3 * (time.perf_counter() - begun))
                if _folded(turn.answer.answer) not in _folded(message["plain"]):
                    raise SystemExit(f"{turn.question!r}: {message['plain']!r} and not {turn.answer.answer!r}")
        return taken

    def calls(url: str, script: list[Said]) -> list[float]:
        taken = []
        with httpx.Client(timeout=120) as client:
            for turn in script:
                said = [{"role": one.role, "content": one.content} for one in turn.history]
                begun = time.perf_counter()
                sent = {"data": [turn.question, said, None, None, None, None]}
                answered = client.post(f"{url}gradio_api/run/ask", json=sent).raise_for_status().json()["data"][0]
                taken.append(1e3 * (time.perf_counter() - begun))
                given = Answer.from_json(answered)
                if (given.answer, given.citations) != (turn.answer.answer, turn.answer.citations):
                    raise SystemExit(f"{turn.question!r}: {given.answer!r} and not {turn.answer.answer!r}")
        return taken

    with serving() as server:
        chats(server.url, scripts[0][:2])  # warm
        at_once(server.url, f"{CLIENTS} people in the chat", chats)
        at_once(server.url, f"{CLIENTS} programs at /ask", calls)


def memory() -> None:
    """Ten questions a conversation; the first hundred are not counted."""
    import httpx

    drawn, asked = random.Random(7), _questions()  # noqa: S311 - nothing is kept secret by it

    def ask(url: str, count: int) -> None:
        for _ in range(count // EACH):
            with httpx.Client(timeout=120) as client:
                visitor = Visitor.of(client, url)
                for at, question in enumerate(drawn.sample(asked, EACH)):
                    visitor.ask(at, question)

    with serving() as server:
        ask(server.url, WARMING)
        before = server.memory_bytes
        ask(server.url, QUESTIONS)
        after = server.memory_bytes
    grown = (after - before) / 1e6
    _say(
        f"{before / 1e6:.0f} MB after {WARMING} questions, {after / 1e6:.0f} MB after {QUESTIONS} more: {grown:+.1f} MB"
    )


def _questions() -> list[str]:
    """The gold questions on the seeds that lean on no conversation."""
    return [one.question for one in load_questions(SEED_QUESTIONS) if not one.history]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _spread(milliseconds: Sequence[float]) -> str:
    ordered = sorted(milliseconds)
    p95 = ordered[max(0, -(-95 * len(ordered) // 100) - 1)]
    return f"p50 {statistics.median(ordered):.0f}, p95 {p95:.0f}, at most {ordered[-1]:.0f}"


def _say(line: str) -> None:
    print(f"{line}; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)  # noqa: T201


def main() -> None:
    """Runs one benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    benchmarks = {"startup": startup, "first-words": first_words, "load": load, "memory": memory}
    parser.add_argument("what", choices=benchmarks)
    benchmarks[parser.parse_args().what]()


if __name__ == "__main__":
    main()
