## Waiting
waiting-title = Waiting list: { $name }
waiting-lead = Nothing free when you need it? Stand in line. When a time opens, whoever waited longest is told first and it is kept for them for { $length }.
waiting-mine = My place in line
waiting-mine-says = { $length } between { $from } and { $until }
waiting-place = { $before ->
    [0] First in line.
    [one] One person came before.
   *[other] { $before } people came before.
}
waiting-count = { $count ->
    [0] Nobody is waiting now.
    [one] One person is waiting now.
   *[other] { $count } people are waiting now.
}
waiting-offered = A time has opened. It is kept until { $until }.
waiting-see-offer = See the time offered
waiting-join = Stand in line
waiting-first = First day
waiting-last = Last day
waiting-leave = Leave the line
waiting-leave-sure = Leave the line? A time offered to you is let go as well.
waiting-joined = You are in line. We will tell you when a time opens.
waiting-left = You have left the line.
waiting-line = Who is waiting
waiting-period = Waiting for
waiting-since = In line since
waiting-none = Nobody is waiting
waiting-none-next = People who find nothing free and stand in line appear here in their order.

## Why not
waiting-refused-free = No need to wait: you can book { $starts } – { $ends }.
waiting-refused-twice = You are in this line already.
waiting-refused-period-over = The period is over. Choose days to come.
waiting-refused-period-long = You can wait for a period of up to { $most_days } days.
waiting-refused-length-off = The use must last from { $shortest_minutes } to { $longest_minutes } min.

## Notices
waiting-notice-offered = A time at { $instrument } has opened: { $starts } – { $ends }. Take it before { $until }
waiting-notice-offered-body = A time you waited for at { $instrument } has opened: { $starts } – { $ends }

    It is kept for you until { $until }. One click on the page below books it. After that it goes to the next in line.
waiting-notice-over = Your wait for { $instrument } is over: no time that would do has opened
