"""Languages told by script and function words, and what is said to a question in another one."""

import pytest

from index.settings import Settings
from rag.language import in_another_language, language_of, main_language
from tests.rag.conftest import Open


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("What did the mayor say about the bridge?", "en"),
        ("Was hat die Bürgermeisterin über die Brücke gesagt?", "de"),
        ("WER HAT DAS RATHAUS GEBAUT", "de"),
        ("Qu'a dit le maire sur le pont ?", "fr"),
        ("¿Qué dijo el alcalde sobre el puente?", "es"),
        ("que dijo el alcalde sobre el puente", "es"),
        ("Cosa ha detto il sindaco del ponte?", "it"),
        ("O que disse o prefeito sobre a ponte?", "pt"),
        ("Wat zei de burgemeester over de brug?", "nl"),
        ("Co powiedział burmistrz o moście?", "pl"),
        ("Vad sa borgmästaren om bron?", "sv"),
        ("Belediye başkanı köprü hakkında ne dedi?", "tr"),
        ("Что сказал мэр о мосте?", "ru"),
        ("Що сказав мер про міст?", "uk"),
        ("Какво каза кметът за моста?", "bg"),
        ("市长对桥说了什么？", "zh"),
        ("市長は橋について何と言いましたか", "ja"),
        ("시장은 다리에 대해 뭐라고 했나요?", "ko"),
        ("ماذا قال العمدة عن الجسر؟", "ar"),
        ("Τι είπε ο δήμαρχος για τη γέφυρα;", "el"),
    ],
)
def test_a_question_tells_its_language(text, code):
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text", ["", "🙂 7", "Los Angeles", "De Gaulle", "harbour bridge", "die hard", "Lund", "Der Spiegel"]
)
def test_names_and_bare_words_tell_none(text):
    assert language_of(text) is None


def test_an_archive_is_of_the_language_of_most_of_its_articles():
    german = "Die Brücke ist noch nicht gebaut, sagte der Bürgermeister."
    assert main_language([german, "The bridge is not built yet.", german]) == "de"
    assert main_language([]) is None


def test_a_refused_question_in_another_language_is_told_so():
    assert in_another_language("de", "en", english_embedder=True) == (
        "The question seems to be in German; the articles here are in English. Ask in English, or index with a "
        "multilingual embedder (setting embedder)."
    )
    assert in_another_language("de", "fr", english_embedder=False) == (
        "The question seems to be in German; the articles here are in French. Ask in French."
    )


@pytest.mark.parametrize(("asked", "articles"), [("en", "en"), (None, "en"), ("de", None)])
def test_nothing_is_said_of_the_language_where_it_is_one_or_unsure(asked, articles):
    assert in_another_language(asked, articles, english_embedder=True) is None


def test_the_refusal_of_a_question_in_german_says_so_and_one_in_english_does_not(open_index: Open):
    engine = open_index(Settings(), one="“The bridge will be closed in May,” Mayor Ann Vale said on Monday.")
    german = engine.ask("Wie heißt der Bürgermeister von Hamburg?")
    assert (german.status, "in German" in german.answer) == ("refused", True)
    english = engine.ask("Who is the king of the hill?")
    assert (english.status, "seems to be in" in english.answer) == ("refused", False)
