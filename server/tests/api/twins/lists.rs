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

/// What is different, page by page. The first caller turns every page that there is, the others larger ones.
pub async fn search(twins: &Twins) -> Vec<String> {
    let mut differences = Vec::new();
    for (number, caller) in twins.hidden.searchers().enumerate() {
        for query in QUERIES {
            let ask = |limit: &str| {
                let address = format!("/api/v1/profiles?{query}&{limit}");
                twins.asked(caller, &address)
            };
            let (limit, third) = match number {
                0 => ("limit=1", "limit=1&page=3"),
                _ => ("limit=3", "limit=3&page=3"),
            };
            differences.extend(to_the_end(twins, ask(limit)).await);
            differences.extend(twins.compare(&ask(third)).await);
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
