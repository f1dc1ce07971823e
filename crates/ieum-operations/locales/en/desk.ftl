permission-desk-sit = See one's own desk
desk-title = Work
desk-nothing-to-do = Waiting for the other side
desk-next = Next
desk-today = Today's bookings
desk-today-none = No bookings today.
desk-samples = Samples to receive
desk-waiting = What waits for me
desk-waiting-none = Nothing waits for you
desk-waiting-none-next = If you have a problem to solve, tell us.
desk-say-problem = Describe a problem
desk-running = Requests under way
desk-bookings = Next bookings
desk-starts = Starts
desk-ends = Ends
desk-lead = { $count ->
    [0] Nothing waits for your answer.
    [one] One request waits for you.
   *[other] { $count } requests wait for you.
}
desk-lead-staff = { $count ->
    [0] The queue is empty.
    [one] One request is to be handled.
   *[other] { $count } requests are to be handled; the nearest due time first.
}
desk-bills = Bills to pay
desk-bill = Bill
desk-bill-rest = Still to pay
desk-step-report = Report { $number }, version { $version }, released
desk-step-invoice = Invoice { $number } issued: { $total }
desk-step-credit-note = Credit note { $number } issued: { $total }
desk-step-payment = { $total } received for invoice { $number }
