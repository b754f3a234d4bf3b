//! Every query that reads a table with people in it goes through `visible_people`, or is listed here with
//! the reason why it needs not. Whoever writes a new one decides here.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// Tables that hold what others might see of a person.
const TABLES: [&str; 14] = [
    "users",
    "user_profiles",
    "people",
    "people_counts",
    "user_enrollments",
    "user_preferences",
    "avatar_uploads",
    "blocked_users",
    "user_search",
    "user_texts",
    "user_counts",
    "daily_counts",
    "active_days",
    "user_selections",
];

/// Queries about one person, whom the caller is, or may read as admin or service (`ctx.owner_admin_or`).
const OWN: &str = "the one person that the caller is or may read";
/// Queries that say who somebody is, before anybody is shown anything.
const IDENTITY: &str = "who is calling, and which names are taken";
/// Queries of everybody in a tenant, for its admins and for services (`ctx.admin_or`), to whom nobody is hidden.
const TENANT: &str = "people of an admin's own tenant, for the admin";
/// Queries of our own parts, of which nobody is told.
const OURS: &str = "work of our own, shown to nobody";
/// The count of whom the viewer sees, in parts.
const PART: &str = "part of a count that is exact for the viewer: `Reading::count_of_many`";

/// File, function, and why it does not go through the predicate.
#[rustfmt::skip]
const EXEMPT: &[(&str, &str, &str)] = &[
    ("account/listing/store.rs", "*", TENANT),
    ("account/listing/store/along.rs", "*", TENANT),
    ("account/listing/store/counts.rs", "*", TENANT),
    ("account/listing/store/terms.rs", "*", TENANT),
    ("account/listing/store/found.rs", "*", TENANT),
    ("account/selection/store.rs", "*", OWN),
    ("account/named/store.rs", "list_named", "names of people of the admin's own tenant, for the admin"),
    ("account/store.rs", "find_person", IDENTITY),
    ("account/store.rs", "find_person_by_auth_id", IDENTITY),
    ("account/store.rs", "find_taken", IDENTITY),
    ("account/store.rs", "list_tenants", OURS),
    ("account/store.rs", "update_login", OURS),
    ("account/store.rs", "find_standings", TENANT),
    ("account/store.rs", "lock_standings", TENANT),
    ("account/store.rs", "count_active_admins", TENANT),
    ("audit/store/list.rs", "name_people", "names of people of the admin's own tenant, for the admin"),
    ("avatar/store.rs", "lock_person", OWN),
    ("avatar/store.rs", "count_open", OWN),
    ("avatar/store.rs", "find_upload", OWN),
    ("avatar/store.rs", "has_newer", OWN),
    ("avatar/store.rs", "claim_due", OURS),
    ("avatar/store.rs", "delete_old", OURS),
    ("block/store.rs", "select_blocks", "whom the caller has blocked, they may know"),
    ("block/store.rs", "count_found", "whom the caller has blocked, they may know"),
    ("block/store.rs", "lock_blocker", OWN),
    ("block/store.rs", "delete_block", OWN),
    ("course/store.rs", "find_offers", OWN),
    ("desk/store.rs", "desks", "the words of the queries that follow"),
    ("desk/store.rs", "find_desk", OWN),
    ("desk/store.rs", "lock_desk", OWN),
    ("desk/store.rs", "list_seen_desks", OWN),
    ("desk/store.rs", "update_desks", OWN),
    ("directory/store.rs", "find_is_seen", "the caller, as others see them"),
    ("directory/store/counts.rs", "find_tally", PART),
    ("directory/store/counts.rs", "count_exceptions", PART),
    ("directory/store/counts.rs", "add_up_counts", OURS),
    ("enrollment/store.rs", "find_enrollment", OWN),
    ("enrollment/store.rs", "lock_enrollment", OWN),
    ("enrollment/store.rs", "insert_enrollments", OWN),
    ("enrollment/store.rs", "find_page", OWN),
    ("enrollment/store.rs", "count", OWN),
    ("enrollment/store.rs", "find_stats", OWN),
    ("desk/store.rs", "list_desks", TENANT),
    ("insight/store.rs", "*", "numbers of a tenant, for its admins"),
    ("instructor_application/store.rs", "select_reviews", TENANT),
    ("instructor_application/store.rs", "count_found", TENANT),
    ("instructor_application/store.rs", "count_pending", TENANT),
    ("preference/store.rs", "list_preferences", OWN),
    ("preference/store.rs", "delete_preference", OWN),
    ("profile/store.rs", "find_stats", OWN),
    ("seed/store.rs", "*", OURS),
];

