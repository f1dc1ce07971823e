-- Why: what people decided about instruments that may stand in the register twice is remembered and teaches the judge;
-- wishes to buy are checked against the register and decided by a second person.

-- One decision about two instruments, the lower id first. An undone one stays, so that both can be read.
CREATE TABLE duplicate_label (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT duplicate_label_id CHECK (substr(id, 1, 4) = 'dup_'),
  left_id TEXT NOT NULL,
  right_id TEXT NOT NULL,
  -- The one that was kept; NULL says that they are two things.
  kept_id TEXT,
  note TEXT NOT NULL DEFAULT '',
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  undone_by TEXT,
  undone_at BIGINT,
  CONSTRAINT duplicate_label_in_order CHECK (left_id < right_id),
  CONSTRAINT duplicate_label_kept CHECK (kept_id IS NULL OR kept_id IN (left_id, right_id))
);
CREATE UNIQUE INDEX duplicates_decided_already ON duplicate_label (left_id, right_id) WHERE undone_at IS NULL;
CREATE INDEX duplicate_label_by_time ON duplicate_label (decided_at);

-- A wish to buy with what was found at that moment. Once decided it is not changed.
CREATE TABLE purchase_review (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT purchase_review_id CHECK (substr(id, 1, 4) = 'pur_'),
  number TEXT NOT NULL CONSTRAINT purchase_review_number UNIQUE,
  wishes TEXT NOT NULL CONSTRAINT purchase_nothing_asked CHECK (wishes <> ''),
  facility_id TEXT,
  findings_json TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  decision TEXT NOT NULL DEFAULT ''
    CONSTRAINT purchase_review_decision CHECK (decision IN ('', 'share', 'buy', 'more')),
  reason TEXT NOT NULL DEFAULT '',
  decided_by TEXT,
  decided_at BIGINT,
  CONSTRAINT purchase_same_person CHECK (decided_by <> made_by),
  CONSTRAINT purchase_reason_missing CHECK (decision = '' OR reason <> ''),
  CONSTRAINT purchase_decided_by_somebody CHECK ((decision = '') = (decided_by IS NULL))
);
CREATE INDEX purchase_review_by_time ON purchase_review (made_at);

-- The last number given in a year.
CREATE TABLE purchase_count (
  year BIGINT NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);
