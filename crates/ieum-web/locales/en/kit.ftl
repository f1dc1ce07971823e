# The frame of every page and the words inside components.
kit-name = Ieum
kit-foot = The open platform that joins a region’s instruments, experts and technologies to the problems they can solve.
kit-skip = Skip to main content
kit-menu = Menu
kit-places = Main menu
kit-within = Inside { $place }
kit-place-problems = Problems
kit-place-find = Find
kit-place-work = Work
kit-place-data = Data
kit-place-figures = Figures
kit-place-commercialise = Commercialise
kit-place-region = Region
kit-place-foresight = Foresight
kit-place-network = Network
kit-place-admin = Admin
kit-crumbs = You are here
kit-aside = Related
kit-other-language = 한국어
kit-other-language-short = 한
kit-messages = Messages
kit-notices = Notices
kit-unread = unread
kit-my-menu = My menu
kit-account = My account
kit-sign-in = Sign in
kit-sign-out = Sign out
kit-preferences = Display settings
kit-density = Spacing
kit-density-calm = Calm
kit-density-dense = Dense
kit-theme = Theme
kit-theme-auto = As device
kit-theme-light = Light
kit-theme-dark = Dark

# Forms
kit-optional = (optional)
kit-error-prefix = Error:
kit-error-summary = Please check the following
kit-characters-left = { $count } characters left
kit-filter-list = Narrow the list
kit-won = KRW
kit-file-limit = Each file may be up to { $size }.
kit-file-too-big = The file is too large. Choose a smaller one.
kit-restored = We filled in what this browser had kept for you.
kit-search = Search
kit-cancel = Cancel

# Showing things
kit-none = –
kit-no-rows = Nothing here yet.
kit-pages = Pages of the list
kit-page-n = Page { $n }
kit-previous = Previous
kit-next = Next
kit-working = Working
kit-narrow = Narrow the results
kit-chosen = { $count } chosen
kit-apply = Apply
kit-clear = Clear all

# In order
kit-steps = Steps
kit-step-of = Step { $n } of { $total }
kit-step-done = (done)
kit-thread = From problem to outcome

# Calendar
kit-weeks = Move between weeks
kit-week-previous = Previous week
kit-week-this = This week
kit-week-next = Next week
kit-as-list = Show as a list
kit-time = Time
kit-today = (today)
kit-zone = All times are in { $zone }.
kit-book = Book this time
kit-nothing-booked = Nothing is booked.
kit-slot-free = Free
kit-slot-mine = Mine
kit-slot-taken = Taken
kit-slot-asked = Awaiting approval
kit-slot-held = Held
kit-slot-closed = Closed
kit-slot-upkeep = Maintenance
kit-slot-past = Past
kit-map-list = List
kit-map-map = Map
kit-map-label = Places of the results, north above. The list below says the same.
kit-map-place = { $count ->
    [one] Place { $number }: one result
   *[other] Place { $number }: { $count } results
}
kit-map-scale = { $km } km
kit-map-nowhere = { $count ->
    [one] One result on this page has no known place. The list shows it.
   *[other] { $count } results on this page have no known place. The list shows them.
}
kit-map-none = None of these results has a known place. The list shows them.
kit-map-more = { $count } more here
