permission-booking-look = See when an instrument is free
permission-booking-reserve = Book instruments and manage one's own bookings
permission-booking-run = Run a facility's bookings

## Booking
booking-new = Book
booking-new-title = Book { $name }
booking-new-lead = Choose the day, the start and how long you need it. If something stands in the way, you see every reason at once, with the times that would do.
booking-day-field = Day
booking-day-hint = You can book until { $last }.
booking-start = Start
booking-start-hint = Open { $opens }–{ $closes } ({ $zone })
booking-length = Length
booking-length-minutes = { $minutes } min
booking-length-hours = { $hours } h
booking-length-both = { $hours } h { $minutes } min
booking-zone = Times are in { $zone }.
booking-purpose = Purpose
booking-purpose-hint = Only the facility's staff and people of your organisation see this.
booking-holder = User
booking-holder-hint = Choose somebody when you book on their behalf.
booking-holder-me = Myself
booking-insist = Reason for going against the rules
booking-insist-hint = With a reason, staff can set aside every rule but overlap and the past. The reason is kept on record.
booking-cancel-hint = { $hours ->
    [0] You can cancel free of charge until it starts.
   *[other] You can cancel free of charge until { $hours } h before it starts.
}
booking-reserve = Book
booking-see-week = See the week
booking-hold = Hold it for { $length }
booking-held = The time is held for you. Confirm the booking before it runs out.
booking-held-until = This time is held until { $at }. If it is not booked by then, it is let go.
booking-confirm-held = Book this time
booking-let-go = Let it go
booking-to-waiting = Be told when a time opens
booking-to-training = Ask for training
qualification-and-training = Qualifications and training
booking-verdict-allow = This time is free for you. Check the details below and finish the booking.
booking-verdict-need-approval = You can ask for this time. Staff confirm it; until then it is kept for you.
booking-slots = Nearest times you can book
booking-slot = { $starts } – { $ends }
booking-walk-up = Use it right now
booking-walk-up-hint = If it is free from this moment, booking and check-in happen in one step.
booking-walk-up-start = Start now
booking-made = Your booking is confirmed.
booking-asked = Your booking has been asked for. We will tell you when staff have answered.
booking-begun = Your use has begun. Check out when you are done.
booking-moved = The booking has a new time.
booking-approved = The booking is approved.
booking-rejected = The booking was not approved.
booking-cancelled = The booking is cancelled.
booking-preempted = The booking was taken back and its user told.
booking-excused = The booking no longer counts against its user.
booking-ended = Your use is over. The rest of the time is open to others.
booking-passed-on = The booking went to your colleague.

