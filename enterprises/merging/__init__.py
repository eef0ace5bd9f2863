"""Two records of one enterprise become one, and two again where that was wrong."""
