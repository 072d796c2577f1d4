"""Every error a user can meet, one line each: what happened, with which value, and how to mend it.

OnRecordError
├── InputError          a path, file or question set that cannot be used
├── SettingsError       an unknown key or a bad value in onrecord.toml, ONRECORD_* or a flag
├── MissingExtraError   an optional package that is not installed
└── IndexStoreError     an index that cannot be opened
    ├── NoIndexError         there is none where one was named
    ├── IndexMismatchError   it was built with another embedder, chunker or format
    ├── IndexDamagedError    a part is missing or unreadable
    └── IndexBusyError       another process is writing it
"""


class OnRecordError(Exception):
    """A known error: the command line prints its one line and exits 1, without a traceback."""


class InputError(OnRecordError):
    """A path, file or question set that cannot be used."""


class SettingsError(OnRecordError):
    """An unknown key or a bad value in onrecord.toml, ONRECORD_* or a flag."""


class MissingExtraError(OnRecordError):
    """An optional package that is not installed; the message holds the command that installs it."""


class IndexStoreError(OnRecordError):
    """An index that cannot be opened."""


class NoIndexError(IndexStoreError):
    """There is no index where one was named."""


class IndexMismatchError(IndexStoreError):
    """The index was built with another embedder, chunker or format version."""


class IndexDamagedError(IndexStoreError):
    """A part of the index is missing or unreadable."""


class IndexBusyError(IndexStoreError):
    """Another process is writing the index."""
