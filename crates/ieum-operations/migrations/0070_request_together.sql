-- Several requests can be sent together, each once, however often whoever sends them asks: the key says which one it is.
ALTER TABLE request ADD COLUMN order_key TEXT;
CREATE UNIQUE INDEX request_order_key ON request (order_key) WHERE order_key IS NOT NULL;
CREATE INDEX request_by_service ON request (service_id, state) WHERE service_id IS NOT NULL;
CREATE INDEX request_by_instrument ON request (instrument_id, state) WHERE instrument_id IS NOT NULL;
