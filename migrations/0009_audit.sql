-- The audit log: only ever added to, and sealed into one chain a tenant.

-- Whoever asks, the owner of the tables included, and in sessions that skip triggers too.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
COMMENT ON FUNCTION refuse_change IS 'What stands in an append-only table is neither changed nor deleted.';

CREATE TABLE audit_chains (
    tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
    number    bigint NOT NULL DEFAULT 0 CHECK (number >= 0),
    hash      bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (octet_length(hash) = 32)
) WITH (fillfactor = 50);
COMMENT ON TABLE audit_chains IS 'The head of each tenant''s chain; whoever seals holds its lock.';
COMMENT ON COLUMN audit_chains.number IS 'Of the last seal; 0: there is none yet, and the hash is zeros.';

CREATE TABLE audit_seals (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    number    bigint NOT NULL CHECK (number >= 1),
    entry_id  uuid NOT NULL,
    hash      bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (tenant_id, number),
    CONSTRAINT audit_seals_tenant_entry_key UNIQUE (tenant_id, entry_id)
);
COMMENT ON TABLE audit_seals IS 'The chain: each entry of audit_log once, numbered without gaps from 1, with the hash of the seal before and the entry.';
COMMENT ON INDEX audit_seals_pkey IS 'One seal a number; serves the walk along the chain.';
COMMENT ON INDEX audit_seals_tenant_entry_key IS 'One seal an entry; serves the question whether an entry is sealed.';

CREATE TABLE audit_waiting (
    tenant_id uuid NOT NULL,
    entry_id  uuid NOT NULL,
    PRIMARY KEY (tenant_id, entry_id)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
COMMENT ON TABLE audit_waiting IS 'Entries that are committed and not sealed yet, mostly of the last second.';
COMMENT ON INDEX audit_waiting_pkey IS 'Serves the sealers: which tenants have entries that wait, and which these are, oldest first.';

CREATE FUNCTION begin_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_chains (tenant_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER tenants_made AFTER INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION begin_chain();
INSERT INTO audit_chains (tenant_id) SELECT id FROM tenants;

CREATE FUNCTION await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_waiting (tenant_id, entry_id) SELECT tenant_id, id FROM made;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_log_made AFTER INSERT ON audit_log REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION await_seal();
INSERT INTO audit_waiting (tenant_id, entry_id) SELECT tenant_id, id FROM audit_log;

CREATE TRIGGER audit_log_kept BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_not_emptied BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_kept BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_not_emptied BEFORE TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_kept, ENABLE ALWAYS TRIGGER audit_log_not_emptied;
ALTER TABLE audit_seals ENABLE ALWAYS TRIGGER audit_seals_kept, ENABLE ALWAYS TRIGGER audit_seals_not_emptied;

-- Admins read the newest first, from any place on; each filter has an index in that order.
CREATE INDEX audit_log_tenant_at_idx ON audit_log (tenant_id, at, id);
COMMENT ON INDEX audit_log_tenant_at_idx IS 'Serves the list without filters and that of a stretch of time; and the question which entries are not sealed.';
CREATE INDEX audit_log_tenant_actor_idx ON audit_log (tenant_id, actor_id, at, id);
COMMENT ON INDEX audit_log_tenant_actor_idx IS 'Serves what somebody did.';
DROP INDEX audit_log_tenant_target_idx;
CREATE INDEX audit_log_tenant_target_idx ON audit_log (tenant_id, target_id, at, id);
COMMENT ON INDEX audit_log_tenant_target_idx IS 'Serves the history of one person or thing.';
CREATE INDEX audit_log_tenant_action_idx ON audit_log (tenant_id, action, at, id);
COMMENT ON INDEX audit_log_tenant_action_idx IS 'Serves the list of one action.';
CREATE INDEX audit_log_tenant_area_idx ON audit_log (tenant_id, split_part(action, '.', 1), at, id);
COMMENT ON INDEX audit_log_tenant_area_idx IS 'Serves the list of one area, which is the first word of its actions.';
COMMENT ON COLUMN audit_log.target_kind IS 'user, tenant or instructor_application.';
COMMENT ON TABLE audit_log IS 'Who did what to whom: one row a change, written in the transaction of the change. Append-only.';
