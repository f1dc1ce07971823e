# Finding
permission-find-look = Search
find-title = Find
find-title-for = Find “{ $q }”
find-what = What are you looking for?
find-hint = A test, an instrument, a model, or the problem itself.
find-plain = The index is being rebuilt. For now only names are searched; try again in a moment for better results.
find-cut = The text is long, so only its first 4,000 characters were searched.
find-no-words = There is no word to search for
find-no-words-next = Write a name or a test rather than particles or signs. For example: pesticide residue, HPLC
find-count = { $total ->
    [one] { $total } result
   *[other] { $total } results
}
find-unmatched = Words found nowhere: { $words }
find-words-only = Found by words alone, so what is written only in another language may be missing. Try Korean words too.
find-none = Nothing fits “{ $q }”
find-none-next = Hand it in as a problem and somebody will look for a solution with you.
find-none-narrowed = Fewer conditions may find something. You can also hand it in as a problem.
find-to-need = Hand this in as a problem
find-kind = Kind
find-kind-service = Service
find-kind-instrument = Instrument
find-kind-method = Method
find-kind-expert = Expert
find-kind-facility = Facility
find-kind-organisation = Organisation
find-kind-resource = Research resource
find-kind-standard = Standard
find-kind-software = Software
find-kind-technology = Technology
find-kind-dataset = Dataset
find-kind-need = Problem
find-region = Region
find-region-11 = Seoul
find-region-26 = Busan
find-region-27 = Daegu
find-region-28 = Incheon
find-region-29 = Gwangju
find-region-30 = Daejeon
find-region-31 = Ulsan
find-region-36 = Sejong
find-region-41 = Gyeonggi
find-region-43 = North Chungcheong
find-region-44 = South Chungcheong
find-region-46 = South Jeolla
find-region-47 = North Gyeongsang
find-region-48 = South Gyeongsang
find-region-50 = Jeju
find-region-51 = Gangwon
find-region-52 = North Jeolla
find-region-99 = Abroad
find-access = How to use it
find-access-self = Use it yourself
find-access-assisted = Use it with staff
find-access-request = Have it done
find-organisation-kind = Kind of organisation
find-organisation-kind-firm = Firm
find-organisation-kind-university = University
find-organisation-kind-institute = Public institute
find-organisation-kind-hospital = Hospital
find-organisation-kind-government = Government
find-organisation-kind-support = Support agency
find-organisation-kind-foreign = Foreign organisation
find-accredited = Accreditation
find-accredited-yes = Accredited
find-accredited-by = Accredited: { $by }
find-price = { $price } per { $unit }
find-unit-sample = sample
find-unit-hour = hour
find-unit-item = item
find-unit-case = case
find-turnaround = { $days ->
    [one] 1 day from order
   *[other] { $days } days from order
}
find-field-name = name
find-field-alias = other names and model
find-field-method = method
find-field-test-item = test items
find-field-spec = specification
find-field-description = description
find-field-organisation = organisation
find-fields-two = { $one } and { $two }
find-reason-direct = { $word } in the { $place }
find-reason-synonym = “{ $from }” = “{ $to }” in the { $place }
find-reason-translation = “{ $from }” = { $to } in the { $place }
find-reason-solution = “{ $from }” → “{ $to }” (the usual way to look into it) in the { $place }
find-reason-fuzzy = “{ $to }”, spelled like “{ $from }”, in the { $place }
find-reason-shared = “{ $word }”, a word that the best results share
find-reason-meaning = Means much the same ({ $percent } % of the score)
find-reason-related = Uses the same words as the best results
find-all = Search everything
find-quoted = “{ $word }”
find-ask-title = Shall a facility solve this for you?
find-ask-lead = Hand it in and see who fits with price and earliest date, then ask for a quote.
find-browse = Browse the lists
find-browse-instrument = To use yourself or to order an analysis
find-browse-service = Tests with a price and a turnaround
find-browse-method = What can be measured, and how
find-browse-expert = People who solve it with you
find-browse-facility = Places that share instruments
find-browse-organisation = Firms, universities, institutes
find-browse-resource = Samples, materials, strains
find-browse-standard = What methods and tests follow
find-browse-software = Programs for research and analysis
find-browse-technology = Technologies offered by researchers and firms
find-browse-dataset = Data that others may get or ask
find-also = { $count } more of the same here:
find-weak = Probably no good answer here
find-weak-next = Even the best result speaks to little of what you wrote. Describe your problem, and people look for somebody who can solve it.
find-weak-next-narrowed = Even the best result speaks to little of what you wrote. Try fewer filters, such as the region, or describe your problem.
find-as-list = List
find-on-map = Map
find-map-label = Places of the results, north above. The list below says the same.
find-map-place = { $count ->
    [one] Place { $number }: one result
   *[other] Place { $number }: { $count } results
}
find-map-scale = { $km } km
find-map-nowhere = { $count ->
    [one] One result on this page has no known place. The list shows it.
   *[other] { $count } results on this page have no known place. The list shows them.
}
find-map-none = None of these results has a known place. The list shows them.
