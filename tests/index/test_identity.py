"""Who is who across articles: which names meet, which stay apart, and where it is uncertain."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.attribution.identity import Mention, compatible, group_key, identities, name_key


def said(name, *roles, article=None, date="2020-05-01", outlet="Post", is_body=False):
    """A mention; of an article of its own unless one is given."""
    said.count = getattr(said, "count", 0) + 1
    return Mention(article or f"a{said.count}", date, name, roles, is_body, 1, outlet)


def who(mentions):
    """Entries, as sets of the names and roles of their members, and the doubts by name."""
    found = identities(mentions)
    entries = {
        one.name: sorted(" ".join((mentions[i].name, *mentions[i].roles)) for i in one.members)
        for one in found.identities
    }
    return entries, {mentions[one.member].name: set(one.candidates) for one in found.uncertain}


def keys(names):
    return {name_key(name.split()) for name in names}


@pytest.mark.parametrize(
    "spellings",
    [
        ["Dmitri Orlov", "Dmitry Orlov", "Dmitriy Orlov", "Dmitrii Orlov"],
        ["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskyi"],
        ["Sergei Lavrov", "Sergey Lavrov", "Sergej Lawrow"],
        ["Aleksandr Lukashenko", "Alexander Lukashenka"],
        ["Aleksei", "Alexei", "Alexey", "Aleksey"],
        ["Mohammed", "Muhammad", "Mohamed", "Mohammad"],
        ["Yevgeny", "Evgeny", "Evgeni", "Yevgeniy"],
        ["Yuri", "Yury", "Yuriy"],
        ["Mikhail Gorbachev", "Mikhail Gorbachyov"],
        ["Kiev", "Kyiv"],
        ["Bashar al-Assad", "Bashar Al-Assad", "Bashar al Assad", "Bashar Assad"],
        ["Qaddafi", "Gaddafi", "Kadafi", "Gadhafi"],
        ["Khrushchev", "Khruschev", "Krushchev", "Khrushchov"],
        ["Robert Mueller", "Robert Müller"],
        ["Erdogan", "Erdoğan", "ERDOGAN"],
        ["Martin O’Malley", "Martin O'Malley"],
        ["Ursula von der Leyen", "Ursula Von Der Leyen"],
        ["J.D. Vance", "J. D. Vance", "JD Vance"],
        ["Stephen Orr", "Steven Orr"],
    ],
)
def test_spellings_of_one_name_meet(spellings):
    assert len(keys(spellings)) == 1


@pytest.mark.parametrize(
    "names",
    [
        ["Volodymyr", "Vladimir"],
        ["Lee", "Li", "Le"],
        ["Smith", "Smyth"],
        ["Terry", "Terri"],
        ["Barr", "Baer"],
        ["Clark", "Clarke"],
        ["Khan", "Kahn", "Han"],
        ["Al Gore", "Gore"],
        ["Donald Trump", "Donald Trump Jr."],
    ],
)
def test_different_names_stay_apart(names):
    assert len(keys(names)) == len(names)


@pytest.mark.parametrize(
    ("one", "other", "can_be"),
    [
        ("Peskov", "Dmitry Peskov", True),
        ("D. Peskov", "Dmitry Peskov", True),
        ("S. Peskov", "Dmitry Peskov", False),
        ("Bill Orr", "William Orr", True),
        ("Bob Orr", "Rob Orr", True),
        ("Bill Orr", "Bob Orr", False),
        ("Ann Vale", "Ann Orr", False),
        ("George W. Bush", "George H. W. Bush", False),
        ("George W. Bush", "George Walker Bush", True),
        ("George Bush", "George H. W. Bush", True),
        ("Hillary Rodham Clinton", "Hillary Diane Rodham Clinton", True),
        ("Donald Trump", "Donald Trump Jr.", False),
        ("Trump", "Donald Trump Jr.", True),
        ("Trump Jr.", "Donald Trump", False),
        ("Martin King Jr.", "Martin King Sr.", False),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Ocasio-Cortez", "Alexandria Ocasio Cortez", True),
        ("Jones", "Ann Vale-Jones", False),
        ("Van Hollen", "Chris Van Hollen", True),
        ("Abdel Fattah el-Sisi", "Abdelfattah al-Sissi", True),
    ],
)
def test_names_that_can_be_one_persons(one, other, can_be):
    assert compatible(name_key(one.split()), name_key(other.split())) is can_be
    assert compatible(name_key(other.split()), name_key(one.split())) is can_be


def test_mentions_that_can_be_one_share_a_group():
    assert len({group_key(name, False) for name in ("Peskov", "Dmitry Peskov", "Dmitri Peskov Jr.")}) == 1
    assert group_key("the Foreign Office", True) == group_key("Foreign Office", True)
    assert group_key("Russia’s Foreign Ministry", True) == group_key("Russian Foreign Ministry", True)
    assert group_key("Russian Foreign Ministry", True) != group_key("Chinese Foreign Ministry", True)
    assert group_key("Bank of America", True) != group_key("U.S. Bank", True)
    assert group_key("Ford", True) != group_key("Ford", False)


def test_full_names_that_agree_are_one_entry_whatever_the_spelling():
    found = identities([said("Dmitry Peskov"), said("Dmitri Peskov"), said("Dmitry Peskov")])
    assert [(one.name, one.names, one.members) for one in found.identities] == [
        ("Dmitry Peskov", ("Dmitry Peskov", "Dmitri Peskov"), (0, 1, 2))
    ]
    assert found.uncertain == ()


def test_who_changes_offices_is_one_entry():
    roles = ["mayor of London", "foreign secretary", "prime minister", "columnist", "", "former president of the union"]
    mentions = [said("Boris Vale", *filter(None, [role]), article=f"{role}{i}") for i in (1, 2) for role in roles]
    assert len(identities(mentions).identities) == 1


def test_a_nickname_goes_with_the_one_name_it_is_short_for():
    assert len(identities([said("Tim Vale"), said("Timothy Vale")]).identities) == 1
    assert len(identities([said("Chris Vale"), said("Christopher Vale"), said("Christine Vale")]).identities) == 3


def test_of_two_nicknames_the_one_with_the_same_role_goes_with_the_full_name():
    entries, _ = who(
        [said("William Vale", "attorney general"), said("Bill Vale", "attorney general"), said("Will Vale", "actor")]
    )
    assert entries == {
        "William Vale": ["Bill Vale attorney general", "William Vale attorney general"],
        "Will Vale": ["Will Vale actor"],
    }


def test_a_suffix_that_only_some_articles_write_is_needless_where_roles_agree():
    father, son = said("Joe Vale", "vice president"), said("Joseph R. Vale Jr.", "vice president")
    assert len(identities([father, son]).identities) == 1
    assert len(identities([father, said("Joe Vale Jr.", "son of the vice president")]).identities) == 2
    assert len(identities([father, said("Joe Vale Jr.", "vice president", article=father.article)]).identities) == 2
    assert len(identities([father, son, said("Joe Vale Sr.", "vice president")]).identities) == 3


def test_an_outlet_that_spells_a_surname_otherwise_means_somebody_else():
    assert identities([said("Mark Penn"), said("Le Pen")]).uncertain[0].candidates == ("Mark Penn",)
    assert identities([said("Mark Penn", "pollster"), said("Pen", "pollster")]).uncertain == ()


def test_fields_of_work_that_contradict_tell_namesakes_apart():
    mentions = [said("John Vale", "police chief"), said("John Vale", "striker"), said("John Vale", outlet="Times")]
    found = identities(mentions)
    assert sorted(one.members for one in found.identities) == [(0,), (1,)]
    assert [(one.member, one.candidates) for one in found.uncertain] == [(2, ("John Vale",))]
    assert len({one.id for one in found.identities}) == 2


def test_an_article_that_gives_both_roles_makes_them_one():
    mentions = [said("John Vale", "actor"), said("John Vale", "boxer"), said("John Vale", "boxer", "actor")]
    assert len(identities(mentions).identities) == 1


@pytest.mark.parametrize(("articles", "entries"), [(1, 1), (2, 2)])
def test_an_office_contradicts_a_trade_only_where_each_is_given_twice(articles, entries):
    mentions = [said("John Vale", role) for role in ("senator", "striker") for _ in range(articles)]
    assert len(identities(mentions).identities) == entries


def test_middle_initials_tell_apart_and_the_bare_name_is_uncertain():
    entries, doubts = who(
        [
            said("George W. Vale"),
            said("George H. W. Vale"),
            said("George Walker Vale"),
            said("George Vale", outlet="Times"),
        ]
    )
    assert entries == {
        "George Walker Vale": ["George W. Vale", "George Walker Vale"],
        "George H. W. Vale": ["George H. W. Vale"],
    }
    assert doubts == {"George Vale": {"George Walker Vale", "George H. W. Vale"}}


def test_a_slip_in_a_middle_initial_makes_nobody_else_uncertain():
    mentions = [said("Don J. Vale") for _ in range(40)] + [said("Don Vale") for _ in range(9)] + [said("Don T. Vale")]
    assert sorted(len(one.members) for one in identities(mentions).identities) == [1, 49]


HILLARY = "Hillary Clinton"
BILL = "Bill Clinton"


@pytest.mark.parametrize(
    ("bare", "entry"),
    [
        (said("Clinton", outlet="Times"), None),
        (said("Clinton", "Democratic nominee", outlet="Times"), HILLARY),
        (said("Clinton", "ex-president", outlet="Times"), BILL),
        (said("Clinton", outlet="Post"), None),  # which has named both
        (said("Clinton", outlet="Herald"), BILL),
        (said("Clinton", date="2020-07-01", outlet="Herald"), None),  # 61 days later
        (said("Clinton", "former", outlet="Times"), None),
    ],
)
def test_a_surname_that_two_bear_needs_a_role_or_an_outlet(bare, entry):
    mentions = [
        said(HILLARY, "Democratic nominee"),
        said(BILL, "former president"),
        said(BILL, outlet="Herald"),
        said("William Jefferson Clinton"),
        bare,
    ]
    entries, doubts = who(mentions)
    assert doubts == ({} if entry else {"Clinton": {HILLARY, BILL}})
    assert [name for name, members in entries.items() if any(one.startswith("Clinton") for one in members)] == (
        [entry] if entry else []
    )


@pytest.mark.parametrize(
    ("bare", "joins"),
    [
        (said("Peskov", outlet="Times"), False),
        (said("Peskov", outlet="Post"), True),
        (said("Peskov", "Kremlin press secretary", outlet="Times"), True),
        (said("Peskov", "Russian", outlet="Times"), False),
        (said("Peskov", "Ukrainian spokesman", outlet="Times"), False),
        (said("Peskov", "goalkeeper", outlet="Times"), False),
        (said("Peskov", "Mr", outlet="Times"), False),
        (said("D. Peskov", outlet="Post"), True),
        (said("V. Peskov", outlet="Post"), False),
    ],
)
def test_a_surname_joins_the_only_bearer_if_something_else_agrees(bare, joins):
    found = identities([said("Dmitry Peskov", "Kremlin spokesman"), bare])
    assert ((0, 1) in [one.members for one in found.identities]) is joins


def test_an_article_that_tells_a_surname_from_a_full_name_is_believed():
    found = identities([said("Ann Vale", article="x"), said("Vale", article="x")])
    assert [one.candidates for one in found.uncertain] == [("Ann Vale",)]


def test_surnames_alone_meet_by_role_or_outlet_else_are_uncertain():
    together = [said("Vale", "port director"), said("Vale", "director", outlet="Times"), said("Vale", "Mrs")]
    assert [one.members for one in identities(together).identities] == [(0, 1, 2)]
    apart = [said("Vale", "nurse"), said("Vale", outlet="Times"), said("Vale", "boxer")]
    assert identities(apart).identities == ()
    assert [one.candidates for one in identities(apart).uncertain] == [(), (), ()]
    assert len(identities([said("Vale")]).identities) == 1


def test_two_initials_are_a_name_of_their_own():
    assert len(identities([said("J.K. Vale"), said("J. K. Vale", outlet="Times")]).identities) == 1
    assert len(identities([said("J.K. Vale"), said("Joan Vale"), said("J.D. Vale")]).identities) == 3
    assert len(identities([said("J.D. Vale"), said("James David Vale"), said("James Vale")]).identities) == 1


def test_a_particle_is_a_given_name_unless_the_surname_has_it():
    assert len(identities([said("Al Vale"), said("Ann Vale")]).identities) == 2
    joined = identities([said("Chris Van Vale"), said("Van Vale")])
    assert [one.members for one in joined.identities] == [(0, 1)]


def test_bodies_of_one_name_are_one_but_not_those_that_many_share():
    assert len(identities([said("the Kremlin", is_body=True), said("Kremlin", is_body=True)]).identities) == 1
    ministries = [
        said("Foreign Ministry", "Russian ministry", is_body=True),
        said("Foreign Ministry", "Chinese ministry", is_body=True),
        said("the Foreign Ministry", is_body=True),
    ]
    assert identities(ministries).identities == ()
    assert len(identities(ministries).uncertain) == 3


def test_ids_depend_on_the_name_alone_and_outlast_new_articles():
    before = identities([said("Bill Vale")]).identities[0].id
    after = identities([said("William J. Vale", "senator"), said("Bill Vale"), said("Vale", "senator")])
    assert [one.id for one in after.identities] == [before]
    assert len(before) == 16
    assert int(before, 16) >= 0


def test_namesakes_have_ids_of_their_own():
    names = ["George W. Vale", "George H. W. Vale", "George Vale Jr.", "Ann Vale", "Al Vale"]
    assert len({one.id for one in identities([said(name) for name in names]).identities}) == len(names)


NAMES = [
    "Vale", "Ann Vale", "A. Vale", "Anne B. Vale", "Ann C. Vale", "Bill Vale", "William Vale", "Will Vale", "Vale Jr.",
    "Bill Vale Jr.", "W. X. Vale", "William X. Vale", "Al Vale", "Ann Orr-Vale", "Ann Orr Vale",
]  # fmt: skip
ROLES = ["senator", "striker", "Russian minister", "detective", "British minister", "Mr", "professor"]
MENTIONS = st.builds(
    Mention,
    st.sampled_from([f"a{i}" for i in range(9)]),
    st.sampled_from([None, "2020-01-01", "2020-01-20", "2020-03-01", "unknown"]),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(ROLES), max_size=2).map(tuple),
    st.just(False),
    st.just(1),
    st.sampled_from([None, "Post", "Times"]),
)


def outcome(mentions):
    """What is found, without positions."""
    found = identities(mentions)
    entries = sorted(
        (one.id, one.name, one.names, sorted(map(repr, (mentions[i] for i in one.members)))) for one in found.identities
    )
    return entries, sorted((repr(mentions[one.member]), one.candidates) for one in found.uncertain)


@settings(max_examples=150, deadline=None)
@given(st.lists(MENTIONS, max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_mentions_changes_nothing(mentions, chance):
    shuffled = list(mentions)
    chance.shuffle(shuffled)
    assert outcome(shuffled) == outcome(mentions)


def seen(mentions):
    """The articles of some mentions, and the roles they give."""
    mentions = list(mentions)
    return {one.article for one in mentions}, {role for one in mentions for role in one.roles}


@settings(max_examples=100, deadline=None)
@given(st.lists(MENTIONS, max_size=14))
def test_every_mention_is_somebody_or_uncertain(mentions):
    found = identities(mentions)
    placed = [i for one in found.identities for i in one.members] + [one.member for one in found.uncertain]
    assert sorted(placed) == list(range(len(mentions)))
    assert len({one.id for one in found.identities}) == len(found.identities)
    for one in found.identities:
        firsts = {mentions[i].name for i in one.members if len(mentions[i].name.split()) > 1}
        suffixes = {name.endswith("Jr.") for name in firsts}
        if "Bill Vale Jr." in firsts:  # needless only where a role is in common, and no article names both
            (juniors, as_what), (bills, what) = (
                seen(mentions[i] for i in one.members if mentions[i].name in names)
                for names in ({"Bill Vale Jr."}, {"Bill Vale", "William Vale", "Will Vale", "William X. Vale"})
            )
            assert juniors.isdisjoint(bills)
            assert not bills or (as_what and what)
        else:
            assert len(suffixes) < 2
        assert not any({"Anne B. Vale", "Ann C. Vale"} == set(pair) for pair in combinations(firsts, 2))


def test_a_name_in_twenty_thousand_articles_is_resolved():
    chance = random.Random(3)
    mentions = [
        Mention(
            f"a{i}",
            f"20{chance.randrange(10, 30)}-0{chance.randrange(1, 10)}-11",
            chance.choice(["Donald Trump", "Donald J. Trump", "Trump", "Ivanka Trump", "D. Trump", "Tiffany Trump"]),
            tuple(chance.sample([f"role {n} of somewhere {n}" for n in range(400)], 2)),
            False,
            1,
            f"outlet {chance.randrange(50)}",
        )
        for i in range(20_000)
    ]
    found = identities(mentions)
    assert {one.name for one in found.identities} == {"Donald J. Trump", "Ivanka Trump", "Tiffany Trump"}
    assert sum(len(one.members) for one in found.identities) + len(found.uncertain) == 20_000
