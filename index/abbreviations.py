"""Words whose full stop need not end a sentence, and words that start one after it."""

import re


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


_TITLES = _words("""
    Mr Mrs Ms Messrs Mx Dr Drs Prof Sen Sens Rep Reps Gov Govs Lt Gen Gens Col Cols Cpl Sgt Sgts Maj Capt Cmdr Comdr Cdr
    Adm Brig Pvt Pfc Rev Fr Msgr Hon Pres Amb Atty Supt Det Insp Mme Mlle Sra Srta Dra
""")
_COMPANIES = _words("Jr Sr Esq Ph.D Inc Corp Co Cos Ltd Bros Assn Assoc Dept Univ Intl Natl Pty Plc al")
_STREETS = _words("St Ste Ave Blvd Rd Hwy Pkwy Sq Bldg Apt")
_DATES = _words("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri")
_STATES = _words("""
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Md Mass Mich Minn Miss Mo Mont Neb Nebr Nev Okla Ore
    Pa Tenn Tex Va Vt Wash Wis Wisc Wyo
""")

NEVER_LAST = _TITLES | _words("Mt Ft vs Vs v cf viz ca approx eg ie e.g i.e c.f feat")
"""Never the last word of a sentence."""

BEFORE_NUMBER = _words("No no Nos nos Fig Figs Sec Art Vol Vols Ch pp p para paras c Op")
"""Abbreviations before a number only: "No. 5", but "He said no. They left."."""

MAYBE_LAST = _COMPANIES | _STREETS | _DATES | _STATES
"""The last word of a sentence only where a typical first word follows."""

DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
"""Letters with a full stop each, without the last one: "U.S", "a.m"; they end a sentence as MAYBE_LAST does."""

EXCLAIMED = frozenset(("Yahoo", "Jeopardy", "E", "Guess"))
"""Names written with an exclamation or question mark."""

STARTERS = _words("""
    A About According Additionally After All Also Although Among An And Another Any As At Because Before Both But By
    Despite During Each Earlier Either Even Every Everyone Few Finally Following For From Further Furthermore Given He
    Her Here His How However I If In Indeed Instead It Its Just Last Later Many Meanwhile More Moreover Most Mr Mrs Ms
    Much My Neither Never Nevertheless Next No Nobody None Nor Not Nothing Now On Once One Only Or Other Others Our
    Over Perhaps Prior Rather Several She Similarly Since So Some Someone Sometimes Soon Still Such That The Their Then
    There Therefore These They This Those Though Through Throughout Thus To Today Together Under Unlike Until We What
    Whatever When Whenever Where Whereas Whether Which While Who Whoever Whose Why With Within Without Yes Yesterday
    Yet You Your
""")
"""Words that seldom follow an abbreviation inside a sentence, hence a sign that it ended one."""

SAID = re.compile(
    r"(?!(?:He|She|It|They|We|You|I)\b)(?:(?:[A-Z][\w.’'-]{0,30}|of|de|al|the)\s+){1,5}"
    r"(?:said|says|asked|asks|told|added|adds|replied|wrote|writes|tweeted|shouted|continued|declared|exclaimed|wondered|joked)\b"
)
"""A capitalised attribution after a quoted question or exclamation: “Never!” Peskov said."""
