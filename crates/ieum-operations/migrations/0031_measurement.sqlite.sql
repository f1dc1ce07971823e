-- What was signed stays as it was signed; only its standing changes.
CREATE TRIGGER report_is_fixed BEFORE UPDATE ON report WHEN NEW.content_json <> OLD.content_json
  OR NEW.content_hash <> OLD.content_hash OR NEW.number <> OLD.number OR NEW.version <> OLD.version
  OR NEW.operator_id <> OLD.operator_id OR NEW.reviewer_id <> OLD.reviewer_id OR NEW.released_at <> OLD.released_at
  OR (OLD.state <> 'valid' AND NEW.state = 'valid')
BEGIN SELECT RAISE(ABORT, 'report_is_fixed'); END;
CREATE TRIGGER report_no_delete BEFORE DELETE ON report BEGIN SELECT RAISE(ABORT, 'report_is_fixed'); END;
