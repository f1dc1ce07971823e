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
study-first-rows = The first { $shown } rows. The download has all { $total }.
study-download = Download all figures (JSON)
study-source = Source:
study-command = This command gives the same figures.
study-provenance = Computed from the table { $name }, SHA-256 { $hash }.
study-no-method = This method is no longer there.
study-choose-table = Choose another table
study-table-hint = One of the other tables you brought. If it is not there yet, bring it first and come back.
study-no-second-table = The second table cannot be found. If you removed it, bring it again and choose it.
study-download-picture = Download the picture (SVG)
study-picture-wide = Swipe the picture sideways to see the rest. The tables below have the same figures.
study-download-table = Download the table «{ $name }» (CSV)
study-download-singles = Download the single figures (CSV)
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
study-says-stats-ttest = The means differ by { $difference }, with an interval from { $ci_low } to { $ci_high } (t = { $t }, { $df } degrees of freedom, p { $p }). { $firm ->
    [yes] Chance alone would hardly do that.
   *[no] Chance alone may do that.
}
study-says-stats-chi2 = Over { $n } cases the two groupings give χ² = { $statistic } with { $df } degrees of freedom, p { $p }. { $firm ->
    [yes] Chance alone would hardly do that.
   *[no] Chance alone may do that.
}
study-says-stats-corr = { $x } and { $y } correlate at { $estimate } (n = { $n }, p { $p }). { $firm ->
    [yes] Chance alone would hardly do that.
   *[no] Chance alone may do that.
}
study-says-stats-corr-2 = { $pairs } pairs of columns were correlated; the first, { $pairs_x } and { $pairs_y }, at { $pairs_estimate }.
study-says-stats-logit = The logistic model of { $n } cases beats one without columns by χ² = { $likelihood_ratio_statistic } with { $likelihood_ratio_df } degrees of freedom, p { $likelihood_ratio_p }. The coefficients stand below.
study-says-stats-poisson = The Poisson model of { $n } cases beats one without columns by χ² = { $likelihood_ratio_statistic } with { $likelihood_ratio_df } degrees of freedom, p { $likelihood_ratio_p }. The coefficients stand below.
study-says-stats-nb = The negative binomial model of { $n } cases beats one without columns by χ² = { $likelihood_ratio_statistic } with { $likelihood_ratio_df } degrees of freedom, p { $likelihood_ratio_p }. The coefficients stand below.
study-says-stats-gamma = The gamma model of { $n } cases beats one without columns by χ² = { $likelihood_ratio_statistic } with { $likelihood_ratio_df } degrees of freedom, p { $likelihood_ratio_p }. The coefficients stand below.
study-says-stats-gamma-2 = Least squares on the logarithm explain R² = { $r_squared } of { $n } cases.
study-says-stats-fe = Within the effects taken out R² is { $r_squared_within } (n = { $n }). The first coefficient, { $coefficients_term }, is { $coefficients_estimate }, p { $coefficients_p }.
study-says-stats-did = The effect is { $effect_estimate }, with an interval from { $effect_ci_low } to { $effect_ci_high } (p { $effect_p }). A study like this may miss effects smaller than { $detectable_effect }.
study-says-stats-did-2 = The effect is { $coefficients_estimate }, with an interval from { $coefficients_ci_low } to { $coefficients_ci_high } (p { $coefficients_p }). A study like this may miss effects smaller than { $detectable_effect }.
study-says-stats-event = Effects of { $treated_units } treated units at { $coefficients } times. The test of trends before gives p { $pre_trend_p }; slopes under { $pre_trend_slope_noticed_four_fifths } a period would be missed more than once in five studies.
study-says-stats-event-2 = Effects of { $treated_units } treated units at { $coefficients } times.
study-says-stats-cs = { $att } effects by group and time over { $n } units. The gathered effect stands below.
study-says-stats-sc = The effect is { $effect_estimate }. The synthetic control follows the { $periods_before } periods before to within { $gap_before }.
study-says-stats-sdid = The effect is { $effect_estimate }, from { $periods_before } periods before and { $periods_after } after.
study-says-stats-psm = The effect on the treated is { $effect_estimate }, with an interval from { $effect_ci_low } to { $effect_ci_high }. Before matching the difference was { $raw_difference }.
study-says-stats-psm-2 = The effect on the treated is { $effect_estimate }, with an interval from { $effect_ci_low } to { $effect_ci_high }.
study-says-stats-km = { $events } of { $n } cases had the event. Half have had it by { $median_time }.
study-says-stats-logrank = Survival differs between the groups by χ² = { $statistic } with { $df } degrees of freedom, p { $p }. { $firm ->
    [yes] Chance alone would hardly do that.
   *[no] Chance alone may do that.
}
study-says-stats-logrank-2 = Survival differs between the groups by χ² = { $test_statistic } with { $test_df } degrees of freedom, p { $test_p }. { $firm ->
    [yes] Chance alone would hardly do that.
   *[no] Chance alone may do that.
}
study-says-stats-cox = { $n } cases, { $events } events. The hazard ratio of the first column, { $ratios_term }, is { $ratios_ratio }, with an interval from { $ratios_ci_low } to { $ratios_ci_high }.
study-says-stats-adjust = { $n } p values were corrected by the rule { $rule }.
study-says-region-lq = Quotients of { $regions } regions and { $activities } activities. Over 1 the region has more of the activity than all have.
study-says-region-shares = Specialisation and variety of { $regions } regions over { $activities } activities.
study-says-region-shift-share = Growth of { $regions } regions from { $from } to { $to }, parted.
study-says-region-relatedness = How often { $activities } activities go together in { $regions } regions.
study-says-region-complexity = The most complex region is { $eci_region } ({ $eci_value }), the most complex activity { $pci_activity } ({ $pci_value }).
study-says-region-cross = How { $sources } sources go with { $activities } activities in { $regions } regions.
study-says-region-dynamics = From { $from } to { $to }, { $entries } of { $could_enter } possible activities entered and { $exits } of { $could_exit } left.
study-says-region-clusters = Activities hold together best in { $clusters } clusters (score { $score }).
study-says-region-moran = Moran’s I is { $value } where chance gives { $expected } ({ $n } units, permutation p { $permuted_p }).
study-says-region-geary = Geary’s c is { $value } where chance gives { $expected } ({ $n } units, permutation p { $permuted_p }).
study-says-region-lisa = At { $found } of { $n } units likeness to the neighbours, or unlikeness, goes beyond chance (corrected by { $fdr }).
study-says-region-hotspots = { $found } of { $n } units lie where large or small values gather (corrected by { $fdr }).
study-says-region-ahp = Weights of { $n } criteria. The consistency ratio is { $consistency_ratio }; up to 0.1 is thought tolerable.
study-says-region-topsis = { $ranking_alternative } comes first among { $n } (score { $ranking_score }).
study-says-region-promethee = { $ranking_alternative } comes first among { $n } (net flow { $ranking_score }).
study-says-region-wsm = { $ranking_alternative } comes first among { $n } (score { $ranking_score }).
study-says-region-pmedian = With { $open } open sites the cost is { $objective }; nothing can be better by more than a share of { $gap }.
study-says-region-cover = With { $open } open sites { $covered } of demand is within reach; nothing can be better by more than a share of { $gap }.
study-says-region-io = Multipliers and linkages of { $n } sectors. The first, { $sectors_sector }, has an output multiplier of { $sectors_output_multiplier }.
study-says-region-land = { $yearly } m² are needed a year, { $total } m² over { $years } years.
study-says-region-inequality = Over { $n } regions Gini is { $gini }, Theil’s T { $theil_t } (of it { $theil_t_between } between groups), Williamson’s coefficient { $williamson }.
study-says-region-agglomeration = { $n } establishments in { $regions } regions. γ of the first industry, { $industries_industry }, is { $industries_gamma }: 0 is what chance gives, over 0.05 is much.
study-says-region-cluster-index = Cluster indices of { $n } regions. Over 4 one speaks of a cluster.
study-picture-bars = { $what }
study-picture-coefficients = Estimates with intervals
study-picture-coefficients-about = { $count } estimates with their intervals against nought.
study-picture-difference = The difference with its interval
study-picture-means = Group means with 95 % intervals
study-picture-means-about = Means of { $count } groups with intervals.
study-picture-histogram = Distribution of { $what }
study-picture-histogram-about = How often values of { $what } fall into each range, with the mean as a line.
study-picture-residuals = Cells with more or less than expected (standardised residuals)
study-picture-cloud = { $y } against { $x }
study-picture-cloud-about = A scatter of { $count } points.
study-picture-line = { $y } against { $x } with the fitted line
study-picture-line-about = A scatter of { $count } points with the regression line.
study-picture-event = Effects over time with intervals
study-picture-event-about = { $count } effects with intervals; one that crosses nought may be none.
study-picture-groups = Effects over time, by group
study-picture-groups-about = A line for each of { $count } groups.
study-picture-paths = { $what }: the treated and their synthetic control
study-picture-paths-about = A vertical line marks the beginning of the treatment.
study-picture-balance = Standardised mean differences before and after matching
study-picture-adjusted = p values before and after the correction
study-picture-survival = Share still without the event over time
study-picture-survival-about = { $count } curves.
study-picture-quotients = The largest quotients
study-picture-quotients-about = The { $count } largest; the vertical line is where a region is as all are.
study-picture-parts = Growth parted
study-picture-parts-about = Growth of { $count } regions as the sum of parts.
study-picture-network = Network of activities
study-picture-network-about = { $count } activities with their { $links } strongest links.
study-picture-foretold = How well density told what would enter
study-picture-foretold-about = The area under the curve is { $area }; 0.5 is chance.
study-picture-tried = Score by number of clusters
study-picture-neighbours = Values and their neighbours’
study-picture-neighbours-about = { $count } units: value and neighbours, each less the mean.
study-picture-map = Map of units like and unlike their neighbours
study-picture-map-about = { $found } of { $count } units go beyond chance; their names stand in the table.
study-picture-sites = Open sites and who goes where
study-picture-sites-about = { $count } places and { $open } open sites.
study-picture-linkages = Backward and forward linkages
study-picture-linkages-about = { $count } sectors; those to the upper right are above the mean both ways.
study-picture-lorenz = Lorenz curve
study-picture-lorenz-about = Gini’s coefficient is { $gini }.
study-picture-how-many = how many
study-picture-chance = chance
study-picture-false-entries = share of false entries
study-picture-found-entries = share of entries found
study-picture-high-high = high among high
study-picture-low-low = low among low
study-picture-high-low = high among low
study-picture-low-high = low among high
study-picture-no-pattern = no more than chance
study-picture-hot = large values gather
study-picture-cold = small values gather
study-picture-places = places
study-picture-open-sites = open sites
study-picture-out-of-reach = out of reach
study-picture-even = equality
study-picture-lorenz-curve = Lorenz curve
study-picture-share-of-regions = cumulative share of regions
study-picture-share-of-values = cumulative share of values
