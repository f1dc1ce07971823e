-- Times can be held before they are booked, and bookings can belong to a series.
ALTER TABLE reservation ADD COLUMN held_until BIGINT;
ALTER TABLE reservation ADD COLUMN series_id TEXT;
