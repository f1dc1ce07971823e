-- The ledger is only ever added to.
CREATE TRIGGER custody_no_update BEFORE UPDATE ON custody_event BEGIN SELECT RAISE(ABORT, 'custody_append_only'); END;
CREATE TRIGGER custody_no_delete BEFORE DELETE ON custody_event BEGIN SELECT RAISE(ABORT, 'custody_append_only'); END;
