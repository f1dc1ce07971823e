# Plans
permission-plan-look = See the plans for a problem
plan-title = Plans for “{ $title }”
plan-lead = { $count ->
    [one] The fastest way takes one step, is done by { $day }, and costs { $price } in all.
   *[other] The fastest way takes { $count } steps, is done by { $day }, and costs { $price } in all.
}
plan-lead-no-price = { $count ->
    [one] The fastest way takes one step and is done by { $day }. A quote will say what it costs.
   *[other] The fastest way takes { $count } steps and is done by { $day }. A quote will say what it costs.
}
plan-steps = { $count ->
    [one] 1 step
   *[other] { $count } steps
}
plan-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
plan-and-unpriced = + { $count ->
    [one] 1 quote
   *[other] { $count } quotes
}
plan-no-price = price on request
plan-aim-earliest = Earliest
plan-aim-cheapest = Cheapest
plan-aim-strongest = Best proved
plan-ends = Done by { $day }.
plan-merged = The same plan is the best in { $count } ways.
plan-part-prepare = Preparation
plan-part-measure = Measurement
plan-part-interpret = Interpretation
plan-part-certify = Certification
plan-from-to = Begins { $starts }, results { $ends }
plan-transport = { $days ->
    [one] with one day to send the sample
   *[other] with { $days } days to send the sample
}
plan-why = Why this one
plan-method = Method
plan-instrument = Instrument
plan-expert = Whom to ask
plan-finished = { $count ->
    [one] 1 finished request
   *[other] { $count } finished requests
}
plan-why-task = It does the work “{ $task }”
plan-with-vat = VAT included
plan-no-vat = no VAT
plan-voucher-paid = { $voucher } pays { $paid }
plan-counted-hour = { $count } h × { $price }
plan-counted-staff-hour = { $count } h of staff × { $price }
plan-counted-sample = samples: { $count } × { $price }
plan-counted-run = runs: { $count } × { $price }
plan-counted-item = items: { $count } × { $price }
plan-counted-fixed = { $price } once
plan-counted-listed = listed price { $price } × { $count }
plan-tier-internal = at the internal price
plan-tier-partner = at the partner price
plan-tier-public = at the university and public price
plan-tier-sme = at the small firm price
plan-tier-mid-large = at the large firm price
plan-tier-foreign = at the price for abroad
plan-supply = Supply
plan-vat = VAT
plan-subsidy = Subsidy
plan-total = You pay
plan-open = Still open
plan-open-unmet = nobody was found for “{ $words }”
plan-open-undone = nobody was found for the work “{ $task }”; ask the place that measures
plan-open-included = { $offer } is taken to do “{ $task }” itself; make sure before you order
plan-open-interpretation = no service says what the results mean; ask the expert named with the measurement
plan-open-not-accredited = { $offer } is not accredited; make sure its results count for the certificate
plan-open-your-own-hands = { $offer }: you work at the instrument yourself and may need training
plan-open-no-price = { $offer } has no price list; ask for a quote
plan-open-no-calendar = { $offer }: no free time is known, the next working day was reckoned with
plan-open-no-turnaround = { $offer } does not say how long it takes; { $days } days were reckoned with
plan-open-no-quantity = the number of samples is not said; one was reckoned with
plan-open-late = it ends after the day you want it ({ $due })
plan-open-over-budget = it costs more than your budget ({ $budget })
plan-reckoned = Prices and dates come from the price lists and free times of this moment. Sending a sample was reckoned as one day within 40 km and two beyond, time on an instrument as an hour a sample (up to eight a day). The cost of sending is not included.
plan-none = No plan with steps could be made
plan-none-next = Somebody will look at it. With more detail we try again.
plan-none-narrowed = Try fewer conditions.
plan-see-matches = See everybody who can solve it
plan-conditions = Set conditions
match-see-plans = Compare three plans
permission-plan-keep = Keep and change plans
permission-plan-order = Order a plan
plan-kept-title = Chosen plan for “{ $title }”
plan-state-kept = chosen
plan-state-ordered = ordered
plan-kept-next = If this is right, order it in one step. Each step becomes a request, and its facility answers with a quote.
plan-kept-looking = The owner of the problem can order it. Until then its steps can be changed.
plan-kept-ordered = Every step was sent as a request. The answers come there.
plan-do-keep = Choose this plan
plan-do-order = { $count ->
    [one] Send the request
   *[other] Send { $count } requests at once
}
plan-do-edit = Change steps
plan-see-plans = Compare plans again
plan-requests = Requests
plan-step-n = Step { $number }
plan-history = History
plan-change-keep = The plan was chosen
plan-change-swap = A step was changed
plan-change-remove = A step was left out
plan-change-add = A step was added
plan-change-note = A note was left
plan-change-order = The requests were sent
plan-edit-title = Change the plan for “{ $title }”
plan-edit-lead = Change one thing at a time. Prices and dates are worked out again each time; who changed what, and why, is written down.
plan-swap-with = Who does it instead
plan-note = Reason
plan-note-words = Note
plan-do-swap = Change to this
plan-do-remove = Leave this step out
plan-do-add = Add the step
plan-do-note = Leave the note
plan-add = Add a step
plan-add-what = What to add
plan-back = Back to the plan
plan-done-keep = The plan is chosen.
plan-done-change = The plan was changed.
plan-done-order = The requests were sent.
plan-kept-before = Chosen plans
plan-order-title = { $title } — { $part }: { $offer }
plan-order-step = This is step { $number } of { $count } of a plan. Wished start: { $starts }
plan-order-after = It comes after: { $offers }
plan-refused-not-owner = Only the owner of the problem can order.
plan-refused-not-sorter = Only the owner of the problem and those who sort problems can do this.
plan-refused-need-over = The problem is over.
plan-refused-need-draft = Hand the problem in first.
plan-refused-already-ordered = This plan was ordered already. Choose a new one to change it.
plan-refused-nothing-measured = A plan needs a step that measures or tests.
plan-refused-too-many-steps = The plan has { $count } steps; { $most } are the most.
plan-refused-waits-for-later = Step { $step } waits for a later one.
plan-refused-offer-gone = What step { $step } chose is no longer in the catalogue. Choose something else.
plan-refused-offer-unusable = { $offer } (step { $step }) cannot be used now. Choose something else.
plan-refused-nobody-to-ask = { $offer } (step { $step }) belongs to no facility, so there is nobody to ask.
permission-instrument-compare = Compare instruments
compare-title = Compare instruments
compare-lead = { $count } instruments side by side.
compare-most = Four can be compared; { $count ->
    [one] one was left out.
   *[other] { $count } were left out.
}
compare-few = Choose two instruments or more
compare-few-next = Choose them from the search, or compare the instruments of a problem’s plans.
compare-find = Find instruments
compare-what = What
compare-place = Where
compare-state = State
compare-usable = can be used
compare-not-usable = cannot be used now
compare-can = What it can do
compare-methods = Methods
compare-hour = One hour, VAT included
compare-earliest = Earliest free time
compare-record = Finished requests
compare-hint = Prices come from the price lists of this moment, free times are for one hour. An empty cell means that nothing is known.
plan-compare = Compare the instruments of these plans
