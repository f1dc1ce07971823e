-- Why: when two entries for one instrument become one, its bookings, requests and qualifications go along; what went is
-- written down, so that undoing the merge gives back exactly that.
CREATE TABLE work_carried (
  gone_id TEXT NOT NULL,
  what TEXT NOT NULL,
  row_id TEXT NOT NULL,
  -- Where it belonged before.
  facility_id TEXT NOT NULL DEFAULT '',
  unit BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT work_carried_once UNIQUE (gone_id, what, row_id),
  CONSTRAINT work_carried_what CHECK (what IN ('reservation', 'claim', 'request', 'usage', 'series', 'closure', 'training',
    'qualification', 'demand', 'waiting', 'waiting_over'))
);
