-- What was really used, by whom and for how long: the source of the operation log (운영일지) and of charges.
CREATE TABLE usage_session (
  id TEXT NOT NULL PRIMARY KEY,
  reservation_id TEXT REFERENCES reservation (id),
  request_id TEXT,
  instrument_id TEXT NOT NULL,
  facility_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  organisation_id TEXT,
  operator_id TEXT,
  kind TEXT NOT NULL,
  booked_start BIGINT,
  booked_end BIGINT,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  samples BIGINT NOT NULL DEFAULT 0,
  staff_minutes BIGINT NOT NULL DEFAULT 0,
  fee_minor BIGINT,
  fee_currency TEXT,
  evidence TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  written_by_id TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT usage_session_lasts CHECK (ended_at IS NULL OR ended_at > started_at),
  CONSTRAINT usage_session_counts CHECK (samples >= 0 AND staff_minutes >= 0),
  CONSTRAINT usage_session_kind_known CHECK (kind IN ('self', 'assisted', 'request')),
  CONSTRAINT usage_session_evidence_known CHECK (evidence IN ('self', 'staff', 'kiosk', 'interlock', 'agent'))
);
CREATE UNIQUE INDEX usage_session_of_reservation ON usage_session (reservation_id) WHERE reservation_id IS NOT NULL;
CREATE INDEX usage_session_by_facility ON usage_session (facility_id, started_at);
CREATE INDEX usage_session_by_instrument ON usage_session (instrument_id, started_at);
CREATE INDEX usage_session_by_request ON usage_session (request_id) WHERE request_id IS NOT NULL;

CREATE VIEW public_usage AS
  SELECT id, instrument_id, facility_id, organisation_id, reservation_id, request_id, kind, started_at, ended_at,
         samples, staff_minutes
  FROM usage_session;
