"""What the product is compared with: the same questions answered over the same articles by three simple ways.

bm25        Lexical search alone. Passages: the index's chunks by BM25 over the question's words. Answer: the two sentences
            of the ten best chunks that score best by BM25 among those sentences (k1 = 1.2, b = 0.75, rarity counted over
            the whole index). It refuses only where no word of the question occurs.
dense       Meaning alone. Passages: the index's chunks by cosine to the question. Answer: the two sentences of the ten
            nearest chunks that are nearest to the question. It never refuses.
llamaindex  What one puts together from LlamaIndex's documentation: SentenceSplitter with chunks of 200 tokens (20 of them
            overlap), Chroma, the shipped encoder. Passages: the ten nearest chunks. Answer: the two nearest, quoted whole.
            It never refuses.

None of them looks at the conversation before a question, at who speaks, or at dates.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from logging import getLogger
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evals.sentence_search import QUOTED, Found, best, bm25, sentences_of
from index.catalog import Catalog
from index.errors import MissingExtraError
from index.settings import Settings
from index.spans import Span
from index.words import stems
from rag.answer import Answer, AnswerSentence, Message, Passage, Reason, Seconds
from rag.cite import cite
from rag.meanings import Meanings
from rag.words import Rarity, content_terms

if TYPE_CHECKING:
    from llama_index.core.retrievers import BaseRetriever

logger = getLogger(__name__)

Ask = Callable[[str, Sequence[Message]], Answer]

LOOKED_AT = 10
"""Chunks whose sentences are weighed; chunks retrieved by the stock pipeline."""
CHUNK_TOKENS, OVERLAP_TOKENS = 200, 20


@contextmanager
def open_baseline(name: str, index_dir: Path, settings: Settings) -> Iterator[Ask]:
    """A baseline ready to be asked, over the articles of an index.

    Args:
        name: one of `BASELINES`.
        index_dir: a finished index; it is only read.
        settings: those the index was built with.

    Raises:
        KeyError: there is no baseline of that name.
        MissingExtraError: LlamaIndex's sentence splitter does not load its own data here.
    """
    with ExitStack() as stack:
        catalog = stack.enter_context(Catalog.open(index_dir))
        yield BASELINES[name](catalog, index_dir, settings, stack)


def _lexical(catalog: Catalog, _: Path, settings: Settings, __: ExitStack) -> Ask:
    rarity = Rarity(catalog.counts().chunks, catalog.chunk_frequencies)

    def look(question: str) -> tuple[list[Found], list[Found]]:
        terms = content_terms(question)
        hits = catalog.search([term.word for term in terms], settings.candidates)
        chunks = [
            Found(
                catalog.article_by_key(hit.chunk.article_key), Span(hit.chunk.start_char, hit.chunk.end_char), hit.score
            )
            for hit in hits
        ]
        sentences = sentences_of(chunks[:LOOKED_AT])
        texts = [one.article.text[one.span.start : one.span.end] for one in sentences]
        scores = bm25([stems(text) for text in texts], [term.stem for term in terms], rarity.weight)
        return chunks, best(sentences, scores)

    return lambda question, _history, **_: _answer(question, look)


def _dense(catalog: Catalog, index_dir: Path, settings: Settings, stack: ExitStack) -> Ask:
    from index.embedding import load_embedder
    from index.vectors import Vectors

    vectors = Vectors(index_dir)
    stack.callback(vectors.close)
    embedder = load_embedder(settings.embedder)
    meanings = Meanings(embedder)

    def look(question: str) -> tuple[list[Found], list[Found]]:
        asked = embedder.embed_query(question)
        near = vectors.nearest(asked, settings.candidates)
        stored = catalog.chunks_by_id([one.chunk_id for one in near])
        chunks = [
            Found(catalog.article_by_key(chunk.article_key), Span(chunk.start_char, chunk.end_char), one.cosine)
            for one in near
            if (chunk := stored.get(one.chunk_id)) is not None
        ]
        sentences = sentences_of(chunks[:LOOKED_AT])
        texts = [one.article.text[one.span.start : one.span.end] for one in sentences]
        return chunks, best(sentences, [float(vector @ asked) for vector in meanings.vectors(texts)])

    return lambda question, _history, **_: _answer(question, look)


def _stock(catalog: Catalog, _: Path, __: Settings, stack: ExitStack) -> Ask:
    scratch = stack.enter_context(TemporaryDirectory(prefix="onrecord-baseline-"))
    retriever = stock_retriever(catalog, Path(scratch))

    def look(question: str) -> tuple[list[Found], list[Found]]:
        chunks = []
        for hit in retriever.retrieve(question):
            article = catalog.article(hit.node.metadata["article"])
            start, end = getattr(hit.node, "start_char_idx", None), getattr(hit.node, "end_char_idx", None)
            if article is None or start is None or end is None:
                logger.warning(
                    "the splitter gives no place for a chunk of %s; it is left out", hit.node.metadata["article"]
                )
                continue
            chunks.append(Found(article, Span(start, end), float(hit.score or 0.0)))
        return chunks, chunks[:QUOTED]

    return lambda question, _history, **_: _answer(question, look)


def stock_retriever(catalog: Catalog, folder: Path) -> "BaseRetriever":
    """LlamaIndex's own splitter and index on Chroma over the texts of all articles, duplicates included.

    Raises:
        MissingExtraError: the splitter does not load its own data here.
    """
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from index.embedding.plugins import OnRecordEmbedding

    try:
        splitter = SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)
    except (LookupError, OSError) as error:  # NLTK's tokenizer data, which LlamaIndex ships and may not be readable
        raise MissingExtraError(
            "the baseline 'llamaindex' needs the data files that llama-index-core ships for its SentenceSplitter, and they "
            f"do not load ({type(error).__name__}); reinstall it with copied files: "
            "pip install --force-reinstall --no-deps llama-index-core (with uv: --link-mode copy)"
        ) from error
    store = ChromaVectorStore.from_params(
        collection_name="stock",
        persist_dir=str(folder),
        collection_kwargs={"embedding_function": None, "configuration": {"hnsw": {"space": "cosine"}}},
    )
    documents = [
        Document(text=article.text, metadata={"article": article.id}, excluded_embed_metadata_keys=["article"])
        for article in catalog.articles()
    ]
    index = VectorStoreIndex.from_documents(
        documents,
        storage_context=StorageContext.from_defaults(vector_store=store),
        transformations=[splitter],
        embed_model=OnRecordEmbedding(embed_batch_size=32),
    )
    return index.as_retriever(similarity_top_k=LOOKED_AT)


BASELINES: dict[str, Callable[[Catalog, Path, Settings, ExitStack], Ask]] = {
    "bm25": _lexical,
    "dense": _dense,
    "llamaindex": _stock,
}
"""Baselines by name, in the order in which they are reported."""


def _answer(question: str, look: Callable[[str], tuple[list[Found], list[Found]]]) -> Answer:
    """Quotes what was found, or refuses where nothing was."""
    started = time.perf_counter()
    chunks, quoted = look(question)
    seconds = Seconds(total=time.perf_counter() - started)
    passages = tuple(Passage(one.article.id, one.span.start, one.span.end, round(one.score, 6)) for one in chunks)
    if not quoted:
        reason = Reason("nothing_near", "No word of the question occurs in the articles.")
        return Answer(question, question, "refused", reason, reason.text, passages=passages, seconds=seconds)
    citations = tuple(cite(number, one.article, one.span, None) for number, one in enumerate(quoted, 1))
    texts = [" ".join(citation.quote.split()) for citation in citations]
    return Answer(
        question=question,
        standalone_question=question,
        status="answered",
        reason=None,
        answer=" ".join(f"{text} [{number}]" for number, text in enumerate(texts, 1)),
        citations=citations,
        sentences=tuple(AnswerSentence(text, (number,), None, checked=True) for number, text in enumerate(texts, 1)),
        passages=passages,
        seconds=seconds,
    )
