-- A term is entered first and counted then, so that nobody's change waits while it is counted. Whoever does not know
-- this yet enters one when it is counted.
ALTER TABLE counted_terms ADD COLUMN is_complete boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN counted_terms.is_complete IS 'Whether user_counts tells of everybody who has the term, not only of who has changed since.';
