"""What can be asked next: questions made of what the corpus holds, and whom it quotes on a topic."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import NamedTuple

from index.catalog import StoredSpeaker, StoredStatement
from index.words import stems
from rag.answer import Answer
from rag.question import Query, understand
from rag.scope import Scope
from rag.search import Search
from rag.topics import Topic, phrases, topics, with_article
from rag.voices import is_known

READ = 100
"""Statements of somebody in which topics are sought."""
HITS = 60
"""Statements found on a topic that are looked at."""
MOST_TRIED = 8
"""Questions that are checked, at most."""
MOST_QUOTED = 24
"""Speakers, those with most statements, of whom examples are drawn."""
HOLDS = 0.75
"""Share of a topic's words, by rarity, that a statement on it holds."""
_ABOUT = re.compile(r"\b(?:about|on|regarding|concerning)\s+(?P<topic>[^?.,;()]+?)\s*[?.]*$", re.IGNORECASE)
_MOST_TOPIC_WORDS = 6
_THE = re.compile(r"\bthe $", re.IGNORECASE)


class Voice(NamedTuple):
    """Somebody whom the corpus quotes on a topic."""

    name: str
    statements: int
    """On the topic."""
    speaker_id: str


class Asking(NamedTuple):
    """A question that may be asked next."""

    text: str
    stems: frozenset[str]
    """Of its topic: what answers it holds some of them."""
    speaker: str | None = None
    """Whose words answer it."""

    def is_met(self, answer: Answer, shown: frozenset[tuple[str, int]] = frozenset()) -> bool:
        """Whether an answer is one to it, with something else than the passages shown."""
        cited = answer.citations
        return (
            answer.status == "answered"
            and any((one.article, one.start_char) not in shown for one in cited)
            and (self.speaker is None or any(one.speaker == self.speaker for one in cited))
            and 2 * len(self.stems & {stem for one in cited for stem in stems(one.quote)}) >= len(self.stems)
        )


