"""The reader as it is trained, and its loss: MiniLM-L6 over a question and the sentences of a passage, read together."""

from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import AutoModel

LISTWISE, ANSWERED = 0.3, 0.5
"""Weights of the parts of the loss beside the one of single sentences."""


class Reader(nn.Module):
    """Ids and types, both (windows, tokens), to two scores a token and one a window.

    The logit of a sentence is the mean of its tokens' values, weighted by the softmax of their weights over the sentence; the
    logit of a window says whether any of its sentences answers.
    """

    def __init__(self, encoder_dir: Path) -> None:
        super().__init__()
        # Dropout of attention weights costs a quarter of the time on a CPU and gains nothing beside the hidden one.
        self.encoder = AutoModel.from_pretrained(
            encoder_dir, attn_implementation="eager", attention_probs_dropout_prob=0.0, add_pooling_layer=False
        )
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.tokens = nn.Linear(width, 2)
        self.answered = nn.Linear(width, 1)

    def forward(self, ids: Any, types: Any) -> Any:  # noqa: ANN401 - tensors, without torch's types here
        """Value and weight of each token, (windows, tokens, 2), and the logit of each window, (windows,)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=(ids != 0).long()).last_hidden_state
        hidden = self.drop(hidden)
        return self.tokens(hidden), self.answered(hidden[:, 0]).squeeze(1)


def sentence_logits(tokens: Any, owners: Any, most: int) -> Any:  # noqa: ANN401
    """Logits of the sentences, (windows, most), of token scores (windows, tokens, 2); meaningless where there is none."""
    inside = owners[:, None, :] == torch.arange(most, device=owners.device)[None, :, None]
    weights = tokens[:, None, :, 1].masked_fill(~inside, -1e4).softmax(2)
    return (weights * tokens[:, None, :, 0]).sum(2)


def loss(logits: Any, answered: Any, labels: Any, present: Any) -> Any:  # noqa: ANN401
    """Of sentences each for itself, of the choice among a window's sentences, and of whether it holds any.

    `logits`, `labels` and `present` have shape (windows, sentences), `answered` (windows,).
    """
    single = nn.functional.binary_cross_entropy_with_logits(logits[present], labels[present])
    any_of = labels.amax(1)
    whole = nn.functional.binary_cross_entropy_with_logits(answered, any_of)
    log_shares = logits.masked_fill(~present, -1e4).log_softmax(1)
    chosen = -(log_shares * labels).sum(1)[any_of > 0] / labels.sum(1)[any_of > 0]
    return single + ANSWERED * whole + LISTWISE * (chosen.mean() if len(chosen) else 0.0)
