-- An organisation has one tier at a facility on a day; whoever else writes for the same pair waits.
CREATE FUNCTION price_agreement_no_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext(NEW.facility_id || NEW.organisation_id));
  IF EXISTS (SELECT 1 FROM price_agreement a WHERE a.facility_id = NEW.facility_id
      AND a.organisation_id = NEW.organisation_id AND a.id <> NEW.id AND a.valid_from <= NEW.valid_until
      AND a.valid_until >= NEW.valid_from) THEN
    RAISE EXCEPTION 'price_agreement_no_overlap';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER price_agreement_no_overlap BEFORE INSERT OR UPDATE ON price_agreement FOR EACH ROW EXECUTE FUNCTION price_agreement_no_overlap();
