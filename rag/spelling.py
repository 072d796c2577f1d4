"""Words of a question that no article holds, put right where one word of the corpus is plainly meant."""

import re

from rapidfuzz.distance import DamerauLevenshtein

from index.catalog import Catalog
from index.embedding.words import common_words
from index.stemming import fold
from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.words import SPEECH_WORDS, Rarity

SHORTEST = 5
"""Shorter words have too many neighbours to guess."""
TWO_EDITS_FROM = 8
"""From this length on two letters may be wrong, below it one."""
CANDIDATES = 8
PLAIN_WORDS = FUNCTION_WORDS | SPEECH_WORDS


def corrected(question: str, catalog: Catalog, rarity: Rarity) -> str:
    """The question with each unknown word replaced by the one word of the corpus that is nearest to it, if one is near.

    Nearness is counted in edits (Damerau-Levenshtein) between stems, one, or two in longer words, the first letter kept;
    of equally near ones the most frequent is taken.
    """
    for word in dict.fromkeys(tokens(question)):
        plain = len(word) < SHORTEST or not word.isalpha() or word.casefold() in PLAIN_WORDS
        if plain or rarity.occurs(stem_of(word)) or (word.islower() and word in common_words()):
            continue
        written_as_name = word[0].isupper() and not question.isupper() and not question.startswith(word)
        better = _known(word, catalog) if written_as_name else _plain(word.casefold()) or _known(word, catalog)
        if written_as_name and better is not None and better[0].islower():  # the White House is not the while House
            continue
        if better is not None:
            question = re.sub(rf"\b{re.escape(word)}\b", better, question)
    return question


def _plain(word: str) -> str | None:
    """The function or speech word that is meant: 'abuot'."""
    near = sorted(plain for plain in PLAIN_WORDS if plain[0] == word[0] and len(plain) >= SHORTEST)
    return next((plain for plain in near if DamerauLevenshtein.distance(word, plain, score_cutoff=1) <= 1), None)


def _known(word: str, catalog: Catalog) -> str | None:
    """The word of the corpus that is meant, as an article writes it: stems choose the candidates, whole words decide."""
    wrong = stem_of(word)
    most = 2 if len(word) >= TWO_EDITS_FROM else 1
    near = []
    for other, count in catalog.vocabulary(wrong[0], len(wrong) - most, len(wrong) + most):
        edits = DamerauLevenshtein.distance(_romanised(wrong), _romanised(other), score_cutoff=most)
        if edits <= most:
            near.append((edits, -count, other))
    found = []
    for _, count, other in sorted(near)[:CANDIDATES]:
        for token in _written(other, catalog):
            edits = DamerauLevenshtein.distance(_romanised(word), _romanised(token), score_cutoff=most)
            if edits <= most:
                found.append((edits, count, token))
    return min(found)[2] if found else None


def _written(stemmed: str, catalog: Catalog) -> set[str]:
    """How the passage that holds a stem most writes it."""
    words: set[str] = set()
    for hit in catalog.search([stemmed], 1):
        text = catalog.article_by_key(hit.chunk.article_key).text[hit.chunk.start_char : hit.chunk.end_char]
        words.update(token for token in tokens(text) if stem_of(token) == stemmed)
    return words


def _romanised(word: str) -> str:
    """A word with letters that transliterations use for one another made one: Lawrow and Lavrov."""
    return fold(word).replace("w", "v").replace("y", "i").replace("kh", "h").replace("ei", "e")
