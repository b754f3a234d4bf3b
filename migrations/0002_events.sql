-- Events out (outbox), events in (inbox), and who did what to whom.

CREATE TABLE outbox_events (
    id             uuid PRIMARY KEY,
    tenant_id      uuid NOT NULL,
    user_id        uuid NOT NULL,
    sequence       bigint NOT NULL CHECK (sequence >= 1),
    type           text NOT NULL,
    data           jsonb NOT NULL,
    correlation_id text NOT NULL,
    occurred_at    timestamptz NOT NULL,
    claimed_until  timestamptz,
    published_at   timestamptz,
    CONSTRAINT outbox_events_tenant_user_sequence_key UNIQUE (tenant_id, user_id, sequence),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
COMMENT ON TABLE outbox_events IS 'Events that were committed with the change they tell of. The relay publishes them in order per person.';
COMMENT ON COLUMN outbox_events.claimed_until IS 'A relay is publishing this until then; afterwards another may.';
COMMENT ON INDEX outbox_events_tenant_user_sequence_key IS 'The order of a person''s events, without twins.';
CREATE INDEX outbox_events_waiting_idx ON outbox_events (tenant_id, user_id, sequence) WHERE published_at IS NULL;
COMMENT ON INDEX outbox_events_waiting_idx IS 'Serves the relay''s claim and the depth metric: only what waits is in it.';
CREATE INDEX outbox_events_published_at_idx ON outbox_events (published_at) WHERE published_at IS NOT NULL;
COMMENT ON INDEX outbox_events_published_at_idx IS 'Serves the sweeper, which drops what was published long ago.';

CREATE TABLE processed_events (
    tenant_id    uuid NOT NULL,
    event_id     uuid NOT NULL,
    type         text NOT NULL,
    processed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, event_id)
);
COMMENT ON TABLE processed_events IS 'The inbox: events of others that were applied, so that each is applied once however often it comes.';
CREATE INDEX processed_events_processed_at_idx ON processed_events (processed_at);
COMMENT ON INDEX processed_events_processed_at_idx IS 'Serves the sweeper, which drops what no broker will send again.';

CREATE TABLE audit_log (
    id          uuid PRIMARY KEY,
    tenant_id   uuid NOT NULL REFERENCES tenants (id),
    at          timestamptz NOT NULL,
    actor_kind  text NOT NULL CHECK (actor_kind IN ('user', 'service', 'system')),
    actor_id    text,
    action      text NOT NULL,
    target_kind text NOT NULL,
    target_id   uuid NOT NULL,
    changes     jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(changes) = 'array'),
    request_id  text NOT NULL
);
COMMENT ON TABLE audit_log IS 'Who did what to whom: one row a change, written in the transaction of the change.';
COMMENT ON COLUMN audit_log.changes IS '[{field, before?, after?}]; sensitive fields by name only.';
CREATE INDEX audit_log_tenant_target_idx ON audit_log (tenant_id, target_id, id);
COMMENT ON INDEX audit_log_tenant_target_idx IS 'Serves the history of one person.';
