"""Premises of questions that the archive contradicts."""
