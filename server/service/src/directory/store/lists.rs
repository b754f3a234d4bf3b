//! The directory in its order.

use super::super::{
    place::{Place, Tier},
    sought::Sought,
    viewer::Viewer,
};
use crate::error::{Error, Result};
use sqlx::PgConnection;
use uuid::Uuid;

/// Somebody on the way to a page: who, and where in its order.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::directory) struct Found {
    pub(in crate::directory) tier: Tier,
    pub(in crate::directory) id: Uuid,
    pub(in crate::directory) name: String,
    /// 0 where it does not matter.
    pub(in crate::directory) similarity: f32,
}

/// Which entries of a list are wanted.
#[derive(Clone, Copy)]
pub(in crate::directory) struct Window<'a> {
    /// Those behind this one,
    pub(in crate::directory) after: Option<&'a Place>,
    /// but for so many,
    pub(in crate::directory) skip: i64,
    /// at most so many.
    pub(in crate::directory) limit: i64,
}

impl Window<'_> {
    fn after(&self) -> (&str, Uuid) {
        self.after
            .map_or(("", Uuid::nil()), |place| (&place.name, place.id))
    }
}

/// A page of all who are found, and how many they are: everybody who is found is looked at, which is the
/// fastest where they are few.
pub(in crate::directory) async fn list_few(
    conn: &mut PgConnection,
    viewer: Viewer,
    sought: &Sought,
    window: Window<'_>,
) -> Result<(Vec<Found>, i64)> {
    let (from, to) = sought.names();
    let (after_name, after_id) = window.after();
    let rows = sqlx::query!(
        r#"WITH found AS MATERIALIZED (
               SELECT user_id, name,
                      CASE WHEN username = $5 THEN 0 WHEN name >= $6 AND name < $7 THEN 1 ELSE 2 END AS tier
               FROM visible_people($1, $2, $3) WHERE discoverable AND beginnings(words) @> $4
           )
           SELECT total.count AS "total!", page.user_id AS "id?", page.name AS "name?", page.tier AS "tier?"
           FROM (SELECT count(*) FROM found) AS total LEFT JOIN LATERAL (
               SELECT * FROM found WHERE (tier, name, user_id) > ($8, $9, $10)
               ORDER BY tier, name, user_id LIMIT $11 OFFSET $12
           ) AS page ON true
           ORDER BY page.tier, page.name, page.user_id"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        &sought.needed(),
        sought.username(),
        from,
        to,
        window.after.map_or(-1, |place| i32::from(u8::from(place.tier))),
        after_name,
        after_id,
        window.limit,
        window.skip,
    )
    .fetch_all(conn)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let mut found = Vec::new();
    for row in rows {
        if let (Some(id), Some(name), Some(tier)) = (row.id, row.name, row.tier) {
            let tier = u8::try_from(tier).map_err(Error::internal)?;
            found.push(Found {
                tier: tier.try_into().map_err(Error::internal)?,
                id,
                name,
                similarity: 0.0,
            });
        }
    }
    Ok((found, total))
}

/// Whose username it is.
pub(in crate::directory) async fn find_by_username(
    conn: &mut PgConnection,
    viewer: Viewer,
    sought: &Sought,
) -> Result<Option<Found>> {
    let found = sqlx::query!(
        r#"SELECT user_id AS "id!", name AS "name!" FROM visible_people($1, $2, $3)
           WHERE discoverable AND username = $4 AND words @> $5"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        sought.username(),
        &sought.marks,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|row| Found {
        tier: Tier::Username,
        id: row.id,
        name: row.name,
        similarity: 0.0,
    }))
}

/// A stretch of the directory, by name.
pub(in crate::directory) struct Stretch<'a> {
    pub(in crate::directory) tier: Tier,
    /// Whose username is not this, since they came before.
    pub(in crate::directory) not: &'a str,
    /// Names from here
    pub(in crate::directory) from: &'a str,
    /// to before here; to the end without.
    pub(in crate::directory) to: Option<&'a str>,
    /// Each a pattern of the person's words.
    pub(in crate::directory) patterns: &'a [String],
    /// Each among the person's.
    pub(in crate::directory) marks: &'a [String],
}

