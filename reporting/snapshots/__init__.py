"""A frozen evaluation of indicators: figures, lists, labels and names; renderers take no more."""
