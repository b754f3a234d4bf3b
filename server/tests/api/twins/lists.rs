//! The directory, searched in many ways and read to its end by cursor and by number: rows, totals, cursors.

use super::worlds::{Asked, Twins};

/// What is looked for. The other person is whom most of it finds, or is among them.
const QUERIES: &[&str] = &[
    "",
    "search=quilla.zuniga",
    "search=%40quilla.zuniga",
    "search={name}",
    "search=Quilla+Zuniga",
    "search=zuniga+quilla",
    "search=q",
    "search=qu",
    "search=qui",
    "search=quil",
    "search=quill",
    "search=quilla",
    "search=quilla+zu",
    "search=z",
    "search=zu",
    "search=zuniga",
    "search=glassblowing",
    "search=glass+quilla",
    // Nobody's words begin so: names that are similar.
    "search=qilla+zunyga",
    "search=quilla+zunigaa",
    "search=zuniiga",
    "role=instructor",
    "role=student",
    "role=instructor&search=qui",
    "role=student&search=qui",
    "role=instructor&search=quilla+zu",
    "skill=Origami",
    "skill=GLASSBLOWING",
    "skill=origami&role=instructor",
    "skill=origami&search=zuniga",
];
/// Nobody has so many pages.
const PAGES_MAX: usize = 20;

/// The directory reads otherwise where so many are found, going by what is counted as people change; so here
/// are the counts of as many more, who are on no list.
const CROWD: &str = "INSERT INTO people_counts (tenant_id, beginning, role, is_shown, people)
    SELECT DISTINCT u.tenant_id, c.beginning, r.role, true, 1000000
    FROM users AS u, (VALUES ('@instructor'), ('@member')) AS r (role),
         counted(ARRAY['quilla', 'zuniga', 'glassblowing', '=origami', '=glassblowing']) AS c
    WHERE u.id = $1::text::uuid";

/// Has both worlds count a crowd.
pub async fn grow(twins: &Twins) {
    for world in [&twins.with, &twins.without] {
        let grown = sqlx::query(CROWD).bind(&twins.cast.learner.id);
        grown.execute(world.app.pool()).await.unwrap();
    }
}

/// What is different, page by page. The first caller looks around among few, the others in a crowd.
pub async fn search(twins: &Twins) -> Vec<String> {
    let mut differences = Vec::new();
    for (number, caller) in twins.hidden.searchers().enumerate() {
        if number == 1 {
            grow(twins).await;
        }
        let limit = if number < 2 { 1 } else { 3 };
        for query in QUERIES {
            let address = format!("/api/v1/profiles?{query}&limit={limit}");
            let third = twins.asked(caller, &format!("{address}&page=3"));
            differences.extend(to_the_end(twins, twins.asked(caller, &address)).await);
            differences.extend(twins.compare(&third).await);
        }
    }
    differences
}

/// Page after page by cursor.
async fn to_the_end(twins: &Twins, first: Asked) -> Option<String> {
    let mut asked = first.clone();
    for _ in 0..PAGES_MAX {
        let (with, without) = twins.ask(&asked).await;
        let difference = twins.difference(&asked, &with, &without);
        if difference.is_some() {
            return difference;
        }
        let page = with.is(200).json();
        let cursor = page["pagination"]["nextCursor"].as_str()?;
        asked.address = format!("{}&cursor={cursor}", first.address);
    }
    panic!("{} has no end", first.address)
}
