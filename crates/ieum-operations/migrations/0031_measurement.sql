-- Measurements, their result files and the reports that a second person releases.
CREATE TABLE measurement (
  id TEXT NOT NULL PRIMARY KEY,
  request_id TEXT,
  reservation_id TEXT,
  usage_id TEXT,
  facility_id TEXT NOT NULL,
  instrument_id TEXT,
  method_id TEXT,
  operator_id TEXT NOT NULL,
  organisation_id TEXT,
  person_id TEXT,
  title TEXT NOT NULL,
  content_json TEXT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  state TEXT NOT NULL,
  state_json TEXT NOT NULL,
  version BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT measurement_lasts CHECK (started_at IS NULL OR ended_at IS NULL OR ended_at > started_at),
  CONSTRAINT measurement_state_known CHECK (state IN ('open', 'in_review', 'rework', 'released', 'withdrawn'))
);
CREATE INDEX measurement_by_facility ON measurement (facility_id, state, changed_at);
CREATE INDEX measurement_by_request ON measurement (request_id, made_at) WHERE request_id IS NOT NULL;
CREATE INDEX measurement_by_reservation ON measurement (reservation_id) WHERE reservation_id IS NOT NULL;
CREATE INDEX measurement_by_organisation ON measurement (organisation_id, changed_at) WHERE organisation_id IS NOT NULL;

CREATE TABLE measurement_file (
  measurement_id TEXT NOT NULL REFERENCES measurement (id),
  file_id TEXT NOT NULL CONSTRAINT measurement_file_once UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (measurement_id, file_id)
);

CREATE TABLE report (
  id TEXT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  version BIGINT NOT NULL,
  measurement_id TEXT NOT NULL REFERENCES measurement (id),
  request_id TEXT,
  facility_id TEXT NOT NULL,
  organisation_id TEXT,
  person_id TEXT,
  supersedes_id TEXT REFERENCES report (id),
  content_json TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  operator_id TEXT NOT NULL,
  reviewer_id TEXT NOT NULL,
  released_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  ended_at BIGINT,
  CONSTRAINT report_second_person CHECK (reviewer_id <> operator_id),
  CONSTRAINT report_version_once UNIQUE (number, version),
  CONSTRAINT report_is_sealed CHECK (length(content_hash) = 64),
  CONSTRAINT report_state_known CHECK (state IN ('valid', 'superseded', 'withdrawn'))
);
CREATE UNIQUE INDEX report_one_valid ON report (measurement_id) WHERE state = 'valid';
CREATE INDEX report_by_request ON report (request_id, released_at) WHERE request_id IS NOT NULL;
CREATE INDEX report_by_measurement ON report (measurement_id, version);
CREATE INDEX report_by_organisation ON report (organisation_id, released_at) WHERE organisation_id IS NOT NULL;

CREATE VIEW public_report AS
  SELECT id, number, version, measurement_id, request_id, facility_id, organisation_id, released_at, state FROM report;