## One booking
booking-one-title = Booking of { $name }
booking-when = { $starts } – { $ends } ({ $length })
booking-time = Time
booking-state = State
booking-instrument = Instrument
booking-facility = Facility
booking-reason = Reason
booking-need = Problem
booking-request = Request
booking-see-need = See the problem
booking-see-request = See the request
booking-change = Change or cancel
booking-move = Change the time
booking-back = Back
booking-move-title = Change the time of { $name }
booking-move-lead = It is booked for { $starts } – { $ends }. If the new time does not work, this one stays as it is.
booking-move-allow = You can move the booking to this time.
booking-cancel = Cancel the booking
booking-cancel-sure = Cancel this booking?
booking-cancel-is-late = The time for free cancelling is over. Cancelling now counts as late, and the facility may charge for it.
booking-free-until = You can cancel free of charge until { $at }.
booking-transfer = Pass on to a colleague
booking-transfer-hint = The time goes to somebody of the same organisation as it is. They must meet the rules as well.
booking-transfer-to = Who takes it over
booking-approve = Approve
booking-reject = Do not approve
booking-preempt = Take back for the facility
booking-preempt-hint = For outages and safety. Nothing is charged and the user is told at once.
booking-preempt-sure = Take this booking back?
booking-excuse = Let it pass
booking-excuse-hint = It no longer counts against the user and nothing is charged for it. The history keeps what happened, and the user is told.
booking-check-in = Check in
booking-check-out = Check out
booking-measure = Record the measurement
booking-history = History
booking-step-span = { $starts } – { $ends }
booking-step-made = Booked
booking-step-held = Held
booking-step-offered = Offered from the waiting list
booking-step-booked = Held time booked
booking-step-lapsed = Let go when time ran out
booking-step-walked-up = Started on the spot
booking-step-moved = Time changed
booking-step-passed-on = Passed on to a colleague
booking-step-approved = Approved
booking-step-rejected = Not approved
booking-step-unanswered = Closed without an answer
booking-step-cancelled = Cancelled
booking-step-preempted = Taken back by the facility
booking-step-excused = Let pass by the facility
booking-step-checked-in = Checked in
booking-step-checked-out = Checked out
booking-step-missed = Missed
booking-state-pending-approval = Waits for approval
booking-state-held = Held
booking-state-expired = Let go
booking-state-confirmed = Confirmed
booking-state-in-use = In use
booking-state-completed = Completed
booking-state-cancelled-free = Cancelled
booking-state-cancelled-late = Cancelled late
booking-state-no-show = Missed
booking-state-preempted = Taken back
booking-state-rejected = Not approved
booking-next-pending-approval = It waits for the facility's staff. Until they answer, the time is kept for you.
booking-next-held = It is not booked yet. Confirm it to book it.
booking-next-expired = It was not booked in time and was let go. You can book again.
booking-next-confirmed = It is confirmed. Check in when you begin.
booking-next-in-use = It is in use now. If you end early, the rest of the time opens to others.
booking-next-completed = The use is over and stands in the operation log.
booking-next-cancelled-free = It was cancelled free of charge.
booking-next-cancelled-late = It was cancelled after the free period.
booking-next-no-show = Nobody checked in after the start, so the booking ended.
booking-next-preempted = The facility had to take it back. Please choose another time.
booking-next-rejected = It was not approved. Choose another time or ask the facility.

## My bookings
booking-mine = My bookings
booking-mine-lead = Instruments you are going to use.
booking-mine-past-lead = Past bookings, the latest first.
booking-mine-coming = Coming bookings
booking-mine-past = Past bookings
booking-none = No coming bookings
booking-none-past = No past bookings
booking-none-next = Find an instrument for your problem and choose a free time.
booking-find = Find instruments

## A facility's day
booking-day = The day's work
booking-day-title = The day at { $name }
booking-day-before = Day before
booking-day-after = Next day
booking-today = Today
booking-day-list = Bookings
booking-day-none = Nothing is booked this day
booking-day-none-next = The list of instruments shows when each is free.
booking-day-instruments = See instruments
booking-waiting = { $count ->
    [one] One booking waits for approval
   *[other] { $count } bookings wait for approval
}

## Closures and upkeep
closure-title = Closures and upkeep
closure-lead = Closed days and upkeep at { $name }. Nothing can be booked then.
closure-list = Coming closures and upkeep
closure-when = When
closure-what = What
closure-whole = Whole facility
closure-reason = Reason
closure-reason-ko = Reason (Korean)
closure-reason-en = Reason (English)
closure-remove = Remove
closure-remove-sure = Remove this closure and take bookings again?
closure-none = No coming closures
closure-none-next = Add a closure or upkeep below. Public holidays are known already.
closure-new = Add a closure or upkeep
closure-new-hint = Bookings already made stay as they are. Take them back in the day's work where needed.
closure-kind = Kind
closure-kind-closure = Closure
closure-kind-upkeep = Upkeep
closure-starts = From
closure-ends = To
closure-make = Add
closure-made = The closure is in place.
closure-removed = The closure is gone.
closure-span = { $starts } – { $ends }
closure-line = { $starts } – { $ends }: { $reason }

