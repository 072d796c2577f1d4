"""Documents that are no article: a wall, a survey or an error page stands where the story should."""

import re
from collections.abc import Collection

_ERROR_PAGE = re.compile(
    r"\W*(?:(?:error )?(?:404|403|500|502|503)\b.{0,40}(?:not found|forbidden|error|unavailable|gateway)|"
    r"page not found|access denied|"
    r"(?:sorry,? )?(?:the|this|that) page (?:you (?:are looking for|requested) )?(?:could ?n[o’']t be found|"
    r"cannot be found|does ?n[o’']t exist|is not available)|"
    r"please (?:enable|turn on) (?:javascript|cookies)|javascript is (?:disabled|not available|required)|"
    r"(?:are you a robot|verify (?:that )?you are (?:a )?human|checking your browser|just a moment\.\.\.|"
    r"attention required))",
    re.IGNORECASE,
)
_REASONS = {
    "privacy notice": "cookie or privacy wall",
    "registration": "registration wall",
    "subscription": "subscription wall",
    "advertisement": "advertising survey",
    "newsletter": "newsletter sign-up",
}
_STRONGEST = ("registration", "subscription", "privacy notice", "advertisement", "newsletter")


def wall(opening: str, families: Collection[str], kept: int, size: int) -> str | None:
    """Why a document is no article; None where it is one.

    Args:
        opening: Its first paragraph.
        families: The families of the paragraphs that are no prose.
        kept: Characters of prose left.
        size: Characters of all paragraphs.
    """
    if size <= 1500 and _ERROR_PAGE.match(opening):
        return "error page"
    named = set(families)
    # A few stray words between the sentences of a form do not make it a story.
    walled = not named.isdisjoint({"registration", "privacy notice", "subscription"})
    stray = (kept < 400 and kept * 4 < size) or (kept < 120 and kept * 2 < size)
    if kept == 0 or (walled and stray):
        for family in _STRONGEST:
            if family in named:
                return _REASONS[family]
        return "nothing but page furniture"
    return None
