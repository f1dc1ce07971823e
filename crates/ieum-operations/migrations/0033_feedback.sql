-- What those who asked say when the work is done.
CREATE TABLE feedback (
  request_id TEXT NOT NULL PRIMARY KEY,
  facility_id TEXT NOT NULL,
  organisation_id TEXT,
  by_id TEXT NOT NULL,
  solved TEXT NOT NULL,
  speed BIGINT NOT NULL,
  quality BIGINT NOT NULL,
  price BIGINT NOT NULL,
  words TEXT NOT NULL DEFAULT '',
  at BIGINT NOT NULL,
  CONSTRAINT feedback_solved_known CHECK (solved IN ('yes', 'partly', 'no')),
  CONSTRAINT feedback_grades CHECK (speed BETWEEN 1 AND 5 AND quality BETWEEN 1 AND 5 AND price BETWEEN 1 AND 5)
);
CREATE INDEX feedback_by_facility ON feedback (facility_id, at);
