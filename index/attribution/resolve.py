"""Whose words each attribution of an article carries."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from index.attribution.cast import Entity
from index.attribution.descriptions import body_of, described, holders, stranger, team_of
from index.attribution.gender import PRONOUNS
from index.attribution.mentions import Mention
from index.attribution.nouns import PERSON_NOUNS, TEAM
from index.attribution.phrases import Phrase
from index.attribution.record import NOBODY, Attribution, Speaker
from index.attribution.relatives import antecedents, in_quotation
from index.attribution.scene import Scene
from index.attribution.settle import Unsettled, settle
from index.attribution.sources import read
from index.sentences import Sentence
from index.spans import Span

_PRONOUN = re.compile(r"(?<![\w’'-])(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|[Hh]imself|[Hh]erself)(?![\w-])")
_QUOTES = re.compile(r",? ?(?:has |have |had )?\b(?:quot|cit)(?:ed|es|ing) ", re.IGNORECASE)
_INNER = re.compile(r"([^,.;:“”\"]{2,60}?),? (?:as (?:say|tell|warn|stat|not)ing|that)\b")
_NEXT_WORD = re.compile(r" ([\w’'-]+)[ ,.]")
_LAST_WORD = re.compile(r"([\w’'-]+) $")
_FOLLOWERS = frozenset("rally rallies supporters backers allies aides voters".split())
_PREPOSITIONS = frozenset(
    "of for with against to from by about on in at like after before over than behind between toward into".split()
)
_VERBS = frozenset(
    """
    is was has had said says told will would can could does did says went took made came won lost got began spoke wrote
    thinks believes argues wants also who does may might should must gave ran led held kept left met put saw
    """.split()
)


def resolve(
    text: str,
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    *,
    title: str | None = None,
    author: str | None = None,
    outlet: str | None = None,
) -> list[Speaker]:
    """The speaker of each attribution, in the order given.

    Args:
        text: the stored text.
        sentences: of the article's body.
        attributions: in the order of the text.
        title: the headline; whom it names in full is likelier meant by a surname that several share.
        author: whoever wrote the article, who is 'I' in it.
        outlet: where the article appeared; a paper called by its last word alone is the outlet, if its name ends so.
    """
    scene = Scene(text, sentences, attributions, title, outlet)
    return settle(scene, _Walk(scene).heard(), author)


class _Walk:
    """Goes through an article once, from name to pronoun to source, remembering who is spoken of."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._found: list[Speaker | Unsettled] = [NOBODY] * len(scene.attributions)
        self._opened = False
        """Whether the sentence has its subject."""

    def heard(self) -> list[Speaker | Unsettled]:
        """A speaker for each attribution, or what is left to be settled when all the others are known."""
        scene = self._scene
        sentence, now = -1, 0
        for position, what in self._events():
            while sentence + 1 < len(scene.sentences) and scene.first_of[sentence + 1] <= position:
                sentence += 1
                if self._narrates(scene.sentences[sentence]):
                    now, self._opened = now + 1, False
                    scene.focus.next_sentence(now)
                    self._see_subject(scene.first_of[sentence])
            scene.focus.next_sentence(now)
            if isinstance(what, Mention):
                self._see_name(what)
            elif isinstance(what, str):
                self._see_pronoun(what, position)
            else:
                self._found[what] = self._hear(what)
        for at, one in enumerate(scene.attributions):
            if one.source is None:
                self._found[at] = Unsettled("inherited")
        return self._found

    def _events(self) -> list[tuple[int, Mention | str | int]]:
        """Names, pronouns and sources (as the number of their attribution) by position."""
        scene = self._scene
        sources = [(one.source, at) for at, one in enumerate(scene.attributions) if one.source is not None]
        covered = sorted({source for source, _ in sources})
        events: list[tuple[int, int, Mention | str | int]] = [(one.start, 0, one) for one in scene.mentions]
        for match in _PRONOUN.finditer(scene.text):
            index = bisect_right(covered, (match.start(), len(scene.text))) - 1
            if not scene.quoted[match.start()] and (index < 0 or match.start() >= covered[index].end):
                events.append((match.start(), 1, match.group()))
        events += [(source.end - 1, 2, at) for source, at in sources]
        events.sort(key=lambda one: one[:2])
        return [(position, what) for position, _, what in events]

    def _narrates(self, sentence: Sentence) -> bool:
        """Whether a sentence has words of the article's own."""
        if sentence.heading:
            return False
        scene, at = self._scene, sentence.start
        while (at := scene.quoted.find(0, at, sentence.end)) >= 0:
            if scene.text[at].isalpha():
                return True
            at += 1
        return False

    def _see_subject(self, start: int) -> None:
        """Brings the office into view that a sentence begins with."""
        if (entity := described(self._scene, start)) is not None:
            self._scene.focus.see(entity, start, subject=True)
            self._opened = True

    def _see_name(self, mention: Mention) -> None:
        """Brings a name into view, as the subject of its sentence or not."""
        scene = self._scene
        if mention.kind not in ("person", "word") or mention.shouted:
            return
        entity = scene.pick(scene.cast.who(mention), mention.start)
        if entity is None:
            return
        if mention.quoted:
            scene.focus.see(entity, mention.start, shade=True)
            return
        following = _NEXT_WORD.match(scene.text, mention.end)
        after = following.group(1) if following else ""
        leading = _LAST_WORD.search(scene.text, max(0, mention.run - 12), mention.run)
        before = leading.group(1).casefold() if leading else ""
        attributive = mention.owner or after in TEAM or after in PERSON_NOUNS or after in _FOLLOWERS
        acts = after.endswith("ed") or after in _VERBS
        subject = not attributive and before not in _PREPOSITIONS and (acts or not self._opened)
        self._opened = self._opened or subject
        scene.focus.see(entity, mention.start, subject=subject)

    def _see_pronoun(self, pronoun: str, at: int) -> None:
        low = pronoun.casefold()
        ranked = self._scene.focus.ranked(PRONOUNS[low])
        if ranked:
            self._scene.focus.see(ranked[0][1], at, subject=low in ("he", "she"))

    def _hear(self, at: int) -> Speaker | Unsettled:
        """The speaker a source means."""
        scene, source = self._scene, self._scene.attributions[at].source
        if source is None:
            return NOBODY
        phrase = self._phrase(at, source)
        if phrase.says == "self":
            return Unsettled("self", phrase.pronoun)
        if phrase.says == "pronoun" and scene.quoted[source.start]:
            return Unsettled("quoted", phrase.pronoun, tuple(in_quotation(scene, phrase.pronoun, source)))
        if phrase.says in ("body", "team", "it"):
            return self._body(at, phrase, source)
        entities = self._persons(phrase, source)
        if phrase.says == "several":
            return scene.one_of(entities, None) if len(entities) > 1 else _candidates(entities)
        speaker = scene.one_of(entities, phrase.role)
        if phrase.says == "name" and phrase.mention is not None:
            speaker = scene.named(phrase, phrase.mention)
        if not entities and phrase.noun and phrase.role:
            entities = [stranger(phrase.noun)]
        if len(entities) == 1 and not entities[0].is_body and not scene.quoted[source.start]:
            scene.focus.see(entities[0], source.start, subject=True, speaker=True)
        return speaker

    def _persons(self, phrase: Phrase, source: Span) -> list[Entity]:
        """Persons and bodies that a phrase can mean."""
        scene = self._scene
        if phrase.says == "name" and phrase.mention is not None:
            return scene.entities(phrase.mention)
        if phrase.says == "pronoun":
            return scene.focus.choose(scene.focus.ranked(PRONOUNS[phrase.pronoun]))
        if phrase.says == "relative":
            return antecedents(scene, source, phrase.pronoun)
        if phrase.says in ("role", "owned"):
            return holders(scene, phrase)
        return [one for mention in phrase.named for one in scene.entities(mention)[:1]]

    def _body(self, at: int, phrase: Phrase, source: Span) -> Speaker | Unsettled:
        if phrase.says == "body":
            return body_of(self._scene, phrase, source)
        if phrase.says == "team":
            return team_of(self._scene, phrase, source)
        return Unsettled("it") if at else NOBODY

    def _phrase(self, at: int, source: Span) -> Phrase:
        """The source's phrase; of nested speech the inner source."""
        scene, text, start = self._scene, self._scene.text, source.start
        for inner in _QUOTES.finditer(text, source.start, source.end):
            start = inner.end()
        quotes = _QUOTES.match(text, source.end, source.end + 40) if start == source.start else None
        inside = _INNER.match(text, quotes.end(), quotes.end() + 80) if quotes else None
        if inside and not scene.quoted[inside.start()]:
            span = Span(*inside.span(1))
            phrase = read(text, span.start, span.end, scene.names_of(span))
            if phrase.says in ("name", "role"):
                return phrase
        return read(text, start, source.end, [one for one in scene.inside[at] if one.run >= start])


def _candidates(entities: Sequence[Entity]) -> Speaker:
    """Somebody named with others who are not."""
    return Speaker(None, "ambiguous", tuple(one.name for one in entities)) if entities else NOBODY
