"""What the shipped tagger and the rules behind it are, to be asked without loading them."""

TAGGER_SHA256 = "7e16d00831f4c285230ef10d09a03a86fb6783970f989f8cf846520af7007dd9"
"""Of model/tagger-int8.onnx."""
RULES = "4"
"""Raised when the rules behind the tagger find other statements."""
TAGGED = f"{TAGGER_SHA256[:12]}-{RULES}"
"""Changes whenever the tagger and its rules find other statements."""
