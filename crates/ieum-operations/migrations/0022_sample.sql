-- Samples, the places that hold them, and the ledger of who had them when; the ledger is the only word on where one is.
CREATE TABLE place (
  id TEXT NOT NULL PRIMARY KEY,
  facility_id TEXT NOT NULL,
  parent_id TEXT REFERENCES place (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  retired BOOLEAN NOT NULL DEFAULT FALSE,
  made_by_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  CONSTRAINT place_path_once UNIQUE (facility_id, path),
  CONSTRAINT place_kind_known CHECK (kind IN ('room', 'freezer', 'shelf', 'position'))
);
CREATE INDEX place_by_parent ON place (parent_id);

CREATE TABLE sample (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT sample_code_once UNIQUE,
  request_id TEXT NOT NULL REFERENCES request (id),
  facility_id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT '',
  amount TEXT NOT NULL DEFAULT '',
  hazard TEXT NOT NULL,
  hazard_words TEXT NOT NULL DEFAULT '',
  storage TEXT NOT NULL,
  count BIGINT NOT NULL,
  afterwards TEXT NOT NULL,
  made_by_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  turn BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT sample_count_positive CHECK (count >= 1),
  CONSTRAINT sample_hazard_known CHECK (hazard IN ('none', 'flammable', 'toxic', 'corrosive', 'biological', 'radioactive', 'other')),
  CONSTRAINT sample_storage_known CHECK (storage IN ('room', 'cool', 'frozen', 'deep_frozen', 'other')),
  CONSTRAINT sample_afterwards_known CHECK (afterwards IN ('return', 'dispose', 'keep'))
);
CREATE INDEX sample_by_request ON sample (request_id, code);
CREATE INDEX sample_by_facility ON sample (facility_id, made_at);

CREATE TABLE custody_event (
  sample_id TEXT NOT NULL REFERENCES sample (id),
  seq BIGINT NOT NULL,
  action TEXT NOT NULL,
  state TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  place_id TEXT REFERENCES place (id),
  place_path TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL CONSTRAINT custody_hash_once UNIQUE,
  PRIMARY KEY (sample_id, seq),
  CONSTRAINT custody_counts CHECK (seq >= 1),
  CONSTRAINT custody_state_known CHECK (state IN ('declared', 'in_transit', 'accepted', 'quarantined', 'rejected',
    'stored', 'checked_out', 'in_analysis', 'analysed', 'consumed', 'returned', 'disposed', 'transferred', 'lost'))
);
CREATE INDEX custody_by_time ON custody_event (at);

-- One vessel in one position: the guard beside the ledger.
CREATE TABLE place_hold (
  place_id TEXT NOT NULL REFERENCES place (id) CONSTRAINT place_holds_one PRIMARY KEY,
  sample_id TEXT NOT NULL REFERENCES sample (id) CONSTRAINT sample_held_once UNIQUE
);

CREATE VIEW public_sample AS
  SELECT s.id, s.code, s.request_id, s.facility_id, s.made_at, e.state, e.at AS changed_at
  FROM sample s JOIN custody_event e ON e.sample_id = s.id
  WHERE e.seq = (SELECT MAX(x.seq) FROM custody_event x WHERE x.sample_id = s.id);