/// Files with SQL in them.
fn stores(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            stores(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The queries of a file, each with the function that it is in; none where it stands before the first.
fn queries(text: &str) -> Vec<(String, String)> {
    // What is said of a query does not count.
    let code: Vec<_> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    // A macro stands for the words of a query that several functions share.
    let code = code
        .join("\n")
        .replace("macro_rules! ", "fn ")
        .replace("desks!(", "sqlx::query_as!( FROM users, ");
    let parts: Vec<_> = code.split("fn ").collect();
    let named = parts.iter().enumerate().flat_map(|(n, part)| {
        let name = part
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next();
        let name = name.filter(|_| n > 0).unwrap_or_default();
        part.split("sqlx::query")
            .map(move |query| (name.to_owned(), query.to_owned()))
    });
    named.collect()
}

/// Whether the text reads one of the tables: `FROM people`, `JOIN users AS u`, `FROM courses, users`.
fn reads(query: &str) -> bool {
    let mut is_next = false;
    let mut is_list = false;
    for word in query.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        if is_next && TABLES.contains(&bare) {
            return true;
        }
        let opens = ["FROM", "JOIN", "USING"].contains(&bare);
        let closes = ["WHERE", "SELECT", "ON", "SET", "ORDER", "GROUP"].contains(&bare)
            || word.contains('"');
        is_list = opens || (is_list && !closes);
        is_next = opens || (is_list && word.ends_with(','));
    }
    false
}

/// Whether the text goes through the predicate.
fn asks(query: &str) -> bool {
    query.contains("visible_people(") || query.contains("visible_person(")
}

#[test]
fn every_query_that_shows_others_goes_through_the_one_predicate() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    stores(&source, &mut files);
    let (mut unknown, mut met) = (Vec::new(), BTreeSet::new());
    for file in files {
        let name = file
            .strip_prefix(&source)
            .expect("inside")
            .to_string_lossy()
            .into_owned();
        let is_test = name.contains("tests") || name.starts_with("testing");
        if is_test {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("a file");
        assert!(
            !text.contains("sqlx::query")
                || name.contains("/store")
                || name.starts_with("adapters/postgres"),
            "{name} has SQL, which lives in store.rs"
        );
        for (function, query) in queries(&text) {
            if !reads(&query) || asks(&query) {
                continue;
            }
            let exempt = EXEMPT
                .iter()
                .find(|(file, known, _)| *file == name && (*known == "*" || *known == function));
            match exempt {
                Some((file, known, _)) => {
                    met.insert((*file, *known));
                }
                None => unknown.push(format!("{name}: {function}")),
            }
        }
    }
    assert!(
        unknown.is_empty(),
        "these read people without visible_people(); see queries.rs: {unknown:?}"
    );
    let gone: Vec<_> = EXEMPT
        .iter()
        .filter(|(file, function, _)| !met.contains(&(*file, *function)))
        .collect();
    assert!(gone.is_empty(), "listed in queries.rs alone: {gone:?}");
}

#[test]
fn a_query_that_forgets_the_predicate_is_noticed() {
    let alone = "async fn list_all() { sqlx::query!(r#\"SELECT id FROM users AS u\"#) }";
    let beside = "fn two() { sqlx::query(\"SELECT 1 FROM visible_people($1)\"); sqlx::query(\"SELECT 1 FROM people\") }";
    let praised = "fn one() { sqlx::query(\"SELECT 1 FROM users\") }\n/// Unlike visible_people(), for all.\nfn two() {}";
    let before =
        "const SQL: &str = \"SELECT 1 FROM courses, people\";\nfn run() { sqlx::query(SQL) }";
    for (text, function) in [
        (alone, "list_all"),
        (beside, "two"),
        (praised, "one"),
        (before, ""),
    ] {
        let forgetful = queries(text)
            .into_iter()
            .filter(|(_, query)| reads(query) && !asks(query));
        let names: Vec<_> = forgetful.map(|(name, _)| name).collect();
        assert_eq!(names, [function], "{text}");
    }
    assert!(!reads(
        "SELECT 1 FROM courses JOIN tenants ON true WHERE people = 1"
    ));
}
