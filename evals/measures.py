"""The measures, each a pure function of one question and its answer.

A `Tally` is one question's part in a measure: over a set, the measure is the sum of what was got over the sum of what
there was to get. A mean has 1 to get for each question; exactness and refusal are ratios of counts. None stands where a
measure does not apply to a question; the question is left out then, and never counts as zero.

Answers that are missing because the question failed get nothing, and count as neither refused nor right.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Literal, TypeAlias

from evals.attributions import Attributions
from evals.phrases import folded, holds
from evals.question import Evidence, Question
from evals.ranking import Ranking, ranked
from rag.answer import Answer, Citation, Passage

MIN_SHARED_CHARS = 15
"""Characters that a citation and evidence must share to match, or all of a shorter evidence."""
MAX_CITATION_CHARS = 600
"""A citation longer than this, and than twice the evidence, points at nothing in particular."""


@dataclass(frozen=True)
class Tally:
    """One question's part in a measure."""

    got: float
    of: float


Direction: TypeAlias = Literal["higher", "lower", "size", "given"]
"""Which way is better; a size is held below a bound, but smaller is not better; what is given says nothing of a run."""
DIRECTIONS: dict[str, Direction] = {
    "hit@1": "higher",
    "hit@4": "higher",
    "hit@10": "higher",
    "mrr@10": "higher",
    "recall@10": "higher",
    "ndcg@10": "higher",
    "citation_recall": "higher",
    "citation_precision": "higher",
    "nugget_recall": "higher",
    "forbidden": "lower",
    "misattributed": "lower",
    "exact": "higher",
    "support_precision": "higher",
    "judged_precision": "higher",
    "refusal_precision": "higher",
    "refusal_recall": "higher",
    "refusal_f1": "higher",
    "refuse_all_f1": "given",
    "answer_chars": "size",
    "citations_per_answer": "size",
    "seconds_p50": "lower",
    "seconds_p95": "lower",
}
"""Every measure, in the order of the tables."""
TIMES = ("seconds_p50", "seconds_p95")

Tallies: TypeAlias = dict[str, Tally | None]
TextOf: TypeAlias = Callable[[str], str | None]
"""From an article's id to its text; None where there is no such article."""


def tally(
    question: Question, answer: Answer | None, text_of: TextOf, attributions: Attributions | None = None
) -> Tallies:
    """Every measure of one question, seconds aside, which are percentiles over a set.

    Args:
        question: with its evidence located.
        answer: None where the question failed.
        text_of: an article's text, to hold citations against.
        attributions: whose words the articles hold, where somebody annotated that.
    """
    ranking = ranking_measures(question, () if answer is None else answer.passages)
    ranks = {} if ranking is None else asdict(ranking)
    return {
        "hit@1": _share(ranks.get("hit_1")),
        "hit@4": _share(ranks.get("hit_4")),
        "hit@10": _share(ranks.get("hit_10")),
        "mrr@10": _share(ranks.get("mrr")),
        "recall@10": _share(ranks.get("recall")),
        "ndcg@10": _share(ranks.get("ndcg")),
        "citation_recall": _share(citation_recall(question, answer)),
        "citation_precision": _share(citation_precision(question, answer)),
        "nugget_recall": _share(nugget_recall(question, answer)),
        "forbidden": _share(forbidden(question, answer)),
        "misattributed": misattributed(question, answer, attributions),
        "exact": None if answer is None else exactness(answer.citations, text_of),
        "support_precision": support_precision(answer),
        "judged_precision": None,  # asked of another model, where there is one (`evals.judge`)
        "refusal_precision": refusal_precision(question, answer),
        "refusal_recall": refusal_recall(question, answer),
        "refusal_f1": refusal_f1(question, refused=answer is not None and answer.status == "refused"),
        "refuse_all_f1": refusal_f1(question, refused=True),
        "answer_chars": _share(float(len(answer.answer)) if answer and answer.status == "answered" else None),
        "citations_per_answer": _share(
            float(len(answer.citations)) if answer and answer.status == "answered" else None
        ),
    }


