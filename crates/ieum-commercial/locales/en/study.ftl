permission-study-use = Analyse tables of one's own
study-title = My tables
study-lead = Bring a table and choose a method: you get a sentence, a table, a picture and the command that computes it again. Only you see it.
study-new = Bring a table
study-new-lead = Upload or paste a CSV, TSV or XLSX table. The first line holds the names of the columns.
study-none = No tables yet
study-none-next = Bring one to compare means, fit a regression or see a specialisation right away.
study-size = { $rows } rows, { $columns } columns
study-file = Table file
study-file-hint = UTF-8 and CP949 are both read.
study-paste = Or paste the table
study-paste-hint = Commas, tabs or semicolons between the cells. A file, when given, is read instead.
study-name = Name
study-name-hint = The file's name when left empty.
study-read = Read the table
study-private = Only you see your tables and results, and you can remove them at any time.
study-no-table = Choose a file or paste a table.
study-not-read = The table could not be read
study-remove = Remove table and results
study-remove-sure = Remove this table and all its results?
study-removed = The table and its results are gone.
study-no-answer = There is no answer
study-ask = What do you want to know?
study-method = Method
study-choose = Choose a method
study-family-stats = Comparisons and relations
study-family-region = Regional measures
study-show-options = Show this method
study-choose-column = Choose a column
study-usual = The usual one
study-compute = Compute
study-how = How it is computed
study-runs = Results so far
study-options = Options
study-state = State
study-state-waiting = Computing
study-state-done = Done
study-state-refused = No answer
study-when = When
study-table = The table
study-file-kept = Original { $name }, SHA-256
study-waiting = It is being computed. This page opens anew every 5 seconds.
study-again = Again with other options
study-bear-in-mind = Bear in mind
study-figure-of = Picture of { $what }
study-first-rows = The first { $shown } rows. The download has all { $total }.
study-download = Download all figures (JSON)
study-source = Source:
study-command = This command gives the same figures.
study-provenance = Computed from the table { $name }, SHA-256 { $hash }.
study-no-method = This method is no longer there.
study-refused-too-many = You can keep { $most } tables. Remove one you no longer need.
study-refused-too-many-runs = A table keeps { $most } results. Bring the table anew.
study-refused-busy = What you asked for before is still being computed. Ask again when it is done.
figures-refused-no-answer = { $sentence }
study-says-stats-ols = The columns explain R² = { $r_squared } of the differences in the outcome (n = { $n }, F = { $f }, p { $p }). { $firm ->
    [yes] Chance alone would hardly do that.
   *[no] Chance alone may do that.
}
study-says-stats-anova = The group means differ by F({ $df_between }, { $df_within }) = { $f }, p { $p }. { $firm ->
    [yes] At least one group stands apart.
   *[no] That does not show that any group stands apart.
}
study-says-stats-describe = { $n } values with mean { $mean } and standard deviation { $sd }.
study-all-figures = All figures
