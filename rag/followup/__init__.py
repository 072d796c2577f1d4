"""Follow-up questions: 'And about Moldova?' completed from the conversation before it."""

from rag.followup.complete import standalone

__all__ = ["standalone"]
