"""The tagger as it is trained, and its loss: MiniLM-L6 with marks of case and quotation, and a linear-chain CRF."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoModel

from index.attribution.labels import LABELS, allowed
from index.attribution.windows import MARKS

FORBIDDEN = -1e4


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
