-- Answers to requests that may be sent twice.

CREATE TABLE idempotency_keys (
    tenant_id  uuid NOT NULL,
    caller     text NOT NULL,
    path       text NOT NULL,
    key        text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
    body_hash  bytea NOT NULL CHECK (octet_length(body_hash) = 32),
    answer     jsonb,
    locked_until timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, caller, path, key)
);
COMMENT ON TABLE idempotency_keys IS 'The first answer to a POST with an Idempotency-Key, replayed for 24 hours. No answer: the first still runs.';
COMMENT ON COLUMN idempotency_keys.locked_until IS 'When a first request without an answer counts as lost, and its key may be tried again.';
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);
COMMENT ON INDEX idempotency_keys_created_at_idx IS 'Serves the sweeper, which drops answers after 24 hours.';
