-- Charges and payments are only ever added to: a correction is a reversing line.
CREATE FUNCTION charge_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'charge_append_only';
END $$;
CREATE TRIGGER charge_no_update BEFORE UPDATE OR DELETE ON charge FOR EACH ROW EXECUTE FUNCTION charge_append_only();
CREATE TRIGGER charge_no_truncate BEFORE TRUNCATE ON charge FOR EACH STATEMENT EXECUTE FUNCTION charge_append_only();
CREATE FUNCTION payment_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'payment_append_only';
END $$;
CREATE TRIGGER payment_no_update BEFORE UPDATE OR DELETE ON payment FOR EACH ROW EXECUTE FUNCTION payment_append_only();
CREATE TRIGGER payment_no_truncate BEFORE TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION payment_append_only();
CREATE FUNCTION invoice_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (NEW.state = 'draft' OR NEW.total_minor <> OLD.total_minor
    OR NEW.supply_minor <> OLD.supply_minor OR NEW.vat_minor <> OLD.vat_minor
    OR NEW.subsidy_minor <> OLD.subsidy_minor OR COALESCE(NEW.number, '') <> COALESCE(OLD.number, '')) THEN
    RAISE EXCEPTION 'invoice_is_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invoice_is_fixed BEFORE UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_is_fixed();
