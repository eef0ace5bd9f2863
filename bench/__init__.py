"""`make bench`: ours, the peer of stock parts and the limit, in turn, on one PostgreSQL server."""
