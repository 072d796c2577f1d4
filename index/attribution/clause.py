"""The clause in which something is said, and whether a day named beside it is the day of the saying."""

import re

from index.attribution.days import Day, days_in
from index.attribution.record import Attribution
from index.quotations import outside
from index.spans import Span

_EVENT = (
    r"(?:address|advert|appearance|article|blog|breakfast|briefing|broadcast|call|ceremony|chat|column|comments?|conference|"
    r"conversation|debate|decision|dinner|discussion|e-?mails?|editorial|episode|essay|event|filing|forum|gathering|"
    r"hearing|interviews?|letter|lunch|luncheon|meetings?|memo|message|note|op-ed|opinion|order|panel|podcast|post|"
    r"posting|press|program|programme|radio|rally|release|remarks|report|ruling|segment|session|show|speech|statements?|"
    r"stops?|story|summit|talks|telecast|teleconference|testimony|town hall|tweets?|video|visit|webcast)"
)
"""What one speaks or writes at."""
_DOCUMENT = re.compile(
    r"(?:analysis|article|complaint|email|editorial|letter|lawsuit|memo|note|poll|post|press release|release|report|"
    r"ruling|statement|study|survey|tweet|video)\b"
)
_OUT = re.compile(
    rf"(?:\b(?:on|released|published|issued|posted|dated|filed|late|early|earlier)|\b(?:a|the|its|his|her|new)\s(?:\w+\s)?{_DOCUMENT.pattern})\s*$"
)
_ATTRIBUTIVE = re.compile(r"\b(?:an?|the|his|her|its|their|my|our)(?:\s(?:late|early))?\s$")
_AT_EVENT = re.compile(rf"(?:['’]s)?(?:\s[\w’'.&-]+){{0,4}}?\s{_EVENT}\b")
_NOT_THEN = re.compile(
    r"(?i)\b(?:until|till|by|since|before|after|from|through|throughout|of|next|coming|upcoming|every|each|super|for|to|"
    r"between|following|this coming|and|or|mid|a week ago|first|second|third|previous)\s(?:late\s|early\s)?$"
)
"""Before a day on which nothing was said: 'until Monday', 'next Monday', 'Monday and Tuesday'."""
_NOT_YET = re.compile(
    r"\b(?:(?:will|would|shall|may|might|could|should|must|can)(?! not\b| neither\b)"
    r"|(?:going|expected|due|set|scheduled|plans?|planned|planning|likely|hopes?|intends?|wants?|ready|about|supposed) to)"
    r"\s(?:\w+\s){0,2}$|[’']ll\s$"
)
_WILL = re.compile(r"(?:will|would|shall|may|might|could)\s(?!not\b|neither\b)")
_EDGE = re.compile(
    r"[;:—–\x00()]|\s--?\s|\b(?:who|whom|whose|which|that|when|where|as|while|because|although|though|if|before|since|until|"
    r"ahead of|about|over|how|why|what|whether|after|following)\b"
)
_AFTER_EVENT = re.compile(
    rf"\b(?:after|following)\s(?:[\w’'-]+\s){{0,3}}?(?:{_EVENT}|meeting|speaking)\b|\bwhile\s\w+ing\b"
)
_COMMA = re.compile(r",(?:\s+|$)")
_GOES_ON = re.compile(r"(?:[A-Z][\w.’'-]*|on|at|in|during|late|early|earlier|speaking|\x01+)(?![\w’'])|$")
_LIGHT = re.compile(
    r"(?:[\s,]|\b(?:on|late|early|earlier|last|also|again|has|had|have|later|then|further|repeatedly|once|reportedly|"
    r"himself|herself|themselves|went|goes|did|not|was|is|were|himself|just|first|separately|\w+ly)\b)*"
)
_RELATIVE = re.compile(r"^,?\s(?:who|whom|whose|which|that)\b[^,\x00]*(?:,|$)")
_PARTICIPLE = re.compile(r"\w+ing\b")
_OTHER_TIME = re.compile(r"\b(?:after|since|before|without|of|for|from|until|than)\s(?:\w+ly\s)?$")
"""Before a participle that tells of something else: 'since accepting'."""
_TWO_VERBS = re.compile(r"\b(?:and|but)\s(?:\w+ly\s|then\s|again\s)?$")
_OPENER = re.compile(
    r"(?:(?:And|But|Yet|So|Still|Then|Also|Earlier|Later|Late|Early|Meanwhile|However|Indeed|Again|Just|Only|Separately|"
    r"and|but|then|also|later|earlier|while|late|early|just|again|on|On|in|In|Last|last|when|\W)\s*)*"
)
_AT = re.compile(
    rf"(?:(?:In|During|At|On|in|during|at|on|After|Following|after|following)\b[^,;:\x00]*\b{_EVENT}\b"
    r"|(?:(?!During|Following|According)[A-Z][a-z]+ing|speaking|asked|appearing|addressing|writing|responding|"
    r"Asked|Interviewed|Reached|Pressed|Questioned|Quoted)\b)"
)
_AT_DAY = re.compile(
    r"(?:And |But |Then |Later )?(?:In|During|At|On|in|during|at|on)\s"
    r"(?:(?:a|an|the|his|her|its|their)\s)?(?:late\s|early\s)?$"
)
"""Before the day of an occasion: 'During Tuesday's debate', 'In a Tuesday interview'."""
_ON_AIR = re.compile(r"(?:In|On|At)\s(?:[\w.’'&-]+\s){1,5}(?:on\s|late\s|early\s)*$")
"""Before a day that ends an opening: 'On CNN Tuesday,'."""
_LATER = re.compile(r"(?:After|Following|after|following)\b")
_SET_IN = re.compile(r",\s(?:who|whom|whose|which|where|during which)\b[^,\x00]*(?=,)")
_HOPES = re.compile(r"\b(?:aim|await|expect|hop[ei]|plan|predict|prepar|project|schedul)")
"""In cues that look ahead: a day behind their content is the day of what is hoped for."""
_CLAUSE = re.compile(r"[;\x00]|,\s(?=(?:and|but|while|though|although)\b)|—|\s-{1,2}\s")
_QUOTED = re.compile(r"“[^”\x00]*”|(?<![^\s(])''(?=\S)[^'\x00]*''|(?<![^\s(])\"(?=\S)[^\"\x00]*\"")
_CLOSES = re.compile(r"[\s,]*(?:[.;,!?)”\"’']|\x00|$|(?:on|in|at|during|to|when|as|after|and|but|while|with)\b)")
_REACH = 160
"""Characters between a cue and its day."""


