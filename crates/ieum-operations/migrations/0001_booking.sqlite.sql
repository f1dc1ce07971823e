-- Two live claims of one unit never overlap: guarded on every insert and every change.
-- Live claims of a unit lie apart, so only the last one that starts before the new one ends can be in the way.
CREATE TRIGGER reservation_no_overlap_insert BEFORE INSERT ON claim WHEN NEW.live
BEGIN
  SELECT RAISE(ABORT, 'reservation_no_overlap') WHERE NEW.block_start < (
    SELECT c.block_end FROM claim c
    WHERE c.instrument_id = NEW.instrument_id AND c.unit = NEW.unit AND c.live
      AND c.block_start < NEW.block_end AND c.reservation_id <> NEW.reservation_id
    ORDER BY c.block_start DESC LIMIT 1);
END;

CREATE TRIGGER reservation_no_overlap_update BEFORE UPDATE ON claim WHEN NEW.live
BEGIN
  SELECT RAISE(ABORT, 'reservation_no_overlap') WHERE NEW.block_start < (
    SELECT c.block_end FROM claim c
    WHERE c.instrument_id = NEW.instrument_id AND c.unit = NEW.unit AND c.live
      AND c.block_start < NEW.block_end AND c.reservation_id <> OLD.reservation_id
    ORDER BY c.block_start DESC LIMIT 1);
END;
