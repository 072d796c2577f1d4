"""What a page puts around an article is masked, family by family; prose that mentions the same things is not."""

import time

import pytest

from index.body import find_body

OPENING = (
    "The council voted on Tuesday to rebuild the old bridge over the river, which has been closed since the flood."
)
SECOND = "“We waited nine years for this,” the mayor said, and thanked the engineers who had drawn the plans."
LAST = "Work is to begin in the autumn, once the banks of the river have been raised and the road has been moved."


def kept(text: str) -> str:
    return "|".join(text[span.start : span.end] for span in find_body(text).spans)


TOP = ["Connect with us", "Skip to main content", "Home | News | Politics", "Menu", "Latest News", "World"]
BOTTOM = [
    "Kaynak: Example Agency",
    "Source: Example Statistics Office",
    "Contributing: Ann Example and Bo Berg",
    "(Reporting by Ann Example; editing by Bo Berg)",
    "Ann Example and Bo Berg contributed to this report.",
    "Our reporting on rivers is made possible in part by a grant from the Example Trust.",
    "Ann Example covers rivers for the Daily Example. Reach her at ann@example.org.",
    "Follow Ann Example on Twitter @annexample.",
    "Email: ann@example.org",
    "@annexample",
]
ANYWHERE = [
    "Share this article",
    "Share on Facebook",
    "Share Tweet Email Print",
    "Facebook Twitter WhatsApp Copy link",
    "Continue Reading",
    "Story continues below advertisement",
    "Read more",
    "Devamını oku",
    "Weiterlesen",
    "Lire la suite",
    "More: Ferry to run until the bridge opens",
    "RELATED: Ferry to run until the bridge opens",
    "Read more: Ferry to run until the bridge opens",
    "You may also like",
    "Related articles",
    "More from the Daily Example",
    "Previous and Next News",
    "Next article: Ferry to run until the bridge opens",
    "Click to comment",
    "Leave a Reply",
    "12 comments",
    "Your email address will not be published. Required fields are marked *",
    "Save my name, email, and website in this browser for the next time I comment.",
    "UYARI: Hakaret içeren ve büyük harflerle yazılan yorumlar yayımlanmaz.",
    "Schreiben Sie einen Kommentar",
    "Laisser un commentaire",
    "Оставить комментарий",
    "Advertisement",
    "ADVERTISEMENT",
    "Sponsored content",
    "1. How relevant is this ad to you?",
    "We may earn a commission if you buy through our links.",
    "If you click one of the links, we may earn an affiliate fee.",
    "Download our free app for news on the go",
    "This story has been updated with additional details.",
    "(This article was updated to add a photo.)",
    "This is a developing story and will be updated.",
    "This news has been read 65 times in total",
    "1,204 views",
    "4 min read",
    "© 2023 Daily Example. All rights reserved.",
    "Copyright 2023 The Daily Example",
    "All rights reserved. This material may not be published or rewritten.",
    "(Image credit: Ann Example / Getty Images)",
    "Photo: Ann Example/Reuters",
    "This website uses cookies to improve your experience.",
    "Privacy Policy | Terms of Use",
    "Please log in to continue",
    "Already a subscriber? Sign in",
    "This article is for subscribers only.",
    "Support local journalism. Subscribe today.",
    "Thank you for supporting our journalism.",
    "Sign up for our newsletter",
    "Sign up for the Daily Example's river newsletter. Explore the water with us every week.",
    "Stay informed: Subscribe to our morning newsletter",
    "Want more? Sign up for our newsletter to receive updates in your inbox.",
    "Get the day's top stories in your inbox. Sign up here.",
    "(You can get “Five Rivers” delivered to your inbox daily. Sign up here.)",
    "Editor’s Note: A version of this story appeared in our river newsletter. Sign up here.",
    "To get updates on the river sent to your inbox, sign up for our newsletter.",
    "Join us on Twitter and Facebook",
    "Follow us on Instagram",
    "Need help? Sign up for our newsletter. It’s free and you can unsubscribe at any time.",
    "Get the weekly river newsletter Sign up here to get The River with Dr. Ann Example every Tuesday.",
    "Get our free weekly newsletter Sign up for the river letter. Join us on Twitter and Facebook",
]