/// A page of a stretch: people are looked at in its order until there are enough, which is the fastest where
/// many are found.
pub(in crate::directory) async fn list_stretch(
    conn: &mut PgConnection,
    viewer: Viewer,
    stretch: &Stretch<'_>,
    window: Window<'_>,
) -> Result<Vec<Found>> {
    // One lower bound, since the index begins to read at one alone.
    let (from_name, from_id) = window.after().max((stretch.from, Uuid::nil()));
    let rows = sqlx::query!(
        r#"SELECT user_id AS "id!", name AS "name!" FROM visible_people($1, $2, $3)
           WHERE discoverable AND (name, user_id) > ($4, $5) AND ($6::text IS NULL OR name < $6)
             AND username IS DISTINCT FROM $7 AND words @> $8
             AND (cardinality($9::text[]) = 0 OR E'\n' || array_to_string(words, E'\n') LIKE ALL ($9))
           ORDER BY name, user_id LIMIT $10 OFFSET $11"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        from_name,
        from_id,
        stretch.to,
        stretch.not,
        stretch.marks,
        stretch.patterns,
        window.limit,
        window.skip,
    )
    .fetch_all(conn)
    .await?;
    let found = rows.into_iter().map(|row| Found {
        tier: stretch.tier,
        id: row.id,
        name: row.name,
        similarity: 0.0,
    });
    Ok(found.collect())
}

/// How many entries a stretch has.
pub(in crate::directory) async fn count_stretch(
    conn: &mut PgConnection,
    viewer: Viewer,
    stretch: &Stretch<'_>,
) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM visible_people($1, $2, $3)
           WHERE discoverable AND name >= $4 AND ($5::text IS NULL OR name < $5)
             AND username IS DISTINCT FROM $6 AND words @> $7
             AND (cardinality($8::text[]) = 0 OR E'\n' || array_to_string(words, E'\n') LIKE ALL ($8))"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        stretch.from,
        stretch.to,
        stretch.not,
        stretch.marks,
        stretch.patterns,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// People whose names are similar (`pg_trgm`'s word similarity, at least its default of 0.6), the most
/// similar first, and how many they are.
pub(in crate::directory) async fn list_similar(
    conn: &mut PgConnection,
    viewer: Viewer,
    sought: &Sought,
    window: Window<'_>,
) -> Result<(Vec<Found>, i64)> {
    let (after_name, after_id) = window.after();
    let rows = sqlx::query!(
        r#"WITH found AS MATERIALIZED (
               SELECT user_id, name, word_similarity($4, name) AS similarity
               FROM visible_people($1, $2, $3) WHERE discoverable AND $4 <% name AND words @> $5
           )
           SELECT total.count AS "total!", page.user_id AS "id?", page.name AS "name?", page.similarity AS "similarity?"
           FROM (SELECT count(*) FROM found) AS total LEFT JOIN LATERAL (
               SELECT * FROM found WHERE $6::real IS NULL OR (-similarity, name, user_id) > (-$6, $7, $8)
               ORDER BY similarity DESC, name, user_id LIMIT $9 OFFSET $10
           ) AS page ON true
           ORDER BY page.similarity DESC, page.name, page.user_id"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        sought.text,
        &sought.marks,
        window.after.map(|place| place.similarity),
        after_name,
        after_id,
        window.limit,
        window.skip,
    )
    .fetch_all(conn)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let found = rows.into_iter().filter_map(|row| {
        Some(Found {
            tier: Tier::Similar,
            id: row.id?,
            name: row.name?,
            similarity: row.similarity?,
        })
    });
    Ok((found.collect(), total))
}
