"""Words that report speech, and the sources they name; \\x00 stands for quoted characters."""

import pytest

from index.attribution.cues import has_cue, participle, sources, without_asides


@pytest.mark.parametrize(
    ("plain", "named"),
    [
        ("Ann Vale said that it is closed.", ["Ann Vale"]),
        ("\x00\x00\x00 said the port director.", ["the port director"]),
        ("\x00\x00\x00 said city council member Ann Vale, who runs it.", ["city council member Ann Vale"]),
        ("\x00\x00\x00 said the old bridge is closed.", []),
        ("\x00\x00\x00 said Ann Vale, who runs it.", ["Ann Vale"]),
        ("Ann Vale, the port director, warned of rust.", ["Ann Vale"]),
        ("It is closed, according to the port director, and will stay so.", ["the port director"]),
        ("The Post quoted Ann Vale as saying so.", ["Ann Vale"]),
        ("Ann Vale was quoted as saying so.", ["Ann Vale"]),
        ("The warning came from Ann Vale, the port director.", ["Ann Vale"]),
        ("The plan has been criticized in Lund.", []),
        ("The alleged plan failed.", []),
        ("Lund's stated aim failed.", []),
        ("The bridge is closed.", []),
    ],
)
def test_a_sentence_names_its_sources(plain, named):
    assert sources(plain) == named


def test_a_passive_is_no_cue():
    assert has_cue("Ann Vale warned them.")
    assert not has_cue("They were warned.")


def test_participles_and_colons_before_a_quotation_carry_speech_on():
    assert participle("She rose, adding that it is closed.")
    assert participle("She rose: \x00\x00\x00")
    assert not participle("She rose at nine: the bridge was closed.")


def test_what_stands_in_brackets_is_blanked_and_offsets_hold():
    assert without_asides("Ann Vale (56) said") == "Ann Vale      said"
