"""Questions that a passage seems to answer and does not, made from ones that it answers, for training alone.

People who were asked for such questions (Rajpurkar et al., 2018, table 1) negated them, used an antonym, exchanged a name or a
number, or put a condition that the passage does not meet; the ways here are those.
"""

import random
import re
from collections.abc import Sequence

from index.words import FUNCTION_WORDS, tokens

OPPOSITES = """
more/less most/least more/fewer higher/lower highest/lowest high/low larger/smaller largest/smallest
large/small big/small bigger/smaller biggest/smallest greater/lesser longer/shorter longest/shortest long/short older/younger
oldest/youngest old/young old/new older/newer oldest/newest earlier/later earliest/latest early/late first/last best/worst
better/worse good/bad fast/slow faster/slower fastest/slowest strong/weak stronger/weaker strongest/weakest rich/poor
richer/poorer richest/poorest hot/cold hotter/colder warm/cool heavy/light deep/shallow wide/narrow near/far easy/difficult
before/after above/below over/under inside/outside with/without always/never often/rarely usually/rarely all/none every/no
north/south northern/southern east/west eastern/western upper/lower front/back top/bottom inner/outer
increase/decrease increased/decreased increases/decreases increasing/decreasing rise/fall rose/fell rising/falling gain/loss
gained/lost win/lose won/lost winner/loser wins/loses victory/defeat begin/end began/ended begins/ends beginning/end
start/finish started/finished start/stop started/stopped open/close opened/closed open/closed build/destroy built/destroyed
create/destroy created/destroyed join/leave joined/left enter/leave entered/left arrive/leave arrived/left accept/reject
accepted/rejected approve/reject approved/rejected support/oppose supported/opposed supporters/opponents agree/disagree
agreed/disagreed allow/forbid allowed/forbidden permit/prohibit permitted/prohibited legal/illegal include/exclude
included/excluded including/excluding attack/defend attacked/defended buy/sell bought/sold borrow/lend give/receive
gave/received given/received sent/received send/receive import/export imported/exported imports/exports hire/fire hired/fired
born/dead birth/death live/die lived/died alive/dead love/hate loved/hated like/dislike liked/disliked remember/forget
pass/fail passed/failed success/failure successful/unsuccessful succeeded/failed rebuilt/demolished strengthen/weaken
strengthened/weakened raise/lower raised/lowered expand/shrink expanded/shrank expensive/cheap cheaper/costlier public/private
urban/rural male/female men/women man/woman boys/girls father/mother son/daughter sons/daughters brother/sister king/queen
husband/wife ancient/modern natural/artificial positive/negative maximum/minimum major/minor majority/minority common/rare
simple/complex true/false correct/wrong present/absent visible/invisible possible/impossible similar/different same/different
same/opposite liberal/conservative democrat/republican democratic/republican teacher/student teachers/students
employer/employee import/export cause/prevent caused/prevented causes/prevents advantage/disadvantage benefit/harm
advantages/disadvantages day/night summer/winter morning/evening domestic/foreign internal/external civilian/military
advance/retreat advanced/retreated alliance/enemy allies/enemies ally/enemy peace/war friend/enemy praised/criticised
praise/criticise admitted/denied admit/deny confirmed/denied encouraged/discouraged banned/allowed freed/arrested
convicted/acquitted guilty/innocent appointed/dismissed elected/defeated killed/saved injured/unharmed
"""
_OPPOSITE: dict[str, list[str]] = {}
for _pair in OPPOSITES.split():
    _one, _other = _pair.split("/")
    _OPPOSITE.setdefault(_one, []).append(_other)
    _OPPOSITE.setdefault(_other, []).append(_one)

_NOT = {
    "is": "isn't", "are": "aren't", "was": "wasn't", "were": "weren't", "did": "didn't", "does": "doesn't", "do": "don't",
    "can": "can't", "could": "couldn't", "has": "hasn't", "have": "haven't", "had": "hadn't", "will": "won't",
    "would": "wouldn't", "should": "shouldn't",
}  # fmt: skip
_AUXILIARY = re.compile(rf"\b(?:{'|'.join(_NOT)})\b", re.IGNORECASE)
_NEGATED = re.compile(r"n['’]t\b|\b(?:not|never)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")
_NAME = re.compile(r"(?<!^)(?<!^[\"“])\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*|\b\d[\d,.]*\b")
_FORMS = re.compile(r"\w{3,}?(ed|ing|tions?|ments?|ity|ities|ers?|ors?|ists?|est|al|ive|ous|ful|ic|ies|ly|s)$")


def is_negated(question: str) -> bool:
    """Whether a question asks for what is not so; its key words alone would ask for the opposite."""
    return _NEGATED.search(question) is not None


def named_otherwise(question: str, names: Sequence[str], rng: random.Random) -> str | None:
    """The question with one of its names exchanged for one of `names`, a number for a number."""
    held = list(_NAME.finditer(question))
    if not held:
        return None
    out = rng.choice(held)
    number = out.group()[0].isdigit()
    left = sorted({one for one in names if one[0].isdigit() == number and one.casefold() not in question.casefold()})
    return _put(question, out, rng.choice(left)) if left else None


def names_in(texts: Sequence[str]) -> list[str]:
    """Names and numbers, as written; not those that begin a text."""
    return [match.group() for text in texts for match in _NAME.finditer(text)]


def opposed(question: str, rng: random.Random) -> str | None:
    """The question with one of its words exchanged for an opposite."""
    held = [word for word in _WORD.finditer(question) if word.group().casefold() in _OPPOSITE]
    if not held:
        return None
    out = rng.choice(held)
    return _put(question, out, rng.choice(_OPPOSITE[out.group().casefold()]))


def negated(question: str, rng: random.Random) -> str | None:
    """The question for what is not, was not or does not."""
    first = _AUXILIARY.search(question)
    if first is None or is_negated(question):
        return None
    if (
        question.casefold().startswith("who ") and rng.random() < 0.5
    ):  # of others the subject stands after the auxiliary
        return _put(question, first, first.group() + " never")
    return _put(question, first, _NOT[first.group().casefold()])


def conditioned(question: str, sentences: Sequence[str], rng: random.Random) -> str | None:
    """The question with one of its words exchanged for another of the passage's, of the same form ("-ed", "-ing", "-tion")."""
    held = {word.casefold() for word in tokens(question)}
    wanted = [
        (word, form) for word in _WORD.finditer(question)
        if (form := _form(word.group())) and word.start() and not word.group()[0].isupper()
    ]  # fmt: skip
    rng.shuffle(wanted)
    for word, form in wanted:
        others = sorted({
            other for text in sentences for other in tokens(text)
            if other.islower() and _form(other) == form and other not in held and other[:4] != word.group()[:4].casefold()
        })  # fmt: skip
        if others:
            return _put(question, word, rng.choice(others))
    return None


def _form(word: str) -> str | None:
    if word.casefold() in FUNCTION_WORDS or len(word) < 5:
        return None
    match = _FORMS.match(word.casefold())
    return match[1].removesuffix("s") or "s" if match else None


def _put(question: str, out: re.Match[str], other: str) -> str:
    return question[: out.start()] + other + question[out.end() :]
