"""Names as an article prints them: capitalised runs of words, split into titles and the name proper."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from index.attribution.gender import is_given
from index.attribution.nouns import NAMED_BODY, NOT_PLURAL, OF_ROLE, OUTLETS, PARTY, PERSON_NOUNS, PLACE
from index.attribution.roles import DEPARTMENTS, HONORIFICS
from index.words import FUNCTION_WORDS

_UPPER = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x250) if chr(code).isupper())
PARTICLES = frozenset("de del della der den van von bin ibn al el la le da dos di ten ter zu".split())
_PARTICLES = rf"(?:{'|'.join(sorted(PARTICLES))})"
_ABBREVIATED = (
    r"(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Govs?|Gen|Lt|Col|Capt|Sgt|Rev|Prof|Jr|Sr|St|Messrs|Maj|Adm|Cmdr|Atty|Hon)\."
)
_WORD = (
    rf"(?:{_ABBREVIATED}|[{_UPPER}]\.(?:-?[{_UPPER}]\.)*|(?:al-|el-|d['’])?[{_UPPER}][\w]*(?:(?:[’'\-](?!s\b)|&)\w+)*)"
)
_RUN = re.compile(
    rf"(?<![\w’'@#])"
    rf"(?:(?:Van|Von|De|Del|Della|Al|El|La|Le|Di)[ \xa0](?:{_PARTICLES}[ \xa0])?)?{_WORD}"
    rf"(?:[ \xa0\n](?:{_PARTICLES}[ \xa0]){{0,2}}{_WORD})*"
)
_PIECE = re.compile(r"\S+")
_OF = re.compile(rf" (?:of|on|for) (?:the )?{_WORD}(?: (?:and )?{_WORD})*")
_LOWER = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")
_OF_OFFICE = frozenset({" of ", " of the ", " for ", " for the "})
_DEPARTMENT = re.compile(
    rf" (?:of|for) (?:the )?{_WORD}(?:(?:,? and |, | )(?!(?:of|for) ){_WORD}| (?:of|for) (?:the )?{_WORD})*(?:,? and |, | )"
)
"""Behind an office, what it is for, up to the last words of that."""
_MOST_NAME_WORDS, _LONGEST_ACRONYM, _LONGEST_OFFICE = 4, 6, 80
_SUFFIX = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_JUNIOR = re.compile(r",? (?:Jr\b\.?|Sr\b\.?|II\b|III\b)")
CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december
    """.split()
)
_TRAILING = CALENDAR - {"may", "april", "june", "august"}
"""What may follow a name in the same run, and is no surname."""
_THING_ENDS = frozenset(
    """
    day days week night year act amendment war wars debate debates deal bill plan trail cup bowl award awards prize
    season summit convention primary caucus caucuses election elections law rule amendment reform care security street
    affairs rights hall square park center building boulevard avenue room wing box book ring show hour morning pac pacs
    """.split()
)
_PLACE_BEGINS = frozenset("san santa fort lake mount los las saint new north south east west upper lower super".split())
_PLACE_ENDS = frozenset(
    "street avenue tower river city county valley island islands beach hills hampshire york jersey".split()
)
_TITLES = (
    HONORIFICS
    | PERSON_NOUNS
    | DEPARTMENTS
    | frozenset("sens reps govs messrs madam maj adm cmdr atty hon ex-president vice-president then-president".split())
)
_OF_PERSONS = _TITLES - DEPARTMENTS
"""Titles that somebody else's name may begin with."""
_NEVER_NAMES = FUNCTION_WORDS | frozenset(
    """
    yes today yesterday tomorrow tonight meanwhile later earlier although though despite according like unlike even still
    yet perhaps maybe first second third last next another many two three four five six seven eight nine ten hundreds
    thousands dozens since asked speaking following including among amid given god thanks let look well oh hey hello also
    former ex one none nobody fewer less more most nearly about roughly almost anything anyone over just our everyone
    everybody somebody people see say said says told
    """.split()
)

