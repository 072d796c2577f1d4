"""Articles in, searchable index out: read, find the body, chunk, embed, store; add, update, remove."""
