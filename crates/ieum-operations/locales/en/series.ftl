## Series
series-new = Repeat
series-new-title = Repeat a booking of { $name }
series-new-lead = Book the same time daily or weekly at once. The rules are asked about each, and you see what can be booked and why the rest cannot. Up to { $most } at once.
series-what = When it repeats
series-every = Repeats
series-every-day = Daily
series-every-week = Weekly
series-step = Every
series-step-hint = 2 is every other day or week.
series-count = How often
series-times = times
series-until = Last day
series-until-hint = Give a number of times or a last day. With both, it ends at whichever comes first.
series-see = Check each
series-check = { $count ->
    [one] One time
   *[other] { $count } times
}
series-check-hint = Choose what to book. All you choose is booked, or nothing if one of them cannot be.
series-take = Choose
series-verdict = Result
series-verdict-allow = Can be booked.
series-verdict-need-approval = Staff approve it.
series-near = Near by
series-book = Book what is chosen
series-made = The series is booked.
series-cancelled = The bookings of the series are cancelled.
series-title = Series at { $name }
series-says = { $every ->
    [day] { $step ->
        [1] Daily
       *[other] Every { $step } days
    }
   *[week] { $step ->
        [1] Weekly
       *[other] Every { $step } weeks
    }
} at the same time. { $ahead } still to come.
series-list = Bookings of the series
series-call-off = Cancel
series-cancel-one = Only this
series-cancel-rest = This and all later
series-cancel-rest-sure = Cancel this one and all later ones?
series-cancel-all = Cancel all that are left
series-cancel-all-sure = Cancel all that are left?
series-none = No bookings
series-none-next = Your other bookings are under My bookings.
series-part = It is one of a series.
series-see-all = See all

## Why not
series-refused-no-series = Bookings do not repeat here. Book one at a time.
series-refused-endless = Give a number of times or a last day.
series-refused-too-many = You can book up to { $most } times at once.
series-refused-nothing = Choose at least one.
series-refused-not-all = { $refused ->
    [one] One of your choice
   *[other] { $refused } of your choice
} cannot be booked, so nothing was. See why below and choose again.
