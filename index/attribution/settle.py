"""Speakers that depend on who speaks around them: 'I', pronouns in quotations, and what has no source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.attribution.cast import Entity
from index.attribution.record import NOBODY, Attribution, Speaker
from index.attribution.scene import NEAR, Scene
from index.spans import Span

_SENTENCES_ON = 3
"""How many sentences a quotation without a source may be behind the one it goes on from."""
_MOST_CANDIDATES = 3


@dataclass(frozen=True)
class Unsettled:
    """What a source means, until the speakers around it are known."""

    why: Literal["self", "quoted", "it", "inherited"]
    """I or we; a pronoun inside a quotation; a body; no source at all."""
    pronoun: str = ""
    persons: tuple[Entity, ...] = ()
    """Whom a pronoun in a quotation can mean, unless it is who speaks there."""


def settle(scene: Scene, found: Sequence[Speaker | Unsettled], author: str | None) -> list[Speaker]:
    """A speaker for each attribution, in order."""
    return _Settling(scene, found, author).settled()


class _Settling:
    def __init__(self, scene: Scene, found: Sequence[Speaker | Unsettled], author: str | None) -> None:
        self._scene, self._found, self._author = scene, list(found), _one_author(author)

    def settled(self) -> list[Speaker]:
        return [self._speaker(at) for at in range(len(self._found))]

    def _speaker(self, at: int) -> Speaker:
        found = self._found[at]
        if isinstance(found, Speaker):
            return found
        self._found[at] = NOBODY  # for whatever depends on itself
        speaker = self._settle(at, found)
        self._found[at] = speaker
        return speaker

    def _settle(self, at: int, found: Unsettled) -> Speaker:
        source = self._scene.attributions[at].source
        if found.why == "inherited" or source is None:
            return self._inherited(at)
        if found.why == "it":
            return self._body_before(at, source)
        outer = self._enclosing(at, source)
        around = self._speaker(outer) if outer is not None else None
        if found.why == "quoted":
            others = [one for one in found.persons if around is None or one.name != around.name]
            return self._scene.one_of(others[:_MOST_CANDIDATES], None)
        if self._scene.quoted[source.start]:
            return around if around is not None and found.pronoun == "i" else NOBODY
        return Speaker(self._author, "resolved") if self._author and not self._led_in(source) else NOBODY

    def _led_in(self, source: Span) -> bool:
        """Whether the paragraph before ends in a colon, so that this one can be quoted without marks."""
        scene = self._scene
        at = max(0, scene.sentence_at(source.start))
        paragraph = scene.sentences[at].paragraph if scene.sentences else 0
        while at >= 0 and scene.sentences and scene.sentences[at].paragraph == paragraph:
            at -= 1
        return at >= 0 and scene.text[scene.sentences[at].end - 1] == ":"

    def _enclosing(self, at: int, source: Span) -> int | None:
        """The attribution whose content this source stands in, the smallest."""
        best, size = None, len(self._scene.text) + 1
        for index, one in enumerate(self._scene.attributions):
            for content in one.content:
                inside = content.start <= source.start and source.end <= content.end
                if inside and index != at and content.end - content.start < size:
                    best, size = index, content.end - content.start
        return best

    def _body_before(self, at: int, source: Span) -> Speaker:
        """The body that spoke just before, taken up by 'it'."""
        before = self._scene.attributions[at - 1].source
        speaker = self._speaker(at - 1)
        return speaker if before is not None and speaker.is_body and source.start - before.end < NEAR else NOBODY

    def _inherited(self, at: int) -> Speaker:
        """The speaker of a quotation that goes on from the one before."""
        scene, one = self._scene, self._scene.attributions[at]
        if at == 0 or not one.content or not scene.attributions[at - 1].content:
            return NOBODY
        start = one.content[0].start
        here, there = (scene.sentence_at(place) for place in (start, _end(scene.attributions[at - 1]) - 1))
        if min(here, there) < 0:
            return NOBODY
        if one.cue is not None:
            first = scene.text[one.cue.start : one.cue.end].split()[:1]
            goes_on = here == there and bool(first) and first[0].endswith("ing")
        else:
            paragraphs = scene.sentences[here].paragraph - scene.sentences[there].paragraph
            quoted = bool(scene.quoted[start] or scene.quoted[start + 1])
            goes_on = quoted and paragraphs <= 1 and here - there <= _SENTENCES_ON
        return self._speaker(at - 1) if goes_on else NOBODY


def _end(attribution: Attribution) -> int:
    """Where the last of an attribution's words end."""
    spans = [*attribution.content, attribution.cue, attribution.source]
    return max((span.end for span in spans if span is not None), default=0)


def _one_author(author: str | None) -> str | None:
    """The name of an article's only author."""
    name = re.sub(r"^by ", "", author.strip(), flags=re.IGNORECASE) if author else ""
    return None if not name or re.search(r",| and |&|;", name) else name
