"""Words that say the same, that say the opposite, and that tell for or against; the lists are this project's own."""

from functools import cache
from typing import Literal

from index.words import stem_of

Stance = Literal["for", "against"]

_SAME = """
    give gave given provide provision supply supplied offer deliver grant
    reveal disclose unveil divulge
    sign signed signatory signatories signature
    decide decision decisions
    trust confidence confident
    negotiate negotiation talks
    withdraw withdrew withdrawn withdrawal remove removal pulled
    admit admitted acknowledge concede confess
    agree agreement
    refuse refusal decline
    accept acceptance
    reject rejection
    support supporter
    oppose opposed opposition opponent
    approve approval
    criticise criticize criticism
    condemn condemnation denounce
    invade invasion
    attack attacked
    resign resignation quit
    threaten threat
    promise pledge vow
    cancel cancellation
    destroy destruction
    recognise recognize recognition
    elect election
    win won victory
    lose lost loss defeat
    announce announcement
    join joined membership
    begin began begun start
    end ended finish
    build built construct construction
    buy bought purchase
    sell sold sale
    cause caused
    say says said saying
    die died death
"""
"""Verbs with their nouns and what stands for them, a line each."""
_OPPOSED = """
    agree accept consent | refuse reject disagree decline
    admit acknowledge concede confirm | deny refute
    trust | distrust mistrust
    welcome praise applaud hail | criticise condemn denounce deplore
    support endorse back | oppose resist
    approve | disapprove veto
    allow permit authorise authorize legalise legalize | forbid forbade forbidden prohibit ban banned outlaw
    encourage | discourage deter
    defensive | offensive
    defend | attack
    win won victory | lose lost defeat
    rise rose risen increase grow grew grown | fall fell fallen decrease decline drop shrink shrank
    rising increasing growing | falling decreasing declining shrinking
    begin start launch | end cease
    include | exclude
    succeed success successful | fail failure unsuccessful
    strengthen | weaken
    strong stronger strongest | weak weaker weakest
    high higher highest | low lower lowest
    large larger largest big bigger biggest | small smaller smallest
    rich richer richest wealthy | poor poorer poorest
    legal lawful | illegal unlawful
    internal domestic | external foreign
    voluntary optional | compulsory mandatory
    buy bought purchase | sell sold
    import | export
    maximum | minimum
    majority | minority
    oldest older | youngest younger newest
    best better | worst worse
    hottest warmest | coldest coolest
    longest longer | shortest shorter
    positive | negative
    peaceful | violent
    public | private
    permanent | temporary
    direct | indirect
    northern | southern
    eastern | western
    upper | lower
    unite united | divide divided
    enter entered | leave left
    optimistic optimist | pessimistic pessimist
"""
"""Two sides a line; a word may stand on several."""
_EXCLUSIVE = """
    kill killed | wound wounded injure injured
"""
"""As above, of what may both be so of different people: no question is wrong for one because of the other."""
_FOR = """
    welcome praise applaud hail accept agree support endorse approve consent favour favor embrace celebrate thank admire
    back urge encourage commend
"""
_AGAINST = """
    refuse reject oppose condemn denounce criticise criticize decry deplore resist protest veto
    disapprove object castigate slam
"""
"""Attitudes that a question takes somebody to have."""
_SPEAKS_FOR = f"""{_FOR}
    glad pleased delighted grateful hopeful right wise excellent essential vital promising proud
"""
_SPEAKS_AGAINST = f"""{_AGAINST}
    erroneous wrong mistaken mistake dangerous regrettable regret unacceptable encroach undermine ignore threaten threatens
    aggression illegal illegitimate irresponsible destructive damaging harmful disappointing disappointed worrying absurd
    reckless provocation baseless groundless empty hostile destabilise destabilize worsen distrust folly betrayal
"""
"""Words by which somebody's own words tell for or against what they speak of."""
_RANKS = "deputy vice assistant acting interim honorary former ex associate junior co"
_HEADS = "head chairman chairwoman chair chief leader director president boss"
_LIGHT = """
    see sees saw seen seeing signs indication indications evidence enter enters entered entering give gives gave given giving
    have has had having make makes made making take takes took taken taking get gets got come comes came coming be been being
    seem seems seek me us yet ever even going plan plans planned planning intention intend intends intended want wants wanted
    need needs needed reason believe believes believed think thinks thought expect expects expected
"""
"""Words that a negation passes through to what follows them: 'no plans to invade', 'not seen any signs that…'."""


def _lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@cache
def _groups() -> dict[str, str]:
    found: dict[str, str] = {}
    for words in _lines(_SAME):
        for word in words:
            found.setdefault(stem_of(word), stem_of(words[0]))
    return found


def key(stemmed: str) -> str:
    """One stem for all words that say the same."""
    return _groups().get(stemmed, stemmed)


def is_grouped(stemmed: str) -> bool:
    """Whether other words are known that say the same."""
    return stemmed in _groups()


@cache
def _members() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for stemmed, one in _groups().items():
        found.setdefault(one, set()).add(stemmed)
    return {one: frozenset(words) for one, words in found.items()}


def members(word: str) -> frozenset[str]:
    """The stems of all words with a key."""
    return _members().get(word, frozenset((word,)))


@cache
def _contrary(table: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in table.strip().splitlines():
        one, _, other = line.partition("|")
        left, right = ({key(stem_of(word)) for word in side.split()} for side in (one, other))
        for here, there in ((left, right), (right, left)):
            for word in here:
                found.setdefault(word, set()).update(there - here)
    return {word: frozenset(words) for word, words in found.items()}


def contrary(word: str) -> frozenset[str]:
    """Keys of the words that say the opposite of a key; of none, nothing."""
    return _contrary(_OPPOSED).get(word, frozenset())


def exclusive(word: str) -> frozenset[str]:
    """Keys of the words that cannot stand for a key: its opposites, and what else happens to people."""
    return contrary(word) | _contrary(_EXCLUSIVE).get(word, frozenset())


def _keys(words: str) -> frozenset[str]:
    return frozenset(key(stem_of(word)) for word in words.split())


TAKES: dict[Stance, frozenset[str]] = {"for": _keys(_FOR), "against": _keys(_AGAINST)}
SPEAKS: dict[Stance, frozenset[str]] = {"for": _keys(_SPEAKS_FOR), "against": _keys(_SPEAKS_AGAINST)}
RANKS = frozenset(_RANKS.split())
HEADS = frozenset(_HEADS.split())
LIGHT = frozenset(_LIGHT.split())
