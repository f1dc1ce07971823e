-- What was signed stays as it was signed; only its standing changes.
CREATE FUNCTION report_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.content_json = OLD.content_json AND NEW.content_hash = OLD.content_hash AND NEW.number = OLD.number
      AND NEW.version = OLD.version AND NEW.operator_id = OLD.operator_id AND NEW.reviewer_id = OLD.reviewer_id
      AND NEW.released_at = OLD.released_at AND NOT (OLD.state <> 'valid' AND NEW.state = 'valid') THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'report_is_fixed';
END $$;
CREATE TRIGGER report_is_fixed BEFORE UPDATE OR DELETE ON report FOR EACH ROW EXECUTE FUNCTION report_is_fixed();
CREATE TRIGGER report_no_truncate BEFORE TRUNCATE ON report FOR EACH STATEMENT EXECUTE FUNCTION report_is_fixed();
