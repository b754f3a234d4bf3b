use super::*;
use contract::{TenantId, UserId};
use uuid::Uuid;

const START: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn key(upload: usize) -> UploadKey {
    UploadKey {
        tenant_id: TenantId(Uuid::from_u128(1)),
        user_id: UserId(Uuid::from_u128(2)),
        upload_id: UploadId(Uuid::from_u128(upload as u128)),
    }
}

/// Tells of it, if there is a turn.
fn tell(told: &Told, upload: usize, at: DateTime<Utc>) -> bool {
    let turn = told.turn(key(upload), at);
    turn.map(|mut turn| turn.is_told(at)).is_some()
}

#[test]
fn after_three_times_there_is_no_turn_and_others_have_theirs() {
    let told = Told::default();
    for expected in [true, true, true, false, false] {
        assert_eq!(tell(&told, 1, START), expected);
    }
    assert!(tell(&told, 2, START));
}

#[test]
fn a_turn_that_told_nothing_does_not_count() {
    let told = Told::default();
    for _ in 0..10 {
        assert!(told.turn(key(1), START).is_some());
    }
    assert!(told.book().at_work.is_empty());
    assert!(tell(&told, 1, START));
    assert_eq!(told.book().turns(key(1).upload_id), 1);
}

#[test]
fn those_who_are_at_work_count_until_they_have_ended() {
    let told = Told::default();
    assert!(tell(&told, 1, START));
    let (mut first, second) = (told.turn(key(1), START), told.turn(key(1), START));
    assert!(first.is_some() && second.is_some());
    assert!(told.turn(key(1), START).is_none());
    // One has told; the other has not, and its message comes again.
    first.as_mut().unwrap().is_told(START);
    drop((first, second));
    assert!(tell(&told, 1, START));
    assert!(!tell(&told, 1, START));
}

#[test]
fn after_a_quarter_of_an_hour_it_is_forgotten() {
    let told = Told::default();
    let minutes = |count| START + TimeDelta::minutes(count);
    for minute in [0, 5, 10] {
        assert!(tell(&told, 1, minutes(minute)));
    }
    assert!(!tell(&told, 1, minutes(15)));
    assert!(tell(&told, 1, minutes(15) + TimeDelta::seconds(1)));
    assert_eq!(told.book().since.len(), 1);
}

#[test]
fn of_too_many_the_oldest_is_forgotten() {
    let told = Told::default();
    for upload in 0..=MOST {
        assert!(tell(&told, upload, START));
    }
    let book = told.book();
    assert_eq!((book.times.len(), book.since.len()), (MOST, MOST));
    assert!(book.at_work.is_empty());
    let turns = |upload| book.turns(key(upload).upload_id);
    assert_eq!((turns(0), turns(1), turns(MOST)), (0, 1, 1));
}
