-- Two live claims of one unit never overlap: guarded on every insert and every change.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE claim ADD CONSTRAINT reservation_no_overlap
  EXCLUDE USING gist (instrument_id WITH =, unit WITH =, int8range(block_start, block_end) WITH &&) WHERE (live);
