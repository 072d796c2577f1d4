"""Follow-ups of a few words, put in the place of what they replace in the question before."""

import re
from collections.abc import Callable

from rag.followup.pronouns import topic_of
from rag.followup.talk import Exchange, Talk
from rag.followup.things import Thing, named
from rag.period import MONTHS, periods
from rag.question import Speaker, as_speaker

_LEAD = re.compile(r"^\s*(?:(?:and|but|so|ok|okay|also|then|or)\b[,.]?\s+)+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?P<what>(?:what|how)\s+)?(?:about|on|regarding)\s+(?P<rest>.+)$", re.IGNORECASE | re.DOTALL)
_FEW_WORDS = 4
_SENTENCE = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"^(?P<prep>in|at|from|for|with|to|by|against|on|after|before|during|since|until|under)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"^(?:(?:in|on|during|since|until|before|after|by|from)\s+)?(?:(?:early|late|mid)\s+)?(?:last|this|next)\s+(?:year|month|week|summer|winter|"
    rf"spring|autumn|fall|decade)$|^(?:in\s+)?(?:{'|'.join(MONTHS)})$|^(?:today|yesterday|tomorrow|now|later|recently)$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?P<wh>(?:(?:to|by|for|with|from|at|in|on|since|about)\s+)?(?:who|whom|what|when|where|why|how|which|whose)"
    r"(?:\s+(?:many|much|long|often|far|old|big|soon|so|else|not|exactly|ones?|year|day|date|month|time|country|countries|city|place|others?))*)$",
    re.IGNORECASE,
)
_ASKED_WITH = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:(?:to|by|for|with|from|at|in|on|since)\s+)?(?:who|whom|whose|what|which|when|where|why|how)\b"
    r"(?P<of>(?:\s+(?!(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b)[\w’'-]+){0,3})"
    r"\s+(?P<rest>(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SAY_ABOUT = re.compile(r"\b(say|says|said|think|thinks) (about|on)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?P<asked>how many|how much)\s+(?P<noun>[a-z]+)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"^(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b", re.IGNORECASE)
_MORE = re.compile(
    r"^(?:please\s+)?(?:(?:can|could) you\s+)?(?:tell me more|say more|more|go on|any ?thing (?:else|more)|what else|"
    r"any others?|others|any more|explain|elaborate|details|more details|continue|"
    r"and then|then what|what next|what happened next|really|such as|like what|for example)"
    r"(?:\s+please)?$",
    re.IGNORECASE,
)


def completed(question: str, talk: Talk, is_speaker: Callable[[tuple[str, ...]], bool]) -> str | None:  # noqa: PLR0911 - a case each
    """The whole question that a few words stand for; None where they are a question of their own."""
    text = question.strip(" ?.!")
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    last = _last_asked(talk)
    if last is None:
        return None
    bare = _BARE.match(rest)
    if bare and bare["wh"].casefold() != "what":
        return _with_question_word(bare["wh"], last)
    if _MORE.match(rest):
        topic = last.speaker or topic_of(talk)
        return _about(rest, last) if topic else None
    if _is_time(rest):
        return _at_time(rest, last)
    about = _ABOUT.match(rest)
    few = len(rest.split()) <= _FEW_WORDS and not _SENTENCE.search(rest)
    if about and (about["what"] or lead or few):
        return _replaced(about["rest"], last, talk, is_speaker, speaker_kept=not about["what"])
    if lead and few:
        return _replaced(rest, last, talk, is_speaker, speaker_kept=False)
    return None


def _last_asked(talk: Talk) -> Exchange | None:
    return next((one for one in reversed(talk.exchanges) if not one.opening), None)


def _with_question_word(word: str, last: Exchange) -> str:
    """'When?' after 'Did Vale resign?' as 'When did Vale resign?'."""
    asked = last.asked.strip(" ?.!")
    before = _ASKED_WITH.match(asked)
    if last.speaker is not None and re.match(r"who\b", word, re.IGNORECASE) and last.topic:
        return f"{word[:1].upper()}{word[1:]} spoke about {last.topic}?"
    rest = before["rest"] if before else asked if _YES_OR_NO.match(asked) else None
    rest = _SAY_ABOUT.sub(r"\1 that \2", rest) if rest else None
    first = word[:1].upper() + word[1:]
    return f"{first} {rest[:1].lower()}{rest[1:]}?" if rest else f"{first} ({asked})?"


