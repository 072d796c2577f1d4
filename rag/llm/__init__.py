"""Answers written by a language model from the evidence, checked sentence by sentence before anybody sees them."""
