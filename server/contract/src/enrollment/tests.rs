//! Bodies of enrollments: what is taken, what is refused, and by which name.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

fn faults<T: std::fmt::Debug>(read: Result<T, FieldErrors>) -> Vec<(String, FieldCode)> {
    let errors = read.expect_err("something is wrong").0;
    errors.into_iter().map(|e| (e.field, e.code)).collect()
}

#[test]
fn a_course_is_named_by_its_id_and_nothing_else() {
    let id = "01a1fcd9-1e2a-70f4-9b0b-cd1631cbd944";
    let read = CreateEnrollment::from_json(object(&json!({"courseId": id})));
    assert_eq!(read.expect("good").course_id.to_string(), id);
    let bad = |body| faults(CreateEnrollment::from_json(object(&body)));
    assert_eq!(bad(json!({})), [("courseId".into(), FieldCode::Required)]);
    assert_eq!(
        bad(json!({"courseId": null})),
        [("courseId".into(), FieldCode::Required)]
    );
    assert_eq!(
        bad(json!({"courseId": "algebra"})),
        [("courseId".into(), FieldCode::InvalidId)]
    );
    assert_eq!(
        bad(json!({"courseId": 7, "userId": id})),
        [
            ("courseId".into(), FieldCode::InvalidType),
            ("userId".into(), FieldCode::UnknownField)
        ]
    );
}

#[test]
fn a_status_goes_by_both_of_its_names_but_not_at_once() {
    let read = |body| UpdateEnrollment::from_json(object(&body));
    for name in ["status", "enrollmentStatus"] {
        let update = read(json!({name: "dropped"})).expect("good");
        assert_eq!(update.enrollment_status, EnrollmentStatus::Dropped);
    }
    assert_eq!(
        faults(read(
            json!({"status": "dropped", "enrollmentStatus": "active"})
        )),
        [("status".into(), FieldCode::UnknownField)]
    );
    assert_eq!(
        faults(read(json!({"status": "paused", "progress": 3}))),
        [
            ("status".into(), FieldCode::InvalidChoice),
            ("progress".into(), FieldCode::ReadOnly)
        ]
    );
    assert_eq!(
        faults(read(json!({}))),
        [("enrollmentStatus".into(), FieldCode::Required)]
    );
}

#[test]
fn progress_has_two_decimals_and_stays_within_bounds() {
    let read = |body| ReportProgress::from_json(object(&body));
    for (sent, kept) in [
        (json!(0), 0),
        (json!(100), 10_000),
        (json!(33.33), 3333),
        (json!(62.5), 6250),
        (json!(7.0), 700),
    ] {
        assert_eq!(
            read(json!({"progress": sent}))
                .expect("good")
                .progress
                .hundredths(),
            kept
        );
    }
    for (sent, code) in [
        (json!(100.01), FieldCode::OutOfRange),
        (json!(-0.01), FieldCode::OutOfRange),
        (json!(1e300), FieldCode::OutOfRange),
        (json!(0.001), FieldCode::TooPrecise),
        (json!("50"), FieldCode::InvalidType),
        (json!([50]), FieldCode::InvalidType),
        (json!(null), FieldCode::Required),
    ] {
        assert_eq!(
            faults(read(json!({"progress": sent}))),
            [("progress".into(), code)],
            "{sent}"
        );
    }
    assert_eq!(
        faults(read(json!({}))),
        [("progress".into(), FieldCode::Required)]
    );
}

#[test]
fn time_spent_is_whole_seconds_of_at_most_a_year_and_times_are_times() {
    let read = |body| ReportProgress::from_json(object(&body));
    let good = read(
        json!({"progress": 1, "timeSpentSeconds": 90, "occurredAt": "2026-11-21T10:00:00+01:00"}),
    )
    .expect("good");
    assert_eq!(good.time_spent_seconds, Some(90));
    assert_eq!(
        good.occurred_at.expect("a time").to_rfc3339(),
        "2026-11-21T09:00:00+00:00"
    );
    for (sent, code) in [
        (json!(-1), FieldCode::OutOfRange),
        (json!(31_536_001), FieldCode::OutOfRange),
        (json!(u64::MAX), FieldCode::OutOfRange),
        (json!(1.5), FieldCode::InvalidType),
        (json!("60"), FieldCode::InvalidType),
    ] {
        assert_eq!(
            faults(read(json!({"progress": 1, "timeSpentSeconds": sent}))),
            [("timeSpentSeconds".into(), code)],
            "{sent}"
        );
    }
    assert_eq!(
        faults(read(json!({"progress": 1, "occurredAt": "yesterday"}))),
        [("occurredAt".into(), FieldCode::InvalidFormat)]
    );
}

proptest! {
    #[test]
    fn every_progress_survives_json_to_the_hundredth(hundredths in 0_u16..=10_000) {
        let progress = Progress::from_hundredths(hundredths).expect("within bounds");
        let text = serde_json::to_string(&progress).expect("a number");
        prop_assert_eq!(serde_json::from_str::<Progress>(&text).expect("the same"), progress);
        prop_assert_eq!(progress.to_string(), text);
    }
}
