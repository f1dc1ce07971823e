permission-qualification-mine = See one's own qualifications and ask for training
permission-qualification-run = Run training and qualifications at an instrument

## Qualifications
qualification-mine = My qualifications
qualification-mine-lead = What you may use, how far, and until when.
qualification-none = No qualifications yet
qualification-none-next = Where an instrument asks for one, you can ask for training from its calendar.
qualification-level = Level
qualification-level-basic = Basic
qualification-level-independent = Independent
qualification-level-advanced = Advanced
qualification-level-basic-hint = Trained; works while staff are there.
qualification-level-independent-hint = Works alone.
qualification-level-advanced-hint = Knows special techniques and helps others.
qualification-state-active = Valid
qualification-state-suspended = Suspended
qualification-state-expired = Expired
qualification-state-revoked = Revoked
qualification-until = until { $at }
qualification-without-end = without end
qualification-days = { $days ->
    [one] one day
   *[other] { $days } days
}
qualification-valid = Valid for
qualification-not-asked = This instrument can be booked without a qualification.
qualification-asked = You need the level “{ $level }” to use this instrument.
qualification-nothing-asked = This instrument asks for no qualification yet. You can say so below.
qualification-have = You have what it takes and can book now.
qualification-have-until = You have what it takes, until { $at }.
qualification-lack-none = You have no qualification yet. Ask for training.
qualification-lack-low = Your level is too low. Ask for training at the next one.
qualification-lack-suspended = Your qualification is suspended. Please ask the facility's staff.
qualification-lack-expired = Your qualification has expired. Ask for training again.
qualification-lack-revoked = Your qualification was revoked. Ask for training again.
qualification-of = Qualifications and training: { $name }
qualification-holders = Who is qualified
qualification-holders-none = Nobody is qualified yet
qualification-holders-none-next = Grant a qualification below to those who have been trained.
qualification-ahead = { $count ->
    [one] one coming booking
   *[other] { $count } coming bookings
}
qualification-change = Change
qualification-take = Suspend or revoke
qualification-suspend = Suspend
qualification-reinstate = Let it count again
qualification-revoke = Revoke
qualification-revoke-sure = Revoke this qualification?
qualification-grant = Grant a qualification
qualification-grant-hint = For those who are trained already, and for renewals.
qualification-choose-person = Choose a person
qualification-until-day = Last valid day
qualification-until-hint = Left empty, it lasts as long as this instrument says.
qualification-demand = What this instrument asks for
qualification-demand-hint = Who does not reach the level cannot book. It does not apply to the facility's own staff.
qualification-demand-level = Level needed
qualification-demand-none = None
qualification-demand-saved = What the instrument asks for is saved.
qualification-months = months
qualification-months-hint = Empty or 0 is without end.
qualification-granted = The qualification is granted and its holder told.
qualification-changed = The qualification is changed and its holder told.

## Training
training-title = Training
training-of = Training: { $name }
training-what = What it covers
training-what-ko = What it covers (Korean)
training-what-en = What it covers (English)
training-ask = Ask for training
training-wish = Anything to add
training-wish-hint = Days that suit you, or similar instruments you know, make it easier to find a time.
training-asked = You asked for training. We will tell you when staff set a time.
training-asked-on = asked for on { $at }
training-waits = You asked for training. Staff will answer.
training-set = The training is on { $at }.
training-when = Time of the training
training-note = Place and what to bring
training-note-hint = Sent to the person with the time.
training-withdraw = Withdraw
training-withdraw-sure = Withdraw from this training?
training-withdrawn = You withdrew from the training.
training-open = { $count ->
    [0] No training open
    [one] One training open
   *[other] { $count } trainings open
}
training-none = Nobody waits for training.
training-schedule = Set a time
training-result = Write down the result
training-pass = Passed: grant the qualification
training-absent = Did not come
training-fail = Has to be done again
training-decline = Decline
training-kept = The training is on record and the person told.
training-over = Past training
training-changed = Changed
training-state-requested = Asked for
training-state-scheduled = Scheduled
training-state-passed = Passed
training-state-failed = To be done again
training-state-absent = Did not come
training-state-declined = Declined
training-state-withdrawn = Withdrawn

## Why not
qualification-refused-not-demanded = This instrument asks for no qualification. Go ahead and book.
qualification-refused-held-already = You already have what it takes and can book now.
qualification-refused-asked-already = You have asked for this training already.
qualification-refused-not-by-oneself = Nobody grants themselves a qualification. Ask a colleague.
qualification-refused-over-already = The last valid day is over. Choose one to come.
qualification-refused-session-over = The time of the training is over. Choose one to come.
qualification-refused-reason-missing = Give a reason. The person will read it.
qualification-refused-qualification-elsewhere = This cannot be done with a qualification that is { $state ->
    [active] valid
    [suspended] suspended
    [expired] expired
   *[revoked] revoked
}.
qualification-refused-training-over = This training is over. It can be asked for again.

## Notices
qualification-notice-granted = { $ends ->
    [yes] You are qualified for { $instrument } until { $until }
   *[no] You are qualified for { $instrument }
}
qualification-notice-suspended = Your qualification for { $instrument } is suspended: { $reason }
qualification-notice-reinstated = Your qualification for { $instrument } counts again
qualification-notice-revoked = Your qualification for { $instrument } was revoked: { $reason }
qualification-notice-ending = Your qualification for { $instrument } ends on { $until }. Ask for training in time to renew it
qualification-notice-expired = Your qualification for { $instrument } has expired. Ask for training to use it again
training-notice-asked = { $person } asks for training at { $instrument }
training-notice-scheduled = Your training at { $instrument } is on { $starts }. { $reason }
training-notice-failed = Your training at { $instrument } has to be done again: { $reason }
training-notice-absent = You did not come to the training at { $instrument }. You can ask for it again
training-notice-declined = Your training at { $instrument } was declined: { $reason }
training-notice-withdrawn = You withdrew from the training at { $instrument }
