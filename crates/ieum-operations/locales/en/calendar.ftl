permission-calendar-feed = Subscribe to a calendar by its signed address
calendar-title = Week of { $name }
calendar-lead = Choose a free cell to begin a booking at that time. The list below says the same as the table.
calendar-lead-look = When this instrument is in use.
calendar-request-only = Staff run this instrument for you. Ask for an analysis instead of booking it.
calendar-instruments = Instruments
calendar-busy = In use
calendar-held = Held
calendar-mine = My booking
calendar-week-title = { $from } – { $to }
calendar-day = { $weekday ->
    [mon] Mon
    [tue] Tue
    [wed] Wed
    [thu] Thu
    [fri] Fri
    [sat] Sat
   *[sun] Sun
} { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
calendar-weekday-mon = Mon
calendar-weekday-tue = Tue
calendar-weekday-wed = Wed
calendar-weekday-thu = Thu
calendar-weekday-fri = Fri
calendar-weekday-sat = Sat
calendar-weekday-sun = Sun
calendar-book-at = Book from { $at }
calendar-list = As a list
calendar-closed-day = Closed
calendar-all-free = Nothing booked
calendar-feed = See it in your own calendar
calendar-feed-hint = Subscribe to this address in a calendar app and changes appear by themselves. Whoever knows the address can read it, so keep it to yourself.
calendar-feed-mine = Ieum bookings
calendar-feed-of = Ieum { $name }
holiday-new-year = New Year's Day
holiday-seollal = Seollal
holiday-independence = Independence Movement Day
holiday-labour = Labour Day
holiday-children = Children's Day
holiday-buddha = Buddha's Birthday
holiday-memorial = Memorial Day
holiday-constitution = Constitution Day
holiday-liberation = Liberation Day
holiday-chuseok = Chuseok
holiday-foundation = National Foundation Day
holiday-hangul = Hangul Day
holiday-christmas = Christmas Day
holiday-election = Election day
holiday-declared = Declared holiday
holiday-substitute = Substitute holiday
