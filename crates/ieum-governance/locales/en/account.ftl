# Signing in, joining, passwords, one's account, notices
person-email = Email
person-name = Name
person-name-hint = The name other people see.
person-lang = Language of pages and mail
person-theme = Theme
person-density = Spacing
person-since = Joined
person-confirmed = Address confirmed
person-state-active = Active
person-state-closed = Closed
person-state-unconfirmed = Address not confirmed
lang-ko = 한국어
lang-en = English
theme-auto = As the device
theme-light = Light
theme-dark = Dark
density-calm = Calm
density-dense = Dense
field-not-an-email = Write an email address, such as name@example.kr
link-over = This link no longer works
mail-not-there = If nothing arrives within a few minutes, look in the spam folder or check the address.

role-guest = Everybody
role-member = Member
role-manager = Organisation manager
role-staff = Facility staff
role-reviewer = Results reviewer
role-billing = Billing officer
role-expert = Expert
role-planner = Regional planner
role-operator = Operator

sign-in-title = Sign in
sign-in-resume = Sign in to send what you were writing.
sign-in-go = Sign in
sign-in-forgot = I forgot my password
sign-in-join = New here? Join
sign-in-institution = If your institution has accounts
sign-in-out = You are signed out.
sign-in-refused-wait = Several attempts failed. Try again in { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
  }.
sign-in-refused-mismatch = The email or the password is not right.
sign-in-refused-unconfirmed = The address is not confirmed yet. We sent a new confirmation mail; please look in your mailbox.

join-title = Join
join-lead = All it takes is an email address. You choose your organisation in the next step.
join-email-hint = We send a mail to confirm it.
join-go = Join
join-resume = Once you have joined you can send what you were writing.
join-interrupted = Once your organisation is settled you can send what you were writing.
join-known = I have an account
join-refused-email-taken = This address has an account already. Sign in, or choose a new password.
join-sent-title = Look in your mailbox
join-sent-lead = We sent a mail to the address you gave. Open the link in it to finish joining.
join-again = Join with another address
join-confirm-title = Confirm your address
join-confirm-lead = Write the password you chose when joining once more and you can start.
join-confirm-hint = The password from the joining form.
join-confirm-go = Confirm and start
join-confirm-mismatch = The password is not right. If you do not remember it, choose a new one.
join-confirmed = Your address is confirmed.
join-link-over-next = If you confirmed already, sign in. If not, signing in sends you a new link.
join-organisation-title = Where do you work?
join-organisation-lead = Find your organisation and ask to join it, or register it if it is not here. Quotes and bookings are made in its name.
join-organisation-find = Find your organisation
join-organisation-find-hint = By its ten-digit business number or its name.
join-organisation-found = Organisations found
join-organisation-ask = Ask to join
join-organisation-none = No such organisation
join-organisation-none-next = Try another spelling, or register it below.
join-organisation-new = Register an organisation
join-organisation-new-lead = Whoever registers it becomes its first manager.
join-organisation-make = Register
join-organisation-later = Not now
join-organisation-made = The organisation is registered. You can invite colleagues now.
join-asked = You have asked to join. We tell you when a manager there agrees.
join-waiting = Waiting for an answer
organisation-name-ko = Name of the organisation (Korean)
organisation-name-en = Name of the organisation (English)
organisation-business-number = Business registration number
organisation-business-number-hint = Ten digits, such as 123-45-67890
organisation-region = Region
organisation-region-hint = Such as Cheongju, Chungbuk

password-label = Password
password-old-label = Present password
password-new-label = New password
password-hint = At least { $least } characters. A few words in a row are easy to remember.
password-forgot-title = Choose a new password
password-forgot-lead = Give the address you joined with and we send you a link.
password-forgot-go = Send the link
password-sent-title = Look in your mailbox
password-sent-lead = If the address has an account, a mail with a link is on its way. The link works once.
password-again = Send another link
password-new-title = New password
password-new-lead = A new password signs you out on every other device.
password-new-go = Change the password
password-link-over-next = A link works once and only for a while. Ask for a new one.
password-replaced = The password is changed. Sign in with the new one.
password-refused-too-short = The password has { $letters } characters; choose at least { $least }.
password-refused-too-long = The password has { $letters } characters; at most { $most } are possible.
password-refused-like-email = The password is too much like the email address.
password-refused-like-name = The password is too much like the name.
password-refused-common = This password is so common that it is easily guessed. Choose another.

