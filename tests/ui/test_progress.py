"""What the progress bar counts."""

from typing import get_args

import pytest

from index.report import Progress, Step
from ui.progress import _rate


@pytest.mark.parametrize(
    ("step", "rate"),
    [
        ("reading", "2 articles/s"),
        ("speakers", "10 names/s"),
        ("embedding", "10 chunks/s"),
        ("statements", "10 statements/s"),
    ],
)
def test_each_step_counts_what_it_works_through(step, rate):
    assert _rate(Progress(step, done=40, total=80, articles=8), elapsed_seconds=4.0) == rate


@pytest.mark.parametrize("step", get_args(Step))
def test_nothing_is_said_before_any_time_has_gone_by(step):
    assert _rate(Progress(step, done=0, total=80, articles=0), elapsed_seconds=0.0) == ""
