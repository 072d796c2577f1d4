"""What the training of the shipped models shares: a course that goes on where it was killed, batches, and the int8 file."""

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn

Batch = TypeVar("Batch")
Row = TypeVar("Row")
OPSET = 17
"""Of the ONNX graphs."""
WARM_UP = 0.06
"""Share of the steps in which the learning rate rises; after that it falls to nothing, linearly."""
LENGTH_STEP = 16
"""Tokens by which the rows of a batch may differ in length."""


class Course(Generic[Batch]):
    """A course of training: the model, the average of its weights, and how far both are, kept in a checkpoint.

    The moving average of the weights is what is kept at the end (Polyak and Juditsky, 1992).

    Args:
        model: what is trained, on its device.
        loss: the loss of a batch.
        groups: parameters with their learning rates, as optimizers of torch take them.
        checkpoint: where it is kept.
        steps: how many batches the course has.
        averaging: decay of the moving average.
    """

    def __init__(
        self, model: nn.Module, loss: Callable[[Batch], Any], groups: list[dict[str, Any]], checkpoint: Path, *,
        steps: int, averaging: float,
    ) -> None:  # fmt: skip
        self.model = model
        self.average = torch.optim.swa_utils.AveragedModel(
            model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(averaging)
        )
        self._loss = loss
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        rising = max(1, int(steps * WARM_UP))
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda step: min((step + 1) / rising, max(0.0, (steps - step) / (steps - rising)))
        )
        self._kept = {"model": model, "average": self.average, "optimizer": self._optimizer, "schedule": self._schedule}
        self._checkpoint = checkpoint

    def resume(self) -> dict[str, int]:
        """Goes back to the checkpoint: what `save` was told; empty where there is none."""
        if not self._checkpoint.exists():
            return {}
        device = next(self.model.parameters()).device
        state = torch.load(self._checkpoint, weights_only=True, map_location=device)
        for name, part in self._kept.items():
            part.load_state_dict(state.pop(name))
        torch.set_rng_state(state.pop("rng").cpu())
        return {name: int(number) for name, number in state.items()}

    def save(self, **done: int) -> None:
        """Writes the checkpoint, with how far the course is."""
        state = {name: part.state_dict() for name, part in self._kept.items()}
        partial = self._checkpoint.with_suffix(".part")
        torch.save({**state, **done, "rng": torch.get_rng_state()}, partial)
        partial.replace(self._checkpoint)

    def step(self, batch: Batch) -> float:
        """Learns from a batch; its loss."""
        value = self._loss(batch)
        value.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        self._optimizer.zero_grad()
        self.average.update_parameters(self.model)
        return float(value.item())


def batches(
    rows: Iterable[Row], length: Callable[[Row], int], most_tokens: int, rng: random.Random | None
) -> list[list[Row]]:
    """Rows of about one length to a batch, in random order, or by length where no generator is given.

    Args:
        rows: what is batched.
        length: tokens of a row.
        most_tokens: of a batch, padding aside.
        rng: shuffles rows of one length, and batches.
    """
    order = list(rows)
    if rng is not None:
        rng.shuffle(order)
    order.sort(key=lambda row: length(row) // LENGTH_STEP)  # stable: rows of one length stay shuffled
    groups: list[list[Row]] = []
    for row in order:
        if not groups or (len(groups[-1]) + 1) * length(row) > most_tokens:
            groups.append([])
        groups[-1].append(row)
    if rng is not None:
        rng.shuffle(groups)
    return groups


def load_tokenizer(encoder_dir: Path) -> Tokenizer:
    """The word pieces of an encoder."""
    tokenizer = Tokenizer.from_file(str(encoder_dir / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def write_int8(
    model: nn.Module, inputs: dict[str, Any], outputs: Sequence[str], dynamic: dict[str, dict[int, str]], out: Path
) -> str:
    """Writes a model as one ONNX graph with weights in int8; the sha256 of the file.

    Args:
        model: what is exported.
        inputs: an example of each input by name, in order.
        outputs: names of the outputs, in order.
        dynamic: names of the axes that can have any length, by input or output.
        out: the file.
    """
    with tempfile.TemporaryDirectory() as scratch:
        fp32 = Path(scratch) / "fp32.onnx"
        torch.onnx.export(
            model.eval(),
            tuple(inputs.values()),
            str(fp32),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=dynamic,
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(fp32, out, weight_type=QuantType.QInt8, per_channel=True)
    return hashlib.sha256(out.read_bytes()).hexdigest()
