"""Times the product against what it is built on, each pair in turns in one run; prints medians and their ratios.

python -m evals.bench start              cold `onrecord ask` over a bare import of chromadb and llama_index.core
python -m evals.bench answer             seconds to answer the gold questions of the seeds in a warm process
python -m evals.bench index ARTICLES     chunks a second of a build over a bare onnxruntime loop on the same chunks
python -m evals.bench again ARTICLES     building once over building again with nothing changed
python -m evals.bench attribution ARTICLES   articles of 600 words a second, and a build with statements over one without
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from index.build import BuildReport, build_index
from index.settings import Settings

ASK = ["-m", "ui.cli", "ask", "what did Peskov say about cluster munitions?"]
BARE = ["-c", "import chromadb, llama_index.core"]
BATCH = 32
WORDS = 600


def seconds(action: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def python(arguments: list[str]) -> None:
    """Runs this Python with its output thrown away."""
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def start(rounds: int) -> None:
    """A cold question over a bare import of the two libraries."""
    python(ASK)  # the seed index is made, files are read once
    pairs = [(seconds(lambda: python(ASK)), seconds(lambda: python(BARE))) for _ in range(rounds)]
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    _say(f"onrecord ask {ours:.2f} s, bare import {bare:.2f} s, ratio {ratio:.2f} (median of {rounds})")


def answer(rounds: int) -> None:
    """Seconds a question on the seeds, each round in a new engine, so that nothing is remembered from one to the next."""
    from evals.command import SEED_QUESTIONS
    from evals.questions import load_questions
    from index.locate import seed_index
    from rag.engine import Engine

    settings = Settings()
    questions = load_questions(SEED_QUESTIONS)
    for _ in range(rounds):
        with Engine.open(seed_index(settings), settings) as engine:
            taken = sorted(seconds(partial(engine.ask, one.question, one.history)) for one in questions)
        p95 = taken[int(0.95 * (len(taken) - 1))]
        _say(f"{len(taken)} questions: p50 {1e3 * statistics.median(taken):.0f} ms, p95 {1e3 * p95:.0f} ms")


def index(articles: Path, rounds: int) -> None:
    """A build in a warm process over embedding the same chunks in length-sorted batches with nothing around it."""
    from index.catalog import Catalog

    texts: list[str] = []
    ratios = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as scratch:
            report = build_index([articles], Path(scratch), Settings(attribution="none"))
            if not texts:
                with Catalog.open(Path(scratch)) as catalog:
                    for article in catalog.articles():
                        texts += [article.text[one.start_char : one.end_char] for one in catalog.chunks_of(article.key)]
        bare = seconds(partial(_bare_loop, texts))
        ratios.append(bare / report.seconds)
        _say(
            f"{report.chunks / report.seconds:.0f} chunks/s, bare loop {len(texts) / bare:.0f} chunks/s, {ratios[-1]:.2f}"
        )
    _say(f"ratio {statistics.median(ratios):.2f} (median of {rounds})")


def _bare_loop(texts: list[str]) -> None:
    """Length-sorted batches of 32 through the shipped model with onnxruntime's defaults."""
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    from index.embedding.minilm import MODEL_DIR

    session = onnxruntime.InferenceSession(MODEL_DIR / "minilm-int8.onnx", providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    encoded = sorted((encoding.ids for encoding in tokenizer.encode_batch(texts)), key=len)
    for first in range(0, len(encoded), BATCH):
        batch = encoded[first : first + BATCH]
        ids = np.zeros((len(batch), len(batch[-1])), np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        session.run(None, {"input_ids": ids, "attention_mask": mask})


def again(articles: Path, rounds: int) -> None:
    """The first build over a second one with nothing changed, both in a warm process."""
    with tempfile.TemporaryDirectory() as scratch:
        first = build_index([articles], Path(scratch), Settings())
        reports: list[BuildReport] = [build_index([articles], Path(scratch), Settings()) for _ in range(rounds + 1)]
        later = statistics.median(report.seconds for report in reports[1:])
        _say(f"first {first.seconds:.2f} s, again {later * 1e3:.1f} ms, {first.seconds / later:.0f} times faster")


def attribution(articles: Path, rounds: int) -> None:
    """Extraction side by side on every core, and builds with and without it in turns, all in a warm process."""
    import os
    from concurrent.futures import ThreadPoolExecutor

    from index.attribution.extract import load_extractor
    from index.catalog import Catalog, StoredArticle

    def build(setting: str) -> float:
        with tempfile.TemporaryDirectory() as scratch:
            return build_index([articles], Path(scratch), Settings(attribution=setting)).seconds

    def extract(article: StoredArticle) -> None:
        load_extractor("tagger").statements(article.text, article.spans, article.headings, published=article.date)

    with tempfile.TemporaryDirectory() as scratch:
        build_index([articles], Path(scratch), Settings(attribution="none"))
        with Catalog.open(Path(scratch)) as catalog:
            stored = list(catalog.articles())
    words = sum(len(article.text[start:end].split()) for article in stored for start, end in article.spans)
    build("tagger")
    rates, ratios = [], []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in range(rounds):
            rates.append(words / WORDS / seconds(lambda: list(pool.map(extract, stored))))
            ratios.append(build("tagger") / build("none"))
            _say(f"{rates[-1]:.1f} articles of {WORDS} words a second, build ratio {ratios[-1]:.2f}")
    rate, ratio = statistics.median(rates), statistics.median(ratios)
    _say(f"{rate:.1f} articles of {WORDS} words a second, build ratio {ratio:.2f} (medians of {rounds})")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def main() -> None:
    """Runs one benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("start", "answer", "index", "again", "attribution"))
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    if args.what == "start":
        start(args.rounds)
    elif args.what == "answer":
        answer(args.rounds)
    elif args.articles is None:
        parser.error(f"{args.what} needs ARTICLES")
    else:
        {"index": index, "again": again, "attribution": attribution}[args.what](args.articles, args.rounds)


if __name__ == "__main__":
    main()
