//! Whom a search finds first, and what it does not care about.

use super::{Sketch, Start, asked, user};
use crate::{
    Error,
    testing::world::{TENANT, World},
};
use contract::{FieldCode, directory::DirectoryQuery};
use sqlx::PgPool;

async fn names(world: &World, query: &DirectoryQuery) -> Vec<String> {
    let viewer = world.named("Zz Viewer").await;
    let page = world
        .search(&user(&viewer), query, &Start::Page(1), 20)
        .await;
    assert_eq!(page.total, i64::try_from(page.people.len()).unwrap());
    page.people
        .into_iter()
        .map(|person| person.display_name)
        .collect()
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn first_comes_the_username_then_names_that_begin_so_then_other_words(pool: PgPool) {
    let world = World::new(pool).await;
    for (name, username, skills) in [
        ("Bob Annan", None, &[][..]),
        ("Zed Last", Some("ann"), &[]),
        ("Anna Karenina", None, &[]),
        ("Ann Arbor", None, &[]),
        ("Carl Gauss", None, &["Annealing"]),
        ("Dora Maar", Some("annie.d"), &[]),
        ("Joanna Nobody", None, &[]),
    ] {
        let sketch = Sketch {
            name,
            username,
            skills,
            ..Sketch::default()
        };
        world.sketched(TENANT, sketch).await;
    }
    let expected = [
        "Zed Last",
        "Ann Arbor",
        "Anna Karenina",
        "Bob Annan",
        "Carl Gauss",
        "Dora Maar",
    ];
    assert_eq!(names(&world, &asked("ann")).await, expected);
    assert_eq!(
        names(&world, &asked("@Ann")).await,
        [
            "Zed Last",
            "Ann Arbor",
            "Anna Karenina",
            "Bob Annan",
            "Carl Gauss",
            "Dora Maar"
        ]
    );
    assert_eq!(names(&world, &asked("bob ann")).await, ["Bob Annan"]);
    assert_eq!(
        names(&world, &asked("ann bob")).await,
        ["Bob Annan"],
        "in any order"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn case_accents_and_signs_do_not_count_and_no_sign_is_a_wildcard(pool: PgPool) {
    let world = World::new(pool).await;
    for name in [
        "José Ñúñez",
        "Zoë O'Neil-Smith",
        "李 明",
        "100 Percent",
        "Ольга Ёлкина",
        "Οδυσσεύς Ρήτωρ",
    ] {
        world.named(name).await;
    }
    for (search, expected) in [
        ("jose nunez", "José Ñúñez"),
        ("JOSE\u{301}", "José Ñúñez"),
        ("zoe", "Zoë O'Neil-Smith"),
        ("o'neil", "Zoë O'Neil-Smith"),
        ("neil smith", "Zoë O'Neil-Smith"),
        ("李", "李 明"),
        ("елк", "Ольга Ёлкина"),
        ("ΟΔΥΣΣΕΥΣ", "Οδυσσεύς Ρήτωρ"),
    ] {
        assert_eq!(names(&world, &asked(search)).await, [expected], "{search}");
    }
    for search in ["%", "_", "1%0", ".*", "\\", "jo_e", "'; --", "🦀"] {
        assert_eq!(names(&world, &asked(search)).await, [""; 0], "{search}");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn where_nobodys_words_begin_so_similar_names_are_found_the_most_similar_first(pool: PgPool) {
    let world = World::new(pool).await;
    for name in ["Ada Lovelace", "Ada Lovelaces", "Grace Hopper"] {
        world.named(name).await;
    }
    assert_eq!(
        names(&world, &asked("lovelase")).await,
        ["Ada Lovelace", "Ada Lovelaces"]
    );
    assert_eq!(
        names(&world, &asked("lovelac")).await,
        ["Ada Lovelace", "Ada Lovelaces"],
        "these begin so"
    );
    assert_eq!(names(&world, &asked("xqzw")).await, [""; 0]);
    let viewer = world.named("Zz Viewer").await;
    let found = world.everybody(&user(&viewer), &asked("lovelase"), 1).await;
    assert_eq!(found.len(), 2, "from cursor to cursor");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_cannot_be_searched_for_is_told_by_field(pool: PgPool) {
    let world = World::new(pool).await;
    let viewer = user(&world.named("Zz Viewer").await);
    let search = async |query, start| {
        let ctx = world.ctx(viewer.clone());
        let Err(Error::Invalid(errors)) = world
            .services
            .directory
            .search(&ctx, query, &start, 20)
            .await
        else {
            panic!("it was searched for")
        };
        (errors.0[0].field.clone(), errors.0[0].code)
    };
    let long = asked(&"x".repeat(101));
    assert_eq!(
        search(long, Start::Page(1)).await,
        ("search".into(), FieldCode::TooLong)
    );
    for cursor in ["", "nonsense", "e30"] {
        let start = Start::Cursor(cursor.into());
        assert_eq!(
            search(asked("a"), start).await,
            ("cursor".into(), FieldCode::InvalidFormat)
        );
    }
}