class Suggesting:
    """Draws questions from what lies within some filters."""

    def __init__(self, search: Search, scope: Scope) -> None:
        self._search = search
        self._scope = scope
        self._catalog = search.catalog

    def next(self, answer: Answer) -> Iterator[Asking]:
        """What can be asked after an answer or a refusal: other topics of whom it is about, others on its topic."""
        query = understand(answer.standalone_question)
        told = frozenset(stems(f"{answer.standalone_question} {answer.answer if answer.status == 'answered' else ''}"))
        people = self._people(query, answer)
        topic = self.topic(query)
        own = [self._other_topics(person, answer, told) for person in people]
        theirs = self._others(topic, answer, people) if topic else iter(())
        beside = self._beside(answer, told, people) if answer.citations else iter(())
        yield from _distinct(_in_turn([_in_turn(own), theirs, beside]))

    def examples(self) -> Iterator[Asking]:
        """What the archive can be asked first: a topic of each of the most quoted, of varied outlets."""
        outlets: Counter[str] = Counter()
        people = [one for one in self._catalog.speakers(MOST_QUOTED) if not one.name.isupper()]
        first = [(person, next(self._other_topics(person, None, frozenset()), None)) for person in people]
        drawn = [(person, asked) for person, asked in first if asked is not None]

        def told(one: tuple[StoredSpeaker, Asking]) -> tuple[bool, int]:
            return one[0].is_body, min((outlets[name] for name in one[0].outlets), default=0)

        while drawn:  # of the outlets named least so far, the most quoted
            person, asked = min(drawn, key=told)
            drawn.remove((person, asked))
            outlets.update(person.outlets)
            yield asked

    def quoted_on(self, words: str, limit: int) -> list[Voice]:
        """Who is quoted on a topic, those with most statements first."""
        counts = Counter((said.speaker or "", said.speaker_id or "") for said in self._said_on(words))
        found = [Voice(name, count, key) for (name, key), count in counts.items()]
        return sorted(found, key=lambda one: (-one.statements, one.name))[:limit]

    def topic(self, query: Query) -> str | None:
        """What a question is about, as it can stand behind 'about'; None where that is nothing in particular."""
        who = frozenset(stems(query.speaker.phrase)) if query.speaker else frozenset()
        about = _ABOUT.search(query.text)
        if about and len(about["topic"].split()) <= _MOST_TOPIC_WORDS and not who & set(stems(about["topic"])):
            return about["topic"]
        rarity = self._search.rarity
        found = [
            (sum(map(rarity.weight, some)) / len(some), with_article(one))
            for one in phrases(query.text)
            if (some := frozenset(stems(one.words))) and not some & who
        ]
        return max(found, default=(0.0, None))[1]

    def _people(self, query: Query, answer: Answer) -> list[StoredSpeaker]:
        """Whom an answer quotes; of a refusal, whom its question asks for."""
        names = list(dict.fromkeys(one.speaker for one in answer.citations if one.speaker))
        found = [one for name in names for one in self._catalog.speakers_named(name.split()) if one.name == name]
        asked = self._search.whom.asked(query) if not found else None
        ids = self._scope.speaker_ids
        return [one for one in (*found, *(asked.persons if asked else ())) if ids is None or one.id in ids][:3]

    def _other_topics(
        self,
        person: StoredSpeaker,
        answer: Answer | None,
        told: frozenset[str],
        said: Sequence[StoredStatement] | None = None,
    ) -> Iterator[Asking]:
        """What else somebody spoke of in what they `said`; in all of it, in the articles cited first."""
        cited = {one.article for one in answer.citations} if answer else set()
        said = list(self._scope.statements((person.id,), READ)) if said is None else said
        weights: dict[frozenset[str], tuple[float, str]] = {}
        for one in said:
            for topic in self._topics(one, told | frozenset(stems(person.name))):
                weight, words = weights.get(topic.stems, (0.0, topic.words))
                weights[topic.stems] = weight + topic.weight * (1.5 if one.article in cited else 1.0), words
        who = self._called(person, said, answer)
        for some, (_, words) in sorted(weights.items(), key=lambda one: (-one[1][0], one[1][1])):
            yield Asking(f"What did {who} say about {words}?", some, person.name)

    def _others(self, topic: str, answer: Answer, people: Sequence[StoredSpeaker]) -> Iterator[Asking]:
        """Who else spoke of the same."""
        known = {one.id for one in people}
        some = frozenset(stems(topic))
        voices = [one for one in self.quoted_on(topic, HITS) if one.speaker_id not in known]
        voices = [one for one in voices if not some.intersection(stems(one.name))]
        if len(voices) > 1:
            yield Asking(f"Who {'else ' if known else ''}spoke about {topic}?", some)
        for voice in voices:
            person = self._person(voice.name, voice.speaker_id)
            if person is not None:
                who = self._called(person, list(self._scope.statements((person.id,), READ)), answer)
                yield Asking(f"What did {who} say about {topic}?", some, person.name)

    def _beside(self, answer: Answer, told: frozenset[str], people: Sequence[StoredSpeaker]) -> Iterator[Asking]:
        """What others said in the articles cited."""
        known = {one.id for one in people}
        for article in dict.fromkeys(one.article for one in answer.citations):
            stored = self._catalog.article(article)
            said = [one for one in self._search.reading(stored.key).statements if is_known(one)] if stored else []
            for key in dict.fromkeys(one.speaker_id for one in said):
                theirs = [one for one in said if one.speaker_id == key]
                person = self._person(theirs[0].speaker, key) if key not in known else None
                if person is not None and (self._scope.speaker_ids is None or person.id in self._scope.speaker_ids):
                    yield from islice(self._other_topics(person, answer, told, theirs), 1)

    def _said_on(self, words: str) -> list[StoredStatement]:
        """Statements of known speakers that hold most of a topic."""
        rarity = self._search.rarity
        wanted = {stem: rarity.weight(stem) for stem in stems(words)}
        total = sum(wanted.values())
        found = []
        heard = None if self._scope.speaker_ids is None else tuple(self._scope.speaker_ids)
        for said, _ in self._scope.search_statements(words.split(), HITS, heard):
            held = set(stems(self._words(said)))
            if (
                is_known(said)
                and said.speaker_id
                and sum(w for stem, w in wanted.items() if stem in held) >= HOLDS * total
            ):
                found.append(said)
        return found

    def _topics(self, said: StoredStatement, leave_out: frozenset[str]) -> list[Topic]:
        article = self._catalog.article_by_key(said.article_key)
        return topics(self._words(said), self._search.rarity, article.text, article.title, leave_out)

    def _words(self, said: StoredStatement) -> str:
        text = self._catalog.article_by_key(said.article_key).text
        return " . ".join(text[span.start : span.end] for span in said.content)

    def _person(self, name: str | None, key: str | None) -> StoredSpeaker | None:
        """The speaker of that id."""
        named = self._catalog.speakers_named((name or "").split())
        return next((one for one in named if one.id == key), None)

    def _called(self, person: StoredSpeaker, said: Sequence[StoredStatement], answer: Answer | None) -> str:
        """How a question calls somebody: 'the Kremlin'; by surname whom the last question called so."""
        if person.is_body:
            return f"the {person.name}" if any(self._has_article(one) for one in said) else person.name
        surname = person.name.split()[-1]
        if answer is None or surname not in answer.standalone_question or person.name in answer.standalone_question:
            return person.name
        return surname if len(self._catalog.speakers_named((surname,))) == 1 else person.name

    def _has_article(self, said: StoredStatement) -> bool:
        if said.source is None or not said.is_body:
            return False
        text = self._catalog.article_by_key(said.article_key).text
        start = said.source.start
        return bool(_THE.search(text[max(0, start - 5) : start]) or text[start : start + 4].casefold() == "the ")


def checked(
    asked: Iterable[Asking],
    answer: Callable[[str], Answer],
    limit: int,
    shown: frozenset[tuple[str, int]] = frozenset(),
) -> list[str]:
    """The first questions that `answer` answers, with something else than the passages shown, by article and offset."""
    found: list[str] = []
    for one in islice(asked, MOST_TRIED + limit):
        if len(found) >= limit:
            break
        got = answer(one.text)
        if got.standalone_question == one.text and one.is_met(got, shown):
            found.append(one.text)
    return found


def _in_turn(several: Sequence[Iterator[Asking]]) -> Iterator[Asking]:
    """The first of each, then the second of each."""
    return (one for one in chain.from_iterable(zip_longest(*several)) if one is not None)


def _distinct(asked: Iterable[Asking]) -> Iterator[Asking]:
    """Without those that are about what an earlier one of the same speaker is about."""
    told: set[tuple[str | None, str]] = set()
    texts: set[str] = set()
    for one in asked:
        keys = {(one.speaker, stem) for stem in one.stems}
        if one.text not in texts and not keys & told:
            texts.add(one.text)
            told |= keys
            yield one
