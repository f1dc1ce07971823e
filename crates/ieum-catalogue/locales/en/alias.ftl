# What organisations are called, and organisations entered twice
permission-alias-judge = Decide about names of organisations and organisations entered twice
alias-title = Names of organisations
alias-lead = One organisation goes by many names. Names that are confirmed here are understood when lists are imported and when people search.
alias-names = Names to decide about
alias-band-same = the same
alias-band-look = to be looked at
alias-band-different = different
alias-count-same = { $count ->
    [one] One name that seems to be the organisation’s
   *[other] { $count } names that seem to be the organisation’s
  }
alias-count-look = { $count ->
    [one] One name to look at
   *[other] { $count } names to look at
  }
alias-count-different = { $count ->
    [one] One name that is like no organisation’s
   *[other] { $count } names that are like no organisation’s
  }
alias-more = { $shown } of { $total } are shown; the next ones follow when these are decided.
alias-met-import = It stood in { $rows ->
    [one] one row of a list
   *[other] { $rows } rows of lists
  } that was imported.
alias-met-entry = The organisation’s entry gives it as another name.
alias-confirm = It is a name of “{ $name }”
alias-refuse = It is not a name of “{ $name }”
alias-nobody = No organisation has a name like it. Enter the organisation if it is new, or say below which one it is.
alias-enter = Enter an organisation
alias-none = There is no name to decide about
alias-none-next = A name that an imported list has and nobody knows is asked about here, and so are other names that entries give.
alias-to-organisations = See the organisations
alias-add = Say what a name stands for
alias-name = Name
alias-name-hint = As it is written in lists or papers, such as KERI
alias-organisation = Organisation
alias-organisation-hint = Type its name and choose one of those in the catalogue.
alias-organisation-missing = Choose one of the organisations that are suggested.
alias-save = Save as a name of this organisation
alias-unclear = The answer could not be read, so nothing was changed. Press a button again.
alias-pairs = Organisations that may have been entered twice
alias-pairs-count = Among { $organisations } organisations: { $same ->
    [one] one pair
   *[other] { $same } pairs
  } that seem to be one, and { $look } to be looked at.
alias-pairs-none = None of the { $organisations } organisations seems to be entered twice. They are compared again when one is entered or changed.
alias-keep = They are one: keep number { $number }, “{ $name }”
alias-two = “{ $name }” is another organisation
alias-decided = Decisions
alias-what = Name or organisations
alias-verdict = Decision
alias-verdict-same = a name of it
alias-verdict-not = no name of it
alias-verdict-merged = one organisation
alias-verdict-two = two organisations
alias-by = Decided by
alias-undo = Undo
alias-undone = Undone { $at }
alias-done-confirmed = The name is saved and understood from now on.
alias-done-refused = Noted that it is no name of this organisation.
alias-done-undone = The decision is undone.
alias-done-merged = One is kept; the facilities, instruments and names of the other are with it now.
alias-done-two = Noted that they are two organisations.
alias-why-same-name = Only legal form and blanks differ.
alias-why-initials = The first letters of “{ $name }”
alias-why-in-both = “{ $words }” is in both names.
alias-why-meaning = “{ $written }” means the same as “{ $known }”.
alias-why-sound = “{ $written }” sounds like “{ $known }”.
alias-why-only-written = “{ $words }” is only in the name as written.
alias-why-only-known = “{ $words }” is only in the name in the catalogue.
alias-why-stated = The organisation’s entry gives it as another name.
alias-why-homepage = They have one web address.
alias-why-address = They have one postal address.
alias-refused-says-nothing = Write a name, not only a legal form or signs.
alias-refused-own-name = It is understood as a name of this organisation anyway.
alias-refused-taken = It is a name of “{ $name }”. If it is this organisation’s, undo that decision first, or make the two one.
alias-refused-decided-already = This name is decided about this organisation. Undo that first to decide otherwise.
alias-refused-not-decided = There is no decision to undo; somebody may have undone it meanwhile.
alias-refused-one-entry = Choose two different organisations.
alias-refused-keeps-neither = The organisation to keep has to be one of the two.
alias-refused-pair-decided = The two are decided about. Undo that first to decide otherwise.
alias-paper-title = Review of names of organisations
alias-paper-date = Date
alias-paper-organisations = Organisations compared
alias-paper-lead = Names to decide about, with the organisations they may stand for, and organisations that may have been entered twice. Write the decision and sign.
alias-paper-band = Band
alias-paper-meant = May stand for
alias-paper-nobody = nobody is called alike
alias-paper-one = Organisation
alias-paper-other = Compared with
alias-paper-why = Reasons
alias-paper-more = { $shown } of { $total } are in this report.
alias-paper-examiner = Examined by
alias-paper-chair = Chair
alias-paper-mark = (signature)
