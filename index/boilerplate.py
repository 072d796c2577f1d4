"""Boilerplate: what a page puts around an article, told from prose paragraph by paragraph.

Every rule reads a whole paragraph from its first word, so that prose which only mentions a newsletter, a cookie or a
comment stays; what opens with a quotation mark is never boilerplate.
"""

import re

from index.boilerplate_families import FAMILIES, LONGEST, Where

_SHARE_WORDS = frozenset(
    {
        "share",
        "shares",
        "tweet",
        "email",
        "e-mail",
        "mail",
        "print",
        "save",
        "pin",
        "copy",
        "link",
        "copied",
        "comment",
        "comments",
        "bookmark",
        "like",
        "sms",
        "text",
        "more",
        "this",
        "on",
        "via",
        "to",
        "a",
        "an",
        "article",
        "story",
        "post",
        "page",
        "with",
        "friend",
        "friends",
        "or",
        "and",
        "twitter",
        "x",
        "facebook",
        "instagram",
        "threads",
        "bluesky",
        "tiktok",
        "linkedin",
        "youtube",
        "telegram",
        "whatsapp",
        "flipboard",
        "google",
        "news",
        "mastodon",
        "pinterest",
        "reddit",
        "snapchat",
        "messenger",
    }
)
_SHARE_VERBS = frozenset({"share", "tweet", "print", "email", "e-mail", "pin", "copy"})
_NETWORKS = frozenset({"twitter", "facebook", "instagram", "linkedin", "whatsapp", "pinterest", "reddit", "telegram"})
_WORD = re.compile(r"[\w'’-]+")


def boilerplate_family(text: str, *, top: bool, bottom: bool) -> str | None:
    """The family that a whole paragraph belongs to, its whitespace collapsed; None for prose.

    Args:
        text: The paragraph.
        top: Does it stand above the article's prose?
        bottom: Is it one of the document's last paragraphs?
    """
    size = len(text)
    if size > LONGEST:
        return None
    if size <= 120 and _share_bar(text):
        return "share buttons"
    for kind in FAMILIES:
        if size > kind.longest or (kind.where is Where.TOP and not top) or (kind.where is Where.BOTTOM and not bottom):
            continue
        if kind.pattern.match(text):
            return kind.name
    return None


def _share_bar(text: str) -> bool:
    """Is it a row of share buttons: nothing but the words that stand on them?"""
    words = [word.casefold() for word in _WORD.findall(text)]
    if not words or not _SHARE_WORDS.issuperset(words):
        return False
    return (words[0] in _SHARE_VERBS and len(words) != 2) or len(_NETWORKS.intersection(words)) >= 2
