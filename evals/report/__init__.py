"""A run as one self-contained page: figures against other runs, plots, and every question with its sources."""

from evals.report.previous import previous_run
from evals.report.write import write_report

__all__ = ["previous_run", "write_report"]
