-- The states a reservation can be in now include held and expired.
ALTER TABLE reservation DROP CONSTRAINT reservation_state_known;
ALTER TABLE reservation ADD CONSTRAINT reservation_state_known CHECK (state IN ('held', 'expired', 'pending_approval',
  'confirmed', 'in_use', 'completed', 'cancelled_free', 'cancelled_late', 'no_show', 'preempted', 'rejected'));
ALTER TABLE reservation ADD CONSTRAINT reservation_held_has_end CHECK ((state = 'held') = (held_until IS NOT NULL));
CREATE INDEX reservation_held ON reservation (instrument_id, held_until) WHERE state = 'held';
CREATE INDEX reservation_by_series ON reservation (series_id) WHERE series_id IS NOT NULL;
