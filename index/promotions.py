"""Promotions: sentences that ask the reader to sign up, follow, subscribe or write, told from prose one by one."""

import re

_NETWORK = (
    r"(?:twitter|x|facebook|instagram|threads|bluesky|tiktok|linkedin|youtube|telegram|whatsapp|flipboard|pinterest)"
)
_LETTER = r"newsletters?"
_OBJECT = (
    rf"(?:{_LETTER}|in ?boxe?s?|mailing list|e-?mail (?:alerts|updates|list)|text (?:alerts|messages)|"
    r"daily briefing|push alerts|(?:whatsapp|telegram) channel)"
)
_MARKS = r"(?:[^\w\"“”„‘'«]|_){0,4}"  # bullets and brackets; a quotation mark opens someone's words
# What may stand before the request itself: "Stay informed: …", "Want more? …", "To get updates on …, …".
_LEAD = (
    r"(?:editor[’']?s note ?: ?)?"
    r"(?:[^:.!?\"“”]{2,60}[:?!]{1,2}\s?|\w[\w’' ,]{1,50}[?!] )?"
    r"(?:(?:please |also |and |then |you can (?:also )?|consider )|(?:for|to (?:get|receive|have|read|"
    r"stay)) [^.:\"“”]{2,90}, )?"
)
_PROMPT = re.compile(
    rf"{_MARKS}{_LEAD}(?:"
    rf"(?:sign[- ]?up|signing up|subscribe|register|join|opt in)\b(?=.{{0,240}}\b{_OBJECT}\b)|"
    r"get [^.]{2,90}\bby ?signing up\b|"
    rf"get (?=[^.]{{0,160}}\b(?:in|to) (?:your|my|the) (?:\w+ )?in ?box|(?:our|the|"
    rf"your) (?:[\w’']+ ){{0,4}}{_LETTER}\b|"
    rf"[\w’' ]{{2,50}}{_LETTER} sign up)|"
    rf"(?:receive|have) (?=[^.]{{0,120}}\b(?:in|to) your (?:\w+ )?in ?box)|"
    r"you can (?:also )?(?:get|have) [^.]{2,90}\b(?:in|to) your (?:\w+ )?in ?box|"
    r"(?:want|would you like)\b[^.?]{2,80}\b(?:in|to) your in ?box|"
    r"(?:sign[- ]?up|subscribe|click|tap)(?: for (?:free|it))? (?:here|now|today|below)\b|"
    r"sign[- ]?up(?: for| now|[.!])|"
    rf"(?:follow|like|find|join|connect with) (?:us|our [\w ]{{2,40}}|me|the (?:\w+ ){{1,4}})\s?.{{0,40}}\b(?:on|"
    rf"at) {_NETWORK}\b.{{0,110}}$|"
    r"(?:download|install|get) (?:the|our) (?:[\w.’']+ ){0,4}app\b.{0,110}$|"
    r"if your day doesn[’']t start until\b|not a subscriber\?"
    r")|"
    rf"{_MARKS}(?:editor[’']?s note ?: ?)?(?:a|this) (?:version of this )?(?:story|article|column|piece|report|"
    rf"post)\b[^.]{{0,60}}"
    rf"\b(?:appears|appeared|adapted|excerpted|published|sent|part)\b.{{0,120}}\b{_LETTER}\b|"
    rf"{_MARKS}the [\w’' ]{{2,40}}{_LETTER} (?:provides|brings|delivers) you\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:reach(?: out)?|contact(?:ed)?|e-?mail(?:ed)?|follow(?:ed)?|call|tweet|message|find|connect with|write to|"
    r"send|tips?)\b"
    rf".{{0,120}}?(?:\w@\w|(?<!\w)@\w{{2,}}|\bon (?:{_NETWORK}\b))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:[\w ]{0,20}:\s?)?(?:[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,20}|@\w{2,30})\W*$")