def ranking_measures(question: Question, passages: Sequence[Passage]) -> Ranking | None:
    """hit@k, MRR@10, recall@10 and nDCG@10 of one question, each 0 to 1; None where there is no evidence to find.

    A passage finds the evidence spans that it overlaps; one of over 2,500 characters holds its rank and finds nothing.
    Where the evidence only names articles, a passage finds its article, and ranks count distinct articles.

    hit@k: 1 where one of the first k passages finds evidence (success at k).
    MRR@10: 1 over the rank of the first that does, 0 beyond rank 10. Source: Voorhees 1999, TREC-8.
    recall@10: share of evidence spans that the first ten passages find.
    nDCG@10: a passage gains 1 for each span that no better one found, so that repeating a span gains nothing;
        discounted by log2(rank + 1), and normalised by the best order of these gains, spans never found included.
        Source: Järvelin and Kekäläinen 2002; gains by novelty as in Clarke et al. 2008 with alpha = 1.
    """
    if not question.answerable or not question.evidence:
        return None
    return ranked(question.evidence, passages)


def citation_recall(question: Question, answer: Answer | None) -> float | None:
    """Share of the evidence that a citation matches; a refusal or failure scores 0; None without evidence to find.

    Source: Gao et al. 2023, ALCE, whose recall asks whether what should be supported is; here against gold spans.
    """
    if not question.answerable or not question.evidence:
        return None
    citations = _answering_citations(answer)
    return sum(any(matches(cited, gold) for cited in citations) for gold in question.evidence) / len(question.evidence)


def citation_precision(question: Question, answer: Answer | None) -> float | None:
    """Share of the citations that match evidence, of an answered answerable question; citing nothing scores 0.

    Source: Gao et al. 2023, ALCE: a citation that supports nothing asked for is wrong; here against gold spans.
    """
    if not question.answerable or not question.evidence or answer is None or answer.status != "answered":
        return None
    if not answer.citations:
        return 0.0
    return sum(any(matches(cited, gold) for gold in question.evidence) for cited in answer.citations) / len(
        answer.citations
    )


def matches(citation: Citation, evidence: Evidence) -> bool:
    """Whether a citation points at the evidence: both overlap enough, and the citation is not much longer.

    They share at least half of the shorter one and at least 15 characters (or all of a shorter evidence), and the
    citation is not longer than both 600 characters and twice the evidence. Any citation of an article matches
    evidence that is a whole article.
    """
    if citation.article != evidence.article:
        return False
    if evidence.span is None:
        return True
    cited, gold = citation.end_char - citation.start_char, evidence.span.end - evidence.span.start
    shared = min(citation.end_char, evidence.span.end) - max(citation.start_char, evidence.span.start)
    return (
        2 * shared >= min(cited, gold) > 0
        and (shared >= MIN_SHARED_CHARS or shared == gold)
        and cited <= max(MAX_CITATION_CHARS, 2 * gold)
    )


def nugget_recall(question: Question, answer: Answer | None) -> float | None:
    """Share of nugget groups of which an alternative stands in the answer; a refusal or failure scores 0.

    Source: Voorhees 2003, TREC question answering track: recall of the nuggets an assessor wants, all counted as vital.
    """
    if not question.answerable or not question.nuggets:
        return None
    if answer is None or answer.status != "answered":
        return 0.0
    text = folded(answer.answer)
    return sum(any(holds(text, nugget) for nugget in group) for group in question.nuggets) / len(question.nuggets)


def forbidden(question: Question, answer: Answer | None) -> float | None:
    """1 where an answer holds a forbidden phrase, else 0; None for a refusal, which states nothing.

    Source: this project's own: the simplest sign that somebody else's words were given as the speaker's.
    """
    if answer is None or answer.status != "answered":
        return None
    text = folded(answer.answer)
    return float(any(folded(phrase) in text for phrase in question.forbidden))


