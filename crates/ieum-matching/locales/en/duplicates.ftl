# Instruments entered twice
permission-duplicates-judge = Decide about instruments entered twice
duplicates-title = Entered twice
duplicates-lead = Names, models, makers and descriptions were compared, and these entries look like one instrument. Keep one if they are; say so if they are not.
duplicates-trained = Compared by what { $labels } decisions have taught.
duplicates-untrained = There { $labels ->
    [one] is one decision
   *[other] are { $labels } decisions
  }. From { $enough } on, of both kinds, they teach the comparison.
duplicates-count = { $total ->
    [one] One pair
   *[other] { $total } pairs
  } among { $instruments } instruments.
duplicates-paper = Download the report
duplicates-band-same = one instrument
duplicates-band-look = to be looked at
duplicates-same-model = same model
duplicates-keep = They are one: keep number { $number }, “{ $name }”
duplicates-two = “{ $name }” is another instrument
duplicates-none = No instrument seems to be entered twice
duplicates-none-next = They are compared again when an instrument is entered or changed.
duplicates-to-register = See the instruments
duplicates-decided = Decisions
duplicates-pair = Instruments
duplicates-verdict = Decision
duplicates-verdict-same = one instrument
duplicates-verdict-two = two instruments
duplicates-by = Decided by
duplicates-undo = Undo
duplicates-done-same = One is kept; the address of the other leads to it.
duplicates-done-different = Noted that they are two instruments.
duplicates-done-undo = The decision is undone.
duplicates-field-name-ko = Korean name
duplicates-field-name-en = English name
duplicates-field-model = Model
duplicates-field-maker = Maker
duplicates-field-registration-number = Registration number
duplicates-field-asset-number = Asset number
duplicates-field-facility = Facility
duplicates-field-description = Description
duplicates-field-codes = Model in the text
duplicates-field-concepts = Kind of instrument
duplicates-agree-same = the same
duplicates-agree-nearly = nearly the same
duplicates-agree-alike = alike
duplicates-agree-little = a little alike
duplicates-agree-apart = different
duplicates-agree-unknown = unknown
duplicates-refused-one-entry = Choose two different entries.
duplicates-refused-keeps-neither = The one to keep has to be one of the two.
duplicates-refused-decided-already = There is a decision already. Undo it first to decide otherwise.
duplicates-refused-not-decided = There is no decision to undo; somebody may have undone it meanwhile.
duplicates-paper-title = Report on instruments entered twice
duplicates-paper-date = Date
duplicates-paper-instruments = Instruments compared
duplicates-paper-pairs = Pairs to decide
duplicates-paper-lead = Pairs that look like one instrument or need a look, with the reasons. Write the decision beside each and sign.
duplicates-paper-band = Finding
duplicates-paper-one = Instrument
duplicates-paper-other = Compared with
duplicates-paper-why = Reasons
duplicates-paper-decision = Decision
duplicates-paper-more = The { $shown } most probable of { $total } pairs.
duplicates-paper-mark = (signature)
duplicates-paper-examiner = Examined by
duplicates-paper-chair = Chair
duplicates-organisations = Names of organisations
