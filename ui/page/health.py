"""Whether the index answers, for who watches over the server."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from index.errors import OnRecordError
from index.manifest import read_manifest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from ui.page.live import LiveIndex


def health(
    live: "LiveIndex", trusted: "Callable[[Request], Awaitable[bool]]"
) -> "Callable[[Request], Awaitable[JSONResponse]]":
    """The endpoint: 200 while the index can be opened, else 503; how much it holds is told to the `trusted` alone."""

    def look(*, whole: bool) -> tuple[dict[str, Any], int]:
        try:
            articles = read_manifest(live.index_dir).articles
            with live.engine() as engine:
                version = engine.version
        except OnRecordError:
            return {"status": "no index"}, HTTPStatus.SERVICE_UNAVAILABLE
        return {"status": "ok", **({"articles": articles} if whole else {}), "index_version": version}, HTTPStatus.OK

    async def answer(request: "Request") -> JSONResponse:
        record, status = await run_in_threadpool(look, whole=await trusted(request))
        return JSONResponse(record, status, {"cache-control": "no-store"})

    return answer
