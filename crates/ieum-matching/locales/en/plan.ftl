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
plan-who-and-why = Who and why
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
plan-tier-internal = internal price
plan-tier-partner = partner price
plan-tier-public = university and public price
plan-tier-sme = small firm price
plan-tier-mid-large = large firm price
plan-tier-foreign = price for abroad
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
