"""Which questions are about the archive itself: 'What is in here?', 'Which outlets are there?'; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

About = Literal["contents", "help", "outlets", "count", "newest", "oldest", "dates", "speakers", "articles"]

MOST_WORDS = 16
"""Of a question about the archive itself; longer ones are about something in it."""
_KINDS = "(?:news(?:paper)? )?(?:articles|documents|stories|texts|reports|files|pieces|sources)"
_ARCHIVE = (
    "(?:archives?|corpus|collection|library|index|database|data ?sets?|knowledge base|app|tool|chatbot|(?:news )?articles"
    "|documents|stories|texts|sources)"
)
_HERE = (
    (
        rf"(?:(?:in|inside|within|of|from|by|for) )?(?:this|the|your|these|those|all the) (?:(?:whole|entire) )?{_ARCHIVE}",
        "@",
    ),
    ("(?:in|inside|within|of|from|by) (?:here|it|you)|here", "@"),
    (
        "(?:(?:do|can) (?:you|we|i)|have (?:you|we)) (?:have|hold|cover|contain|include|find|see|search|use|got|quote|know of)",
        "@",
    ),
    ("(?:does|do) @ (?:have|hold|cover|contain|include|span)|have you got|have you|are there|is there", "@"),
    ("(?:(?:is|are) )?(?:covered|included|indexed|available|stored|loaded)(?= @|$)", "@"),
    ("(?:(?:is|are|there) )?@(?: @)*", "@"),
)
"""Ways to say where: each is replaced in turn."""
_OUTLETS = "(?:(?:news )?(?:outlets|sources|newspapers|papers|publishers|publications|agencies)|media(?: outlets)?)"
_TIMES = "(?:dates?|periods?|years?|months?|time ?(?:span|range|frame|period)s?|times?|date range|period of time)"
_PEOPLE = "(?:people|persons?|speakers?|politicians|voices)"
_ARTICLE = "(?:(?:news )?(?:article|document|story|text|report|piece)s?)"
_SHOW = "(?:list|show|name|give|tell|print)(?: me| us)?(?: all)?(?: of)?(?: the| your| these)?"
_WHICH = "(?:what|which)"
_ORDINAL = {"newest": "(?:newest|latest|most recent|last)", "oldest": "(?:oldest|earliest|first)"}
_AGE = (
    rf"(?:(?:{_WHICH} is|{_WHICH} are|{_SHOW}|from when (?:is|are)|when (?:is|was|were)|how (?:old|recent|new) (?:is|are)) )?"
    rf"(?:the |your )?%s {_ARTICLE}(?: @)?(?: published| from| dated)?(?: @)?"
)
_FORMS: Sequence[tuple[About, str]] = (
    ("help", ("(?:hi|hello|hey|good (?:morning|day|afternoon|evening))(?: there)?|(?:please )?help(?: me)?"
        "|(?:who|what) are you")),
    ("help", "how (?:does (?:this|it)|do (?:you|i|we)|can i) (?:work|use (?:this|it|you|@))|how does @ work"),
    ("help", ("what is on record|what is this (?:app|tool|page|site|website|chatbot|bot|program)(?: for| about)?"
        "|what is this for")),
    ("help", "(?:what|which questions?) (?:can|could|should|may) (?:i|we|one) ask(?: you| @)?(?: about)?(?: here| @)?"),
    ("help", "what (?:can|could|do) you (?:do|tell me|answer|help(?: me)? with|offer)(?: about| @)?"),
    ("contents", (rf"{_WHICH} (?:(?:topics|subjects|themes|issues|information|content|(?:kinds?"
        rf"|sorts?) of {_KINDS}) )?@(?: about| on)?")),
    ("contents", "what(?: is| are)? @ (?:about|made of)|what (?:do|can) you know(?: about)?(?: @)?"),
    ("contents", "(?:describe|summari[sz]e|tell me about) @"),
    ("outlets", rf"(?:{_WHICH}|how many|{_WHICH} (?:is|are)(?: the| your)?|{_SHOW}) {_OUTLETS}(?: @)?|{_OUTLETS} @"),
    ("outlets", rf"(?:where|{_WHICH} {_OUTLETS}) (?:(?:do|does|did) )?@ (?:come )?from"),
    ("outlets", rf"(?:who|{_WHICH} {_OUTLETS}) (?:published|wrote|writes|publishes|provided) @"),
    ("count", rf"(?:how many|number of) {_KINDS}(?: @)?|how (?:big|large)(?: is| are)? @|how much @"),
    ("newest", _AGE % _ORDINAL["newest"]),
    ("newest", ("how (?:recent|new|current|fresh|up.to.date|old)(?: is| are)? @|when (?:was|were) @"
        " (?:last )?(?:updated|published)")),
    ("oldest", _AGE % _ORDINAL["oldest"]),
    ("dates", (rf"(?:for |of |from )?{_WHICH} (?:is the )?{_TIMES} @(?: from)?|how far back"
        rf" (?:do(?:es)? )?(?:@|you|it)(?: go| reach)?")),
    ("dates", rf"(?:from )?(?:when|{_WHICH} {_TIMES}) (?:(?:do|does) )?@(?: from| come from| cover)?"),
    ("speakers", (rf"(?:who|{_WHICH} {_PEOPLE}) (?:is|are|gets) (?:the )?(?:most |often )?(?:quoted|cited)(?:"
        rf" (?:the )?most)?(?: often)?(?: @)?")),
    ("speakers", rf"(?:who|{_WHICH}) (?:is|are) the (?:most|top) (?:often |frequently )?(?:quoted|cited) {_PEOPLE}(?: @)?"),
    ("speakers", (rf"who (?:speaks|talks) (?:the )?most(?: @)?|who (?:is|are) in"
        rf" (?:here|(?:this|the|your|these) {_ARCHIVE})|(?:{_SHOW}|{_WHICH}|how many) {_PEOPLE} @|{_SHOW} speakers")),
    ("speakers", rf"how many (?:speakers|statements|quotes|quotations|{_PEOPLE} are quoted)(?: @)?"),
    ("speakers", rf"(?:who|{_WHICH} {_PEOPLE}|whom) can i ask (?:you )?about(?: @)?"),
    ("articles", rf"{_WHICH} {_ARTICLE} @|(?:list|show|print)(?: me)?(?: all)? (?:articles|titles|headlines|@)"),
)  # fmt: skip
"""What a whole question is, with @ for the archive."""
_COMPILED = tuple((about, re.compile(form)) for about, form in _FORMS)
_POLITE = re.compile(
    r"^(?:(?:please|so|and|ok(?:ay)?|well|(?:can|could|would|will) you(?: please)? tell me|tell me(?= wh| how)"
    r"|i wonder) )+(?=\w+ )"
    r"| (?:please|thanks|thank you|exactly|in total|altogether|at all)$"
)
_SHORT_FORMS = re.compile(r"\b(what|who|where|when|how|which)['’]?(?:s|re)\b")


@dataclass(frozen=True)
class CorpusAsk:
    """A question about the archive itself."""

    about: About
    """What it wants to know; `speakers` also how many there are."""


def about_corpus(question: str) -> CorpusAsk | None:
    """What a question asks of the archive itself; None for one about what its articles say.

    The whole question has to be of a known form: 'What is in here?' is about the archive, 'What is in the treaty?' and
    'Which outlets reported on the treaty?' are not.
    """
    asked = " ".join(re.sub(r"[^\w'’]+", " ", question.casefold()).split())
    if not asked or len(asked.split()) > MOST_WORDS:
        return None
    asked = _POLITE.sub("", _SHORT_FORMS.sub(lambda match: match.group(1) + " is", asked)).strip()
    placed = asked
    for form, sign in _HERE:
        placed = re.sub(rf"\b(?:{form})(?!\w)" if "@" not in form else form, sign, placed)
    for about, pattern in _COMPILED:
        if pattern.fullmatch(asked) or pattern.fullmatch(placed):
            return CorpusAsk(about)
    return None
