# Two entries that become one
merging-refused-booked-together = Both instruments are booked for the same time ({ $many }, the first at { $first }). Move or cancel a booking first. If both were really used at once, they are two instruments.
merging-refused-in-use = { $people ->
    [one] One person belongs
   *[other] { $people } people belong
  } to the organisation that would go, and { $work } pieces of work are in its name. Keep that one, or move the people first.