@pytest.mark.parametrize("line", TOP)
def test_navigation_above_the_story_is_masked(line):
    assert kept(f"{line}\n\nOld bridge to be rebuilt\n\n{OPENING}\n\n{SECOND}") == f"{OPENING}\n\n{SECOND}"


@pytest.mark.parametrize("line", ANYWHERE)
def test_furniture_is_masked_in_the_middle_of_a_story(line):
    filler = [f"{OPENING} It was vote number {n}." for n in range(8)]
    text = "\n\n".join([*filler, line, SECOND, *filler])
    assert kept(text) == "\n\n".join(filler) + "|" + "\n\n".join([SECOND, *filler])


@pytest.mark.parametrize("line", [*ANYWHERE, *BOTTOM])
def test_furniture_is_masked_at_the_end(line):
    assert kept(f"{OPENING}\n\n{SECOND}\n\n{LAST}\n\n{line}") == f"{OPENING}\n\n{SECOND}\n\n{LAST}"


@pytest.mark.parametrize("line", BOTTOM)
def test_what_is_told_by_its_place_at_the_end_stays_elsewhere(line):
    filler = [f"{OPENING} It was vote number {n}." for n in range(8)]
    text = "\n\n".join([*filler, line, *filler])
    assert kept(text) == text


PROSE = [
    "The newsletter reached 40,000 readers in its first year, the publisher said.",
    "Readers who sign up for the newsletter get a free map of the river.",
    "“Sign up for our newsletter,” the mayor told the crowd, and some laughed.",
    "Subscribe, the leaflet urged, or the ferry will stop.",
    "“Follow us on Twitter,” read a banner on the bridge.",
    "“This story has been updated for a hundred years,” the historian said.",
    "“If you buy this bridge, stop,” the post reads.",
    "He asked his followers on Facebook to share the plan with friends.",
    "The company said it uses cookies to measure how many people read a page.",
    "Advertisement spending fell by a tenth, according to the survey.",
    "Comments on the plan may be sent to the council until Friday.",
    "Copyright law protects the drawings, the court ruled.",
    "Register offices in the town will stay open on Sunday.",
    "More than a thousand people signed up to rebuild the bridge.",
    "Related costs rose to 3 million, the auditor found.",
    "Sources: they are many, the historian warned.",
    "Photo: that was all the note said.",
    "If you or someone you know needs help, call the river rescue at any hour.",
    "Join the queue early, residents advised, since the ferry holds nine cars.",
    "Get a ticket from the office, she told the inbox of every resident.",
    "Photos: The bridge opens. Ann Example walks over it. Hide Caption 3 of 9",
    "Next article of the treaty deals with rivers.",
    "Next week the council will read the plans again.",
    "Read more slowly, the teacher told them.",
    "Download speeds doubled after the cable was laid under the bridge.",
    "Home prices rose in the north of the town.",
    "This article of the constitution was updated in 1958, the judge wrote.",
    "By Friday the river had fallen by a metre.",
]


@pytest.mark.parametrize("sentence", PROSE)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_prose_that_mentions_such_things_stays(sentence, place):
    order = {"first": [sentence, OPENING, LAST], "middle": [OPENING, sentence, LAST], "last": [OPENING, LAST, sentence]}
    text = "\n\n".join(order[place])
    assert kept(text) == text


