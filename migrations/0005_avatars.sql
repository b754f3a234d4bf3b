-- Pictures of people: every upload that was asked for, until its files are swept away.

CREATE TABLE avatar_uploads (
    id             uuid PRIMARY KEY,
    ordinal        bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    tenant_id      uuid NOT NULL,
    user_id        uuid NOT NULL,
    content_type   text NOT NULL CHECK (content_type IN ('image/jpeg', 'image/png', 'image/gif', 'image/webp')),
    content_length bigint NOT NULL CHECK (content_length >= 1),
    status         text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'processing', 'ready', 'failed', 'expired')),
    reason         text CHECK (reason IN ('unsupported_type', 'type_mismatch', 'invalid_size', 'too_many_pixels', 'too_complex',
                   'unreadable', 'took_too_long', 'not_processed', 'storage_unavailable', 'superseded', 'removed')),
    avatar_urls    jsonb CHECK (avatar_urls ?& ARRAY['small', 'medium', 'large']),
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    settled_at     timestamptz,
    sweep_at       timestamptz,
    CONSTRAINT avatar_uploads_ready_check CHECK (status <> 'ready' OR avatar_urls IS NOT NULL),
    CONSTRAINT avatar_uploads_failed_check CHECK (status <> 'failed' OR reason IS NOT NULL),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
) WITH (fillfactor = 90);
COMMENT ON TABLE avatar_uploads IS 'One row an upload.';
COMMENT ON COLUMN avatar_uploads.ordinal IS 'The order in which a person has asked for uploads: rows are inserted under a lock on the person.';
COMMENT ON COLUMN avatar_uploads.avatar_urls IS 'The finished pictures; kept when the upload no longer counts, so that a removal can be undone.';
COMMENT ON COLUMN avatar_uploads.expires_at IS 'Until when storage takes the file.';
COMMENT ON COLUMN avatar_uploads.settled_at IS 'When it last came to an end: ready, failed, superseded or removed.';
COMMENT ON COLUMN avatar_uploads.sweep_at IS 'When files of it are due to be deleted: all of a ready one but the pictures that are shown, all of the others. NULL: nothing is left to delete.';
CREATE INDEX avatar_uploads_person_idx ON avatar_uploads (tenant_id, user_id, ordinal);
COMMENT ON INDEX avatar_uploads_person_idx IS 'Serves the count of a person''s open uploads, and the question whether there is a newer one.';
CREATE UNIQUE INDEX avatar_uploads_ready_key ON avatar_uploads (tenant_id, user_id) WHERE status = 'ready';
COMMENT ON INDEX avatar_uploads_ready_key IS 'One picture a person.';
CREATE INDEX avatar_uploads_sweep_idx ON avatar_uploads (sweep_at) WHERE sweep_at IS NOT NULL;
COMMENT ON INDEX avatar_uploads_sweep_idx IS 'Serves the sweeper''s claim: only what is due some day is in it.';
CREATE INDEX avatar_uploads_old_idx ON avatar_uploads (created_at) WHERE sweep_at IS NULL AND status <> 'ready';
COMMENT ON INDEX avatar_uploads_old_idx IS 'Serves the sweeper, which drops rows whose files are gone.';
