"""Words that report speech, and the noun phrases they name as its source; quotations are blanked out before."""

import re
from collections.abc import Iterator, Sequence

from index.attribution.people import names_in
from index.attribution.roles import is_role

_FINITE = """
    accused acknowledged added admitted admits advised agreed alleged announced answered appealed argued argues
    argue asked asserted assured believes believed blamed blasted called calls castigated cautioned charged
    claimed claims commented complained conceded concluded condemned confirmed contended continued contradicted
    countered credited criticized criticised declared decried defended demanded denied denies denounced
    described describes disclosed dismissed emphasized emphasised endorsed estimated expects explained explains
    expressed feared gave hailed hinted hopes indicated insisted insists joked lamented maintained mentioned
    mocked noted notes observed offered opined outlined pledged pointed posted praised predicted proclaimed
    promised proposed quipped quoted recalled recommended referred refused reiterated rejected remarked
    remembered repeated replied reported reports responded retorted revealed said say says slammed specified
    speculated spoke stated states stressed suggested suggests surmised tells testified thanked thinks thought
    threatened told tweeted underlined underscored urged urges voiced vowed warned warns wondered writes wrote
    welcomed
    """.split()
_PARTICIPLES = """
    accusing acknowledging adding admitting alleging announcing arguing asking asserting assuring blaming
    calling claiming complaining conceding concluding condemning confirming declaring demanding denouncing
    denying describing emphasizing emphasising explaining expressing hinting indicating insisting lamenting
    maintaining mentioning noting observing pledging pointing predicting proclaiming promising recalling
    referring reiterating rejecting remarking repeating replying reporting responding revealing saying
    speculating stating stressing suggesting telling testifying threatening tweeting underlining underscoring
    urging vowing warning writing
    """.split()
_CUE = re.compile(
    rf"(?<![\w’'-])(?:{'|'.join(sorted(_FINITE, key=len, reverse=True))}|made (?:it )?clear|makes (?:it )?clear)(?![\w’'-])"
)
_NO_CUE_AFTER = re.compile(
    r"(?:\b(?i:been|be|was|were|is|are|being|the|a|an|its|their|his|her|of|to)|['’]s)\s(?:[a-z]+ly\s)?$"
)
"""Before a passive or an adjective: 'has been expressed', 'Moscow's alleged plans'."""
_PARTICIPLE = re.compile(rf"(?<![\w’'-])(?:{'|'.join(_PARTICIPLES)})(?![\w’'-])")
_ACCORDING = re.compile(r"\b[Aa]ccording to ([^,.;:\x00]{2,80})")
_QUOTED_AS = re.compile(r"\bquot(?:ed|ing) ([^,.;:\x00]{2,60}?) as (?:say|tell|warn|stat|not)ing")
_WAS_QUOTED = re.compile(r"([^,.;:\x00]{2,60}?) (?:was|were|is) (?:also )?quoted as saying")
_CAME_FROM = re.compile(
    r"\b(?:statement|remark|comment|warning|word|message)s? (?:came|comes|come) from ([^.;:\x00]{2,80})"
)
_CLAUSE_EDGE = re.compile(
    r"(?i)[;:,—–\x00(\[]|\s-\s|\b(?:that|but|while|when|whereas|because|although|though|if|after|before|which|where|as)\b\s"
)
_ADVERBS = re.compile(
    r"(?:\s|^)(?:also|has|have|had|later|then|further|repeatedly|once|again|reportedly|recently|previously|earlier|now|today|"
    r"yesterday|even|just|still|first|already|himself|herself|since|[a-z]+ly|did|does|could|would|will|is|was|"
    r"been|being|went on to|goes on to|in turn|on \w+day|in \d{4}|not)$"
)
_OPENS_APPOSITION = re.compile(r"\s*(?:,|\s\s)")
"""What follows a name that is explained: a comma, or the blanks of an aside."""
_ASIDE = re.compile(r"\([^()]{0,80}\)")
_INTRODUCES = re.compile(r":\s*\x00")
"""A colon before a quotation."""
_IN_SOURCE = frozenset("the a an of for de van von al bin former top chief".split())
_AFTER = re.compile(r"\s*((?:[\w’'.\-]+\s?){1,9})")


