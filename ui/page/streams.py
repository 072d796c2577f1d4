"""The streams of events that pages hold open, and what becomes of one whose events are gone."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STREAM = "/queue/data"


class GoneStreams:
    """Ends a stream whose session is gone without a traceback in the terminal.

    A browser may lose a stream, as when the machine's network changes, and ask for it again when Gradio has already thrown its
    events away. Gradio tells the page so, which then connects anew, and raises 404 in the middle of the response, which no
    server can send any more.
    """

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Passes the request on."""
        began = False

        async def watched(message: "Message") -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except (HTTPException, RuntimeError) as error:
            told = (
                error.__cause__ if isinstance(error, RuntimeError) else error
            )  # which says that it is too late to send it
            gone = isinstance(told, HTTPException) and told.status_code == HTTPStatus.NOT_FOUND
            if not (began and gone and scope["path"].endswith(STREAM)):
                raise
            await send({"type": "http.response.body", "body": b"", "more_body": False})
