# Problems and who can solve them
permission-match-look = Match words
permission-match-need = See the matches and the thread of a problem
match-title = Who can solve “{ $title }”
match-lead = { $count ->
    [one] One match, with reasons. Asking for a quote comes next.
   *[other] { $count } matches, with reasons. Asking for a quote comes next.
}
match-building = The index is being rebuilt. Open this page again in a moment.
match-hours = Hours
match-late = Open evenings or weekends
match-earliest = Earliest: { $at }
match-ask-quote = Ask for a quote
match-see = See more
match-back = Back to the problem
match-none = No direct match was found
match-none-next = Somebody will look at it. With more detail we search again.
match-none-narrowed = Try fewer conditions.
match-left-out = Left out
match-left-out-lead = These fit the problem, but not your conditions, or they cannot be used now.
match-not-other-region = it is in { $region }
match-not-other-access = it is for “{ $access }”
match-not-not-accredited = it is not accredited
match-not-working-hours-only = it is open in working hours only
match-not-own-people-only = only its own organisation may use it
match-not-closed-to-all = nobody may use it now
match-not-out-of-range = it does not reach { $asked } (range: { $has })
match-not-life-planned = it is only planned
match-not-life-commissioning = it is being installed
match-not-life-disposal-review = its disposal is being considered
match-not-life-transferred = it was given away
match-not-life-retired = it is retired
match-not-condition-down = it is broken
match-not-condition-in-maintenance = it is being serviced
thread-title = The thread of “{ $title }”
thread-lead = Everything from the first word to the payment.
thread-no-work = No work has been ordered yet. See who can solve it and ask for a quote.
match-lead-weak = { $count ->
    [one] This one comes nearest, with reasons:
   *[other] These { $count } come nearest, with reasons:
}
match-weak = Probably no good answer here
match-weak-next = Even the best of these speaks to little of your problem. Those who sort problems see it and will look for somebody; more detail helps, such as the material and what is to be measured.
match-weak-next-narrowed = Even the best of these speaks to little of your problem. Try without the conditions on the left, such as the region.
match-weak-post = Put it in the register
match-weak-ask = Add detail or ask those who sort problems
match-weak-widen = Search without conditions
match-solved = Solved before
match-solved-lead = Problems like yours that somebody solved. Who had them is not shown.
