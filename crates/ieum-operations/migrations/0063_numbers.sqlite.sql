-- A number follows the one before it within its year; a numbered invoice stays.
CREATE TRIGGER invoice_number_no_gap_insert BEFORE INSERT ON invoice
  WHEN NEW.number IS NOT NULL AND CAST(substr(NEW.number, 8) AS INTEGER) > 1
BEGIN
  SELECT RAISE(ABORT, 'invoice_number_no_gap') WHERE NOT EXISTS (
    SELECT 1 FROM invoice i WHERE i.number = substr(NEW.number, 1, 7) || printf('%06d', CAST(substr(NEW.number, 8) AS INTEGER) - 1));
END;
CREATE TRIGGER invoice_number_no_gap_update BEFORE UPDATE ON invoice
  WHEN OLD.number IS NULL AND NEW.number IS NOT NULL AND CAST(substr(NEW.number, 8) AS INTEGER) > 1
BEGIN
  SELECT RAISE(ABORT, 'invoice_number_no_gap') WHERE NOT EXISTS (
    SELECT 1 FROM invoice i WHERE i.number = substr(NEW.number, 1, 7) || printf('%06d', CAST(substr(NEW.number, 8) AS INTEGER) - 1));
END;
CREATE TRIGGER invoice_number_kept BEFORE DELETE ON invoice WHEN OLD.number IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'invoice_number_kept'); END;