## Terms
booking-terms = Terms of use
booking-terms-title = Terms of use of { $name }
booking-terms-lead = An empty field follows the level above: an instrument its facility, a facility the site.
booking-terms-hours = Opening hours
booking-terms-hours-hint = Left empty it is { $opens }–{ $closes }. To stay open until midnight, close at 00:00.
booking-terms-days-hint = With none chosen it opens on { $days }.
booking-terms-numbers = Booking rules
booking-terms-numbers-hint = A limit of 0 is no limit.
booking-terms-save = Save
booking-terms-saved = The terms of use are saved.
booking-terms-closes-first = Closing must come after opening.
booking-terms-longest-first = The longest booking cannot be shorter than the shortest.
booking-term-above = Left empty: { $value }
booking-term-opens-at = Opens at
booking-term-closes-at = Closes at
booking-term-open-days = Open on
booking-term-on-holidays = Use on public holidays
booking-term-across-midnight = Bookings across midnight
booking-term-units = Usable at the same time
booking-term-units-hint = More than one where there are several alike, or several people can share it.
booking-term-approval = Bookings that need approval
booking-term-grid-minutes = Grid of starts and ends
booking-term-shortest-minutes = Shortest booking
booking-term-longest-minutes = Longest booking
booking-term-horizon-days = How far ahead its own organisation may book
booking-term-outside-horizon-days = How far ahead others may book
booking-term-lead-minutes = Notice before the start
booking-term-most-a-day = Bookings a day for one person
booking-term-most-ahead = Bookings ahead for one person
booking-term-weekly-minutes = Time a week for one person
booking-term-most-at-once = Instruments at once for one person
booking-term-gap-minutes = Pause between bookings of one person
booking-term-setup-minutes = Preparation before
booking-term-cleanup-minutes = Cleaning after
booking-term-cancel-free-minutes = Free cancelling ends (before the start)
booking-term-early-minutes = Check-in opens (before the start)
booking-term-grace-minutes = Wait before a booking counts as missed
booking-term-strikes = Missed bookings that lead to a ban
booking-term-strike-days = Missed bookings count for
booking-term-ban-days = Length of the ban
booking-term-series-most = Bookings of one series
booking-term-hold-minutes = A time can be held before booking for
booking-term-request-hold-minutes = A time can be held for a request for
booking-term-offer-minutes = A time offered to the waiting list is kept for
booking-approval-never = None
booking-approval-outside = Those of other organisations
booking-approval-always = All
booking-as-above = As the level above
booking-yes = Yes
booking-no = No
booking-unit-minutes = min
booking-unit-days = days
booking-unit-count = pcs

