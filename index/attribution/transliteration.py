"""Names as keys under which their spellings meet: accents, transliterations, particles, nicknames."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
"""Suffixes that tell namesakes of one family apart."""
PARTICLES = frozenset(
    "al el ul as ad ash van von der den de del della di da do dos du la le ter ten bin ibn bint".split()
)
"""Words of a surname that articles write, hyphenate or leave out as they like."""
GIVEN_OR_PARTICLE = frozenset({"al", "van"})
"""At the head of a name these may be a given name: Al, Van."""
_DEGREES = frozenset("phd md esq obe mbe cbe qc kc mp".split())
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ə": "a",
        "·": "-",
        "‐": "-",
        "‑": "-",
    }
)
_DROPPED = re.compile(r"['’‘ʼʻ`´.]")
_POSSESSIVE = re.compile(r"['’]s$")
_MARKS = ',;:!?()[]"“”'
_VOWEL = "aeiou"
_RULES = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"^kh(?=[^aeiouy])|kh$", "k"),  # Khrushchev, Krushchev; Sheikh, Sheik
        (r"(?<=[a-z])kh", "h"),  # Mikhail, Mihail
        (r"^abd[ae]l(?=[a-z]{3})", "abdul"),
        (r"dzh", "j"),
        (r"shch|schtsch", "sch"),  # Khrushchev, Khruschev
        (r"tch(?=(?:[eo]v|enko|uk)$)", "ch"),
        (r"v[iy]t?ch$", "vich"),  # Yanukovych, Yanukovich
        (r"(?<=ch)ov$", "ev"),
        (r"ch?yov$", "chev"),  # Gorbachyov
        (r"enka$", "enko"),  # Belarusian and Russian
        (r"ck", "k"),
        (r"ks", "x"),  # Aleksei, Alexei
        (r"ph", "f"),
        (r"q", "k"),
        (r"dh", "d"),
        (r"(?<=[^aeiouy])([ou])e(?=[^aeiouyv][a-z]{2})", r"\1"),  # Mueller, Müller
        (r"(?<=[^aeiouy])ae(?=[^aeiouy][a-z]{2})", "a"),
        (r"(?:ou|oo)(?=[dfhmnsz](?:[aeiou]|$))", "u"),  # Mahmoud, Mahmood, Mahmud
        (rf"(?<=[{_VOWEL}])[yj](?=[^{_VOWEL}]|$)|(?<=[{_VOWEL}])y|y(?=[{_VOWEL}y])", "i"),  # Sergey, Sergej; Zelenskyy
        (
            rf"(?<!{'|'.join(2 * letter for letter in 'bcdfghjklmnpqrstvwxz')})y$",
            "i",
        ),  # Dmitry, Dmitri; but not Terry and Terri
        (r"ie(?=v)", "e"),  # Sergeyev, Sergeev; Yevgeny, Evgeny
        (r"^ie(?=[^aeiou])", "e"),  # Yegor, Egor
        (r"(?<=[aou])ie(?=[^aeiou])", "e"),
        (r"([^aeouy])\1+", r"\1"),  # Mohammed, Mohamed; Dmitrii
    )
)
_GERMAN_SLAVIC = re.compile(r"(?:[oe]wa?|wsk[iy])$")  # Lawrow, Medwedew; Kowalski

_SPELLINGS = {
    form: forms[0]
    for forms in (
        line.split()
        for line in """
        mohamed mohamad muhamad muhamed mohamud mohammad muhamet mahomed
        ahmed ahmad
        husein husain hosein husien
        abdul abdel abd abdal abdoul
        abdula abdalah abdulah abdela
        iusef iusuf iousef iusof iosef
        said saeed saied sayed sayid
        omar umar
        osama usama
        kadafi gadafi gatafi
        alexandr alexander alexandre
        michail mihail
        fiodor fedor
        piotr petr
        kiev kiiv kyiv
        catherine katherine kathryn catharine katharine cathryn
        stefen steven stephan stefan
        gefrey jefrey jefery geofrey
        sara sarah
        ann anne
        lindsay lindsey linsey lindsai lindsei
        erik eric erich
        carl karl
        filip filipe
        marc mark
        alan allan allen alen
        lewis louis
        debora deborah debra
        theresa teresa
        elisabeth elizabeth
        brian bryan
        """.strip().splitlines()
    )
    for form in forms
}
"""Spellings of one name that no rule joins, folded; the first stands for all."""

_FORMAL_NAMES = """
abraham:abe albert:al,bert alan:al alfred:al,fred alvin:al alexander:al,alex,sandy,sasha alexandra:alex,sandy,sasha
alexis:alex alejandro:alex alexei:alex,alyosha andrew:andy,drew anders:andy andreas:andy angela:angie anthony:tony
antonio:tony antony:tony arthur:art augustus:gus barbara:barb benedict:ben benjamin:ben,benny bennett:ben
bernard:bernie bernhard:bernie bradley:brad bradford:brad catherine:cathy,kate,kathy,katie,cate kaitlin:kate
kathleen:kathy,katie,kate charles:charlie,chuck charlotte:charlie christian:chris christina:chris,tina
christine:chris christopher:chris clifford:cliff clifton:cliff cynthia:cindy daniel:dan,danny david:dave deborah:deb,debbie
dmitri:dima donald:don,donnie douglas:doug edmund:ed,eddie edward:ed,eddie,ned,ted,teddy edwin:ed,eddie
eduardo:ed,eddie elizabeth:beth,betty,liz,lizzie,libby bethany:beth eugene:gene frances:fran francis:fran,frank
franklin:frank frederick:fred,freddie,rick gabriel:gabe geoffrey:geoff gerald:gerry,jerry gerard:gerry gregory:greg
harold:hal,harry henry:hal,hank,harry herbert:bert,herb jacob:jake jackson:jack james:jamie,jim,jimmy jeffrey:jeff
jennifer:jen,jenny jeremiah:jerry jerome:jerry john:jack,johnny,jon jonathan:jon joseph:joe,joey joshua:josh
judith:judy kenneth:ken,kenny kimberly:kim lawrence:larry laurence:larry leonard:len,lenny leslie:les lester:les
margaret:maggie,meg,peggy matthew:matt maxwell:max maximilian:max megan:meg melvin:mel michael:mick,mickey,mike
mitchell:mitch nathan:nat,nate nathaniel:nat,nate nicholas:nick nicolas:nick nikolas:nick pamela:pam
patricia:pat,patty,trish patrick:pat,paddy peter:pete philip:phil rafael:ralph,rafa randall:randy randolph:randy
raymond:ray rebecca:becky richard:dick,rich,rick robert:bert,bob,bobby,rob,robbie ronald:ron,ronnie russell:russ
samantha:sam samuel:sam,sammy sandra:sandy stanley:stan stephen:steve susan:sue,susie terence:terry
theodore:ted,teddy thomas:tom,tommy timothy:tim tobias:toby valerie:val victor:vic victoria:vicky,tori
vincent:vince,vinny walter:walt wesley:wes william:bill,billy,will,willie zachary:zach
""".split()
"""Formal names and what they are shortened to; one nickname may be short for several names."""


def folded(word: str) -> str:
    """A word without case, accents, apostrophes and dots."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", word).casefold()).translate(_LETTERS)
    return _DROPPED.sub("", "".join(char for char in plain if not unicodedata.combining(char)))