Kind = Literal["person", "body", "place", "word"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands."""

    start: int
    """Where the name proper begins, in characters of the stored text."""
    end: int
    run: int
    """Where its titles begin."""
    words: tuple[str, ...]
    """The name's words, without titles."""
    kind: Kind
    """A person by its looks; a body; a place; or a single word that can be either."""
    title: str
    """Titles and roles in the same run, before the name."""
    quoted: bool
    """Whether it stands in quotation marks."""
    owner: bool
    """Whether a possessive follows."""
    shouted: bool
    """Whether it stands in a line of capitals or a headline, where case tells little."""


def bare(word: str) -> str:
    """A word in lower case without its dots."""
    return word.casefold().rstrip(".,")


def is_suffix(word: str) -> bool:
    """Whether a word is the 'Jr.' of a name."""
    return word.casefold() in _SUFFIX


class _Word(NamedTuple):
    text: str
    start: int
    end: int


class _Line(NamedTuple):
    """Where names are read, and how its capitals are to be taken."""

    start: int
    end: int
    shouted: bool
    """Whether most words begin with capitals."""
    upper: bool
    """Whether all letters are capitals, so that no word is an acronym."""


class Names:
    """Reads the names of one article."""

    def __init__(self, text: str, is_quoted: Sequence[bool] | bytearray) -> None:
        self._text, self._is_quoted = text, is_quoted
        self.common = frozenset(_LOWER.findall(text))
        """Words that stand in the article in lower case."""

    def read(self, stretches: Iterable[tuple[int, int]], *, capitals: bool = False) -> list[Mention]:
        """Names in stretches of the text, in order; `capitals` where they are part of a line in capitals throughout."""
        found: list[Mention] = []
        for start, end in stretches:
            stretch = self._text[start:end]
            line = _Line(start, end, capitals or _in_capitals(stretch), capitals or stretch.isupper())
            past = start
            for run in _RUN.finditer(self._text, start, end):
                if run.start() >= past:
                    for words in _runs(_words(self._text, run.start(), run.end())):
                        mention = self._mention(words, line)
                        if mention is not None:
                            found.append(self._merged(found, mention))
                            past = mention.end
        return found

    def _mention(self, words: list[_Word], line: _Line) -> Mention | None:
        """The mention a run of capitalised words holds, if any."""
        words = _without_edges(words)
        if not words or is_suffix(words[0].text):
            return None
        last = bare(words[-1].text)
        end = words[-1].end
        joined = _OF.match(self._text, end, line.end) if last in NAMED_BODY and last not in _TITLES else None
        junior = None if joined else _JUNIOR.match(self._text, end, line.end)
        more = joined or junior
        if more is not None:
            words = [*words, *_words(self._text, more.start() + (more.group()[0] == ","), more.end())]
        first = 0 if joined else _first_of_name(words, self.common if self._is_within(words[0].start) else None)
        name, begin, end = tuple(word.text for word in words[first:]), words[first].start, words[-1].end
        title = self._text[words[0].start : begin].strip()
        the = self._text.startswith(("the ", "The "), max(0, words[0].start - 4))
        kind = "body" if joined else _kind(name, title, _Looks(self.common, the, line.upper))
        after = self._text[end : end + 2]
        owner = after in ("'s", "’s") or (after[:1] in ("'", "’") and name[-1][-1] in "sxz" and after[:1] != "")
        quoted = bool(self._is_quoted[words[0].start])
        return Mention(begin, end, words[0].start, name, kind, title, quoted, owner, line.shouted)

    def _is_within(self, start: int) -> bool:
        """Whether a word stands behind another one of its sentence."""
        return start > 1 and self._text[start - 1] == " " and self._text[start - 2].isalnum()

    def _office(self, found: list[Mention], mention: Mention) -> int | None:
        """Which mention an office begins with whose last words are the title of another one."""
        of_department = not any(bare(word) in _OF_PERSONS for word in mention.title.split())
        for at in range(len(found) - 1, -1, -1):
            if found[at].kind == "person" and is_given(found[at].words[0]):
                return None  # "the Minister for Health, Ann Vale, and Labour MP Tom Orr"
            between = self._text[found[at].end : mention.run]
            if len(between) > _LONGEST_OFFICE:
                return None
            if bare(found[at].words[-1]) in _TITLES and (
                between in _OF_OFFICE or (of_department and _DEPARTMENT.fullmatch(between))
            ):
                return at
        return None

    def _merged(self, found: list[Mention], mention: Mention) -> Mention:
        """A mention with the one before, where both are one name: "Clark County Coroner's Office"."""
        before = found[-1] if found else None
        if before is None:
            return mention
        between = self._text[before.end : mention.run]
        if mention.title and mention.kind == "person":
            office = self._office(found, mention)
            if office is not None:  # "Secretary of State for Trade, Health and Welsh Affairs Ann Vale"
                begin = found[office].run
                del found[office:]
                return replace(mention, run=begin, title=self._text[begin : mention.start].strip())
        if len(mention.words) == 1 and bare(mention.words[0]) in NAMED_BODY and between in ("'s ", "’s "):
            found.pop()
            words = tuple(self._text[before.run : mention.end].split())
            return replace(
                before, start=before.run, end=mention.end, words=words, kind="body", title="", owner=mention.owner
            )
        return mention


def _words(text: str, start: int, end: int) -> list[_Word]:
    return [_Word(one.group(), one.start(), one.end()) for one in _PIECE.finditer(text, start, end)]


def _runs(words: list[_Word]) -> list[list[_Word]]:
    """A run, cut behind a 'Jr.' that does not end it."""
    for at in range(1, len(words) - 1):
        if is_suffix(words[at].text):
            return [words[: at + 1], *_runs(words[at + 1 :])]
    return [words]


def _in_capitals(stretch: str) -> bool:
    """Whether most words of a line begin with capitals, as in headlines."""
    words = [word for word in stretch.split() if word[0].isalpha() and len(word) > 3]
    share = sum(word[0].isupper() for word in words) / max(1, len(words))
    open_ended = stretch.rstrip()[-1:] not in ".!?”\"’'"
    return (len(words) > 3 and open_ended and share > 0.7) or (len(words) > 5 and share > 0.8)


def _without_edges(words: list[_Word]) -> list[_Word]:
    first, last = 0, len(words)
    while (
        first < last
        and bare(words[first].text) in _NEVER_NAMES
        and not ((_may_be_given(words[first].text) and last - first > 1) or words[first].text in ("US", "IT"))
    ):
        first += 1
    while last > first + 1 and (bare(words[last - 1].text) in _TRAILING or words[last - 1].text == "I"):
        last -= 1
    if last == first + 1 and bare(words[first].text) in CALENDAR:
        return []
    return words[first:last]


def _may_be_given(word: str) -> bool:
    """Whether a word that is mostly no name is a given name before another: 'Will' or 'Don'."""
    return bare(word) == "will" or is_given(word)


def _first_of_name(words: Sequence[_Word], common: frozenset[str] | None) -> int:
    """Which word begins the name proper, behind titles, parties and places."""
    plain = [bare(word.text) for word in words]
    if len(words) == 1:
        return 0
    titled = any(word in _TITLES for word in plain[1 : -2 if is_suffix(words[-1].text) else -1])
    if is_given(words[0].text) and plain[-1] not in NAMED_BODY and not titled:  # "Larry King" has no title
        return 0
    if plain[-1] in NAMED_BODY:  # "Justice Department" is a body
        return 0
    last = max((at for at, word in enumerate(plain[:-1]) if word in _TITLES), default=-1)
    if last < 0 and plain[-1] in _TITLES:
        return 0
    made = max((at for at, word in enumerate(plain[:-1]) if word.endswith(("-born", "-based", "-old"))), default=-1)
    first = max(last, made) + 1
    rest = len(words) - first
    while rest > 2 and (plain[first] in PARTY or plain[first] in PLACE):
        first, rest = first + 1, rest - 1
    given = [at for at in range(first, len(words) - 1) if is_given(words[at].text)]
    if given and given[0] > first and not all(_initial(words[at].text) for at in range(first, given[0])):
        rare = common is not None and rest == len(words) and given[0] == 1 and _may_begin(words[0].text, common)
        return first if rare else given[0]
    return first


def _may_begin(word: str, common: frozenset[str]) -> bool:
    """Whether a word can be the first of three names, though not a known given name: 'Cornell'."""
    plain = bare(word)
    known = (PLACE, PARTY, OUTLETS, NAMED_BODY, OF_ROLE, _TITLES, _THING_ENDS, _PLACE_BEGINS, common)
    return (
        plain.isalpha()
        and not word.isupper()
        and not plain.endswith(("s", "ing", "ed", "an"))
        and not any(plain in kind for kind in known)
    )


def _initial(word: str) -> bool:
    return len(word) == 2 and word.endswith(".")


class _Looks(NamedTuple):
    """What is around a name."""

    common: frozenset[str]
    """Words that stand in the article in lower case."""
    the: bool
    """Whether an article precedes it."""
    upper: bool


def _kind(name: Sequence[str], title: str, looks: _Looks) -> Kind:
    plain = [bare(word) for word in name if not is_suffix(word)]
    if len(plain) == 1:
        return _kind_of_word(name[0], title, looks)
    given = is_given(plain[0]) or is_given(plain[0].split("-")[0])
    titled = any(bare(word) in _TITLES for word in title.split())
    if plain[-1] not in NAMED_BODY and (titled or (given and plain[-1] not in _PLACE_ENDS)):
        return "person"
    if plain[-1] in _THING_ENDS or plain[-1] in NAMED_BODY:
        return "body"
    if (
        "".join(plain) in PLACE
        or {plain[0], plain[-1]} & set(PLACE)
        or plain[0] in _PLACE_BEGINS
        or plain[-1] in _PLACE_ENDS
    ):
        return "place"
    if (
        plain[0].endswith("ing")
        or looks.the
        or len(plain) > _MOST_NAME_WORDS
        or any(_tells_body(word, looks.common) for word in plain)
    ):
        return "body"
    return "body" if not looks.upper and any(word.isupper() and len(word) > 2 for word in name) else "person"


def _kind_of_word(word: str, title: str, looks: _Looks) -> Kind:
    plain = bare(word)
    if any(bare(one) in _TITLES for one in title.split()):
        return "person"
    if plain in _THING_ENDS or plain in OUTLETS or (plain in NAMED_BODY and looks.the):
        return "body"
    if plain in PLACE or word.casefold() in PLACE:
        return "place"
    acronym = not looks.upper and word.isupper() and 1 < len(word.replace(".", "")) <= _LONGEST_ACRONYM
    return "body" if acronym else "word"


def _tells_body(word: str, common: frozenset[str]) -> bool:
    """Whether a word is no part of a person's name."""
    if len(word) < 2 or word in PARTICLES:
        return False
    return (word in common and word not in NOT_PLURAL) or word in PARTY or word in PERSON_NOUNS or word in OF_ROLE
