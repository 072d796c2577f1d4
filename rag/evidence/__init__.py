"""Evidence: how well each retrieved sentence answers a question, by rules and by a trained reader."""
