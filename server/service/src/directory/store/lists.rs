//! The directory in its order: stretches of it by name, and names that are similar.

use super::super::{place::Place, sought::Sought, viewer::Viewer};
use crate::error::Result;
use sqlx::PgConnection;
use uuid::Uuid;

/// Somebody on the way to a page: who, and where in its order.
#[derive(Clone, Debug)]
pub(in crate::directory) struct Found {
    pub(in crate::directory) id: Uuid,
    pub(in crate::directory) name: String,
    pub(in crate::directory) similarity: f32,
}

/// A stretch of the directory in its order, by name.
pub(in crate::directory) struct Stretch<'a> {
    /// Whose username is not this, since they came before.
    pub(in crate::directory) not: &'a str,
    /// Names from here
    pub(in crate::directory) from: &'a str,
    /// to before here.
    pub(in crate::directory) to: &'a str,
    /// What the index must hold of them.
    pub(in crate::directory) needed: &'a [String],
    /// Behind this one.
    pub(in crate::directory) after: Option<&'a Place>,
}

impl Stretch<'_> {
    fn after(&self) -> (&str, Uuid) {
        self.after
            .map_or(("", Uuid::nil()), |place| (&place.name, place.id))
    }
}

/// Whose username it is, if the directory shows them.
pub(in crate::directory) async fn find_by_username(
    conn: &mut PgConnection,
    viewer: Viewer,
    username: &str,
    marks: &[String],
) -> Result<Option<Found>> {
    let found = sqlx::query!(
        r#"SELECT user_id AS "id!", name AS "name!" FROM visible_people($1, $2, $3)
           WHERE discoverable AND username = $4 AND words @> $5"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        username,
        marks,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|row| Found {
        id: row.id,
        name: row.name,
        similarity: 0.0,
    }))
}

pub(in crate::directory) async fn list_stretch(
    conn: &mut PgConnection,
    viewer: Viewer,
    stretch: &Stretch<'_>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Found>> {
    let (after_name, after_id) = stretch.after();
    let rows = sqlx::query!(
        r#"SELECT user_id AS "id!", name AS "name!" FROM visible_people($1, $2, $3)
           WHERE discoverable AND name >= $4 AND name < $5 AND (name, user_id) > ($6, $7)
             AND username IS DISTINCT FROM $8 AND (cardinality($9::text[]) = 0 OR beginnings(words) @> $9)
           ORDER BY name, user_id LIMIT $10 OFFSET $11"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        stretch.from,
        stretch.to,
        after_name,
        after_id,
        stretch.not,
        stretch.needed,
        limit,
        offset,
    )
    .fetch_all(conn)
    .await?;
    let found = rows.into_iter().map(|row| Found {
        id: row.id,
        name: row.name,
        similarity: 0.0,
    });
    Ok(found.collect())
}

/// People whose names are similar (`pg_trgm`'s word similarity, at least its default of 0.6), the most
/// similar first.
pub(in crate::directory) async fn list_similar(
    conn: &mut PgConnection,
    viewer: Viewer,
    sought: &Sought,
    after: Option<&Place>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Found>> {
    let rows = sqlx::query!(
        r#"SELECT user_id AS "id!", name AS "name!", word_similarity($4, name) AS "similarity!"
           FROM visible_people($1, $2, $3)
           WHERE discoverable AND $4 <% name AND words @> $5
             AND ($6::real IS NULL OR (-word_similarity($4, name), name, user_id) > (-$6, $7, $8))
           ORDER BY word_similarity($4, name) DESC, name, user_id LIMIT $9 OFFSET $10"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        sought.text,
        &sought.marks,
        after.map(|place| place.similarity),
        after.map_or("", |place| &place.name),
        after.map_or(Uuid::nil(), |place| place.id),
        limit,
        offset,
    )
    .fetch_all(conn)
    .await?;
    let found = rows.into_iter().map(|row| Found {
        id: row.id,
        name: row.name,
        similarity: row.similarity,
    });
    Ok(found.collect())
}
