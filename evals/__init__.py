"""How right the answers are: gold questions, measures, runs and their tables."""
