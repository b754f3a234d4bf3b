-- What waits lies apart from what it waits for: one row a statement, not one an event or an entry. An event is written
-- once and entered in two indexes, where it was written three times and entered in six; an entry waits for its seal
-- without being noted in an index of its own.

-- Whoever tells of anything waits, or is told after five seconds that somebody else (a dump) has the table; then again.
-- Each statement that writes an entry of the audit log has locked this table first, so nobody waits in a circle.
SET LOCAL lock_timeout = '5s';
LOCK TABLE outbox_events, audit_waiting IN ACCESS EXCLUSIVE MODE;

CREATE TABLE outbox_unpublished (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    occurred_at timestamptz NOT NULL,
    event_ids   uuid[] NOT NULL CHECK (cardinality(event_ids) > 0)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE outbox_unpublished IS 'Events that the broker has not confirmed: those of one statement in a row. Whoever tells of a person holds their row in users, so a person''s later events lie in later rows.';
COMMENT ON INDEX outbox_unpublished_pkey IS 'Serves the relay: what waits, in the order in which it goes out.';
COMMENT ON COLUMN outbox_unpublished.occurred_at IS 'Of the oldest event of the statement.';

CREATE TABLE outbox_lease (
    id     boolean PRIMARY KEY DEFAULT true CHECK (id),
    holder uuid NOT NULL,
    until  timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE outbox_lease IS 'Which relay publishes, and until when by the clock of Postgres; afterwards another may. One row at most.';

CREATE FUNCTION await_publishing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO outbox_unpublished (occurred_at, event_ids)
    SELECT min(occurred_at), array_agg(id) FROM made HAVING count(*) > 0;
    IF FOUND THEN
        PERFORM pg_notify('outbox_events', '');
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION await_publishing IS 'Notes that events wait, and wakes the relays with the commit.';
CREATE TRIGGER outbox_events_made AFTER INSERT ON outbox_events REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION await_publishing();
-- A person's later events behind their earlier ones, whatever their clocks said.
INSERT INTO outbox_unpublished (occurred_at, event_ids)
SELECT occurred_at, ARRAY[id] FROM (
    SELECT *, max(occurred_at) OVER (PARTITION BY tenant_id, user_id ORDER BY sequence) AS place
    FROM outbox_events WHERE published_at IS NULL) AS waiting
ORDER BY place, tenant_id, user_id, sequence;

-- What a relay of an earlier version has in hand it may finish.
INSERT INTO outbox_lease (holder, until)
SELECT gen_random_uuid(), max(claimed_until) FROM outbox_events WHERE published_at IS NULL HAVING max(claimed_until) > now();

-- What an earlier version knows of: to it nothing waits, and what is old goes by when it was written. Both columns and
-- the index of what waits go when no process of that version is left.
UPDATE outbox_events SET published_at = now() WHERE published_at IS NULL;
ALTER TABLE outbox_events ALTER published_at SET DEFAULT now();
COMMENT ON COLUMN outbox_events.published_at IS 'Of no use: for processes of before outbox_unpublished.';
COMMENT ON COLUMN outbox_events.claimed_until IS 'Of no use: for processes of before outbox_unpublished.';
COMMENT ON INDEX outbox_events_oldest_idx IS 'Empty: for processes of before outbox_unpublished.';
-- An earlier version sweeps without it while it is replaced, or leaves that to those that come.
DROP INDEX outbox_events_published_at_idx;
COMMENT ON INDEX outbox_events_pkey IS 'Serves the relay, and the sweeper, since ids sort by their time.';
-- Events are not changed any more.
ALTER TABLE outbox_events RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);

CREATE TABLE audit_unsealed (
    tenant_id uuid NOT NULL,
    id        bigint GENERATED ALWAYS AS IDENTITY,
    entry_ids uuid[] NOT NULL CHECK (cardinality(entry_ids) > 0),
    PRIMARY KEY (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE audit_unsealed IS 'Entries that are committed and not sealed yet, mostly of the last second: those of one statement in a row.';
COMMENT ON INDEX audit_unsealed_pkey IS 'Serves the sealers: which tenants have entries that wait, and which these are, oldest first.';

CREATE OR REPLACE FUNCTION await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealed (tenant_id, entry_ids) SELECT tenant_id, array_agg(id) FROM made GROUP BY tenant_id;
    RETURN NULL;
END $$;
INSERT INTO audit_unsealed (tenant_id, entry_ids)
SELECT tenant_id, array_agg(entry_id) FROM (
    SELECT *, row_number() OVER (PARTITION BY tenant_id ORDER BY entry_id) / 1000 AS part FROM audit_waiting) AS waiting
GROUP BY tenant_id, part ORDER BY tenant_id, part;
DELETE FROM audit_waiting;
COMMENT ON TABLE audit_waiting IS 'Of no use: for processes of before audit_unsealed.';

-- Whoever tells of something notes that it waits, also before all rights are given anew.
DO $$
DECLARE role text;
BEGIN
    FOR role IN SELECT rolname FROM pg_class, aclexplode(relacl) AS acl JOIN pg_roles ON pg_roles.oid = acl.grantee
                WHERE pg_class.oid = 'outbox_events'::regclass AND privilege_type = 'INSERT' AND grantee <> relowner LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_unpublished, outbox_lease, audit_unsealed TO %I', role);
    END LOOP;
END $$;
