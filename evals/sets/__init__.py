"""Other people's question sets, read from the files they publish; none of their data is in this project.

`load_set("squad2", Path("dev-v2.0.json"))` gives questions and articles; `SETS` says of each set its licence, what it
measures and what others reached on it.
"""

from evals.sets.load import SETS, load_set
from evals.sets.record import LoadedSet, SetInfo

__all__ = ["SETS", "LoadedSet", "SetInfo", "load_set"]
