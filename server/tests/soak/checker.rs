//! What is kept against what was acknowledged, and what was told against both.

use crate::{
    events::Events,
    person::{Person, Written},
    world::World,
};
use sqlx::Row;
use std::collections::HashSet;
use uuid::Uuid;

/// Everything that is not as it should be, in sentences.
pub async fn check(world: &World, people: &[Person]) -> Vec<String> {
    let came = world.follower().await.kept().await;
    let mut events = Events::of(&came);
    events.compare_with_outbox(&world.pool).await;
    let mut faults = Vec::new();
    for person in people {
        faults.extend(person.told.stale.iter().cloned());
        kept(world, person, &mut faults).await;
        told(&mut events, person);
    }
    let writes: usize = people.iter().map(acknowledged).sum();
    println!(
        "{} people, {writes} acknowledged writes, {} events told, of these {} more than once",
        people.len(),
        events.count(),
        events.twins
    );
    faults.extend(events.faults);
    faults
}

fn acknowledged(person: &Person) -> usize {
    let told = &person.told;
    let fields = [&told.bio, &told.zone, &told.step, &told.progress];
    fields.iter().map(|field| field.all.len()).sum::<usize>() + told.courses.len()
}

/// The last acknowledged value of each field is in the database, or one that was tried since without an answer.
async fn kept(world: &World, person: &Person, faults: &mut Vec<String>) {
    let sql = "SELECT p.bio, p.settings->>'timezone' AS zone, e.progress::text AS progress,
                      (SELECT value::text FROM user_preferences s
                       WHERE s.user_id = p.user_id AND s.key = 'step') AS step
               FROM user_profiles p JOIN user_enrollments e ON e.user_id = p.user_id AND e.course_id = $2
               WHERE p.user_id = $1";
    let query = sqlx::query(sql).bind(person.id).bind(person.course);
    let row = query.fetch_one(&world.pool).await.unwrap();
    let told = &person.told;
    let fields: [(&str, &Written); 4] = [
        ("bio", &told.bio),
        ("zone", &told.zone),
        ("step", &told.step),
        ("progress", &told.progress),
    ];
    for (name, written) in fields {
        let kept: Option<String> = row.get(name);
        if !written.allows(kept.as_deref()) {
            let (id, last, open) = (person.id, &written.acknowledged, &written.unanswered);
            faults.push(format!(
                "{id}: {name} is {kept:?}, not {last:?} or one of {open:?}"
            ));
        }
    }
    let taken = sqlx::query_scalar("SELECT course_id FROM user_enrollments WHERE user_id = $1");
    let taken: Vec<Uuid> = taken.bind(person.id).fetch_all(&world.pool).await.unwrap();
    let taken: HashSet<_> = taken.into_iter().collect();
    for course in told.courses.difference(&taken) {
        faults.push(format!("{}: the course {course} is lost", person.id));
    }
    for course in taken.difference(&told.courses) {
        if !told.courses_unanswered.contains(course) {
            faults.push(format!(
                "{}: nobody asked for the course {course}",
                person.id
            ));
        }
    }
}

/// Each acknowledged change has its event, once.
fn told(events: &mut Events, person: &Person) {
    let told = &person.told;
    for (bio, _) in &told.bio.all {
        events.expect_one(person.id, "user.updated", &format!("bio={bio}"));
    }
    for (step, _) in &told.step.all {
        events.expect_one(
            person.id,
            "user.preferences_updated",
            &format!("step={step}"),
        );
    }
    for (progress, _) in &told.progress.all {
        events.expect_one(
            person.id,
            "user.progress_updated",
            &format!("progress={progress}"),
        );
    }
    for course in &told.courses {
        events.expect_one(person.id, "user.enrolled", &format!("course={course}"));
    }
}