@lru_cache(maxsize=65536)
def transliterated(word: str) -> str:
    """A word's key: words that write one foreign name in different letters share it, of each part between hyphens."""
    return "-".join(_transliterated(part) for part in folded(word).split("-") if part)


def _transliterated(plain: str) -> str:
    if plain in _SPELLINGS:
        return _SPELLINGS[plain]
    word = plain.replace("w", "v") if _GERMAN_SLAVIC.search(plain) and len(plain) > 4 else plain
    word = "vl" + word[2:] if word.startswith("wl") else word
    for pattern, written in _RULES:
        word = pattern.sub(written, word)
    return _SPELLINGS.get(word, word)


def _by_nickname() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for entry in _FORMAL_NAMES:
        formal, _, nicknames = entry.partition(":")
        for nickname in nicknames.split(","):
            names.setdefault(_transliterated(nickname), set()).add(_transliterated(formal))
    return {nickname: frozenset(formal) for nickname, formal in names.items()}


_FORMAL = _by_nickname()


def formal_names(given: str) -> frozenset[str]:
    """The names that a given name, as a key, can stand for; itself where it is no nickname."""
    return _FORMAL.get(given, frozenset()) | {given}


def is_nickname(given: str) -> bool:
    """Whether a given name, as a key, is short for another."""
    return given in _FORMAL


def formal_name(given: str) -> str:
    """The one name that a given name, as a key, is short for; itself where that is none or several."""
    formal = _FORMAL.get(given, frozenset())
    return next(iter(formal)) if len(formal) == 1 else given


def same_given(one: str, other: str) -> bool:
    """Whether two given names, as keys, can be one: equal, an initial of the other, or a nickname."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return not formal_names(one).isdisjoint(formal_names(other))


def name_key(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a person's name as keys, the surname last, then a generational suffix if any.

    Particles and degrees are left out, initials stand alone without a dot, only a surname keeps its hyphens. A name of
    nothing but particles stays as it is.
    """
    bare = [word.strip(_MARKS) for word in words]
    parts = [part for word in bare if word for part in _parts(word, shouted=all(map(str.isupper, bare)))]
    suffix = ""
    while len(parts) > 1 and folded(parts[-1]) in _DEGREES | GENERATIONS.keys():
        suffix = GENERATIONS.get(folded(parts.pop()), suffix)
    kept = [parts[i] for i in range(len(parts)) if not _is_particle(parts, i)] or parts[-1:]
    keys = [transliterated(_without_article(word)) for word in kept]
    names = [piece for key in keys[:-1] for piece in key.split("-") if piece] + keys[-1:]
    return tuple(name for name in [*names, suffix] if name)


def _parts(word: str, *, shouted: bool) -> list[str]:
    """A word of a name, initials each by itself: 'J.D.' and 'JD' are two."""
    letters = word.replace(".", "")
    if word.count(".") > 1 and len(letters) == word.count("."):
        return list(letters)
    if not shouted and word.isupper() and word.isalpha() and len(word) == 2:
        return list(word)
    return [word]


def _is_particle(parts: Sequence[str], position: int) -> bool:
    word = folded(parts[position])
    if position == len(parts) - 1 or word not in PARTICLES:
        return False
    return position > 0 or word not in GIVEN_OR_PARTICLE or not parts[0][0].isupper()


def _without_article(word: str) -> str:
    head, hyphen, rest = word.partition("-")
    return rest if hyphen and folded(head) in PARTICLES and rest else word
