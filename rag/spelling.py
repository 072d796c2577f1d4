"""Words of a question that no article holds, put right where one word of the corpus is plainly meant; names in their case."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, pairwise

from rapidfuzz.distance import DamerauLevenshtein

from index.attribution.gender import is_given
from index.attribution.roles import is_role
from index.attribution.transliteration import folded, transliterated
from index.catalog import Catalog
from index.embedding.words import common_words
from index.stemming import fold
from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.language import language_of
from rag.letters import respellings, romanised, skeleton, slips
from rag.words import FRAME_WORDS, SPEECH_WORDS, Rarity

LONGEST = 40
"""Letters of a longer one are no word: each of them makes 50 forms as long as it."""
SHORTEST = 4
"""Shorter words have too many neighbours to guess."""
TWO_EDITS_FROM = 8
"""From this length on two letters may be wrong, below it one."""
KEPT = 3
"""First letters that stay where two others may be wrong."""
CANDIDATES = 4
MOST_WORDS = 12
"""Unknown words looked at in one question; a paste may have hundreds."""
OFTEN = 20_000
"""Chunks with a word from which on none of them is looked for to see how it is written."""
ENDING = 5
"""Letters that decide what is cut off a word."""
INFLECTIONS = ("s", "es", "ed", "d", "ing", "er", "ers", "or", "ors", "est", "ly")
"""What is added to a word that stays the same word; -able is none, or 'regretable' would be 'regret'."""
ENDINGS = ("", "e", "s", "y", "ed", "ing", "ion")
"""What makes a word of a stem that is none."""
PLAIN_WORDS = FUNCTION_WORDS | SPEECH_WORDS


def corrected(question: str, catalog: Catalog, rarity: Rarity) -> str:
    """The question with each unknown word replaced by the word of the corpus that is meant, if one is near.

    Tried in this order, and of equally near ones the most frequent: a speaker whose name is spelt in another way, a word
    that sounds the same, one that a slip of the finger away, one of two slips in long words. A word that the corpus holds
    or that English has is never changed, nor a name where its given name belongs to nobody of the new one.
    """
    if question.isupper() or question.islower():
        question = _cased(question, catalog)
    foreign = language_of(question) not in {None, "en"}
    words = tokens(question)
    rarity.learn(stem_of(word) for word in words)
    unknown = [(at, word) for at, word in enumerate(words) if _may_be_wrong(word, rarity)]
    for at, word in unknown[:MOST_WORDS]:
        before = words[at - 1] if at else ""
        as_name = word[0].isupper() and (at > 0 or foreign)
        if foreign and not as_name:
            continue
        better = None if foreign or as_name else _plain(word.casefold())
        better = better or _meant(word, before, catalog, rarity, as_name=as_name, sure=foreign)
        if better is not None:
            words[at] = better
            question = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _, better=better: better, question)  # type: ignore[misc]
    return _given(question, catalog, rarity)


def _may_be_wrong(word: str, rarity: Rarity) -> bool:
    """Whether no article holds a word, and it is none of English either, as far as that is known."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or word.casefold() in PLAIN_WORDS | FRAME_WORDS:
        return False
    return not rarity.occurs(stem_of(word)) and not _is_english(fold(word))


def _is_english(word: str) -> bool:
    """Whether a word, or what it is an inflection of, is common English: 'watchers'."""
    known = common_words()
    return word in known or any(
        word.endswith(ending) and len(word) - len(ending) > 2 and not known.isdisjoint(_bases(word, ending))
        for ending in INFLECTIONS
    )


def _bases(word: str, ending: str) -> tuple[str, ...]:
    """What an inflected word can be made from: watch, hik-e, parti-y, plann- without its double."""
    bare = word.removesuffix(ending)
    if ending == "s":
        return (bare,)
    return bare, bare + "e", bare[:-1] + "y" if bare[-1] == "i" else bare[:-1] if bare[-2:-1] == bare[-1] else bare


def _plain(word: str) -> str | None:
    """The function or speech word that is meant: 'abuot'."""
    near = PLAIN_WORDS.intersection(slips(word))
    return min((one for one in near if len(one) > SHORTEST or len(word) == len(one) + 1), default=None)


def _meant(word: str, before: str, catalog: Catalog, rarity: Rarity, *, as_name: bool, sure: bool) -> str | None:
    """The word of the corpus that is meant, as an article writes it; of a name, only a name; `sure` for sounds alone."""
    latin = romanised(word)
    ways = [way for one in latin or [word] for way in ([one] if latin else []) + respellings(one)]
    stages: list[Iterable[str]] = [ways]
    if not (sure or latin):
        stages.append(slips(word, is_name=as_name))
        if len(word) >= TWO_EDITS_FROM:
            stages.append(_two_slips(word, catalog))
    for spelt in (*latin, word):
        name = _as_quoted(spelt, catalog)
        if name and rarity.occurs(stem_of(name)):
            return None if _of_another(before, name, catalog) else name
    for stage, forms in enumerate(stages):
        for found in _best(forms, word, catalog, rarity, by_order=stage == 0):
            if stage and DamerauLevenshtein.distance(fold(word), fold(found)) > stage:  # only the stems are near
                continue
            capital = found[0].isupper()
            if (capital or not (as_name or latin)) and not (capital and _of_another(before, found, catalog)):
                return found
    return None


def _as_quoted(word: str, catalog: Catalog) -> str | None:
    """How a speaker is called whose name is spelt in this way: 'Zelenskij' is Zelensky."""
    key = transliterated(word)
    for speaker in catalog.speakers_named([word]):
        for name in (speaker.name, *speaker.names):
            for part in name.split():
                if transliterated(part) == key and not speaker.is_body:
                    return part
    return None


