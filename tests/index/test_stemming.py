"""Stems, from several threads at once."""

from concurrent.futures import ThreadPoolExecutor

from index.stemming import stem

ENDINGS = ("ing", "ed", "ions", "ional", "s")
WORDS = [begin + end for begin in ("connect", "relat", "nation", "promis", "deliver") for end in ENDINGS]


def test_threads_do_not_disturb_each_other() -> None:
    stemmed = stem.__wrapped__  # none of them kept from before
    alone = [stemmed(word) for word in WORDS]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: [stemmed(word) for word in WORDS], range(200)))
    assert all(one == alone for one in found)
