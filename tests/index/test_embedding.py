"""Embedders: the shipped one is deterministic and checked; any LlamaIndex embedding takes its place, and ours takes theirs."""

import shutil
import sys

import numpy as np
import pytest

from index.build import build_index
from index.embedding import load_embedder, minilm
from index.errors import IndexDamagedError, MissingExtraError, OnRecordError, SettingsError
from index.manifest import read_manifest
from index.vectors import Vectors

TEXTS = [
    "The bridge will close for eleven weeks.",
    "A ferry crosses the river in six minutes when it is calm, and in ten when the wind blows from the north.",
    "Frost.",
    "İstanbul'da 🚢 bekliyor.",
    "",
]


@pytest.fixture(scope="module")
def embedder():
    return load_embedder("minilm")


def test_a_vector_does_not_depend_on_what_is_embedded_beside_it(embedder):
    together = embedder.embed(TEXTS)
    assert (together.shape, together.dtype) == ((5, 384), np.float32)
    for text, vector in zip(TEXTS, together, strict=True):
        assert np.array_equal(embedder.embed([text])[0], vector)
        assert np.array_equal(embedder.embed_query(text), vector)
    assert np.array_equal(embedder.embed(TEXTS[::-1])[::-1], together)


def test_another_session_gives_the_same_vectors(embedder):
    assert np.array_equal(minilm.MiniLM().embed(TEXTS), embedder.embed(TEXTS))


def test_vectors_have_length_one_and_like_meanings_are_near(embedder):
    near, far, about = embedder.embed(
        ["A boat takes people over the water.", "Cherries froze.", "The ferry carries passengers."]
    )
    assert np.linalg.norm(about) == pytest.approx(1, abs=1e-5)
    assert about @ near > about @ far + 0.2


def test_what_is_beyond_256_tokens_is_not_seen(embedder):
    # "river" is one token: 254 of them and the two special ones are all that the model sees.
    assert embedder.count_tokens(["river " * 254, "river"]) == [254, 1]
    seen, cut, short = embedder.embed(["river " * 254, "river " * 254 + "frost " * 50, "river " * 253])
    assert np.array_equal(seen, cut)
    assert not np.array_equal(seen, short)
    assert embedder.max_tokens == 254


def test_half_a_surrogate_pair_is_embedded_like_a_replacement(embedder):
    assert np.array_equal(embedder.embed(["half \ud83d"])[0], embedder.embed(["half ?"])[0])
    assert embedder.count_tokens(["\ud83d"]) == [1]
    assert embedder.embed_query("\ud83d").shape == (384,)


def test_a_question_is_embedded_once(embedder):
    one = load_embedder("minilm")
    assert one is embedder
    assert one.embed_query("who spoke?") is one.embed_query("who spoke?")


@pytest.mark.parametrize("name", sorted(minilm.SHA256))
@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_model_file_that_is_not_the_shipped_one_is_refused(tmp_path, monkeypatch, name, damage):
    shutil.copytree(minilm.MODEL_DIR, tmp_path / "model")
    file = tmp_path / "model" / name
    if damage == "gone":
        file.unlink()
    else:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    monkeypatch.setattr(minilm, "MODEL_DIR", tmp_path / "model")
    with pytest.raises(IndexDamagedError, match=rf"model file {name} .*; reinstall onrecord"):
        minilm.MiniLM()


@pytest.mark.parametrize("spec", ["", "glove", "minilm:x", "ollama", "ollama:", ":x"])
def test_an_unknown_embedder_is_refused_with_the_choices(spec):
    with pytest.raises(
        SettingsError, match=rf"no embedder '{spec}'; give minilm or one of huggingface:NAME, ollama:NAME"
    ):
        load_embedder(spec)


@pytest.mark.parametrize("kind", ["huggingface", "ollama", "openai"])
def test_a_plug_in_that_is_not_installed_names_the_command(monkeypatch, kind):
    monkeypatch.setitem(sys.modules, f"llama_index.embeddings.{kind}", None)  # as if it were not there
    with pytest.raises(MissingExtraError) as caught:
        load_embedder(f"{kind}:some-model")
    assert str(caught.value) == (
        f"embedder '{kind}:some-model' needs the package llama-index-embeddings-{kind}: pip install 'onrecord[{kind}]'"
    )


def test_a_plug_in_is_used_for_the_whole_build_and_for_questions(articles, index_dir, settings, fake_ollama):
    chosen = settings.model_copy(update={"embedder": "ollama:letters"})
    report = build_index([articles], index_dir, chosen)
    embedder = load_embedder("ollama:letters")
    assert read_manifest(index_dir).embedder == "ollama:letters"
    vectors = Vectors(index_dir)
    assert vectors.count() == report.chunks
    # Of a vector that counts letters, the nearest is the text with the same letters in the same shares.
    stored = vectors._of["chunks"].get(limit=1, include=["embeddings"])
    (near,) = vectors.nearest(np.asarray(stored["embeddings"][0], np.float32), 1)
    assert (near.chunk_id, near.cosine) == (stored["ids"][0], pytest.approx(1, abs=1e-5))
    vectors.close()
    assert list(embedder.embed_query("abba")[:3]) == [2, 2, 0]
    assert embedder.count_tokens([]) == []


def test_an_embedder_that_fails_is_one_clear_line(articles, index_dir, settings, fake_ollama, monkeypatch):
    def refuse(self, text):
        raise ConnectionError("connection\nrefused")

    module = sys.modules["llama_index.embeddings.ollama"]
    monkeypatch.setattr(module.OllamaEmbedding, "_get_text_embedding", refuse)
    with pytest.raises(
        OnRecordError, match=r"embedder 'ollama:x' does not work \(ConnectionError: connection refused\); check"
    ):
        build_index([articles], index_dir, settings.model_copy(update={"embedder": "ollama:x"}))


def test_our_embedder_and_chunker_serve_a_llamaindex_index(tmp_path):
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from index.embedding.plugins import OnRecordEmbedding
    from index.node_parser import SentenceChunkParser

    model = OnRecordEmbedding()
    texts = {
        "bridge": "The bridge over the Tamsel will close for repairs. Engineers found rust in four of the cables.",
        "frost": "Growers lost half of their cherries to a late frost. Apples, which bloom later, were not hurt.",
    }
    parser = SentenceChunkParser(budget=60, count_tokens=load_embedder("minilm").count_tokens)
    nodes = parser.get_nodes_from_documents([Document(text=text, id_=name) for name, text in texts.items()])
    client = chromadb.PersistentClient(str(tmp_path), chromadb.config.Settings(anonymized_telemetry=False))
    store = ChromaVectorStore(chroma_collection=client.create_collection("nodes", embedding_function=None))
    context = StorageContext.from_defaults(vector_store=store)
    vector_index = VectorStoreIndex(nodes, storage_context=context, embed_model=model)
    (best,) = vector_index.as_retriever(similarity_top_k=1).retrieve("Which fruit was destroyed by the cold?")
    client.close()
    assert best.node.ref_doc_id == "frost"
    assert texts["frost"][best.node.start_char_idx : best.node.end_char_idx] == best.node.text
    assert OnRecordEmbedding.from_dict(model.to_dict()).get_query_embedding("x") == model.get_query_embedding("x")
