# Problem pages and input faults
problem-not-found = There is no such page
problem-not-found-detail = The address may have changed, or the content may be private. You can start again from Find.
problem-forbidden = This page is for others
problem-forbidden-detail = If you need it, ask the manager of your organisation for the right.
problem-sign-in = Please sign in first
problem-sign-in-detail = After signing in you can go on with what you were doing.
problem-token = The API token is not recognised
problem-token-detail = It may have expired or been revoked. Make a new one on your account page.
problem-stale = Somebody changed this in the meantime
problem-stale-detail = What you typed is kept below. Compare it with the new version and save again.
problem-refused = This cannot be done now
problem-refused-detail = It can go ahead once every reason below is settled.
problem-invalid = Please check what you entered
problem-bad-request = The request cannot be read
problem-bad-request-detail = Open the page afresh and try again.
problem-too-large = This is too large
problem-too-large-detail = Up to { $limit } can be sent at once. Split or compress it.
problem-busy = We cannot answer right now
problem-busy-detail = The store is out of reach for a moment. Nothing was half saved; please try again shortly.
problem-fault = Something went wrong
problem-fault-detail = The fault is ours and has been recorded. Please try again in a moment.
problem-constraint = This collided with other work
problem-constraint-detail = It was not saved because of the rule { $name }. Open the page afresh and try again.
problem-wrong-type = This format is not accepted
problem-wrong-type-detail = Please use the form on the page.
problem-file-type = This kind of file is not accepted
problem-file-type-detail = { $name }: documents, tables, images and data files can be uploaded. Programs are refused.
problem-paper = The paper is too large
problem-paper-detail = It holds { $found } where { $most } can be set. Make it in parts, or download the table instead.
problem-method = This address does not do that
problem-json = What was sent cannot be read
problem-json-detail = { $place }: { $reason }
problem-csrf = Please open the form again
problem-csrf-detail = The page was old, or the form came from another site. What you typed is below, so you can copy it into a fresh page.
problem-key-reused = The same key came with other content
problem-key-reused-detail = Use a new Idempotency-Key for a new request.
problem-in-progress = The same request is being handled
problem-in-progress-detail = Please look for the result in the list in a moment.
problem-details = Error code { $code }
problem-home = To the first page
problem-back = Go back and correct
problem-yours = What you typed
problem-reasons = Reasons
problem-rule = More about this rule
problem-now = What is stored now
problem-versions = What is kept now and what you entered
problem-field = Field
problem-again = Open it as it is now
resume-first-title = Sign in to go on
resume-first-lead = What you wrote is still here. Sign in or join, and it can be sent.
resume-title = Please sign in again
resume-lead = You were signed out after a while. What you typed is kept; sign in to send it.
resume-files = Please choose your files again after sending.
resume-email = E-mail
resume-password = Password
resume-sign-in = Sign in and go on
resume-join = New here? Join
resume-go-title = Ready to send
resume-go-lead = You are signed in. Press continue to send what you had entered.
resume-go = Continue
field-required = Please fill this in
field-required-one-language = Please fill in Korean or English
field-too-long = At most { $longest } characters; there are { $letters } now
field-not-an-id = Please choose from the list
field-out-of-range = Between { $least } and { $most }
field-not-a-number = Please enter a number
field-not-money = Please enter an amount, such as 150,000
field-not-a-day = Please enter a day, such as 2026-03-02
field-not-a-moment = Please enter day and time, such as 2026-03-02T09:00
field-ends-before-start = The end must be after the start
field-not-a-choice = Please choose one of the options
mail-frame = Hello { $name },

    { $text }

    Open it: { $link }

    { $site }
    You can choose which notices come by mail on your account page.
permission-web-look = Pages for everybody
