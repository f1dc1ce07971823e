# Figures: statistics, regional measures, the audit of printed results
figures-method-stats-ols = Linear regression by least squares
figures-method-stats-audit = Audit of printed results: which figures cannot both be right
figures-formula = Formula
figures-source = Source
figures-bear-in-mind = Bear in mind
figures-more-rows = { $shown } of { $rows } rows are shown. --csv and --json print all of them.
figures-other = { $name } ({ $facts })
figures-refused-no-file = Name a file to read.
figures-refused-unopened = Cannot open { $path }: { $reason }
figures-refused-row = Line { $line }: { $reason }
figures-refused-missing = --{ $option } is needed.
figures-refused-value = --{ $option } does not take { $text }. Give a number.
figures-refused-choice = --{ $option } does not take { $text }. Give one of: { $known }
figures-fault-nothing = The table is empty. Put headings on the first line and at least one row below.
figures-fault-ragged = Line { $line } has { $found } cells under { $expected } headings. Keep empty cells with their delimiters, and put values that contain the delimiter in quotation marks.
figures-fault-open-quote = The quotation mark opened on line { $line } is never closed. Close it.
figures-fault-too-many = { $what -> 
    [columns] There are { $found } columns; { $most } are read at once. Keep those you need, or turn columns into rows.
    [rows] There are more than { $most } rows. Split the file.
   *[letters] The file has { $found } bytes; { $most } are read at once. Split it.
}
figures-fault-no-column = No column is called { $name }. There are: { $known }
figures-fault-twice = Columns { $first } and { $second } are both called { $name }. Rename one of them.
figures-fault-not-a-number = Line { $line }, column { $column }: “{ $text }” is not a number. Write a number, or leave the cell empty where there is none.
figures-fault-only-a-bound = Line { $line }, column { $column }: “{ $text }” is only a bound. Write the number itself, or leave the cell empty.
figures-fault-mixed-marks = Column { $column }: “{ $text }” on line { $line } and “{ $other_text }” on line { $other_line } use different decimal marks. Use one.
figures-fault-mixed-percent = Column { $column }: “{ $text }” on line { $line } has a percent sign and line { $other_line } has none. Use one form.
figures-fault-not-finite = Line { $line }, column { $column }: “{ $text }” is not finite. Correct it or leave the cell empty.
figures-fault-too-small = Line { $line }, column { $column }: “{ $text }” is too small to keep its digits. Change the unit.
figures-fault-empty-column = Column { $column } has no value. Choose another column or fill it.
figures-fault-unknown-word = Line { $line }, column { $column }: “{ $text }” is not among { $known }.
figures-fault-unknown-column = The column { $name } means nothing here. Correct its name or take it out. Known: { $known }
figures-fault-no-such-row = Line { $line }, column { $column }: there is no fitting row called “{ $text }”. Check its id and kind.
figures-fault-repeated-name = Lines { $other_line } and { $line } are both called “{ $text }”. Rename one of them.
figures-fault-lacks = Line { $line } needs { $column }. Fill it in.
figures-unfit-too-few = There are { $found } cases; this method needs { $needed }.
figures-unfit-shape = The lengths do not match: { $found } entries where { $expected } belong.
figures-unfit-not-finite = Line { $row }, column { $column } gives no finite number. Check the value; a logarithm needs a number over 0.
figures-unfit-out-of-range = { $name } is { $value }; it must lie between { $low } and { $high }.
figures-unfit-infeasible = { $needed } are needed where { $available } can be had.
figures-unfit-constant = Column { $column } does not vary, so nothing can be computed from it. Choose another.
figures-unfit-empty = { $name } { $at } is empty. Take it out or fill it.
figures-unfit-collinear = { $column } is a combination of the terms before it, so its effect cannot be told apart. Take it out.
figures-unfit-separated = { $column } separates the outcomes, so its estimate runs to infinity. Use Firth’s method or take it out.
figures-unfit-not-settled = Not settled after { $steps } steps. Try fewer terms or other units.
figures-unfit-no-column = No column is called { $name }. Check the headings.
figures-unfit-not-numbers = Column { $name } holds no numbers. Choose one that does.
figures-unfit-formula = The formula cannot be read at character { $at }. Write it like y ~ x1 + x2.
figures-unfit-unreadable = Line { $line } does not follow the format.
figures-unfit-singular = The equations have no single solution.
figures-caution-dropped = { $cases } cases with a missing value were left out.
figures-caution-few-cases = There are only { $found } cases; the approximation is thought good from { $advised } on.
figures-caution-islands = Some units have no neighbour: { $units }
figures-caution-ties = { $cases } cases share their value with others.
figures-caution-nearly-collinear = Term { $column } says nearly the same as the others (variance inflation { $inflation }).
figures-caution-unequal-spread = The spread seems to differ (p = { $p }).
figures-caution-not-normal = The values seem not to be normal (p = { $p }).
figures-caution-influential = Case { $row } moves the result by itself (Cook’s distance { $distance }).
figures-caution-thousands = Column { $column }: “{ $text }” on line { $line } was read with a thousands mark.
figures-caution-decimal-comma = Column { $column }: the comma was read as the decimal mark.
figures-caution-percent = Column { $column } is in percent; 5 % counts as 5.
figures-audit-cannot-both = It and the printed { $printed } cannot both be right.
figures-audit-share-of-count = { $n } of { $base } is { $percent } %.
figures-audit-share-of-no-count = No whole count of { $base } gives this share; the nearest are { $range } %.
figures-audit-share-of-some-count = { $least } to { $most } of { $base } give this share.
figures-audit-sum-of-parts = The { $parts } parts add up to { $range }.
figures-audit-parts-of-whole = The { $parts } parts add up to { $range }; { $left } are left.
figures-audit-ratio = { $first } divided by { $second } is { $range }.
figures-audit-odds-ratio = The odds ratio is { $odds_ratio } (95 % interval { $ci_low } to { $ci_high }), χ² = { $chi2 }, p = { $p }.
figures-audit-odds-ratio-interval = The two shares give { $range } as this end of the interval.
figures-audit-unit-scale = It differs from { $other } by a factor of { $factor }: compare the units.
figures-audit-same-figure = Elsewhere the same figure is { $other }.
figures-audit-groups-n = The { $groups } groups together have { $sum } cases.
figures-audit-groups-mean = The means of the { $groups } groups give an overall mean of { $range }.
figures-audit-groups-sd = The { $groups } groups give an overall standard deviation of { $range }.
figures-audit-statistic-from-groups = The groups’ sizes, means and standard deviations give { $range } (read as { $reading }).
figures-audit-p-from-statistic = { $statistic } = { $value } with { $df } degrees of freedom goes with p = { $range }.
figures-audit-p-fits-one-tail = { $statistic } = { $value } with { $df } degrees of freedom goes with a two-tailed p = { $range }. A one-tailed test would fit: if it is one, put “one” in column tail.
figures-audit-letters-shared = Two groups that share a letter: the { $method } comparison gives p = { $range }.
figures-audit-letters-apart = Two groups without a common letter: the { $method } comparison gives p = { $range }.
figures-audit-whole-number-mean = No { $n } whole-number answers have this mean; the nearest means are { $range }. Nearby numbers of cases that could have it: { $sizes }
figures-audit-whole-number-mean-fits = { $n } whole-number answers can have this mean ({ $range }).
figures-audit-whole-number-sd-fits = { $n } whole-number answers can have them, for instance with the sum { $sum } and the sum of squares { $squares }.
figures-audit-whole-number-sd = No { $n } whole-number answers have this mean with this standard deviation; the nearest are { $range }.
figures-audit-yes-or-no = { $n } yes-or-no answers with this mean have a standard deviation of { $sd }.
figures-audit-moments = With this skewness the kurtosis is at least { $bound }.
figures-audit-variation = The standard deviation is { $coefficient } times the mean; a log or gamma model may suit better.
figures-audit-outside = { $figure } cannot lie outside { $range }.
figures-audit-digits = After its first digit it repeats { $other } of { $other_id }. Compare the source.
figures-audit-t-from-b = B { $b } divided by its standard error { $se } is { $range }.
figures-audit-interval-from-b = B and its standard error give { $range } as this end of the 95 % interval ({ $df } degrees of freedom).
figures-audit-beta-from-t = With one predictor β is t / √(t² + { $df }); t = { $t } gives { $range }.
figures-audit-beta-from-b = B { $b } times the ratio of the standard deviations gives β = { $range }.
figures-audit-beta-floor = With t = { $t } and { $df } degrees of freedom β is at least { $low }.
figures-audit-f-from-t = With one predictor F is t²; t = { $t } gives { $range }.
figures-audit-f-from-r2 = R² = { $r2 } with { $k } predictors and { $df } residual degrees of freedom gives F = { $range }.
figures-audit-adjusted-r2 = R² = { $r2 } with { $k } predictors and { $df } residual degrees of freedom gives an adjusted R² of { $range }.
figures-audit-same-figures-as = The same figures were already looked at in { $other_id }.
figures-audit-sizes-that-fit = F, R², adjusted R² and p hold together for { $sizes }.
figures-audit-no-size-fits = No number of predictors and cases up to { $most_cases } fulfils F, R², adjusted R² and p together.
figures-audit-r2-floor = The predictor with t = { $t } alone makes R² at least { $low }.
figures-audit-means-of-two-groups = The constant is one group’s mean, { $range }; constant and slope together are the other’s, { $other_low } to { $other_high }.
figures-audit-errors-of-two-groups = Groups of { $n_first } and { $n_second } give standard errors of { $range } for the constant and { $slope_low } to { $slope_high } for the slope.
figures-audit-sizes-from-errors = Both standard errors together ask for a reference group of { $range } among { $n }.
figures-audit-no-sizes-from-errors = No split of { $n } cases fulfils both standard errors.
figures-audit-decision = B and its standard error give p = { $range }; at 5 % that means { $follows -> 
    [supported] supported
    [not-supported] not supported
   *[open] undecided
}.
figures-verdict-agrees = agrees
figures-verdict-cannot-hold = cannot hold
figures-verdict-information = information
figures-check-share = share
figures-check-share-possible = possible share
figures-check-sum = sum
figures-check-subset = part of a whole
figures-check-ratio = ratio
figures-check-odds-ratio = odds ratio
figures-check-odds-ratio-interval = odds ratio interval
figures-check-same = same figure
figures-check-groups-n = group sizes
figures-check-groups-mean = group means
figures-check-groups-sd = group spreads
figures-check-statistic = statistic
figures-check-p = p value
figures-check-letters = letters
figures-check-whole-numbers = whole numbers
figures-check-yes-or-no = yes or no
figures-check-moments = moments
figures-check-variation = variation
figures-check-outside = possible range
figures-check-digits = repeated digits
figures-check-t-from-b = t = B/SE
figures-check-interval = interval
figures-check-beta = beta
figures-check-f-from-t = F = t²
figures-check-f-from-r2 = F and R²
figures-check-adjusted-r2 = adjusted R²
figures-check-sizes = possible sizes
figures-check-r2-floor = least R²
figures-check-group-means = two group means
figures-check-group-errors = two group errors
figures-check-decision = decision
figures-field-n = n
figures-field-df-model = model df
figures-field-df-residual = residual df
figures-field-coefficients = Coefficients
figures-field-term = term
figures-field-estimate = estimate
figures-field-std-error = std. error
figures-field-t = t
figures-field-p = p
figures-field-ci-low = from
figures-field-ci-high = to
figures-field-beta = β
figures-field-vif = VIF
figures-field-residual-sd = residual SD
figures-field-ss-residual = residual SS
figures-field-ss-total = total SS
figures-field-r-squared = R²
figures-field-r-squared-against = R² against
figures-field-adj-r-squared = adjusted R²
figures-field-f = F
figures-field-df-errors = error df
figures-field-log-likelihood = log likelihood
figures-field-aic = AIC
figures-field-bic = BIC
figures-field-durbin-watson = Durbin–Watson
figures-field-errors = standard errors
figures-field-confidence = confidence
figures-field-checks = Checks
figures-field-influence = Influence
figures-field-source = Source
figures-field-rows = Findings
figures-field-id = id
figures-field-check = check
figures-field-printed = printed
figures-field-recomputed-low = recomputed from
figures-field-recomputed-high = to
figures-field-verdict = verdict
figures-field-agrees = Agrees
figures-field-cannot-hold = Cannot hold
