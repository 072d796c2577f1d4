"""`onrecord chat` with a writer that takes its time: `python slow_driver.py GATE chat …`.

It has the first sentence of an answer at once, and the others when the file GATE is there. When it is stopped on the way, it
makes the file GATE.stopped.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import rag.llm.open
from rag.answer import Answer
from ui.cli import run

gate = Path(sys.argv.pop(1))


class SlowWriter:
    """Quotes as ever, a sentence at a time."""

    def write(self, extractive: Answer, *_: object) -> Iterator[Answer]:
        sentences = extractive.sentences
        try:
            for number in range(1, len(sentences) + 1):
                held = sentences[:number]
                text = " ".join(f"{one.text} [{one.citations[0]}]" for one in held)
                cited = tuple(one for one in extractive.citations if f"[{one.n}]" in text)
                growing = replace(extractive, answer=text, sentences=held, citations=cited)
                yield growing
                while not gate.exists():
                    time.sleep(0.02)
                    yield growing
            yield extractive
        except GeneratorExit:
            gate.with_suffix(".stopped").touch()
            raise

    def rewrite(self, *_: object) -> None:
        """Follow-ups are completed as ever."""


rag.llm.open.open_writer = lambda _: SlowWriter()
sys.exit(run(sys.argv[1:]))
