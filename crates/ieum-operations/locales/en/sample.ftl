permission-sample-follow = Declare samples and follow them
permission-sample-keep = Receive and keep samples
sample-samples = Samples
sample-list = Samples
sample-list-lead = Where each sample is and who has it.
sample-none = No samples here
sample-none-next = Samples are declared with a request.
sample-none-yet = No samples declared yet.
sample-group-coming = To receive
sample-group-here = Here
sample-group-over = Gone
sample-group-all = All
sample-code = Code
sample-name = Name
sample-place = Place
sample-since = Since
sample-scan = Find a sample
sample-scan-lead = Scan the label's QR code or type the number.
sample-scan-code = Sample code
sample-scan-hint = For example S-2026-000012
sample-scan-go = Find
sample-scan-unknown = There is no sample { $code } for you. Check the number.
sample-declare = Declare samples
sample-declared = The samples are declared. Print the labels and stick them on.
sample-new-title = Samples for { $number }
sample-new-lead = One name a line: each sample gets a number and a label.
sample-names = Sample names
sample-names-hint = One a line, at most 200.
sample-many = Names have at most 120 letters, and there are at most 200 samples.
sample-kind = Kind
sample-kind-hint = For example fruit, serum, metal powder
sample-amount = Amount
sample-amount-hint = For example 5 g, 10 mL
sample-count = Vessels
sample-storage = Storage
sample-storage-room = Room temperature
sample-storage-cool = Cool, 2–8 °C
sample-storage-frozen = Frozen, −20 °C
sample-storage-deep-frozen = Deep frozen, −80 °C
sample-storage-other = Other
sample-hazard = Hazard
sample-hazard-none = None
sample-hazard-flammable = Flammable
sample-hazard-toxic = Toxic
sample-hazard-corrosive = Corrosive
sample-hazard-biological = Biological
sample-hazard-radioactive = Radioactive
sample-hazard-other = Other
sample-hazard-words = What to mind
sample-hazard-words-hint = What whoever handles it must know.
sample-afterwards = Afterwards
sample-afterwards-return = Return
sample-afterwards-dispose = Dispose
sample-afterwards-keep = Keep
sample-label = Label PDF
sample-labels = Sample labels
sample-vessel-of = Vessel { $number } of { $count }
sample-where = It lies in { $place }.
sample-note = Condition and note
sample-note-owed = Reason
sample-done = The sample's record is written.
sample-ledger = Custody ledger
sample-chain-whole = { $entries ->
    [one] The one entry is as it was written.
   *[other] All { $entries } entries follow from one another.
}
sample-chain-broken = Entry { $at } does not follow from the one before. Tell the operator.
sample-seal = SHA-256 of the last entry { $hash }
sample-places = Places
sample-places-lead = Rooms, freezers, shelves and positions. A position holds one sample.
sample-places-none = No places yet. Begin with a room.
sample-no-places = There are no places yet.
sample-place-add = Add a place
sample-place-parent = Inside
sample-place-no-parent = Nothing (a room)
sample-place-kind = Kind
sample-place-room = Room
sample-place-freezer = Freezer or cabinet
sample-place-shelf = Shelf or box
sample-place-position = Position
sample-place-name = Name
sample-place-name-hint = For example room 201, freezer 2, A1
sample-place-holds = Holds
sample-place-made = The place is made.
sample-place-twice = There is a place of this name already.
sample-no-facility = You work for no facility
sample-no-facility-next = Places are kept by a facility's staff.
sample-refused-not-from-here = This is not possible in the present state. Open the page again to see how it stands.
sample-refused-other-side = This is for the other side.
sample-refused-no-reason = Give a reason.
sample-refused-no-place = Choose a place.
sample-refused-other-place = The place is not this facility's, or does not fit there.
sample-refused-place-taken = That position holds { $code }.
sample-refused-not-now = This request takes no samples now.
sample-state-declared = Declared
sample-where-declared = It has not come yet. Label it and send it.
sample-state-in-transit = In transit
sample-where-in-transit = It is on its way to the facility.
sample-state-accepted = Accepted
sample-where-accepted = It is at reception.
sample-state-quarantined = Quarantined
sample-where-quarantined = It is set apart until somebody decides.
sample-state-rejected = Rejected
sample-where-rejected = It was not taken in.
sample-state-stored = Stored
sample-where-stored = It is stored.
sample-state-checked-out = Checked out
sample-where-checked-out = Whoever made the last entry has it.
sample-state-in-analysis = In analysis
sample-where-in-analysis = It is being analysed.
sample-state-analysed = Analysed
sample-where-analysed = Analysis is done. Store it or settle it.
sample-state-consumed = Consumed
sample-where-consumed = It is used up.
sample-state-returned = Returned
sample-where-returned = It was returned.
sample-state-disposed = Disposed
sample-where-disposed = It was disposed of.
sample-state-transferred = Transferred
sample-where-transferred = It was given to somebody else.
sample-state-lost = Lost
sample-where-lost = It cannot be found.
sample-do-declare = Declare
sample-step-declare = Sample { $code } { $name }: declared
sample-do-ship = Mark as sent
sample-step-ship = Sample { $code } { $name }: sent off
sample-do-accept = Take in
sample-step-accept = Sample { $code } { $name }: taken in
sample-do-quarantine = Quarantine
sample-step-quarantine = Sample { $code } { $name }: quarantined
sample-do-reject = Reject
sample-step-reject = Sample { $code } { $name }: rejected
sample-do-store = Store
sample-step-store = Sample { $code } { $name }: stored
sample-do-check-out = Check out
sample-step-check-out = Sample { $code } { $name }: checked out
sample-do-begin = Begin analysis
sample-step-begin = Sample { $code } { $name }: analysis begun
sample-do-finish = Finish analysis
sample-step-finish = Sample { $code } { $name }: analysis finished
sample-do-consume = Mark as used up
sample-step-consume = Sample { $code } { $name }: used up
sample-do-return = Return
sample-step-return = Sample { $code } { $name }: returned
sample-do-dispose = Dispose
sample-step-dispose = Sample { $code } { $name }: disposed of
sample-do-transfer = Transfer
sample-step-transfer = Sample { $code } { $name }: transferred
sample-do-lose = Mark as lost
sample-step-lose = Sample { $code } { $name }: lost
sample-do-find = Mark as found
sample-step-find = Sample { $code } { $name }: found
sample-notice = Sample { $code } { $name }: { $action ->
    [declare] declared.
    [ship] sent off.
    [accept] taken in.
    [quarantine] quarantined.
    [reject] rejected.
    [store] stored.
    [check_out] checked out.
    [begin] analysis begun.
    [finish] analysis finished.
    [consume] used up.
    [return] returned.
    [dispose] disposed of.
    [transfer] transferred.
    [lose] lost.
    [find] found.
   *[other] something changed.
}
