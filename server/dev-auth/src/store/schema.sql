-- Without this every start would log "already exists" for each table.
SET LOCAL client_min_messages = warning;

CREATE SCHEMA IF NOT EXISTS dev_auth;

CREATE TABLE IF NOT EXISTS dev_auth.accounts (
    id             uuid PRIMARY KEY,
    user_id        uuid,
    tenant_id      uuid,
    email          text NOT NULL,
    email_verified boolean NOT NULL,
    password_hash  text NOT NULL,
    first_name     text NOT NULL,
    last_name      text NOT NULL,
    role           text NOT NULL CHECK (role IN ('student', 'instructor', 'admin')),
    -- metadata.sequence of the last applied user.role_changed: an older one changes nothing
    role_sequence  bigint NOT NULL DEFAULT 0,
    locale         text NOT NULL,
    created_at     timestamptz NOT NULL
);

-- Sign-in and registration look an address up without regard to case.
CREATE UNIQUE INDEX IF NOT EXISTS accounts_email_key ON dev_auth.accounts (lower(email));

CREATE TABLE IF NOT EXISTS dev_auth.sso_sessions (
    id         uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    account_id uuid NOT NULL REFERENCES dev_auth.accounts ON DELETE CASCADE,
    auth_time  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS dev_auth.authorization_codes (
    code_hash      bytea PRIMARY KEY,
    session_id     uuid NOT NULL REFERENCES dev_auth.sso_sessions ON DELETE CASCADE,
    redirect_uri   text NOT NULL,
    scope          text NOT NULL,
    nonce          text,
    code_challenge text NOT NULL,
    expires_at     timestamptz NOT NULL,
    used_at        timestamptz
);

CREATE TABLE IF NOT EXISTS dev_auth.signing_keys (
    kid         text PRIMARY KEY,
    algorithm   text NOT NULL CHECK (algorithm IN ('RS256', 'EdDSA')),
    private_pem text NOT NULL,
    created_at  timestamptz NOT NULL,
    retired_at  timestamptz
);

-- One key signs per algorithm.
CREATE UNIQUE INDEX IF NOT EXISTS signing_keys_current_key
    ON dev_auth.signing_keys (algorithm) WHERE retired_at IS NULL;

CREATE TABLE IF NOT EXISTS dev_auth.outbox (
    sequence   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type       text NOT NULL,
    envelope   jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
