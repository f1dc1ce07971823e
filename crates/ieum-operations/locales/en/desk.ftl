permission-desk-sit = See one's own desk
desk-title = Work
desk-next = Next
desk-today = Today's bookings
desk-waiting-none = Nothing waits for you
desk-waiting-none-next = If you have a problem to solve, tell us.
desk-say-problem = Describe a problem
desk-running = Requests under way
desk-bookings = Next bookings
desk-starts = Starts
desk-ends = Ends
desk-step-report = Report { $number }, version { $version }, released
desk-step-invoice = Invoice { $number } issued: { $total }
desk-step-credit-note = Credit note { $number } issued: { $total }
desk-step-payment = { $total } received for invoice { $number }
desk-lead = { $count ->
    [0] Nothing waits for you now.
    [one] One thing waits for you.
   *[other] { $count } things wait for you.
} { $late ->
    [0] {""}
    [one] One of them is late.
   *[other] { $late } of them are late.
}
desk-count = { $count ->
    [0] Nothing waits here.
    [one] One thing.
   *[other] { $count } things, the nearest due first.
}
desk-late = Late
desk-what = What
desk-who = Whom it concerns
desk-all = See all { $count }
desk-what-happens = What happens now
desk-list-none = Nothing waits here
desk-list-answers = Requests that wait for me
desk-list-bills = Invoices to pay
desk-list-feedback = Work to judge
desk-list-requests = Requests to handle
desk-list-samples = Samples to receive
desk-list-bookings = Bookings to approve
desk-list-problems = Problems to sort
desk-list-reviews = Results to review
desk-list-charges = Charges to invoice
desk-list-invoices = Invoices to issue and send
desk-list-overdue = Overdue invoices
desk-list-late = Requests beyond their promise
desk-list-unsolved = Unsolved problems
desk-list-profile = Expert entries to complete
desk-none-answers = No request waits for your answer.
desk-none-bills = No invoice is to be paid.
desk-none-feedback = No finished work waits for your judgement.
desk-none-requests = No request is to be handled.
desk-none-samples = No samples are on their way.
desk-none-bookings = No booking waits for approval.
desk-none-problems = No problem waits to be sorted.
desk-none-reviews = No result is yours to review. What you measured is reviewed by somebody else.
desk-none-charges = Every charge is on an invoice.
desk-none-invoices = No invoice is to be issued or sent.
desk-none-overdue = No invoice is overdue.
desk-none-late = No request is beyond its promise.
desk-none-unsolved = Every published problem is solved.
desk-none-profile = Your entry says its fields and keywords.
desk-do-send-samples = Send the samples
desk-do-pay = Check and pay
desk-do-judge = Say how it went
desk-do-receive = Receive the sample
desk-do-decide = Decide whether to take it
desk-do-approve = Approve or reject
desk-do-sort = Read and sort it
desk-do-review = Review the results
desk-do-invoice = Make the invoice
desk-do-issue = Check and issue
desk-do-send = Tell the payer
desk-do-chase = Look for the payment, remind
desk-do-look = See whether it is yours
desk-do-fill = Say your fields
desk-list-approvals = Charges to agree to
desk-none-approvals = No charge waits for a second person.
desk-do-agree = Look and agree
desk-list-offers = Offers for my problems
desk-none-offers = No offer waits for your answer.
desk-do-answer-offer = Look and answer
