# Idle instruments and the problems they could solve
permission-idle-look = See idle instruments and the problems they could solve
idle-title = Idle instruments
idle-title-of = Idle instruments: { $facility }
idle-lead = Instruments booked for less than { $below }% of the time they were open in the last { $days } days, the least used first. Open one to see which problems it could solve, and offer it.
idle-instrument = Instrument
idle-use = Booked
idle-could = Could solve
idle-percent = { $percent }%
idle-hours = { $booked } of { $bookable } hours
idle-problems = { $count ->
    [one] One open problem
   *[other] { $count } open problems
}
idle-no-problems = No open problem now
idle-hidden = { $count ->
    [one] and one whose words are not open to you
   *[other] and { $count } whose words are not open to you
}
idle-none = No instrument is idle
idle-none-next = Instruments that are out of service or closed to others are not counted here. In the catalogue you see all of them.
idle-none-see = See all instruments
idle-to-facility = Back to the facility
idle-to-instrument = Back to the instrument
idle-needs-title = Problems for { $name }
idle-needs-lead = Open problems that this instrument could solve, best first, each with its reasons. They are ranked as on the page of the problem itself.
idle-is-idle = Idle
idle-used = { $percent }% booked in the last { $days } days: { $booked } of { $bookable } hours
idle-use-unknown = Its use is not known
idle-needs-none = No open problem fits this instrument
idle-needs-none-next = The more its page says about methods, samples and ranges, the better it is found. Look at what is still unsolved.
idle-hidden-more = { $count ->
    [one] One more problem may fit. Its owner keeps the words to those who sort problems.
   *[other] { $count } more problems may fit. Their owners keep the words to those who sort problems.
}
idle-through = It is used in the service “{ $service }”