## Why not
booking-refused-out-of-service = { $why ->
    [down] The instrument is broken and cannot be booked now.
    [in_maintenance] The instrument is in maintenance and cannot be booked now.
    [closed] This instrument takes no bookings.
    [idle] This instrument is idle. Please ask the facility if you want to use it.
    [planned] This instrument has not arrived yet.
    [commissioning] This instrument is being installed and cannot be booked yet.
   *[other] This instrument is no longer run.
}
booking-refused-internal-only = Only people of the facility's own organisation can book it.
booking-refused-request-only = Staff run this instrument for you. Ask for an analysis instead of booking it.
booking-refused-banned = After { $missed } missed bookings you cannot book until { $until }.
booking-refused-not-qualified = This instrument asks for the level “{ $needs ->
    [basic] basic
    [independent] independent
   *[advanced] advanced
}”. { $why ->
    [none] Ask for training first.
    [low] Your level is too low.
    [suspended] Your qualification is suspended.
    [expired] Your qualification has expired.
   *[revoked] Your qualification was revoked.
}
booking-refused-qualification-ends = Your qualification ends on { $until }. Choose a time that is over by then, or renew it.
booking-refused-no-holds = Times cannot be held here. Please book.
booking-refused-held-already = You hold a time of this instrument already. Book it or let it go first.
booking-refused-past = This time is over. Choose one to come.
booking-refused-too-soon = Book at least { $lead_minutes } min before the start. The earliest you can choose now is { $earliest }.
booking-refused-too-far = You can book up to { $horizon_days } days from today.
booking-refused-off-grid = Start and end in steps of { $grid_minutes } min.
booking-refused-too-short = { $asked_minutes } min is too short. At least { $shortest_minutes } min is needed.
booking-refused-too-long = { $asked_minutes } min is too long. At most { $longest_minutes } min can be booked.
booking-refused-across-midnight = A booking cannot cross midnight. Please split it by day.
booking-refused-outside-hours = It is open { $opens }–{ $closes }. Choose a time within.
booking-refused-closed-day = { $day } is a closed weekday.
booking-refused-holiday = { $day } is { $which ->
    [new-year] New Year's Day
    [seollal] the Seollal holiday
    [independence] Independence Movement Day
    [labour] Labour Day
    [children] Children's Day
    [buddha] Buddha's Birthday
    [memorial] Memorial Day
    [constitution] Constitution Day
    [liberation] Liberation Day
    [chuseok] the Chuseok holiday
    [foundation] National Foundation Day
    [hangul] Hangul Day
    [christmas] Christmas Day
    [election] an election day
    [substitute] a substitute holiday
   *[other] a declared holiday
}, and it is closed.
booking-refused-shut = It is closed or in upkeep from { $starts } to { $ends }.
booking-refused-many-that-day = You can book it { $most } times a day.
booking-refused-many-ahead = You can have { $most } bookings ahead.
booking-refused-quota-used = { $most_minutes } min a week can be used; { $left_minutes } min are left that week.
booking-refused-many-at-once = You can hold { $most } instruments at the same time.
booking-refused-pause-too-short = Leave { $gap_minutes } min between bookings of the same person.
booking-refused-overlap = It is taken from { $starts } to { $ends }.
booking-refused-not-waiting = This booking does not wait for approval.
booking-refused-not-held = This is not a held time.
booking-refused-hold-over = It was held until { $until }. Please book again.
booking-refused-not-confirmed = Only a confirmed booking can be started.
booking-refused-nothing-to-excuse = Only a missed booking or a late cancellation can be let pass.
booking-refused-not-running = This booking is not in use.
booking-refused-not-open = A booking that has begun or ended cannot be changed.
booking-refused-too-early = You can check in from { $opens }.
booking-refused-too-late = The booked time ended at { $ended }. Please book again.
booking-refused-not-a-colleague = It can only go to somebody of the same organisation.

## Notices
booking-notice-made = { $instrument } is booked for you: { $starts } – { $ends }
booking-notice-held = A time at { $instrument } is held for you: { $starts } – { $ends }
booking-notice-booked = The time held at { $instrument } is booked: { $starts } – { $ends }
booking-notice-lapsed = The time held at { $instrument } was let go: { $starts } – { $ends }
booking-notice-waiting = A booking waits for approval: { $instrument }, { $starts } – { $ends }
booking-notice-approved = Your booking of { $instrument } is approved: { $starts } – { $ends }
booking-notice-rejected = Your booking of { $instrument } was not approved: { $starts } – { $ends }
booking-notice-unanswered = Your booking of { $instrument } was not answered before its start and is closed: { $starts } – { $ends }
booking-notice-moved = Your booking of { $instrument } has a new time: { $starts } – { $ends }
booking-notice-passed-on = A booking of { $instrument } was passed on to you: { $starts } – { $ends }
booking-notice-cancelled = The booking of { $instrument } is cancelled: { $starts } – { $ends }
booking-notice-preempted = The facility had to take back the booking of { $instrument }: { $starts } – { $ends }
booking-notice-excused = The facility let it pass: the booking of { $instrument } no longer counts against you: { $starts } – { $ends }
booking-notice-walked-up = Use of { $instrument } has begun: { $starts } – { $ends }
booking-notice-checked-in = Use of { $instrument } has begun: { $starts } – { $ends }
booking-notice-checked-out = Use of { $instrument } is over: { $starts } – { $ends }
booking-notice-missed = You did not check in, so the booking of { $instrument } counts as missed: { $starts } – { $ends }
booking-step-carried = moved to the entry that was kept
booking-step-carried-back = moved back to its own entry
booking-notice-carried = An instrument that was entered twice is one now; your booking is with { $instrument }: { $starts } – { $ends }