def _about(words: str, last: Exchange) -> str:
    asked = last.asked.strip(" ?.!")
    before = _ASKED_WITH.match(asked)
    first = words[:1].upper() + words[1:]
    if re.search(r"\belse\b", words, re.IGNORECASE) and before and last.speaker is not None:
        return f"What else {before['rest']}?"
    return f"{first} ({asked})?"


def _is_time(words: str) -> bool:
    found = periods(words)
    return bool(_TIME.match(words)) or (
        len(found) == 1 and len(words.replace(found[0].asked, "").split()) <= 1  # a preposition
    )


def _at_time(words: str, last: Exchange) -> str:
    """'And in 2023?': the question with that time in the place of its own."""
    asked = last.asked.strip(" ?.!")
    for one in last.query.periods:
        asked = re.sub(
            rf"\s*\b(?:(?:in|on|during|since|until|before|after|by|from)\s+)?{re.escape(one.asked)}", "", asked
        )
    has_preposition = re.match(
        r"(?:in|on|during|since|until|before|after|by|from|last|this|next|today|yesterday|tomorrow|now|later|recently)\b",
        words,
        re.IGNORECASE,
    )
    return f"{asked} {words if has_preposition else f'in {words}'}?"


def _replaced(  # noqa: PLR0911 - a case each
    words: str, last: Exchange, talk: Talk, is_speaker: Callable[[tuple[str, ...]], bool], *, speaker_kept: bool
) -> str:
    """The question before with `words` in the place of what they stand beside: speaker, name or topic."""
    speaker = last.speaker
    if speaker is not None:
        who = f"the {speaker.phrase}" if speaker.is_role else speaker.phrase
        other = None if speaker_kept else _person(words, talk, is_speaker)
        if other is not None and last.topic:
            return f"What did {other} say about {last.topic}?"
        if other is not None:
            return f"What did {other} say?"
        return f"What did {who} say about {words}?"
    if last.query.wants_speaker:
        return last.asked.replace(last.topic, words) if last.topic else f"Who said that about {words}?"
    asked = last.asked.strip(" ?.!")
    given = _PREPOSITION.match(words)
    new = named(given["rest"] if given else words)
    for one in reversed(last.named):
        if new and _alike(one, new[0]) and one.text in asked:
            name = re.sub(
                rf"(?:{given['prep']}\s+)?(?:the\s+)?{re.escape(one.text)}" if given else re.escape(one.text),
                lambda _: words,
                asked,
                count=1,
            )
            return f"{name}?"
    counted = _COUNTED.match(asked)
    if counted and not new and not given:
        return f"{counted['asked']} {words}{asked[counted.end() :]}?"
    same = [one.text for one in last.phrases if one.text in asked]
    if same and not new and not given:
        return f"{asked.replace(same[-1], words)}?"
    return f"{asked} {words}?" if given else f"{asked} ({words})?"


def _person(words: str, talk: Talk, is_speaker: Callable[[tuple[str, ...]], bool]) -> str | None:
    """A name or office as one who speaks, as it can be written; 'lavrov' is one where he is known."""
    found: Speaker | None = as_speaker(words)
    if found is None or not (found.words or found.is_role):
        return None
    if found.is_role:
        return f"the {found.phrase}"
    if words[:1].isupper():
        return found.phrase
    title = " ".join(word[:1].upper() + word[1:] for word in found.words)
    is_known = any(one.kind in ("person", "word") and one.text.split()[-1] == title.split()[-1] for one in talk.known)
    return title if is_known or is_speaker(found.words) else None


def _alike(one: Thing, other: Thing) -> bool:
    """Whether two names can be of a kind: 'Ukraine' is no person, but 'Vale' can be one."""
    kinds = {one.kind, other.kind}
    return len(kinds) == 1 or ("word" in kinds and "phrase" not in kinds)
