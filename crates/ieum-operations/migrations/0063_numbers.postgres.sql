-- A number follows the one before it within its year; a numbered invoice stays.
CREATE FUNCTION invoice_number_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.number IS NOT NULL THEN
    RETURN NEW;
  END IF;
  IF NEW.number IS NOT NULL AND CAST(substr(NEW.number, 8) AS BIGINT) > 1 AND NOT EXISTS (
    SELECT 1 FROM invoice i
    WHERE i.number = substr(NEW.number, 1, 7) || lpad(CAST(CAST(substr(NEW.number, 8) AS BIGINT) - 1 AS TEXT), 6, '0')) THEN
    RAISE EXCEPTION 'invoice_number_no_gap';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invoice_number_no_gap BEFORE INSERT OR UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_number_no_gap();
CREATE FUNCTION invoice_number_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.number IS NOT NULL THEN
    RAISE EXCEPTION 'invoice_number_kept';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER invoice_number_kept BEFORE DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_number_kept();
