-- Why: one thing that was entered twice is kept once; the address of the other leads to the one that is kept.
CREATE TABLE thing_merged (
  gone_id TEXT PRIMARY KEY,
  kept_id TEXT NOT NULL,
  merged_by TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT thing_merged_two_things CHECK (gone_id <> kept_id)
);
CREATE INDEX thing_merged_kept ON thing_merged (kept_id);
