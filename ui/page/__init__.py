"""The web page: a chat whose every citation opens at its place in the article."""
