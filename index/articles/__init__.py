"""Articles in: files of many formats to `Article` records, and what is not an article to `Skipped` ones."""