@pytest.mark.parametrize(
    "line",
    ["Similar to the old bridge", "More on the ferry", "Next on the agenda", "Report: bridge was known to be weak"],
)
def test_sub_headings_that_begin_like_a_label_stay(line):
    text = f"{OPENING}\n\n{line}\n\n{LAST}"
    body = find_body(text)
    assert kept(text) == text
    assert [text[span.start : span.end] for span in body.headings] == [line]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (f"Sign up for our newsletter. {OPENING}", OPENING),
        (f"{OPENING} Sign up for our newsletter here.", OPENING),
        (f"Sign up for our newsletter. {OPENING} {LAST} Follow us on Twitter.", f"{OPENING} {LAST}"),
        (f"{OPENING} The newsletter is free. {LAST}", f"{OPENING} The newsletter is free. {LAST}"),
    ],
)
def test_promotions_glued_to_a_paragraph_are_cut_off_at_its_ends(paragraph, expected):
    assert kept(f"{SECOND}\n\n{paragraph}").removeprefix(SECOND).lstrip("|\n") == expected


def test_a_whole_article_on_one_line_loses_the_promotion_at_its_top():
    article = " ".join(f"{OPENING} {SECOND} {LAST}" for _ in range(20))
    assert kept(f"Sign up for our newsletter. {article}") == article


def test_links_listed_below_a_label_at_the_end_go_with_it():
    links = "Ferry to run until the bridge opens\n\nMayor visits the flood plain"
    assert kept(f"{OPENING}\n\n{SECOND}\n\n{LAST}\n\nRelated stories\n\n{links}") == f"{OPENING}\n\n{SECOND}\n\n{LAST}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t\r\n ", "empty"),
        (
            (
                "We will use the details you have shared to manage your registration.\n\n"
                "Would you like to receive our letter?\n\n"
                "If you wish to object to the use of your data in this way, please tick here.\n\n"
                "Our brands are listed here."
            ),
            "registration wall",
        ),
        ("Please log in to continue\n\nEmail address\n\nPassword\n\nForgot your password?", "registration wall"),
        ("A free account gives you:\n\nUnlimited access to articles\n\nEarly access to comments", "registration wall"),
        ("Already a subscriber? Sign in\n\nStart your free trial today", "registration wall"),
        ("This article is for subscribers only.\n\nSubscribe now for unlimited access.", "subscription wall"),
        ("We use cookies to improve this site.\n\nAccept all cookies\n\nCookie settings", "cookie or privacy wall"),
        (
            (
                "1. How relevant is this ad to you?\n\nVideo player was slow to load content Video never loaded "
                "Ad froze or did not finish loading Other issues"
            ),
            "advertising survey",
        ),
        ("404 - Page not found\n\nThe page may have moved. Try the search.", "error page"),
        ("Access denied\n\nYou do not have permission to see this page.", "error page"),
        ("Please enable JavaScript to view this page.", "error page"),
        ("Sign up for our newsletter", "newsletter sign-up"),
        ("Share\n\nLeave a Reply", "nothing but page furniture"),
    ],
)
def test_a_document_that_is_no_article_is_dropped_with_the_reason(text, reason):
    body = find_body(text)
    assert body.dropped == reason
    assert body.spans == ()


@pytest.mark.parametrize(
    "text",
    [
        f"{OPENING}\n\nAlready a subscriber? Sign in",
        "Short, but news.",
        "404 people crossed the river on the first day of the ferry.",
        f"Would you like to receive our letter?\n\n{OPENING} {SECOND} {LAST} {OPENING}",
    ],
)
def test_a_story_beside_a_wall_is_kept(text):
    assert find_body(text).dropped is None


@pytest.mark.parametrize(
    "unit",
    [
        "The minister said that talks would go on. ",
        "Ab, ",
        "MOSCOW - ",
        "“A b. ",
        "newsletter ",
        "Ann Bee and ",
        "\n",
        "a  ",
    ],
)
def test_time_is_linear_in_the_length(unit):
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        before = time.process_time()
        find_body(text)
        return time.process_time() - before

    # 1 MB takes well under a second on a slow core; a quadratic rule takes minutes.
    assert seconds(1_000_000) < 5
