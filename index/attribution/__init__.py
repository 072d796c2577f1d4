"""Who said what: statements in articles, with their source, cue and content spans, and whose words they are."""
