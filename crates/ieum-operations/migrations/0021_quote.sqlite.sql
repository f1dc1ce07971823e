-- What was sent or accepted is fixed.
CREATE TRIGGER quote_sent_is_fixed BEFORE UPDATE ON quote WHEN OLD.state <> 'draft' AND (NEW.state = 'draft'
  OR NEW.subtotal_minor <> OLD.subtotal_minor OR NEW.vat_minor <> OLD.vat_minor OR NEW.total_minor <> OLD.total_minor
  OR NEW.terms <> OLD.terms OR NEW.valid_until <> OLD.valid_until OR NEW.content_hash <> OLD.content_hash
  OR NEW.revision <> OLD.revision OR NEW.number <> OLD.number OR NEW.vat <> OLD.vat OR NEW.rounding <> OLD.rounding
  OR NEW.currency <> OLD.currency OR NEW.request_id <> OLD.request_id)
BEGIN SELECT RAISE(ABORT, 'quote_sent_is_fixed'); END;
CREATE TRIGGER quote_line_no_insert BEFORE INSERT ON quote_line
  WHEN (SELECT state FROM quote WHERE id = NEW.quote_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'quote_sent_is_fixed'); END;
CREATE TRIGGER quote_line_no_update BEFORE UPDATE ON quote_line
  WHEN (SELECT state FROM quote WHERE id = OLD.quote_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'quote_sent_is_fixed'); END;
CREATE TRIGGER quote_line_no_delete BEFORE DELETE ON quote_line
  WHEN (SELECT state FROM quote WHERE id = OLD.quote_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'quote_sent_is_fixed'); END;
CREATE TRIGGER quote_acceptance_no_update BEFORE UPDATE ON quote_acceptance BEGIN SELECT RAISE(ABORT, 'quote_acceptance_append_only'); END;
CREATE TRIGGER quote_acceptance_no_delete BEFORE DELETE ON quote_acceptance BEGIN SELECT RAISE(ABORT, 'quote_acceptance_append_only'); END;
