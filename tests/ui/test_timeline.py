"""The plot of statements in time: pure, so told from its HTML."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from ui.page.timeline import COLOURED, timeline_html
from ui.page.timescale import MOST_TICKS, PLACES, STACKED, Dot, Mark


class Tags(HTMLParser):
    """What stands in some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.html, self.text = html, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        self.text += data

    def of_class(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if name in (attributes.get("class") or "").split()]


def mark(day: str | None = "2024-03-01", speaker: str | None = "Ann Vale", words: str = "The pier is shut.") -> Mark:
    return Mark(day, speaker, 1, Dot(f"{speaker}, {day}\n{words}", "pier.txt", 5, 22, "0" * 64))


def plot(*marks: Mark) -> Tags:
    return Tags(timeline_html(marks, lambda *fewer: "?" + "/".join(part or "-" for part in fewer)))


def left(attributes: dict[str, str | None]) -> float:
    return float((attributes["cx"] or "").removesuffix("%"))


def top(attributes: dict[str, str | None]) -> float:
    return float(attributes["cy"] or "")


def test_no_statements_have_no_plot() -> None:
    assert timeline_html([], lambda *_: "") == ""


def test_a_dot_shows_the_words_and_opens_the_article_at_them() -> None:
    [dot] = plot(mark()).of_class("or-st-dot")
    assert dot["aria-label"] == "Ann Vale, 2024-03-01\nThe pier is shut."
    assert "or-open" in (dot["class"] or "")
    opened = [dot[f"data-{name}"] for name in ("article", "start", "end", "sha256")]
    assert opened == ["pier.txt", "5", "22", "0" * 64]


def test_dots_stand_in_the_order_of_their_days_at_their_share_of_the_time() -> None:
    dots = plot(mark("2024-01-01"), mark("2024-07-01"), mark("2024-12-31")).of_class("or-st-dot")
    first, middle, last = map(left, dots)
    assert first == pytest.approx(0, abs=1.5)
    assert middle == pytest.approx(50, abs=1.5)
    assert last == pytest.approx(100, abs=1.5)


def test_dots_of_one_day_are_stacked_and_do_not_hide_each_other() -> None:
    dots = plot(mark("2024-01-01"), *(mark("2024-02-01"),) * 4).of_class("or-st-dot")
    stacked = [(left(dot), top(dot)) for dot in dots[1:]]
    assert len(set(stacked)) == 4
    assert len({at for at, _ in stacked}) == 1


def test_each_speaker_has_a_lane_the_most_quoted_first_and_all_others_share_one() -> None:
    quoted = [(f"Speaker {number}", COLOURED + 3 - number) for number in range(COLOURED + 2)]
    seen = plot(*(mark(speaker=name) for name, times in quoted for _ in range(times)), mark(speaker=None))
    lanes = [label.get("aria-label") for tag, label in seen.tags if tag == "svg" and label.get("aria-label")]
    assert lanes == [f"Speaker {number}" for number in range(COLOURED)] + ["All others"]
    colours = [
        set((lane["class"] or "").split()) - {"or-st-lane", "or-st-axis"} for lane in seen.of_class("or-st-lane")
    ]
    assert colours == [*({f"or-st-c{number}"} for number in range(1, COLOURED + 1)), {"or-st-c0"}, set()]


def test_a_speakers_name_leads_to_that_speakers_statements_alone() -> None:
    names = [one.get("href") for one in plot(mark(), mark(speaker=None)).of_class("or-st-lane-name")]
    assert names == ["?Ann Vale/-/-", None]


def test_the_undated_stand_apart_and_are_counted() -> None:
    seen = plot(mark("2024-01-01"), mark("2024-06-01"), mark(None), mark(None))
    *dated, one, other = map(left, seen.of_class("or-st-dot"))
    assert max(dated) < 50 < one == other
    assert "2 undated." in seen.text


def test_where_nothing_is_dated_the_dots_take_the_whole_width_from_the_left() -> None:
    seen = plot(*(mark(None),) * 20)
    dots = sorted(map(left, seen.of_class("or-st-dot")))
    assert dots[0] < 2
    assert "None of them has a date." in seen.text
    assert [text for tag, text in seen.tags if tag == "line"] == []


