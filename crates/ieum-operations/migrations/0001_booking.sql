-- Instruments can be reserved: terms, reservations with their history, closures, and the claims that keep two apart.
CREATE TABLE bookable (
  instrument_id TEXT NOT NULL PRIMARY KEY,
  facility_id TEXT NOT NULL,
  turn BIGINT NOT NULL DEFAULT 0,
  units BIGINT NOT NULL DEFAULT 1,
  terms_json TEXT NOT NULL DEFAULT '{}',
  terms_version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT bookable_has_units CHECK (units >= 1)
);

CREATE TABLE facility_terms (
  facility_id TEXT NOT NULL PRIMARY KEY,
  terms_json TEXT NOT NULL DEFAULT '{}',
  terms_version BIGINT NOT NULL DEFAULT 1
);

-- Bookings of one person take turns here, so that limits over several instruments hold.
CREATE TABLE booker (
  person_id TEXT NOT NULL PRIMARY KEY,
  turn BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE reservation (
  id TEXT NOT NULL PRIMARY KEY,
  instrument_id TEXT NOT NULL REFERENCES bookable (instrument_id),
  facility_id TEXT NOT NULL,
  holder_id TEXT NOT NULL,
  organisation_id TEXT,
  made_by_id TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  state_json TEXT NOT NULL,
  holds_time BOOLEAN NOT NULL,
  purpose TEXT NOT NULL DEFAULT '',
  request_id TEXT,
  need_id TEXT,
  walk_up BOOLEAN NOT NULL DEFAULT FALSE,
  free_until BIGINT NOT NULL,
  terms_version BIGINT NOT NULL,
  version BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT reservation_lasts CHECK (ends_at > starts_at),
  CONSTRAINT reservation_state_known CHECK (state IN ('pending_approval', 'confirmed', 'in_use', 'completed',
    'cancelled_free', 'cancelled_late', 'no_show', 'preempted', 'rejected'))
);
CREATE INDEX reservation_by_instrument ON reservation (instrument_id, ends_at);
CREATE INDEX reservation_by_facility ON reservation (facility_id, ends_at);
CREATE INDEX reservation_by_holder ON reservation (holder_id, ends_at);
CREATE INDEX reservation_by_request ON reservation (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX reservation_by_need ON reservation (need_id) WHERE need_id IS NOT NULL;

-- Every version a reservation had; never changed afterwards.
CREATE TABLE reservation_version (
  reservation_id TEXT NOT NULL REFERENCES reservation (id),
  version BIGINT NOT NULL,
  step TEXT NOT NULL,
  by_id TEXT,
  at BIGINT NOT NULL,
  holder_id TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (reservation_id, version)
);

-- One row for each unit a reservation takes, with preparation and cleaning. The guard stands on this table.
CREATE TABLE claim (
  reservation_id TEXT NOT NULL PRIMARY KEY REFERENCES reservation (id),
  instrument_id TEXT NOT NULL,
  unit BIGINT NOT NULL,
  block_start BIGINT NOT NULL,
  block_end BIGINT NOT NULL,
  live BOOLEAN NOT NULL,
  CONSTRAINT claim_lasts CHECK (block_end > block_start)
);
CREATE INDEX claim_live ON claim (instrument_id, unit, block_start) WHERE live;
CREATE INDEX claim_live_end ON claim (instrument_id, block_end) WHERE live;

CREATE TABLE closure (
  id TEXT NOT NULL PRIMARY KEY,
  facility_id TEXT NOT NULL,
  instrument_id TEXT,
  kind TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  reason_ko TEXT NOT NULL DEFAULT '',
  reason_en TEXT NOT NULL DEFAULT '',
  made_by_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  CONSTRAINT closure_lasts CHECK (ends_at > starts_at),
  CONSTRAINT closure_kind_known CHECK (kind IN ('closure', 'upkeep'))
);
CREATE INDEX closure_by_facility ON closure (facility_id, ends_at);

CREATE VIEW public_reservation AS
  SELECT id, instrument_id, facility_id, organisation_id, request_id, need_id, starts_at, ends_at, state, holds_time
  FROM reservation;
