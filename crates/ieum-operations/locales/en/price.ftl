permission-price-look = See prices and how they come about
permission-price-set = Set a facility's prices, partners and vouchers
price-title = Price
price-list-title = Price lists
price-list-lead = Give each instrument and service a price list, and charges and quotes are calculated for you.
price-facility = Facility
price-show = Show
price-kind-instrument = Instrument
price-kind-service = Service
price-version = Version { $version }
price-none-yet = None yet
price-edit = Edit price
price-thing = Name
price-plan = Price list
price-from = In force from
price-no-things = No instrument or service to price
price-no-things-next = Register an instrument or a service first.
price-add-instrument = Register an instrument
price-no-facility = You do not work for a facility
price-no-facility-next = Once you are named as its staff you can set prices here.
price-of = Price of { $name }
price-lead = Set by { $facility }. Try a sum and see how the amount comes about, step by step.
price-none = No price list yet
price-none-next = Ask the facility for a quote to learn the price.
price-make = Make a price list
price-counted = Counted by
price-basis-hour = Instrument time (an hour)
price-basis-staff_hour = Staff time (an hour)
price-basis-sample = Sample (each)
price-basis-run = Run (each)
price-basis-item = Test item (each)
price-basis-fixed = Fixed, once
price-row = { $basis ->
    [hour] Instrument, an hour
    [staff_hour] Staff, an hour
    [sample] Sample
    [run] Run
    [item] Test item
   *[fixed] Fixed, once
  }{ $above ->
    [0] {""}
   *[other] , above { $above }
  }
price-tier-internal = Internal
price-tier-partner = Partner
price-tier-public = University or public
price-tier-sme = Small or medium firm
price-tier-mid_large = Mid-size or large firm
price-tier-foreign = From abroad
price-table = Unit prices by kind of user
price-terms-vat-taxable = 10 % VAT is added.
price-terms-vat-exempt = Exempt from VAT.
price-terms-unit = Time is rounded up to units of { $minutes } minutes.
price-terms-minimum = The least charge is { $minimum }.
price-try = Try a sum
price-try-hint = Enter how much you would use to see the amount and its reasons. Nothing is booked or ordered.
price-payer = Who pays
price-how-many-hour = Instrument time (minutes)
price-how-many-staff_hour = Staff time (minutes)
price-how-many-sample = Samples
price-how-many-run = Runs
price-how-many-item = Test items
price-extra-off = { $name } ({ $percent } % off)
price-extra-on = { $name } ({ $percent } % extra)
price-discounts = Extra discounts
price-discounts-hint = Discounts that may be granted on top of the user's own. Leave empty for none.
price-surcharges = Surcharges
price-surcharges-hint = For nights, express work and the like.
price-together = With several extra discounts
price-together-best = Only the best one counts
price-together-compound = All apply, one after the other
price-calculate = Calculate
price-supply = Net amount
price-vat = VAT
price-vat-taxable = Taxable (10 %)
price-vat-exempt = Exempt
price-subsidy = Voucher or grant
price-total = To pay
price-why = Why this price
price-why-caption = Steps of the calculation
price-step = Step
price-before = Before
price-after = After
price-exact = exactly { $exact }
price-step-time-unit = { $minutes } minutes rounded up to units of { $unit }: { $rounded } minutes
price-step-time = { $basis ->
    [staff_hour] Staff
   *[other] Instrument
  }: { $quantity } minutes at { $price } an hour
price-step-count = { $basis ->
    [sample] Samples
    [run] Runs
   *[item] Test items
  }: { $quantity } at { $price }
price-step-fixed = Fixed: { $price }
price-step-minimum = Least charge of { $minimum }
price-step-tier = { $tier ->
    [internal] Internal
    [partner] Partner
    [public] University or public
    [sme] Small or medium firm
    [mid_large] Mid-size or large firm
   *[foreign] From abroad
  }: { $percent } % of the list price
price-step-discount = Extra discount: { $name }, { $percent } %
price-step-discount-not-best = Not applied because a better one is: { $name }, { $percent } %
price-step-surcharge = Surcharge: { $name }, { $percent } %
price-step-rounding = { $rounding ->
    [down_to_ten] Rounded down to ten won
    [half_up] Rounded to the nearest unit
   *[down] Rounded down to whole units
  }