def misattributed(question: Question, answer: Answer | None, attributions: Attributions | None) -> Tally | None:
    """Of the citations that lie on annotated words of named people, those that lie on other people's alone.

    Over answers to questions with a speaker, whether or not they can be answered. A citation that also touches words
    of a source that is no person of the questions (a role, a body, a pronoun) may be anybody's, and is left out.
    Source: this project's own, against the content spans and sources of PolNeAR (Newell et al. 2018).
    """
    if attributions is None or question.speaker is None:
        return None
    verdicts = [attributions.is_by(cited, question.speaker) for cited in _answering_citations(answer)]
    known = [verdict for verdict in verdicts if verdict is not None]
    return Tally(known.count(False), len(known)) if known else None


def exactness(citations: Sequence[Citation], text_of: TextOf) -> Tally | None:
    """Citations whose quote is what the article holds at their offsets, of all, those of refusals included.

    Source: this project's own promise: `text[start_char:end_char]` is the quote. An unknown article is not exact.
    """
    if not citations:
        return None
    texts = [text_of(cited.article) for cited in citations]
    exact = (
        text is not None
        and 0 <= cited.start_char < cited.end_char
        and text[cited.start_char : cited.end_char] == cited.quote
        for cited, text in zip(citations, texts, strict=True)
    )
    return Tally(sum(exact), len(citations))


def support_precision(answer: Answer | None) -> Tally | None:
    """Of the sentences of a language model that were shown, the share to be expected to be supported by what they cite.

    It is the mean of their calibrated support; None where there is no such sentence: verbatim ones have none to measure.
    Source: Gao et al. 2023, ALCE, citation recall of sentences; its judgement of entailment is here the check's own
    probability (`rag.check`), so that this says how sure the check is, and no more.
    """
    written = [one.support for one in answer.sentences if one.support is not None] if answer is not None else []
    return Tally(sum(written), len(written)) if written else None


def refusal_precision(question: Question, answer: Answer | None) -> Tally | None:
    """Of the refusals, those of questions that the articles do not answer; refusing is the positive class.

    Source: van Rijsbergen 1979; over unanswerable questions as of Rajpurkar et al. 2018, SQuAD 2.0.
    """
    if answer is None or answer.status != "refused":
        return None
    return Tally(float(not question.answerable), 1)


def refusal_recall(question: Question, answer: Answer | None) -> Tally | None:
    """Of the questions that the articles do not answer, those refused; a failed one is not.

    Source: as refusal precision.
    """
    if question.answerable:
        return None
    return Tally(float(answer is not None and answer.status == "refused"), 1)


def refusal_f1(question: Question, *, refused: bool) -> Tally:
    """Harmonic mean of refusal precision and recall, 2 TP / (2 TP + FP + FN): one question's part.

    A question rightly answered adds nothing to either. With `refused` true for all questions it is what refusing
    everything gets: 2 U / (2 U + A) for U unanswerable and A answerable ones, the figure to compare with. Source: as
    refusal precision.
    """
    true_positive = refused and not question.answerable
    wrong = refused == question.answerable  # a false positive, or a false negative
    return Tally(2.0 * true_positive, 2.0 * true_positive + wrong)


def _answering_citations(answer: Answer | None) -> Sequence[Citation]:
    return answer.citations if answer is not None and answer.status == "answered" else ()


def _share(value: float | None) -> Tally | None:
    return None if value is None else Tally(value, 1)


def percentile(seconds: Sequence[float], share: float) -> float | None:
    """Seconds that this share of the questions, 0 to 1, took at most: the median for 0.5, else the nearest rank below.

    Source: Hyndman and Fan 1996; None without a question that was timed.
    """
    if not seconds:
        return None
    return median(seconds) if share == 0.5 else sorted(seconds)[int(share * (len(seconds) - 1))]
