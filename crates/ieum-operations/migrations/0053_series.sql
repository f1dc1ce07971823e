-- Bookings that repeat are made, looked at and cancelled as one series.
CREATE TABLE series (
  id TEXT NOT NULL PRIMARY KEY,
  instrument_id TEXT NOT NULL REFERENCES bookable (instrument_id),
  facility_id TEXT NOT NULL,
  holder_id TEXT NOT NULL,
  organisation_id TEXT,
  made_by_id TEXT NOT NULL,
  every TEXT NOT NULL,
  step BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  CONSTRAINT series_every_known CHECK (every IN ('day', 'week')),
  CONSTRAINT series_steps CHECK (step >= 1)
);