price-step-subsidy = { $name } pays { $percent } % of the net amount: { $paid }
price-step-subsidy-capped = { $name } pays { $percent } %, but only { $left } is left: { $paid }
price-step-vat = { $percent } % VAT added: { $vat }
price-step-vat-exempt = Exempt from VAT
price-step-quoted = Amount of the accepted quote { $number }
price-step-reversed = Correction: the earlier amount is taken back
price-step-stated = Amount stated by staff. Reason: { $reason }
price-provenance = Price list, version { $version }, in force from { $from }
price-edit-of = Edit the price of { $name }
price-edit-lead = Saving makes a new version. Charges already made keep the price of their day.
price-steps-hint = One price on one line is the unit price. For steps write "0: 50,000" and on the next line "2: 45,000": threshold and price. A price of one kind of user follows it, as in "partner=37000".
price-steps-unreadable = This price cannot be read. Write "50,000" or "2: 45,000".
price-nothing-counted = Enter at least one price.
price-tiers = Kinds of users
price-tiers-hint = How many per cent of the list price they pay. Empty is 100 %.
price-more-terms = Terms
price-time-unit = Unit of time
price-time-unit-hint = With 30, 61 minutes count as 90.
price-minutes = min
price-minimum = Least charge
price-rounding = Fractions
price-rounding-down = Down to 1 won
price-rounding-down-to-ten = Down to 10 won
price-extra-ko = { $row }. Name in Korean
price-extra-en = { $row }. Name in English
price-extra-percent = { $row }. Per cent
price-from-hint = Holds for use from this day on.
price-note = Why it changes
price-keep = Save as a new version
price-back = Cancel
price-history = Earlier versions
price-made = Made
price-saved = The new price is saved.
price-refused-nothing-priced = This price list has no price for it. Enter a quantity or add a price.
price-refused-negative = Quantities must be 0 or more.
price-refused-unknown-extra = The price list has no such discount or surcharge: { $key }
price-refused-wrong-plan = { $what ->
    [steps] Thresholds must begin at 0 and rise.
    [tier-steps] A kind of user has a price on every step, or on none.
    [bands] has hours of the day that meet or percentages out of range.
    [rates] At least one thing must be counted.
    [tiers] Percentages of kinds of users lie between 0 and 1000.
    [discounts] Discounts lie between 0 and 100 per cent.
    [surcharges] Surcharges lie between 0 and 1000 per cent.
    [price] Unit prices must be 0 or more.
   *[minimum] Check the least charge and the unit of time.
  }
price-refused-too-large = The amount is too large to calculate.
price-refused-no-plan = No price list holds on the day of use. Make one first.
voucher-title = Vouchers
voucher-lead = Keep the vouchers firms were given here: they are taken off charges by themselves and never beyond their limit.
voucher-organisation = Firm
voucher-choose = Choose a firm
voucher-list = Vouchers
voucher-name = Name
voucher-name-ko = Name in Korean
voucher-name-en = Name in English
voucher-share = Share paid
voucher-percent = { $percent } %
voucher-cap = Limit
voucher-left = Left
voucher-valid = Valid
voucher-from = From
voucher-until = Until
voucher-days = { $from } to { $until }
voucher-none = No vouchers kept
voucher-none-next = Enter share and limit below.
voucher-new = Add a voucher
voucher-keep = Add
voucher-saved = The voucher is added.
price-vat-zero = Zero-rated (0%)
price-terms-vat-zero = VAT is zero-rated (0%).
price-bands = Hours of the day
price-bands-hint = Where nights or weekends cost more or less. Hours may run past midnight, as from 18:00 to 09:00.
price-band-days = { $row }. Days
price-days-every = Every day
price-days-workdays = Working days
price-days-rest = Weekends and public holidays
price-band-from = { $row }. From
price-band-to = { $row }. To
price-band-percent = { $row }. Share of the price
price-hour-unreadable = Write the hour as 18:00.
price-step-band = { $name }: { $minutes } of { $of } minutes at { $percent }% of the price
price-step-override = Amount set by staff. Reason: { $reason }
price-step-actual = Quoted { $quoted }, done { $done }. Reason: { $reason }
price-step-vat-zero = VAT zero-rated
permission-price-own-vouchers = See one's own organisation's vouchers
voucher-mine = Our vouchers
voucher-mine-lead = Choose a voucher when you accept a quote: its share is held then and used when the invoice comes.
voucher-mine-none = Tell the facility when a programme gives you a voucher.
voucher-terms = Pays { $percent }% of the supply, { $from } to { $until }
voucher-spent = Spent
voucher-held = Held
voucher-held-hint = Held for accepted quotes; cancelling the request lets it go.
voucher-moved = Movements
voucher-at = When
voucher-entry = What
voucher-entry-hold = Held by accepting a quote
voucher-entry-release = Let go
voucher-entry-capture = Used by an invoice
voucher-entry-uncapture = Held again after a void invoice
voucher-entry-refund = Given back by a credit note
price-refused-voucher-not-yours = The voucher is not the paying organisation's.
price-refused-voucher-not-valid = This voucher is good from { $from } to { $until }.
price-refused-voucher-currency = The voucher is in another currency.
price-refused-voucher-used-up = Nothing is left of the voucher. Choose another one, or accept without.
agreement-title = Agreements and tiers
agreement-lead = Say which organisation pays which tier from when to when. The agreement that holds on the day of use, or of the quote, counts.
agreement-list = Agreements
agreement-organisation = Organisation
agreement-tier = Tier
agreement-tier-hint = Without an agreement the organisation's kind and size decide.
agreement-days = Days
agreement-from-on = From { $from }
agreement-over = Over
agreement-note = Note
agreement-until-hint = Left empty, it lasts until an end is set.
agreement-end = End
agreement-last = Last day
agreement-do-end = End on this day
agreement-none = There is no agreement yet. Add one below.
agreement-new = Add an agreement
agreement-keep = Add
agreement-kept = The agreement is added.
agreement-ended = The last day of the agreement is set.
price-refused-agreement-ends-before-start = The last day is before the first.
price-refused-agreement-overlaps = This organisation has another agreement from { $from } to { $until }. End that one first.