_ADVICE = re.compile(
    r"(?:if you|anyone|people|residents|for (?:more|tickets|details)|tickets|details|information)\b", re.IGNORECASE
)
_BIOGRAPHY = re.compile(
    r"\b(?:covers|covering|reports|writes|wrote|reporter|columnist|correspondent|editor|author|writer|journalist|"
    r"professor|"
    r"contributor|producer|analyst|fellow|director|lives in|based in|member of|worked|photographer|"
    r"photojournalist)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"\b(?:said|says|told|according to|tweeted|wrote|testified|announced)\b|[“”]|\"\w[^\"]*[,.]\"", re.IGNORECASE
)
# Plain substrings, since nearly all prose holds none of them and they are found many times faster than a pattern.
_HINTS = (
    "newsletter",
    "inbox",
    "sign up",
    "sign-up",
    "signup",
    "signing up",
    "subscri",
    "click",
    "tap ",
    "follow ",
    "facebook",
    "join ",
    " app",
    "day doesn",
    "alerts",
)
# A request stands at the start of a sentence or after a colon; "readers who sign up for the newsletter" is prose.
_REQUEST = re.compile(
    r"(?:Sign[- ]?[Uu]p|Subscribe|SIGN UP|SUBSCRIBE)\b|[;:!?—–] ?(?:sign[- ]?up|subscribe)\b|"
    r"by ?signing up for our\b|"
    r"get updates in your inbox"
)
_WHAT = re.compile(rf"\b{_OBJECT}\b", re.IGNORECASE)
_ADDRESSED = re.compile(
    r"\b(?:you|your|us|our|we)\b|^\W*(?:explore|discover|enjoy|learn|get|read|find|see|stay|join|check|catch|"
    r"it[’']s free)\b",
    re.IGNORECASE,
)
# Three letters before a full stop, so that "Dr." and initials end no sentence.
_SENTENCE_BREAK = re.compile(r"(?:(?<=\w\w\w)\.|[!?])[\"”’)]*\s+(?=[\"“‘(\[]?[A-Z\d])")
_WINDOW = 700  # characters at either end of a paragraph in which promotions are looked for


def contact_note(text: str) -> bool:
    """Does a paragraph tell how to reach its author: a byline's biography, an address, a handle?"""
    if len(text) > 500 or _SPEECH.search(text) or _ADVICE.match(text):
        return False
    if _ADDRESS.match(text):
        return True
    sentences = [text[start:end] for start, end in _sentences(text, 0, len(text))]
    contacts = [_CONTACT.search(sentence) is not None for sentence in sentences]
    return any(contacts) and all(
        contact or _BIOGRAPHY.search(sentence) or _ADDRESSED.search(sentence) or len(sentence) < 30
        for contact, sentence in zip(contacts, sentences, strict=True)
    )


def _hinted(text: str) -> bool:
    """Does it hold any word without which nothing here can match?"""
    low = text.lower()
    return any(hint in low for hint in _HINTS)


def promotes(text: str) -> bool:
    """Does a whole paragraph promote: by its first words, or by so many requests that no prose holds them?"""
    if not text or not _hinted(text[:_WINDOW]):
        return False
    request = _REQUEST.search(text[:_WINDOW])
    if request and len(text) <= _WINDOW and _SPEECH.search(text) is None:
        asked = len(_REQUEST.findall(text)) + len(_WHAT.findall(text))
        # One request counts near the start of a short paragraph's last sentence; a form holds many.
        alone = request.start() <= 60 and len(text) <= 200 and _SENTENCE_BREAK.search(text, request.start()) is None
        if (asked >= 2 and alone) or (asked >= 4 and request.start() <= 160):
            return True
    start, end = promotion_edges(text)
    return start == end


def promotion_edges(text: str) -> tuple[int, int]:
    """Where a paragraph's prose begins and ends once promotions at its two ends are set aside.

    Returns:
        Offsets into `text`; equal where all of it promotes.
    """
    start, end = 0, len(text)
    head = text[:_WINDOW]
    if _hinted(head):
        start = _leading(text, head)
    if start < end:
        tail = max(start, end - _WINDOW)
        if _hinted(text[tail:]):
            end = _trailing(text, tail)
    return (start, end) if start < end else (start, start)


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [match.end() for match in _SENTENCE_BREAK.finditer(text, start, end)]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _promotes(sentence: str) -> bool:
    return _PROMPT.match(sentence) is not None and not _SPEECH.search(_without_titles(sentence))


def _without_titles(sentence: str) -> str:
    """The sentence less the quotation marks that a product's name may stand in."""
    return re.sub(r"[\"“‘][^\"”’]{2,40}[\"”’]", "", sentence)


def _leading(text: str, head: str) -> int:
    """Offset after the promotions that open the paragraph.

    A promotion takes along what little follows it and speaks to the reader too ("… newsletter. It is free and you
    can unsubscribe at any time."), up to 160 characters; other prose is kept.
    """
    whole = len(head) == len(text)
    offset = 0
    for begin, end in _sentences(text, 0, len(head)):
        sentence = text[begin:end].rstrip()
        if begin == 0 and len(sentence) <= 80 and sentence.endswith(("?", "!")):
            continue  # "Want more?" goes with what follows
        if (end == len(head) and not whole) or not _promotes(text[begin:end]):
            break
        offset = end
    rest = text[offset:]
    if offset > 0 and len(rest) <= 160 and _ADDRESSED.search(rest) and not _SPEECH.search(rest):
        return len(text)
    return offset


def _trailing(text: str, tail: int) -> int:
    """Offset at which the promotions that close the paragraph begin."""
    offset = len(text)
    for begin, end in reversed(_sentences(text, tail, len(text))):
        if (begin == tail and tail > 0) or not _promotes(text[begin:end]):
            break
        offset = begin
    return offset