class Clause:
    """The sentence of a cue, with the content blanked by NUL and other quotations by SOH; offsets are those of the sentence."""

    def __init__(self, text: str, span: Span, attribution: Attribution) -> None:
        start, end = span
        blanked = outside(text, start, end, attribution.content).replace("\n", " ")
        self._plain = _QUOTED.sub(lambda match: "\x01" * len(match.group()), blanked)
        cue, source = attribution.cue or span, attribution.source
        self._cue = Span(cue.start - start, cue.end - start)
        inside = source is not None and source.start < end and source.end > start
        self._source = Span(max(0, source.start - start), source.end - start) if source and inside else None
        self.days = [day for day in days_in(self._plain, 0, end - start) if self._happened(day)]

    def future(self) -> bool:
        """Whether it is still to be said."""
        start = self._cue.start
        return bool(_NOT_YET.search(self._plain[max(0, start - 40) : start]) or _WILL.match(self._plain, start))

    def _happened(self, day: Day) -> bool:
        """Whether words next to a day leave it one on which something was said."""
        before, after = self._plain[max(0, day.start - 24) : day.start], self._plain[day.end : day.end + 70]
        if _NOT_THEN.search(before) or after.startswith("s "):
            return False
        attributive = _ATTRIBUTIVE.search(before) or after.startswith(("'s", "’s"))
        return not attributive or _AT_EVENT.match(after) is not None

    def place(self, day: Day) -> int | None:
        """How closely a day belongs to the cue, 0 being closest; None where it does not."""
        cue, source, plain = self._cue, self._source, self._plain
        if cue.start <= day.start < cue.end:
            return 0
        if source and source.start <= day.start < source.end:
            return 4 if self._dates_document(source, day) else None
        if day.start >= cue.end:
            since = source.end if source and cue.end <= source.start < day.start else cue.end
            if "\x00" in plain[since : day.start]:
                return 5 if self._closes(day) else None
            return 1 if self._near(plain[since : day.start]) else None
        if source and source.end <= day.start:
            return 2 if self._between(source.end, day) else None
        return 3 if self._opens(min(cue.start, source.start if source else cue.start), day) else None

    def _dates_document(self, source: Span, day: Day) -> bool:
        """Whether the source is a document or a poll, and the day that on which it came out."""
        before = self._plain[source.start : day.start]
        if not before.strip(" \"“”'") or before.strip().casefold() in {"a", "the"}:
            return _DOCUMENT.search(self._plain, day.end, source.end) is not None
        return _DOCUMENT.search(before) is not None and not _EDGE.search(before) and _OUT.search(before) is not None

    @staticmethod
    def _near(gap: str) -> bool:
        """Whether nothing between a cue and a day begins something else."""
        gap = _AFTER_EVENT.sub(" ", gap)
        pieces = _COMMA.split(gap)[1:]
        return len(gap) <= _REACH and not _EDGE.search(gap) and all(_GOES_ON.match(piece) for piece in pieces)

    def _closes(self, day: Day) -> bool:
        """Whether a day stands right behind the content, or behind the occasion that does, and ends the clause."""
        gap = self._plain[self._plain.rfind("\x00", 0, day.start) + 1 : day.start].lstrip("”\"’'.,")
        if _HOPES.search(self._plain, self._cue.start, self._cue.end):
            return False
        light = _LIGHT.fullmatch(gap) or (_AT.match(gap.lstrip()) and self._near(gap))
        return bool(light) and _CLOSES.match(self._plain, day.end) is not None

    def _between(self, since: int, day: Day) -> bool:
        """Whether a day between source and cue belongs to the cue and not to a clause set in."""
        gap = self._plain[since : self._cue.start]
        at = day.start - since
        if aside := _RELATIVE.match(gap):
            if at < aside.end():
                return False
            gap, at = gap[aside.end() :], at - aside.end()
        before, after = gap[:at], gap[at + day.end - day.start :]
        if _LIGHT.fullmatch(before) and _LIGHT.fullmatch(after):
            return True
        if _AT.match(before.lstrip(" ,")) and not _EDGE.search(before):
            return True
        saying = _PARTICIPLE.match(self._plain, self._cue.start) and not _OTHER_TIME.search(gap)
        leads_on = saying or _TWO_VERBS.search(gap)
        return bool(leads_on) and not before.startswith(",") and not _EDGE.search(before) and "\x00" not in gap

    def _opens(self, until: int, day: Day) -> bool:
        """Whether a day opens the clause that leads up to the source, or stands in the occasion that opens it."""
        starts = [0, *(match.end() for match in _CLAUSE.finditer(self._plain, 0, day.start))]
        before = self._plain[starts[-1] : day.start].lstrip()
        after = _SET_IN.sub("", self._plain[day.end : until])
        if _CLAUSE.search(after):
            return False
        if _OPENER.fullmatch(before):
            return self._leads_up(after)
        return not day.named["word"] and self._dates_occasion(before, after)  # "the views of voters today"

    def _dates_occasion(self, before: str, after: str) -> bool:
        """Whether a day stands in the occasion that opens a clause: 'In an interview on Monday,'."""
        at_once, comma, rest = after.partition(",")
        if _AT_DAY.fullmatch(before) and _AT_EVENT.match(after):
            return self._leads_up(rest or at_once)
        if _ON_AIR.fullmatch(before) and comma and not at_once:
            return self._leads_up(rest)
        occasion = _AT.match(before) and not re.search(r"\b(?:who|which|when|if)\b", before)
        if _LATER.match(before) and len(at_once.split()) > 3:  # more was said of it than where
            return False
        return bool(occasion and comma) and self._leads_up(rest)

    @staticmethod
    def _leads_up(gap: str) -> bool:
        """Whether words between an opening and the source hold no clause of their own."""
        pieces = [piece for piece in _COMMA.split(gap) if piece.strip()]
        if len(gap) > _REACH or _EDGE.search(gap):
            return False
        return all(len(piece.split()) <= 12 for piece in pieces)
