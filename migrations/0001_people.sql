-- People: who belongs to which tenant, what they say of themselves, what they prefer.
-- Lengths and patterns are those of the crate `contract` (limits.rs); a test compares them.

CREATE TABLE tenants (
    id         uuid PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE tenants IS 'Organisations. The auth-service is their authority: one is created when first named.';

CREATE TABLE users (
    id             uuid PRIMARY KEY,
    tenant_id      uuid NOT NULL REFERENCES tenants (id),
    auth_id        uuid NOT NULL,
    email          text NOT NULL CHECK (octet_length(email) <= 254 AND email = lower(email) AND email LIKE '%_@_%'),
    username       text CHECK (username ~ '^[a-z0-9][a-z0-9._-]{1,28}[a-z0-9]$'),
    role           text NOT NULL DEFAULT 'student' CHECK (role IN ('admin', 'instructor', 'student')),
    status         text NOT NULL DEFAULT 'active'
                   CHECK (status IN ('active', 'inactive', 'pending_instructor_review', 'suspended', 'deleted')),
    email_verified boolean NOT NULL DEFAULT false,
    login_count    bigint NOT NULL DEFAULT 0 CHECK (login_count >= 0),
    last_login_at  timestamptz,
    last_active_at timestamptz,
    event_sequence bigint NOT NULL DEFAULT 0 CHECK (event_sequence >= 0),
    version        bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    UNIQUE (tenant_id, id)
) WITH (fillfactor = 90);
COMMENT ON TABLE users IS 'Identity: who somebody is, what they may do and where the account stands. Rows stay when accounts are deleted.';
COMMENT ON COLUMN users.auth_id IS 'The person in the auth-service.';
COMMENT ON COLUMN users.event_sequence IS 'Number of the last event about this person: gapless, so followers can tell when they missed one.';
COMMENT ON COLUMN users.version IS 'Moves with every change of what GET /users/{id} shows; the ETag.';

-- A deleted account frees its names for a new one.
CREATE UNIQUE INDEX users_tenant_auth_id_key ON users (tenant_id, auth_id) WHERE status <> 'deleted';
COMMENT ON INDEX users_tenant_auth_id_key IS 'One account a person of the auth-service; serves sign-in and every event that names somebody by authId.';
CREATE UNIQUE INDEX users_tenant_email_key ON users (tenant_id, email) WHERE status <> 'deleted';
COMMENT ON INDEX users_tenant_email_key IS 'One account an e-mail address; addresses are stored lower-cased.';
CREATE UNIQUE INDEX users_tenant_username_key ON users (tenant_id, username) WHERE status <> 'deleted';
COMMENT ON INDEX users_tenant_username_key IS 'One account a username; usernames are stored lower-cased. Serves look-up by name.';

CREATE TABLE user_profiles (
    user_id           uuid PRIMARY KEY,
    tenant_id         uuid NOT NULL,
    first_name        text NOT NULL CHECK (char_length(first_name) BETWEEN 1 AND 100),
    last_name         text NOT NULL CHECK (char_length(last_name) BETWEEN 1 AND 100),
    display_name      text CHECK (char_length(display_name) BETWEEN 1 AND 100),
    headline          text CHECK (char_length(headline) BETWEEN 1 AND 100),
    bio               text CHECK (char_length(bio) BETWEEN 1 AND 1000),
    location          text CHECK (char_length(location) BETWEEN 1 AND 100),
    phone             text CHECK (phone ~ '^\+[0-9]{7,15}$'),
    avatar_url        text CHECK (char_length(avatar_url) BETWEEN 1 AND 2048),
    avatar_urls       jsonb CHECK (avatar_urls ?& ARRAY['small', 'medium', 'large']),
    links             jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(links) = 'array' AND jsonb_array_length(links) <= 5),
    skills            text[] NOT NULL DEFAULT '{}' CHECK (cardinality(skills) <= 20),
    visibility        text NOT NULL DEFAULT 'members' CHECK (visibility IN ('public', 'members', 'private')),
    discoverable      boolean NOT NULL DEFAULT true,
    profile_completed boolean NOT NULL DEFAULT false,
    settings          jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
) WITH (fillfactor = 90);
COMMENT ON TABLE user_profiles IS 'What a person says of themselves, one row a user. Its version and times are those of the user.';
COMMENT ON COLUMN user_profiles.settings IS 'Theme, language, time zone and e-mail choices (contract::settings::Settings): the one truth for them.';

CREATE TABLE user_preferences (
    id         uuid PRIMARY KEY,
    tenant_id  uuid NOT NULL,
    user_id    uuid NOT NULL,
    category   text NOT NULL CHECK (category IN ('notifications', 'ui', 'learning', 'privacy')),
    key        text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_.-]{0,63}$'),
    value      jsonb NOT NULL CHECK (octet_length(value::text) <= 8192),
    version    bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT user_preferences_tenant_user_category_key_key UNIQUE (tenant_id, user_id, category, key),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
) WITH (fillfactor = 90);
COMMENT ON TABLE user_preferences IS 'Small values by category and key.';
COMMENT ON INDEX user_preferences_tenant_user_category_key_key IS 'One value a key; serves all lists of a person''s preferences.';