account-title = My account
account-profile = Name and display
account-save = Save
account-saved = Saved.
account-memberships = Memberships and roles
account-no-membership = You belong to no organisation yet. Join one to accept quotes and book.
account-waiting = Waiting for an answer.
account-find-organisation = Find an organisation
account-leave = Leave
account-leave-sure = Leave this membership?
account-left = You have left.
account-password = Password
account-password-wrong = The present password is not right
account-password-changed = The password is changed. You are signed out on every other device.
account-mail = Notices by mail
account-mail-lead = Notices are always on the notices page. Choose the topics you also want by mail.
account-mail-topics = Topics
account-sessions = Where you are signed in
account-sessions-lead = If you do not know a device, sign it out and change your password.
account-sessions-ended = Signed out there.
account-tokens = API tokens
account-tokens-lead = Keys that let programs work in your name. A token can do what you can do, so guard it like a password.
account-token-made = The token is made
account-token-once = It is shown only now. Copy it to a safe place.
account-token-revoked = The token is revoked.
session-agent = Device
session-unknown = Unknown device
session-seen = Last visit
session-begun = Signed in
session-here = This device
session-end = Sign out
session-end-others = Sign out everywhere else
token-name = Purpose
token-name-hint = Such as: laboratory PC, stock program
token-beginning = Begins with
token-made = Made
token-used = Last used
token-never = Not yet
token-make = Make a token
token-revoke = Revoke
token-revoke-sure = Programs that use this token stop at once. Revoke it?

notices-title = Notices
notices-read-all = Mark all as read
notices-read = All marked as read.
notices-new = New
notices-none = No notices yet
notices-none-next = You hear here when something changes with your requests, bookings and samples.
notices-choose = Choose notices by mail
notice-topic-account = Account and membership
notice-topic-need = Problems
notice-topic-search = Saved searches
notice-topic-request = Requests and quotes
notice-topic-booking = Bookings
notice-topic-sample = Samples and results
notice-topic-billing = Bills and payments

mail-reset-subject = Your link to choose a new password
mail-reset-body = Hello { $name },

    Open this link to choose a new password. It works once, within { $hours } { $hours ->
        [one] hour
       *[other] hours
    }.
    { $link }

    If you did not ask for it, delete this mail. Your password stays as it is.

    { $site }
mail-confirm-subject = Please confirm your address
mail-confirm-body = Hello { $name }, thank you for joining.

    Open this link and write the password you chose. It works for { $hours } hours.
    { $link }

    If you did not join, delete this mail.

    { $site }
mail-known-subject = You have an account already
mail-known-body = Hello { $name },

    Somebody tried to join with this address, which has an account already. If you forgot the password, choose a new one here.
    { $link }

    If that was not you, delete this mail.

    { $site }
mail-invite-subject = { $by } invites you to { $organisation }
mail-invite-body = Hello,

    { $by } invites you to become a member of { $organisation }. Open this link to join, until { $until }.
    { $link }

    { $site }

oidc-failed-title = Signing in at your institution did not work
oidc-failed-next = Try again, or sign in by email and password.
oidc-connect = Connect an institution account
oidc-refused-unreachable = The institution's sign-in does not answer. Try again in a moment.
oidc-refused-declined = Signing in at the institution was not finished.
oidc-refused-stale = This sign-in began too long ago or in another browser. Start again.
oidc-refused-untrusted = The institution's answer cannot be verified. Start again.
oidc-refused-connected-elsewhere = This institution account is connected with another account.
oidc-refused-email-taken = An account with the same email exists. Sign in by password and connect the institution account on your account page.
oidc-refused-no-email = The institution gives no verified email, so no account can be opened.
oidc-refused-unknown = You are not known here. Ask a manager of your organisation for an invitation.