def test_where_more_fall_together_than_fit_a_circle_tells_how_many_and_leads_to_them() -> None:
    days = [str(date(2024, 1, 1) + timedelta(number)) for number in range(PLACES)]  # each has a column of its own
    seen = plot(*map(mark, days), *(mark(days[30]),) * STACKED)
    [circle] = seen.of_class("or-st-go")[1:]  # the first is the speaker's name
    assert circle["href"] == f"?Ann Vale/{days[30]}/{days[30]}"
    assert circle["aria-label"] == f"Ann Vale, {days[30]}\n{STACKED + 1} statements: Enter or a click lists fewer"
    assert len(seen.of_class("or-open")) == PLACES - 1
    assert "where many fall together, a circle stands for them" in seen.text


def test_counted_statements_are_circles_by_area_and_a_note_says_so() -> None:
    seen = plot(Mark("2024-01-01", "Ann Vale", 400), Mark("2024-12-01", "Ann Vale", 1600), Mark(None, None, 5))
    radii = [float(circle["r"] or "") for circle in seen.of_class("or-st-many")]
    assert radii[1] == 2 * radii[0]  # four times the area
    assert "2,005 statements are too many for a dot each" in seen.text
    assert "5 undated." in seen.text
    assert seen.of_class("or-open") == []


def test_a_few_that_are_far_off_stand_aside_and_do_not_crowd_the_others() -> None:
    june = [str(date(2024, 6, 1) + timedelta(number)) for number in range(25)]
    seen = plot(*(mark(day) for day in june * 4), mark("2001-01-01"), mark("2030-01-01"))
    assert [left(dot) < 14 for dot in seen.of_class("or-st-dot")] == [True] + [False] * 101  # 6 of 48 places, and a gap
    assert {"earlier", "later", june[0], june[14]} == set(re.findall(r"<text[^>]*>([^<]+)", seen.html))


def test_a_few_statements_of_many_years_share_one_axis() -> None:
    seen = plot(mark("2001-01-01"), mark("2024-06-01"), mark("2024-06-02"))
    assert "earlier" not in seen.text


@pytest.mark.parametrize("days", [2, 37, 400, 9000])
def test_circles_cover_every_day_once(days) -> None:
    begin = date(2001, 2, 3)
    seen = plot(*(Mark(str(begin + timedelta(number)), "Ann Vale", 2) for number in range(days)))
    periods = [(circle["href"] or "").split("/")[1:] for circle in seen.of_class("or-st-go")[1:]]
    assert periods[0][0] == str(begin)
    assert periods[-1][1] == str(begin + timedelta(days - 1))
    for (_, ended), (begun, _) in pairwise(periods):
        assert date.fromisoformat(begun) - date.fromisoformat(ended) == timedelta(1)


@pytest.mark.parametrize("days", [1, 2, 5, 30, 75, 200, 366, 1500, 9000, 300_000])
def test_the_axis_has_a_few_labels_inside_of_it(days) -> None:
    begin = date(1203, 5, 17)
    html = timeline_html([mark(str(begin)), mark(str(begin + timedelta(days - 1)))], lambda *_: "")
    ticks = re.findall(r'<text x="([\d.]+)%"[^>]*>([\d-]+)</text>', html)
    assert 1 <= len(ticks) <= MOST_TICKS
    assert all(0 <= float(at) <= 100 for at, _ in ticks)
    assert ticks == sorted(ticks, key=lambda tick: float(tick[0]))


def test_one_dot_alone_is_reached_by_the_tab_key() -> None:
    dots = plot(mark(), mark(speaker="Omar Brandt"), mark(None)).of_class("or-st-dot")
    assert [dot["tabindex"] for dot in dots] == ["0", "-1", "-1"]


def test_nothing_of_an_article_is_interpreted() -> None:
    evil = '"><script>alert(1)</script>'
    hostile = Mark("2024-01-01", evil, 1, Dot(evil, evil, 0, 1, "0" * 64))
    seen = plot(hostile, Mark("2024-01-02", evil, 7))
    assert {tag for tag, _ in seen.tags} <= {
        "section",
        "p",
        "div",
        "span",
        "a",
        "svg",
        "line",
        "rect",
        "circle",
        "text",
    }
    assert seen.of_class("or-open")[0]["data-article"] == evil
