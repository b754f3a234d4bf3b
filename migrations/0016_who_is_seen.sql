-- Whoever has many blocks is compared with each person one by one. All their blocks were read as soon as there was somebody
-- to compare: with thousands of them a search took a millisecond longer for somebody who hides than for nobody. Which it is
-- depends on the viewer's own blocks alone, of which they know, and on no person who may be hidden.
CREATE OR REPLACE FUNCTION visible_people(tenant uuid, viewer uuid, audience smallint) RETURNS SETOF people
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT p.* FROM people AS p
    WHERE p.tenant_id = tenant
      AND is_seen(p.reach, audience, p.user_id = viewer, CASE
          WHEN NOT EXISTS (SELECT FROM blocked_users WHERE tenant_id = tenant AND blocker_id = viewer OFFSET 64)
          THEN p.user_id IN (SELECT other FROM blocked_with(tenant, viewer) AS other)
          ELSE coalesce(
              (SELECT true FROM blocked_users WHERE tenant_id = tenant AND blocker_id = viewer AND blocked_id = p.user_id),
              (SELECT true FROM blocked_users WHERE tenant_id = tenant AND blocker_id = p.user_id AND blocked_id = viewer), false) END);
END;

-- All beginnings of a person's words take Postgres longer to make than a row takes it to read. It did not know that, and
-- where it had no figures of people yet (thousands who have just come), a search made those of each.
ALTER FUNCTION beginnings(text[]) COST 5000;
