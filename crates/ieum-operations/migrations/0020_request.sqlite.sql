-- The history of a request is kept from change.
CREATE TRIGGER request_event_no_update BEFORE UPDATE ON request_event BEGIN SELECT RAISE(ABORT, 'request_event_append_only'); END;
CREATE TRIGGER request_event_no_delete BEFORE DELETE ON request_event BEGIN SELECT RAISE(ABORT, 'request_event_append_only'); END;
