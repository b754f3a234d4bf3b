//! What is counted is what is listed, and both are what the rule says: random worlds beside a model of
//! the rule.

use super::{
    Sketch, Start,
    model::{Listed, find},
    service, user,
};
use crate::{
    Actor,
    ctx::Person,
    testing::world::{OTHER_TENANT, TENANT, World},
};
use contract::{
    UserId,
    account::{AccountStatus, Role},
    directory::{DirectoryQuery, DirectoryRole},
    profile::Visibility,
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sqlx::PgPool;

const FIRST: [&str; 8] = [
    "Ada", "Adam", "José", "Jo", "Zoë", "Łukasz", "李", "Mary Ann",
];
const LAST: [&str; 8] = [
    "Lovelace",
    "O'Neil",
    "Adams",
    "Müller-Jones",
    "Josephson",
    "Ng",
    "明",
    "Smith",
];
const SKILLS: [&str; 4] = ["Rust", "Machine Learning", "Ада", "joinery"];
const SEARCHES: [&str; 24] = [
    "",
    "a",
    "ad",
    "ada",
    "ADAM ",
    "jose",
    "jo",
    "o'n",
    "o neil",
    "müll",
    "jones",
    "mary a",
    "smith ada",
    "ma",
    "李",
    "明",
    "rust",
    "learning ma",
    "%",
    "_",
    "u1",
    "@u12",
    "user.",
    "lov ada",
];

struct Somebody {
    person: Person,
    listed: Listed,
    status: AccountStatus,
    visibility: Visibility,
    is_hidden: bool,
}

struct Fair {
    world: World,
    people: Vec<Somebody>,
    blocks: Vec<(UserId, UserId)>,
}

impl Fair {
    async fn random(world: World, rng: &mut StdRng, size: usize) -> Self {
        let mut people = Vec::new();
        for n in 0..size {
            let name = format!(
                "{} {}",
                FIRST.choose(rng).unwrap(),
                LAST.choose(rng).unwrap()
            );
            let username = rng
                .random_bool(0.7)
                .then(|| format!("{}{n}", ["u", "user.", "ada-"].choose(rng).unwrap()));
            let skills: Vec<&str> = SKILLS
                .into_iter()
                .filter(|_| rng.random_bool(0.3))
                .collect();
            let role = *[Role::Student, Role::Student, Role::Instructor, Role::Admin]
                .choose(rng)
                .unwrap();
            let visibility = *[
                Visibility::Members,
                Visibility::Members,
                Visibility::Public,
                Visibility::Private,
            ]
            .choose(rng)
            .unwrap();
            let is_hidden = rng.random_bool(0.1);
            let sketch = Sketch {
                name: &name,
                username: username.as_deref(),
                skills: &skills,
                role: Some(role),
                visibility: Some(visibility),
                is_hidden,
            };
            let person = world.sketched(TENANT, sketch).await;
            let status = *[AccountStatus::Active; 8]
                .iter()
                .chain(&[
                    AccountStatus::Suspended,
                    AccountStatus::Inactive,
                    AccountStatus::Deleted,
                ])
                .collect::<Vec<_>>()
                .choose(rng)
                .unwrap();
            world.set_status(&person, *status).await;
            let listed = Listed {
                id: person.id,
                name,
                username,
                skills: skills.iter().map(ToString::to_string).collect(),
                is_instructor: role == Role::Instructor,
            };
            people.push(Somebody {
                person,
                listed,
                status: *status,
                visibility,
                is_hidden,
            });
        }
        world
            .sketched(
                OTHER_TENANT,
                Sketch {
                    name: "Ada Elsewhere",
                    ..Sketch::default()
                },
            )
            .await;
        let mut fair = Self {
            world,
            people,
            blocks: Vec::new(),
        };
        fair.block(rng).await;
        fair
    }

    /// Whoever can blocks some of those whom they see.
    async fn block(&mut self, rng: &mut StdRng) {
        for _ in 0..self.people.len() {
            let (a, b) = (
                self.people.choose(rng).unwrap(),
                self.people.choose(rng).unwrap(),
            );
            let (who, whom) = (&a.person, &b.person);
            let can =
                a.status == AccountStatus::Active && whom.role != Role::Admin && who.id != whom.id;
            if can && self.sees(who, b) {
                self.world.block(who, whom).await;
                self.blocks.push((who.id, whom.id));
            }
        }
    }

    /// The truth table, once more, in words of our own.
    fn sees(&self, viewer: &Person, other: &Somebody) -> bool {
        let id = other.person.id;
        let blocked =
            self.blocks.contains(&(viewer.id, id)) || self.blocks.contains(&(id, viewer.id));
        let open = other.status == AccountStatus::Active && other.visibility != Visibility::Private;
        other.status != AccountStatus::Deleted
            && (viewer.role == Role::Admin || viewer.id == id || (open && !blocked))
    }

    fn listed_for(&self, viewer: Option<&Person>) -> Vec<Listed> {
        let listed = self.people.iter().filter(|other| {
            let seen = match viewer {
                Some(viewer) => self.sees(viewer, other),
                None => {
                    other.status == AccountStatus::Active && other.visibility != Visibility::Private
                }
            };
            seen && !other.is_hidden
        });
        listed.map(|other| other.listed.clone()).collect()
    }

    /// What the directory answers is what the model says.
    async fn compare(
        &self,
        actor: &Actor,
        people: &[Listed],
        query: &DirectoryQuery,
        rng: &mut StdRng,
    ) {
        let search = query.search.as_deref().unwrap_or_default();
        let expected = find(people, search, query.role, query.skill.as_deref());
        let page = self.world.search(actor, query, &Start::Page(1), 100).await;
        let total = usize::try_from(page.total).unwrap();
        let listed: Vec<_> = page.people.iter().map(|person| person.id).collect();
        assert_eq!(
            total,
            listed.len(),
            "counted and listed for {query:?} by {actor:?}"
        );
        // Where nobody's words begin so, it is similarity that finds.
        if !expected.is_empty() || search.is_empty() {
            assert_eq!(listed, expected, "{query:?} by {actor:?}");
        }
        let limit = rng.random_range(1..7);
        assert_eq!(
            self.world.everybody(actor, query, limit).await,
            listed,
            "by cursors, {limit} at a time"
        );
        let by_pages = async {
            let mut found = Vec::new();
            for number in 1..=listed.len() / limit as usize + 2 {
                let start = Start::Page(u32::try_from(number).unwrap());
                let page = self.world.search(actor, query, &start, limit).await;
                assert_eq!(page.total, i64::try_from(total).unwrap());
                found.extend(page.people.iter().map(|person| person.id));
            }
            found
        };
        assert_eq!(by_pages.await, listed, "by pages, {limit} at a time");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_is_counted_is_what_is_listed_and_what_the_rule_says(pool: PgPool) {
    let mut rng = StdRng::seed_from_u64(5);
    let mut fair = Fair::random(World::new(pool).await, &mut rng, 60).await;
    assert!(fair.blocks.len() > 10, "there are blocks to speak of");
    let active = |role| {
        let mut found = fair
            .people
            .iter()
            .filter(move |s| s.person.role == role && s.status == AccountStatus::Active);
        found.next().expect("one of each").person.clone()
    };
    let most_blocked = fair
        .people
        .iter()
        .filter(|s| s.status == AccountStatus::Active && s.person.role != Role::Admin);
    let most_blocked = most_blocked.max_by_key(|s| {
        fair.blocks
            .iter()
            .filter(|(a, b)| s.person.id == *a || s.person.id == *b)
            .count()
    });
    let viewers = [
        Some(active(Role::Student)),
        Some(active(Role::Instructor)),
        Some(active(Role::Admin)),
        most_blocked.map(|s| s.person.clone()),
        None,
    ];
    for viewer in &viewers {
        let actor = viewer.as_ref().map_or_else(|| service(TENANT), user);
        let people = fair.listed_for(viewer.as_ref());
        for (n, search) in SEARCHES.into_iter().enumerate() {
            // Both ways of reading lead to the same.
            fair.world.services.areas_mut().directory.many = [1, super::super::MANY][n % 2];
            let query = DirectoryQuery {
                search: Some(search.into()),
                role: *[
                    None,
                    None,
                    Some(DirectoryRole::Instructor),
                    Some(DirectoryRole::Student),
                ]
                .choose(&mut rng)
                .unwrap(),
                skill: [None, None, None, Some("RUST"), Some("machine  learning")]
                    .choose(&mut rng)
                    .unwrap()
                    .map(str::to_owned),
            };
            fair.compare(&actor, &people, &query, &mut rng).await;
        }
    }
    // Added up, the counts are the same.
    let before = fair
        .world
        .count("SELECT sum(people)::bigint FROM people_counts")
        .await;
    assert!(fair.world.services.sweeper.add_up().await.unwrap() > 0);
    assert_eq!(
        fair.world
            .count("SELECT sum(people)::bigint FROM people_counts")
            .await,
        before
    );
    let actor = service(TENANT);
    let people = fair.listed_for(None);
    for search in ["", "a", "ada", "jo", "o", "s", "rust"] {
        fair.compare(&actor, &people, &super::asked(search), &mut rng)
            .await;
    }
}
