-- Charges and payments are only ever added to: a correction is a reversing line.
CREATE TRIGGER charge_no_update BEFORE UPDATE ON charge BEGIN SELECT RAISE(ABORT, 'charge_append_only'); END;
CREATE TRIGGER charge_no_delete BEFORE DELETE ON charge BEGIN SELECT RAISE(ABORT, 'charge_append_only'); END;
CREATE TRIGGER payment_no_update BEFORE UPDATE ON payment BEGIN SELECT RAISE(ABORT, 'payment_append_only'); END;
CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment BEGIN SELECT RAISE(ABORT, 'payment_append_only'); END;
CREATE TRIGGER invoice_is_fixed BEFORE UPDATE ON invoice WHEN OLD.state <> 'draft' AND (NEW.state = 'draft'
  OR NEW.total_minor <> OLD.total_minor OR NEW.supply_minor <> OLD.supply_minor OR NEW.vat_minor <> OLD.vat_minor
  OR NEW.subsidy_minor <> OLD.subsidy_minor OR COALESCE(NEW.number, '') <> COALESCE(OLD.number, ''))
BEGIN SELECT RAISE(ABORT, 'invoice_is_fixed'); END;
