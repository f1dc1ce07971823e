saved-title = Saved searches
saved-lead = Keep a search and you are told when something new fits it.
saved-keep = Tell me when there is more
saved-kept = The search is saved. You will be told when something new fits.
saved-removed = The saved search is gone.
saved-words = Looked for
saved-narrowed = Within
saved-all = Everything
saved-filters = { $count ->
    [one] 1 condition
   *[other] { $count } conditions
}
saved-looked = Last looked
saved-remove = Remove
saved-none = No saved searches yet
saved-none-next = Search first, then choose “Tell me when there is more”.
saved-notice-new = { $count ->
    [one] 1 new result fits
   *[other] { $count } new results fit
} your saved search “{ $words }”: { $first }
saved-refused-says-nothing = There is nothing in it to look for. Name a substance, a test or an instrument.
saved-refused-too-many = You can keep { $most } searches. Remove one you no longer need.
saved-refused-twice = This search is saved already.
permission-find-save = Save searches and be told of new results
