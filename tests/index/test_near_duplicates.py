"""Near-duplicates: signatures estimate how much of two texts is the same."""

import pytest

from index.near_duplicates import BANDS, band_hashes, from_bytes, minhash, similarity, to_bytes

WORDS = [f"word{n}" for n in range(700)]


def text(low: int, high: int) -> str:
    return " ".join(WORDS[low:high])


def test_equal_words_give_equal_signatures_whatever_stands_between_them():
    assert minhash(text(0, 100)) == minhash(text(0, 100).upper().replace(" ", ",\n"))
    assert similarity(minhash(text(0, 100)), minhash(text(0, 100))) == 1.0


@pytest.mark.parametrize("shift", [20, 100, 300])
def test_the_estimate_is_near_the_true_share(shift):
    # 400 words have 396 shingles, of which 396 - shift are shared and 396 + shift are in either text.
    true = (396 - shift) / (396 + shift)
    estimate = similarity(minhash(text(0, 400)), minhash(text(shift, shift + 400)))
    assert estimate == pytest.approx(true, abs=0.15)  # 64 minima: standard error at most .0625


def test_similar_texts_share_a_band_and_unrelated_ones_do_not():
    one = set(band_hashes(minhash(text(0, 300))))
    assert one & set(band_hashes(minhash(text(15, 315))))
    assert not one & set(band_hashes(minhash(text(350, 650))))


def test_short_texts_have_no_signature():
    assert minhash(text(0, 39)) == ()
    assert len(minhash(text(0, 40))) == 64
    assert len(band_hashes(minhash(text(0, 40)))) == BANDS
    assert band_hashes(()) == []


def test_signatures_come_back_from_their_bytes_and_are_the_same_everywhere():
    signature = minhash(text(0, 60))
    assert len(to_bytes(signature)) == 256
    assert from_bytes(to_bytes(signature)) == signature
    assert signature[:3] == minhash(text(0, 60))[:3] == EXPECTED
    assert all(0 <= band < 1 << 63 for band in band_hashes(signature))


EXPECTED = (72428953, 27569454, 30741196)
"""Stored signatures are compared with new ones: a change needs a new format of the index."""
