//! Some people besides the demo accounts, so that the directory has somebody to find. Nobody can sign in as
//! one of them.

use super::courses;
use contract::{
    AuthId, Patch, TenantId,
    account::{CreateUser, Role},
    enrollment::CreateEnrollment,
    profile::{UpdateProfile, Visibility},
};
use service::{Actor, Ctx, Result, Services, ctx::Scopes};
use uuid::Uuid;

/// Name, username (none for two, who never chose one), headline, place, and skills.
type Sketch = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

#[rustfmt::skip]
const LEARNERS: [Sketch; 18] = [
    ("Beatriz Ñíguez", "beatriz", "Proofs before breakfast", "Cádiz", &["Analysis", "LaTeX"]),
    ("Carl Okafor", "carl.okafor", "From accounting to statistics", "Lagos", &["Statistics", "Python"]),
    ("Daniela Rossi", "daniela", "Music theorist who counts", "Bologna", &["Music theory", "Fourier analysis"]),
    ("Emil Sørensen", "emil", "Looms, engines, and what they have in common", "Aarhus", &["Mechanics", "Drawing"]),
    ("Fátima Haddad", "fatima", "Tutor in the Thursday study group", "Sevilla", &["Teaching", "Linear algebra"]),
    ("George Kim", "gkim", "Night-shift nurse, day-time learner", "Busan", &["Statistics"]),
    ("Hanna Łukasik", "hanna-l", "Topology with string and scissors", "Łódź", &["Topology"]),
    ("Ignacio del Río", "ignacio", "Historia de la ciencia, sobre todo la de aquí", "Sevilla", &["Historia", "Archivos"]),
    ("Jun Tanaka", "jun", "Reads one paper a week and writes about it", "Kyoto", &["Reading", "Writing"]),
    ("Karin Larsen", "", "Second attempt at linear algebra", "Bergen", &["Linear algebra"]),
    ("Liam O'Connor", "liam_oc", "Python for the allotment society", "Cork", &["Python"]),
    ("Mei-Ling Chen 陳美玲", "meiling", "Numbers, then more numbers", "Taipei", &["Number theory", "Python"]),
    ("Nadia Petrova", "nadia", "Typesetting other people's theses", "Plovdiv", &["LaTeX", "Typography"]),
    ("Oumar Diallo", "oumar", "Physics teacher, back in class", "Dakar", &["Physics", "Teaching"]),
    ("Priya Patel", "priya", "Probability puzzles", "Pune", &["Probability", "Python"]),
    ("Quentin Dubois", "quentin", "Learning in public", "Lyon", &["Writing"]),
    ("Rosa Almeida", "", "Here for the music", "Porto", &["Music theory"]),
    ("Samir Haddad", "samir", "Fátima's brother, better at chess", "Sevilla", &["Chess"]),
];

/// Ids that are the same in every start.
const fn demo_id(n: usize) -> Uuid {
    Uuid::from_u128(0xDE40_A000_0000_4000_8000_0000_0000_0000 + n as u128)
}

/// Makes them, each with courses of the demo. Who is there already stays.
pub(super) async fn make(services: &Services, tenant: TenantId) -> Result<()> {
    let door = service_actor(tenant);
    let ctx = Ctx::new(&services.clock, door, "demo-data", contract::Language::En);
    for (n, sketch) in LEARNERS.iter().enumerate() {
        let made = match services.account.create(&ctx, account(n, sketch)).await {
            Ok(made) => made,
            Err(service::Error::Conflict(_)) => continue,
            Err(error) => return Err(error),
        };
        for k in 0..=n % 3 {
            let course_id = courses::course((n + 5 * k) % courses::TITLES.len());
            services
                .enrollment
                .enroll(&ctx, made.id, CreateEnrollment { course_id })
                .await?;
        }
    }
    Ok(())
}

/// They come in as other services would bring them.
fn service_actor(tenant_id: TenantId) -> Actor {
    Actor::Service {
        name: "demo-data".into(),
        tenant_id,
        scopes: Scopes::parse("users:write enrollments:write"),
    }
}

fn account(n: usize, (name, username, headline, location, skills): &Sketch) -> CreateUser {
    let set = |text: &str| Patch::Set(text.to_owned());
    let (first, last) = name.split_once(' ').unwrap_or((name, name));
    // Enough of the public ones to see what strangers see.
    let visibility = if n.is_multiple_of(3) {
        Visibility::Public
    } else {
        Visibility::Members
    };
    CreateUser {
        auth_id: Some(AuthId(demo_id(n))),
        email: Some(format!("demo-{n}@example.test")),
        role: Some(if n == 4 || n == 13 {
            Role::Instructor
        } else {
            Role::Student
        }),
        email_verified: true,
        profile: UpdateProfile {
            first_name: set(first),
            last_name: set(last),
            username: if username.is_empty() {
                Patch::Keep
            } else {
                set(username)
            },
            headline: set(headline),
            location: set(location),
            skills: Patch::Set(skills.iter().map(ToString::to_string).collect()),
            visibility: Patch::Set(visibility),
            ..UpdateProfile::default()
        },
    }
}
