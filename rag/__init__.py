"""A question in, an `Answer` with citations out: understand, retrieve, select, refuse, write, verify."""
