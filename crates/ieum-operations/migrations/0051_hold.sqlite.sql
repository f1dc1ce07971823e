-- The states a reservation can be in now include held and expired; SQLite changes a check by making the table anew.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE reservation_before AS
  SELECT id, instrument_id, facility_id, holder_id, organisation_id, made_by_id, starts_at, ends_at, state, state_json,
         holds_time, purpose, request_id, need_id, walk_up, free_until, terms_version, version, made_at, changed_at
  FROM reservation;
DROP TABLE reservation;
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
  held_until BIGINT,
  series_id TEXT,
  CONSTRAINT reservation_lasts CHECK (ends_at > starts_at),
  CONSTRAINT reservation_held_has_end CHECK ((state = 'held') = (held_until IS NOT NULL)),
  CONSTRAINT reservation_state_known CHECK (state IN ('held', 'expired', 'pending_approval', 'confirmed', 'in_use',
    'completed', 'cancelled_free', 'cancelled_late', 'no_show', 'preempted', 'rejected'))
);
INSERT INTO reservation (id, instrument_id, facility_id, holder_id, organisation_id, made_by_id, starts_at, ends_at,
    state, state_json, holds_time, purpose, request_id, need_id, walk_up, free_until, terms_version, version, made_at,
    changed_at)
  SELECT id, instrument_id, facility_id, holder_id, organisation_id, made_by_id, starts_at, ends_at, state, state_json,
         holds_time, purpose, request_id, need_id, walk_up, free_until, terms_version, version, made_at, changed_at
  FROM reservation_before;
DROP TABLE reservation_before;
CREATE INDEX reservation_by_instrument ON reservation (instrument_id, ends_at);
CREATE INDEX reservation_by_facility ON reservation (facility_id, ends_at);
CREATE INDEX reservation_by_holder ON reservation (holder_id, ends_at);
CREATE INDEX reservation_by_request ON reservation (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX reservation_by_need ON reservation (need_id) WHERE need_id IS NOT NULL;
CREATE INDEX reservation_held ON reservation (instrument_id, held_until) WHERE state = 'held';
CREATE INDEX reservation_by_series ON reservation (series_id) WHERE series_id IS NOT NULL;
