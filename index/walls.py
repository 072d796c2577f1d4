"""Documents that are no article: a wall, a survey or an error page stands where the story should."""

import re

_ERROR_PAGE = re.compile(
    r"\W*(?:(?:error )?(?:404|403|500|502|503)\b.{0,40}(?:not found|forbidden|error|unavailable|gateway)|page not found|access denied|"
    r"(?:sorry,? )?(?:the|this|that) page (?:you (?:are looking for|requested) )?(?:could ?n[o’']t be found|cannot be found|does ?n[o’']t exist|is not available)|"
    r"please (?:enable|turn on) (?:javascript|cookies)|javascript is (?:disabled|not available|required)|"
    r"(?:are you a robot|verify (?:that )?you are (?:a )?human|checking your browser|just a moment\.\.\.|attention required))",
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


def wall(opening: str, families: list[str | None], kept: int, size: int) -> str | None:
    """Why a document is no article; None where it is one.

    Args:
        opening: Its first paragraph.
        families: The family of each paragraph; None for prose.
        kept: Characters of prose left.
        size: Characters of all paragraphs.
    """
    if size <= 1500 and _ERROR_PAGE.match(opening):
        return "error page"
    named = set(families)
    # A few stray words between the sentences of a form do not make it a story.
    if kept == 0 or (
        kept * 4 < size and kept < 400 and not named.isdisjoint({"registration", "privacy notice", "subscription"})
    ):
        for family in _STRONGEST:
            if family in named:
                return _REASONS[family]
        return "nothing but page furniture"
    return None