def _best(forms: Iterable[str], word: str, catalog: Catalog, rarity: Rarity, *, by_order: bool) -> list[str]:
    """The words of the corpus among some forms, as they are written: in their order, or the most frequent first."""
    stems: dict[str, list[str]] = {}
    stem_like = _stemming(word)
    for form in forms:
        stems.setdefault(stem_like(form), []).append(form)
    rarity.learn(stems)
    known = [one for one in stems if rarity.occurs(one)]
    if not by_order:
        known.sort(key=lambda one: (-rarity.count(one), one))
    found = []
    for stemmed in known[:CANDIDATES]:
        written = _written(stemmed, stems[stemmed], word, catalog, rarity)
        found += [written] if written else []
    return found


def _stemming(word: str) -> Callable[[str], str]:
    """Stems the forms of a word; those that end as it does lose what it loses, which spares Porter's steps for each."""
    plain, stemmed = fold(word), stem_of(word)
    kept = next((at for at, (one, other) in enumerate(zip(plain, stemmed, strict=False)) if one != other), len(stemmed))
    lost, added, ending = len(plain) - kept, stemmed[kept:], plain[-ENDING:]
    alike = lost < ENDING <= len(plain)
    return lambda form: form[: len(form) - lost] + added if alike and form.endswith(ending) else stem_of(form)


def _written(stemmed: str, forms: Sequence[str], word: str, catalog: Catalog, rarity: Rarity) -> str | None:
    """How the passage that holds a stem most writes one of the forms; of a stem that is everywhere, as the question does."""
    if rarity.count(stemmed) > OFTEN:
        likely = next((form for form in forms if form in common_words()), None)
        return likely and (likely.capitalize() if word[0].isupper() else likely)
    for hit in catalog.search(forms[:1], 1):  # a stem by itself would be stemmed again
        text = catalog.article_by_key(hit.chunk.article_key).text[hit.chunk.start_char : hit.chunk.end_char]
        written = [token for token in tokens(text) if stem_of(token) == stemmed]
        exact = [token for token in written if fold(token) in forms]
        # a sentence may begin with it: small letters decide, where there are any
        for token in sorted(exact, key=lambda token: token[0].isupper()):
            return token
        near = [(DamerauLevenshtein.distance(fold(word), fold(token)), token) for token in written]
        return min(near, default=(0, None))[1]
    return None


def _two_slips(word: str, catalog: Catalog) -> list[str]:
    """Words whose stems the corpus has: vowels and doubled letters apart as a word's, two edits (Damerau-Levenshtein) off."""
    wrong = stem_of(word)
    near = []
    for other, count in catalog.vocabulary(wrong[:KEPT], len(wrong) - 2, len(wrong) + 2):
        edits = DamerauLevenshtein.distance(wrong, other, score_cutoff=2)
        if edits <= 2 and skeleton(wrong) == skeleton(other):  # a proffesional, but no wildfire for wildlife
            near.append((edits, -count, other))
    forms = ((other + ending for ending in ENDINGS if stem_of(other + ending) == other) for *_, other in sorted(near))
    return [form for found in islice(forms, CANDIDATES) for form in islice(found, 1)]


def _of_another(given: str, name: str, catalog: Catalog) -> bool:
    """Whether speakers have a name, but none has the given name before it: Olaf Scholz is not Martin Schulz."""
    if not is_given(folded(given)):
        return False
    persons = [one for one in catalog.speakers_named([name]) if not one.is_body]
    if not persons or any(not one.is_body for one in catalog.speakers_named([given, name])):
        return False
    return not any(_near(given, one.name.split()[0]) for one in persons)


def _near(typed: str, given: str) -> bool:
    """Whether one given name is a slip for another: Lis for Liz."""
    one, other = fold(typed), fold(given)
    return one[:1] == other[:1] and DamerauLevenshtein.distance(one, other) == 1


def _given(question: str, catalog: Catalog, rarity: Rarity) -> str:
    """The question with a given name that nobody has put right by the surname behind it: 'Lis Truss' is Liz."""
    words = tokens(question)
    for at, (first, last) in enumerate(pairwise(words)):
        if at >= MOST_WORDS or len(first) < 3 or first.casefold() in PLAIN_WORDS or rarity.occurs(stem_of(first)):
            continue
        if not last[0].isupper() or is_role(last) or catalog.speakers_named([first, last]):
            continue
        persons = [one for one in catalog.speakers_named([last]) if not one.is_body]
        for given in dict.fromkeys(one.name.split()[0] for one in persons if " " in one.name):
            if _near(first, given):
                return re.sub(rf"(?<!\w){re.escape(first)}(?=\s+{re.escape(last)})", given, question, count=1)
    return question


def _cased(question: str, catalog: Catalog) -> str:
    """A question in capitals or small letters alone with the names of speakers as they are written, and 'the US'."""
    words = tokens(question)
    asked = [word.casefold() for word in words]
    names: dict[str, str] = {}
    for at, word in enumerate(asked[: 3 * MOST_WORDS]):
        if word in PLAIN_WORDS or is_role(word) or len(word) < 3:
            continue
        for speaker in catalog.speakers_named([word]):
            parts = [] if speaker.is_body else speaker.name.split()
            if parts and fold(parts[-1]) == fold(word):
                names[words[at]] = parts[-1]
                if at and fold(parts[0]) == fold(asked[at - 1]):
                    names[words[at - 1]] = parts[0]
                break
    if question.isupper() and len(words) > 2:
        names = {word.lower(): name for word, name in names.items()}
        question = question.lower()
    question = re.sub(r"\bthe us\b", "the US", question)
    return re.sub(r"\w+", lambda match: names.get(match.group(), match.group()), question)
