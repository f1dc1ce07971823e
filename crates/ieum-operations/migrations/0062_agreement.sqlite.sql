-- An organisation has one tier at a facility on a day.
CREATE TRIGGER price_agreement_no_overlap_insert BEFORE INSERT ON price_agreement
BEGIN
  SELECT RAISE(ABORT, 'price_agreement_no_overlap') WHERE EXISTS (
    SELECT 1 FROM price_agreement a WHERE a.facility_id = NEW.facility_id AND a.organisation_id = NEW.organisation_id
      AND a.id <> NEW.id AND a.valid_from <= NEW.valid_until AND a.valid_until >= NEW.valid_from);
END;
CREATE TRIGGER price_agreement_no_overlap_update BEFORE UPDATE ON price_agreement
BEGIN
  SELECT RAISE(ABORT, 'price_agreement_no_overlap') WHERE EXISTS (
    SELECT 1 FROM price_agreement a WHERE a.facility_id = NEW.facility_id AND a.organisation_id = NEW.organisation_id
      AND a.id <> NEW.id AND a.valid_from <= NEW.valid_until AND a.valid_until >= NEW.valid_from);
END;
