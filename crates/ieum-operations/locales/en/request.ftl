permission-request-make = Send requests and manage one's own
permission-request-run = Take up and answer a facility's requests
request-new = New request
request-new-title = New request
request-edit-title = Edit the request
request-new-lead = Say what you want to know and send it; the facility answers. You can save it and send it later.
request-mine = My requests
request-mine-lead = Requests your organisation has sent, and saved drafts.
request-queue = Request queue
request-queue-lead = The request whose answer is due first stands on top.
request-none = No requests here
request-none-next = Choose a service under Find, or write a request straight away.
request-queue-none = No request is waiting
request-queue-none-next = Earlier requests are under All.
request-search = Search by title or number
request-group-new = New
request-group-work = In work
request-group-open = Open
request-group-over = Finished
request-group-all = All
request-number = Request number
request-title = Title
request-title-hint = For example: multi-residue pesticide analysis of apples
request-words = What you ask
request-words-hint = What is wrong, what you need to know, and what the samples are.
request-facility = Facility
request-facility-hint = Choose who receives the request.
request-choose = Choose
request-service = Service
request-instrument = Instrument
request-quantity = Quantity
request-deadline = Needed by
request-deadline-hint = Results are needed by this day at the latest.
request-promise = You get a first answer within three working hours and a plan within three days of sending.
request-save = Save as draft
request-edit = Edit
request-who = Requested by
request-handler = Taken care of by
request-state = State
request-due = Due
request-changed = Changed
request-need = Problem
request-see-need = See the problem's thread
request-note = Note
request-verdict = Can it be done?
request-verdict-feasible = Yes, as asked
request-verdict-partly = In part
request-verdict-unfeasible = No
request-refer-to = Refer to
request-onwards = See the request there
request-other-steps = Other steps
request-messages = Messages
request-messages-none = No messages yet.
request-message = Message
request-attach = Attachments
request-message-send = Send
request-history = History
request-side-firm = Requester
request-side-facility = Facility
request-clock-answer = First answer
request-clock-plan = Plan
request-clock-late = Overdue
request-said-needs-info = The facility asks
request-said-declined = Why it was declined
request-said-referred = Why it was referred
request-said-scoping = Findings
request-said-on-hold = Why it is on hold
request-said-disputed = Objection
request-said-cancelled = Why it was cancelled
request-said-invalidated = Why it was withdrawn
request-sent = The request is sent.
request-saved = The draft is saved.
request-done = Done.
request-message-sent = The message is sent.
request-clock-open = Due { $due }.
request-clock-kept = Was due { $due } and was kept.
request-clock-kept-late = Was due { $due } and came late.
request-state-draft = Draft
request-state-submitted = Submitted
request-state-in-triage = In triage
request-state-needs-info = Needs information
request-state-declined = Declined
request-state-referred = Referred
request-state-scoping = Scoping
request-state-quoted = Quoted
request-state-accepted = Accepted
request-state-planned = Planned
request-state-awaiting-samples = Awaiting samples
request-state-ready = Ready
request-state-in-progress = In progress
request-state-on-hold = On hold
request-state-in-review = In review
request-state-delivered = Delivered
request-state-closed = Closed
request-state-disputed = Disputed
request-state-cancelled = Cancelled
request-state-invalidated = Invalidated
request-next-firm = { $state ->
    [draft] Not sent yet. Send it when it is complete.
    [submitted] The facility takes it up and gives its first answer; the due time is below.
    [in_triage] The facility is reading it.
    [needs_info] The facility needs to know more. Please answer.
    [scoping] The facility is working out method and price.
    [quoted] A quote has come. Please read and answer it.
    [accepted] You accepted the quote. The facility plans the work.
    [planned] The work is planned. The facility asks for samples or makes ready.
    [awaiting_samples] Please send the samples.
    [ready] Everything is there; the facility begins the work.
    [in_progress] The facility is at work. A second person reviews the results.
    [on_hold] Work rests for now. The facility resumes it when the reason is gone.
    [in_review] A second person is checking the results.
    [delivered] The results are here. Close the request or object within seven days; without an answer it closes by itself.
    [closed] This request is finished. You can say how it went.
    [disputed] The facility is looking into your objection.
    [declined] The facility cannot take it. You can ask another one.
    [referred] Another facility goes on with it.
    [cancelled] This request was cancelled.
    [invalidated] The report was withdrawn. The facility works on it again.
   *[other] It is under way.
}
request-next-facility = { $state ->
    [draft] The firm is still writing it.
    [submitted] A new request. Take it up.
    [in_triage] Judge whether it can be done, or ask back.
    [needs_info] Waiting for the requester's answer.
    [scoping] Send a quote.
    [quoted] Waiting for an answer to the quote.
    [accepted] The quote is accepted. Plan the work.
    [planned] Ask for the samples, or mark it ready.
    [awaiting_samples] It becomes ready when all samples have come.
    [ready] Work can begin.
    [in_progress] Hand the results to review when they are there.
    [on_hold] Resume when the reason is gone.
    [in_review] Deliver the results when the review is done.
    [delivered] Waiting for the requester to confirm.
    [disputed] Look into the objection: redo the work or answer.
    [invalidated] Do the work again.
    [closed] This request is finished; nothing more is to do.
    [declined] It was declined; nothing more is to do.
    [referred] It was referred; the other facility goes on with it.
    [cancelled] It was cancelled; nothing more is to do.
   *[other] Nothing more to do.
}
request-step-begin = Draft written
request-step-submit = Request sent
request-do-submit = Send the request
request-step-triage = Taken up
request-do-triage = Take it up
request-step-ask-back = Asked for more
request-do-ask-back = Ask back
request-step-answer = Answered
request-do-answer = Answer
request-step-decline = Declined
request-do-decline = Decline
request-step-refer = Referred to another facility
request-do-refer = Refer
request-step-scope = Feasibility judged
request-do-scope = Judge feasibility
request-step-send-quote = Quote sent
request-do-send-quote = Write a quote
request-step-reject-quote = Quote rejected
request-do-reject-quote = Reject the quote
request-step-expire-quote = Quote expired
request-step-accept-quote = Quote accepted
request-do-accept-quote = Read the quote
request-step-plan = Planned
request-do-plan = Plan the work
request-step-await-samples = Samples asked for
request-do-await-samples = Ask for the samples
request-step-make-ready = Ready
request-do-make-ready = Mark ready
request-step-start = Work begun
request-do-start = Start the work
request-step-hold = Put on hold
request-do-hold = Put on hold
request-step-resume = Resumed
request-do-resume = Resume
request-step-results-in = Results in review
request-do-results-in = Enter results
request-step-rework = Sent back for rework
request-do-rework = Send back
request-step-deliver = Results delivered
request-do-deliver = Review and deliver
request-step-close = Closed
request-do-close = Confirm and close
request-step-close-overdue = Closed when the time to object was over
request-step-dispute = Objection raised
request-do-dispute = Object
request-step-uphold = Results upheld
request-do-uphold = Uphold the results
request-step-credit = Settled by credit
request-do-credit = Settle by credit
request-step-redo = To be done again
request-do-redo = Do it again
request-step-cancel = Cancelled
request-do-cancel = Cancel the request
request-step-invalidate = Report withdrawn
request-do-invalidate = Withdraw the report
request-words-of-ask-back = What do you need to know?
request-words-of-answer = Your answer
request-words-of-decline = Why not
request-words-of-refer = Why there
request-words-of-scope = What can and cannot be done
request-words-of-plan = What the requester should know of the plan
request-words-of-hold = Why it rests
request-words-of-dispute = What is not right?
request-words-of-uphold = Why the results stand
request-words-of-credit = How it is settled
request-words-of-cancel = Why it is cancelled
request-notice = { $number } { $title }: { $event ->
    [begin] Draft written.
    [submit] Request sent.
    [triage] Taken up.
    [ask_back] Asked for more.
    [answer] Answered.
    [decline] Declined.
    [refer] Referred to another facility.
    [scope] Feasibility judged.
    [send_quote] Quote sent.
    [reject_quote] Quote rejected.
    [expire_quote] Quote expired.
    [accept_quote] Quote accepted.
    [plan] Planned.
    [await_samples] Samples asked for.
    [make_ready] Ready.
    [start] Work begun.
    [hold] Put on hold.
    [resume] Resumed.
    [results_in] Results in review.
    [rework] Sent back for rework.
    [deliver] Results delivered.
    [close] Closed.
    [close_overdue] Closed when the time to object was over.
    [dispute] Objection raised.
    [uphold] Results upheld.
    [credit] Settled by credit.
    [redo] To be done again.
    [cancel] Cancelled.
    [invalidate] Report withdrawn.
    [message] A new message.
   *[other] Something changed.
}
request-refused-not-from-here = This is not possible in the present state. Open the page again to see how it stands.
request-refused-other-side = This step is for the other side.
request-refused-no-facility = Choose a facility to send the request to.
request-refused-no-words = Give the request a title and say what you ask.
request-refused-no-reason = Give the other side a sentence: a reason, a question or an answer.
request-refused-same-facility = The request is with this facility already. Choose another one.
request-refused-objection-over = The time to object ended at { $ended }.
request-acts = Who acts now
request-acts-who = { $who ->
    [firm] The firm
    [facility] The facility's staff
    [reviewer] The facility's reviewer
   *[nobody] Nobody
}
request-judge = Say how it went
request-judged = See what you said
