-- Instruments can ask for a qualification, and training leads to it: who may use what, how well, and until when.
CREATE TABLE qualification_demand (
  instrument_id TEXT NOT NULL PRIMARY KEY,
  facility_id TEXT NOT NULL,
  level TEXT NOT NULL,
  valid_days BIGINT NOT NULL DEFAULT 0,
  what_ko TEXT NOT NULL DEFAULT '',
  what_en TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1,
  changed_by_id TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT qualification_demand_level_known CHECK (level IN ('basic', 'independent', 'advanced')),
  CONSTRAINT qualification_demand_days CHECK (valid_days >= 0)
);

-- One row for each person and instrument; its states are in the audit trail.
CREATE TABLE qualification (
  id TEXT NOT NULL PRIMARY KEY,
  instrument_id TEXT NOT NULL,
  facility_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  level TEXT NOT NULL,
  state TEXT NOT NULL,
  state_json TEXT NOT NULL,
  granted_by_id TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  valid_until BIGINT,
  told BOOLEAN NOT NULL DEFAULT FALSE,
  version BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT qualification_level_known CHECK (level IN ('basic', 'independent', 'advanced')),
  CONSTRAINT qualification_state_known CHECK (state IN ('active', 'suspended', 'expired', 'revoked')),
  CONSTRAINT qualification_not_by_oneself CHECK (granted_by_id <> person_id),
  CONSTRAINT qualification_one UNIQUE (instrument_id, person_id)
);
CREATE INDEX qualification_by_person ON qualification (person_id);

CREATE TABLE training (
  id TEXT NOT NULL PRIMARY KEY,
  instrument_id TEXT NOT NULL,
  facility_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  organisation_id TEXT,
  state TEXT NOT NULL,
  state_json TEXT NOT NULL,
  wish TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT training_state_known CHECK (state IN ('requested', 'scheduled', 'passed', 'failed', 'absent', 'declined',
    'withdrawn'))
);
CREATE UNIQUE INDEX qualification_asked_already ON training (instrument_id, person_id)
  WHERE state IN ('requested', 'scheduled');
CREATE INDEX training_by_instrument ON training (instrument_id, changed_at);
CREATE INDEX training_by_person ON training (person_id, changed_at);