def sources(plain: str) -> list[str]:
    """Noun phrases that a sentence names as sources, quotations blanked out before."""
    found = [match.group(1).strip() for match in _ACCORDING.finditer(plain)]
    found += [
        _head(match.group(1)) for pattern in (_QUOTED_AS, _WAS_QUOTED, _CAME_FROM) for match in pattern.finditer(plain)
    ]
    if _QUOTED_AS.search(plain):
        return found
    for cue in _cues(plain):
        before = _source_before_cue(plain[: cue.start()])
        source = before or _source_after_cue(plain, cue.end())
        if source:
            found.append(source)
    return found


def has_cue(plain: str) -> bool:
    """Whether a sentence holds words that report speech."""
    return next(_cues(plain), None) is not None


def _cues(plain: str) -> Iterator[re.Match[str]]:
    for cue in _CUE.finditer(plain):
        if not _NO_CUE_AFTER.search(plain, max(0, cue.start() - 30), cue.start()):
            yield cue


def _head(phrase: str) -> str:
    """A noun phrase up to an apposition."""
    return phrase.split(",", maxsplit=1)[0].strip()


def _source_before_cue(clause: str) -> str:
    """The noun phrase right before a cue, adverbs and auxiliaries skipped; empty if there is none."""
    clause = clause.rstrip()
    while (shorter := _ADVERBS.sub("", clause)) != clause:
        clause = shorter.rstrip()
    if clause.endswith(","):  # an apposition has closed, or else the cue comes before its source
        return _before_apposition(clause)
    edges = list(_CLAUSE_EDGE.finditer(clause))
    phrase = clause[edges[-1].end() :] if edges else clause
    phrase = phrase.strip(" \x00\n\t”\"'")
    words = phrase.split()
    if words and words[-1] == "who":  # "Joe Biden, who mentioned that": whoever is named right before
        named = names_in(clause[: len(clause) - len("who")])
        return " ".join(named[-1].words) if named else ""
    if "and" in words and not words[-1].islower():  # "He thanked them and Mr Cleverly said"; "Ms Day and Mr Orr said"
        words = words[len(words) - words[::-1].index("and") :]
    return " ".join(words[-9:])


def _before_apposition(clause: str) -> str:
    """The name that a closed apposition belongs to: 'Dmitry Peskov, the Kremlin spokesman,' is Dmitry Peskov."""
    since = clause[max(clause.rfind("\x00"), clause.rfind(";")) + 1 :]
    for name in names_in(since):
        known = len(name.words) > 1 or (name.words and (name.role or not since[: name.start].strip()))
        if known and _OPENS_APPOSITION.match(since, name.end):
            return " ".join(name.words)
    return ""


def _source_after_cue(plain: str, end: int) -> str:
    """The noun phrase after a cue, for 'said Peskov' and 'said the Kremlin spokesman'; empty if what follows is no source."""
    match = _AFTER.match(plain, end)
    if match is None:
        return ""
    taken: list[str] = []
    words = match.group(1).split()
    for at, word in enumerate(words):
        named = bool(taken) and taken[-1][0].isupper() and not is_role(taken[-1])
        in_source = word in _IN_SOURCE or _of_role(words[at : at + 3])
        if word[0].islower() and not is_role(word.strip(".,")) and (named or not in_source):
            break
        taken.append(word)
    phrase = " ".join(taken).strip(" .,")
    if not phrase or phrase.split()[-1] in _IN_SOURCE:
        return ""
    titled = any(is_role(word) for word in taken) and phrase.split()[-1][0].isupper()  # "said port director Ann Vale"
    return phrase if titled or phrase[0].isupper() or phrase.startswith(("the ", "a ", "an ")) else ""


def _of_role(words: Sequence[str]) -> bool:
    """Whether words lead up to a role in lower case: 'port' and 'city council' before 'director'."""
    return any(is_role(word.strip(".,")) and all(one.islower() for one in words[:at]) for at, word in enumerate(words))


def participle(plain: str) -> bool:
    """Whether a sentence goes on with 'saying', 'adding' and the like, or brings a quotation in by a colon."""
    return bool(_PARTICIPLE.search(plain) or _INTRODUCES.search(plain))


def without_asides(plain: str) -> str:
    """The sentence with what stands in brackets blanked, so that offsets hold."""
    return _ASIDE.sub(lambda match: " " * len(match.group()), plain)
