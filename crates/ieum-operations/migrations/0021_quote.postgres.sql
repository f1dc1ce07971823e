-- What was sent or accepted is fixed.
CREATE FUNCTION quote_sent_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (NEW.state = 'draft'
    OR NEW.subtotal_minor <> OLD.subtotal_minor OR NEW.vat_minor <> OLD.vat_minor OR NEW.total_minor <> OLD.total_minor
    OR NEW.terms <> OLD.terms OR NEW.valid_until <> OLD.valid_until OR NEW.content_hash <> OLD.content_hash
    OR NEW.revision <> OLD.revision OR NEW.number <> OLD.number OR NEW.vat <> OLD.vat OR NEW.rounding <> OLD.rounding
    OR NEW.currency <> OLD.currency OR NEW.request_id <> OLD.request_id) THEN
    RAISE EXCEPTION 'quote_sent_is_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER quote_sent_is_fixed BEFORE UPDATE ON quote FOR EACH ROW EXECUTE FUNCTION quote_sent_is_fixed();
CREATE FUNCTION quote_line_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which TEXT;
BEGIN
  IF TG_OP = 'INSERT' THEN which := NEW.quote_id; ELSE which := OLD.quote_id; END IF;
  IF (SELECT state FROM quote WHERE id = which) <> 'draft' THEN
    RAISE EXCEPTION 'quote_sent_is_fixed';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER quote_line_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON quote_line FOR EACH ROW EXECUTE FUNCTION quote_line_is_fixed();
CREATE FUNCTION quote_acceptance_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'quote_acceptance_append_only';
END $$;
CREATE TRIGGER quote_acceptance_no_update BEFORE UPDATE OR DELETE ON quote_acceptance FOR EACH ROW EXECUTE FUNCTION quote_acceptance_append_only();
