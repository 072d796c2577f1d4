"""A model asked over HTTP: patience, new attempts, and what is said when it fails."""

import pytest

from index.settings import Settings
from rag.llm.talk import ATTEMPTS, Model, ModelError, Turn, Words

ASKED = [Turn("system", "Be brief."), Turn("user", "Hi")]


def model(script, **settings):
    opened = Model.open(script.spec, Settings(**settings))
    return Model(opened.name, opened.loaded, opened.timeout, back_off=0.01)


def test_words_come_as_they_are_written(scripted):
    script = scripted("One two three.")
    assert list(model(script).stream(ASKED)) == [Words("One "), Words("two "), Words("three.")]
    assert script.asked[0]["messages"] == [{"role": one.role, "content": one.content} for one in ASKED]
    assert (script.asked[0]["temperature"], script.asked[0]["seed"]) == (0, 0)


def test_a_text_that_had_to_stop_is_marked(scripted):
    assert list(model(scripted("One two", finish="length")).stream(ASKED))[-1] == Words("", cut=True)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(scripted, status):
    script = scripted("Yes.", statuses=[status, status])
    assert model(script).complete(ASKED) == "Yes."
    assert len(script.asked) == 3


def test_attempts_end(scripted):
    script = scripted("Yes.", statuses=[500] * 9)
    with pytest.raises(ModelError, match=r"answers with an error \(HTTP 500\)"):
        model(script).complete(ASKED)
    assert len(script.asked) == ATTEMPTS


@pytest.mark.parametrize(("status", "told"), [(400, r"answers with an error \(HTTP 400\)"), (401, "refuses the key")])
def test_what_another_attempt_cannot_mend_is_not_tried_again(scripted, status, told):
    script = scripted("Yes.", statuses=[status])
    with pytest.raises(ModelError, match=told):
        model(script).complete(ASKED)
    assert len(script.asked) == 1


def test_no_message_holds_the_key(scripted, monkeypatch):
    monkeypatch.setenv("OPENAI_LIKE_API_KEY", "sk-hunter2")
    script = scripted("Yes.", statuses=[401])  # the server repeats the key in its error
    with pytest.raises(ModelError) as raised:
        model(script).complete(ASKED)
    assert script.keys == ["Bearer sk-hunter2"]
    assert "hunter2" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_server_that_is_away_is_named(scripted):
    script = scripted()
    script.url = "http://127.0.0.1:9"  # nothing listens there
    away = r"'openai-like:http://127.0.0.1:9/v1#scripted' cannot be reached .*check that its server runs"
    with pytest.raises(ModelError, match=away):
        model(script).complete(ASKED)


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(scripted):
    script = scripted("Yes.", silent=True)
    with pytest.raises(ModelError, match="takes too long"):
        model(script, llm_timeout=0.2).complete(ASKED)
    assert len(script.asked) == 1


def test_a_stream_that_breaks_is_an_error_however_much_came(scripted):
    script = scripted("One two three four.", breaks_after=2)
    came = []
    with pytest.raises(ModelError, match="stopped before the end of its answer"):
        came.extend(words.text for words in model(script).stream(ASKED))
    assert len(script.asked) == 1  # what was shown is not said twice


def test_a_reader_who_has_enough_may_go(scripted):
    stream = model(scripted("One two three.")).stream(ASKED)
    assert next(stream) == Words("One ")
    stream.close()
    assert list(stream) == []
