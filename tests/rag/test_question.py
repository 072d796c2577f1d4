"""What a question asks for: whose words, on what, of when, and what kind of answer would do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.question import MOST_QUESTION_WORDS, as_speaker, asking, is_question, understand


@pytest.mark.parametrize(
    ("question", "speaker", "topic"),
    [
        ("What did Vale say about the bridge?", "Vale", ["bridge"]),
        ("what did vale say about the bridge", "vale", ["bridge"]),
        ("WHAT DID VALE SAY ABOUT THE BRIDGE", "VALE", ["BRIDGE"]),
        ("What has Ann Vale said on the bridge?", "Ann Vale", ["bridge"]),
        ("What does Ann Vale think of the bridge?", "Ann Vale", ["bridge"]),
        ("Did Ann Vale say that the bridge is closed?", "Ann Vale", ["bridge", "closed"]),
        ("Has Ann Vale ever mentioned the bridge?", "Ann Vale", ["bridge"]),
        ("According to Ann Vale, why is the bridge closed?", "Ann Vale", ["bridge", "closed"]),
        ("Why is the bridge closed according to Ann Vale?", "Ann Vale", ["bridge", "closed"]),
        ("Which bridge is closed, says Ann Vale?", "Ann Vale", ["bridge", "closed"]),
        ("What is Ann Vale's view on the bridge?", "Ann Vale", ["bridge"]),
        ("What's Ann Vale’s opinion of the bridge?", "Ann Vale", ["bridge"]),
        ("Ann Vale's view on the bridge", "Ann Vale", ["bridge"]),
        ("Ann Vale on the bridge", "Ann Vale", ["bridge"]),
        ("quotes by Ann Vale about the bridge", "Ann Vale", ["bridge"]),
        ("What remarks did Ann Vale make about the bridge?", "Ann Vale", ["make", "bridge"]),
        ("How did Ann Vale describe the bridge?", "Ann Vale", ["bridge"]),
        ("What Ann Vale said about the bridge", "Ann Vale", ["bridge"]),
        ("Tell me what Ann Vale said about the bridge", "Ann Vale", ["bridge"]),
        ("Ann Vale said the bridge is closed, right?", "Ann Vale", ["bridge", "closed", "right"]),
        ("What does Ann Vale, the port director, say about the bridge?", "Ann Vale", ["bridge"]),
        ("What did Mr. Orr say about the bridge?", "Orr", ["bridge"]),
        ("What did O'Neil say about the bridge?", "O'Neil", ["bridge"]),
        ("What did Ursula von der Leyen say about gas?", "Ursula von der Leyen", ["gas"]),
        ("What did U.S. Secretary of State Day say about gas?", "Day", ["gas"]),
        ("What did the Kremlin's spokesman say about gas?", "Kremlin's spokesman", ["gas"]),
        ("What did the director of the port say?", "director of the port", []),
        ("What did Vale say about the bridge in March 2021?", "Vale", ["bridge"]),
        ("What is in the bridge?", None, ["bridge"]),
        ("Tell me about the bridge", None, ["bridge"]),
        ("Can you tell me about the bridge?", None, ["bridge"]),
    ],
)
def test_speaker_and_topic_are_read_from_every_way_of_asking(question, speaker, topic):
    query = understand(question)
    assert (query.speaker.phrase if query.speaker else None, [term.word for term in query.topic]) == (speaker, topic)


@pytest.mark.parametrize(
    "question",
    [
        "Who said that the bridge is closed?",
        "Which minister said the bridge is closed?",
        "Whose words are quoted on gas?",
    ],
)
def test_who_said_that_asks_for_a_speaker_instead_of_naming_one(question):
    query = understand(question)
    assert (query.wants_speaker, query.speaker) == (True, None)


@pytest.mark.parametrize(
    ("question", "is_role"),
    [("What did the port director say?", True), ("What did port director Ann Vale say?", False)],
)
def test_an_office_is_a_role_and_a_name_behind_it_is_a_name(question, is_role):
    speaker = understand(question).speaker
    assert speaker is not None
    assert speaker.is_role is is_role


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("When did the bridge open?", "time"),
        ("In which year did the bridge open?", "time"),
        ("How many boats wait?", "number"),
        ("What percentage of boats wait?", "number"),
        ("Who opened the bridge?", "person"),
        ("Where is the bridge?", "place"),
        ("Which country built the bridge?", "place"),
        ("Why is the bridge closed?", "any"),
    ],
)
def test_the_kind_of_answer_follows_the_question_word(question, wanted):
    assert understand(question).wanted == wanted


def test_bare_words_are_keywords_and_a_sentence_is_not():
    assert understand("vale bridge closed").keywords
    assert not understand("why is the bridge closed").keywords


def test_keywords_become_a_question_for_the_words_of_whom_they_name():
    query = understand("vale bridge closed")
    speaker = as_speaker("Vale")
    assert speaker is not None
    asked = asking(query, speaker)
    assert (asked.speaker, [term.word for term in asked.topic]) == (speaker, ["bridge", "closed"])


@pytest.mark.parametrize("text", ["ann vale bridge closed", "Ann Vale bridge", "ANN VALE BRIDGE CLOSED"])
def test_a_given_name_before_the_one_who_is_named_is_theirs(text):
    speaker = as_speaker("Vale")
    assert speaker is not None
    asked = asking(understand(text), speaker)
    assert asked.speaker is not None
    assert asked.speaker.words == ("Ann", "Vale")
    assert "ann" not in {term.stem for term in asked.topic}


@pytest.mark.parametrize(
    "question",
    ["How did Vale react to the flood?", "What was Vale's response to the flood?", "vale's reply to the flood"],
)
def test_a_reaction_is_asked_for(question):
    assert understand(question).reaction
    assert [term.word for term in understand(question).topic] == ["flood"]


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Ann Vale's team say about rain?", "Ann Vale's team"),
        ("What did the coal company say about rain?", "coal company"),
        ("what did doris day say about rain?", "doris day"),
        ("What Ann Vale said about rain", "Ann Vale"),
    ],
)
def test_teams_companies_and_names_that_are_words_speak(question, speaker):
    asked = understand(question).speaker
    assert asked is not None
    assert asked.phrase == speaker


def test_the_period_is_kept_apart_from_the_topic():
    query = understand("What did Vale say about the bridge on 28 April 2022?")
    assert [period.prefix for period in query.periods] == ["2022-04-28"]
    assert [term.word for term in query.topic] == ["bridge"]


@pytest.mark.parametrize("text", ["", " \n\t", "?!…", "🙂🙃", "-- '' \" *"])
def test_without_a_word_there_is_no_question(text):
    assert not is_question(text)


def test_a_pasted_page_keeps_what_comes_first_and_last():
    words = [f"w{number}" for number in range(2000)]
    kept = understand(" ".join(words)).text.split()
    assert len(kept) == MOST_QUESTION_WORDS == 400
    assert (kept[0], kept[199], kept[200], kept[-1]) == ("w0", "w199", "w1800", "w1999")  # half from either end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_understood(text):
    query = understand(text)
    assert {term.stem for term in query.topic} <= {term.stem for term in query.terms}
    assert query.text == " ".join(text.split())


@pytest.mark.parametrize(
    "question",
    [
        "According to a new poll, how many people like tea?",
        "Which town has the worst air, according to a report by IQAir?",
        "What NFL star announced his retirement on Tuesday?",
        "Which word did Merriam-Webster select as its word of the year?",
    ],
)
def test_a_study_a_star_and_a_year_are_nobody(question):
    assert understand(question).speaker is None


def test_somebodys_office_is_not_that_somebody() -> None:
    speaker = understand("What did the Swedish prime minister's office say about tea?").speaker
    assert speaker is not None
    assert not speaker.is_role
