"""Settings: one frozen class, from `onrecord.toml`, then `ONRECORD_*` variables, then flags; unknown keys are refused."""

import os
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from index.errors import SettingsError

SETTINGS_FILE = Path("onrecord.toml")
_PREFIX = "ONRECORD_"


class Settings(BaseSettings):
    """What a user can set; every value has a default that needs no key, no download and no GPU."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    index: Path | None = Field(default=None, description="Index folder used without --index.")
    embedder: str = Field(default="minilm", description="'minilm', or KIND:NAME of a LlamaIndex embedding.")
    chunk_tokens: int = Field(default=160, ge=16, le=512, description="Most tokens of a chunk, as the embedder counts.")
    attribution: str = Field(default="tagger", description="'tagger' finds who said what; 'none' leaves it out.")
    max_file_bytes: int = Field(
        default=50_000_000, ge=1, description="Larger files, and larger records of .jsonl and .csv files, are skipped."
    )
    csv_columns: dict[str, str] = Field(
        default_factory=dict, description="Article field to CSV column, e.g. text = 'body'."
    )
    candidates: int = Field(default=50, ge=1, le=50, description="Passages retrieved for a question.")
    lexical_weight: float = Field(default=0.8, ge=0, le=1, description="Weight of BM25 against cosine in the fusion.")
    reader: str = Field(
        default="minilm",
        description="'minilm' reads evidence, 'none' leaves it out, or KIND:NAME of a LlamaIndex reranker.",
    )
    max_sentences: int = Field(default=4, ge=1, le=20, description="Most sentences quoted in an answer.")
    refuse_below: float = Field(
        default=0.5, ge=0, le=1, description="Probability of being answered below which to refuse."
    )
    llm: str | None = Field(
        default=None,
        description="Language model that writes answers: ollama:NAME, openai:NAME, openai-like:URL#NAME, anthropic:NAME or "
        "gguf:FILE; without one, or with 'none', they are quotations.",
    )
    llm_context: int = Field(default=4096, ge=512, description="Most tokens of a prompt with its answer.")
    llm_max_tokens: int = Field(default=400, ge=16, le=4096, description="Most tokens that a model writes.")
    llm_temperature: float = Field(default=0.0, ge=0, le=1, description="0 always takes the likeliest word.")
    llm_seed: int = Field(default=0, ge=0, description="For models that take one.")
    llm_timeout: float = Field(
        default=60.0,
        gt=0,
        description="Seconds to wait for a model's next words; all of them take three times that at most.",
    )
    llm_rewrites: bool = Field(
        default=False,
        description="Let the model complete follow-up questions; measure first: python -m evals.followups --llm.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - fixed by the interface
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - fixed by the interface
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags before variables before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, SETTINGS_FILE)


def load_settings(**flags: Any) -> Settings:  # noqa: ANN401 - each flag has its own type, checked by pydantic
    """Reads the settings; flags that are None count as not given.

    Raises:
        SettingsError: an unknown key, or a value of the wrong type or out of range.
    """
    for name in os.environ:  # pydantic-settings would pass over those it does not know
        key = name.lower().removeprefix(_PREFIX.lower())
        if key != name.lower() and key not in Settings.model_fields:
            raise SettingsError(_unknown(name))
    try:
        return Settings(**{key: value for key, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise SettingsError(_unknown(key)) from error
        raise SettingsError(f"setting '{key}' = {first.get('input')!r}: {first['msg'].lower()}") from error
    except (ValueError, OSError) as error:  # a file that is not TOML or cannot be read, a variable that is not JSON
        raise SettingsError(f"cannot read the settings ({SETTINGS_FILE} or ONRECORD_*): {error}") from error


def _unknown(key: str) -> str:
    return f"unknown setting '{key}'; known settings are {', '.join(sorted(Settings.model_fields))}"
