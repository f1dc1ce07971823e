-- Who found no free time can wait for one: a line for each instrument, and the times that were offered from it.
CREATE TABLE waiting (
  id TEXT NOT NULL PRIMARY KEY,
  instrument_id TEXT NOT NULL REFERENCES bookable (instrument_id),
  facility_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  organisation_id TEXT,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  purpose TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT waiting_lasts CHECK (until_at > from_at AND minutes > 0),
  CONSTRAINT waiting_state_known CHECK (state IN ('waiting', 'offered', 'taken', 'missed', 'left', 'over'))
);
CREATE UNIQUE INDEX waiting_twice ON waiting (instrument_id, person_id) WHERE state IN ('waiting', 'offered');
CREATE INDEX waiting_line ON waiting (instrument_id, made_at) WHERE state = 'waiting';
CREATE INDEX waiting_by_person ON waiting (person_id, made_at);

-- A held reservation for each offer, so that the guard of reservations keeps it for one person alone.
CREATE TABLE waiting_offer (
  reservation_id TEXT NOT NULL PRIMARY KEY REFERENCES reservation (id),
  waiting_id TEXT NOT NULL REFERENCES waiting (id),
  starts_at BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  outcome TEXT NOT NULL DEFAULT 'open',
  CONSTRAINT waiting_offer_outcome_known CHECK (outcome IN ('open', 'taken', 'passed', 'missed'))
);
CREATE UNIQUE INDEX waiting_offer_one ON waiting_offer (waiting_id) WHERE outcome = 'open';
