//! What is changed by hand, by the owner of the tables, is found and named.

use super::{Fault, add_entries, run, seal, verify};
use crate::{
    audit::chain::Head,
    testing::world::{TENANT, World},
};
use sqlx::PgPool;
use uuid::Uuid;

/// What everybody runs into who does not take the triggers away.
const OPEN: &str =
    "ALTER TABLE audit_log DISABLE TRIGGER USER; ALTER TABLE audit_seals DISABLE TRIGGER USER";

/// A chain of seven entries, and the ids of the entries.
async fn chain(pool: PgPool) -> (World, Vec<Uuid>) {
    let world = World::new(pool).await;
    super::tenant(&world).await;
    add_entries(&world, TENANT, 7).await;
    assert_eq!(seal(&world).await, 7);
    let ids = sqlx::query_scalar("SELECT entry_id FROM audit_seals ORDER BY number")
        .fetch_all(&world.pool)
        .await
        .expect("ids");
    assert_eq!(verify(&world, TENANT, None).await.1, []);
    run(&world, OPEN).await.expect("the triggers are off");
    (world, ids)
}

/// The faults that are told after this was done.
async fn faults_after(world: &World, sql: &'static str) -> Vec<Fault> {
    assert!(run(world, sql).await.expect("done") > 0, "{sql}");
    verify(world, TENANT, None).await.1
}

fn changed(ids: &[Uuid], number: i64) -> Fault {
    let entry = ids[usize::try_from(number).unwrap() - 1];
    Fault::Changed { number, entry }
}

fn forged(ids: &[Uuid], number: i64) -> Fault {
    let entry = ids[usize::try_from(number).unwrap() - 1];
    Fault::Forged { number, entry }
}

/// The entry of the seal `$n`.
macro_rules! of {
    ($number:literal) => {
        concat!(
            "(SELECT entry_id FROM audit_seals WHERE number = ",
            $number,
            ")"
        )
    };
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_changed_field_of_an_entry_is_found_whichever_it_is(pool: PgPool) {
    let (world, ids) = chain(pool).await;
    for (change, back) in [
        (
            "at = at + interval '1 microsecond'",
            "at = at - interval '1 microsecond'",
        ),
        ("actor_kind = 'user'", "actor_kind = 'system'"),
        ("actor_id = 'tester'", "actor_id = 'test'"),
        ("actor_id = NULL", "actor_id = 'test'"),
        ("action = 'user.read'", "action = 'user.updated'"),
        ("target_kind = 'tenant'", "target_kind = 'user'"),
        // As long as both together, and another border between them.
        (
            "action = 'user.updatedu', target_kind = 'ser'",
            "action = 'user.updated', target_kind = 'user'",
        ),
        (
            "changes = jsonb_set(changes, '{0,after}', '\"y\"')",
            "changes = jsonb_build_array(jsonb_build_object('field', 'bio', 'after', repeat('x', 200)))",
        ),
        (
            "request_id = request_id || ' '",
            "request_id = rtrim(request_id)",
        ),
    ] {
        for number in [1, 4, 7] {
            let id = ids[usize::try_from(number).unwrap() - 1];
            let update = async |set: &str| {
                let sql = format!("UPDATE audit_log SET {set} WHERE id = '{id}'");
                let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
                    .execute(&world.pool)
                    .await;
                assert_eq!(done.expect("a change").rows_affected(), 1);
            };
            update(change).await;
            let (_, faults) = verify(&world, TENANT, None).await;
            assert_eq!(faults, [changed(&ids, number)], "{change}");
            update(back).await;
            assert_eq!(verify(&world, TENANT, None).await.1, [], "{back}");
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_deleted_entry_is_named(pool: PgPool) {
    let (world, ids) = chain(pool).await;
    let sql = concat!(
        "DELETE FROM audit_log WHERE id IN (",
        of!(3),
        ", ",
        of!(7),
        ")"
    );
    let gone = |number: i64| Fault::Missing {
        number,
        entry: ids[usize::try_from(number).unwrap() - 1],
    };
    assert_eq!(faults_after(&world, sql).await, [gone(3), gone(7)]);
    let (verified, _) = verify(&world, TENANT, None).await;
    assert_eq!((verified.entries, verified.head.number), (5, 7));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn deleted_seals_are_named_and_their_entries_with_them(pool: PgPool) {
    let (world, ids) = chain(pool).await;
    let unsealed = |number: usize| Fault::Unsealed {
        entry: ids[number - 1],
    };
    let sql = "DELETE FROM audit_seals WHERE number IN (1, 3, 4)";
    let mut faults = faults_after(&world, sql).await;
    let gaps = [Fault::Gap { from: 1, to: 1 }, Fault::Gap { from: 3, to: 4 }];
    assert_eq!(faults[..2], gaps);
    faults.drain(..2);
    for number in [1, 3, 4] {
        assert!(faults.contains(&unsealed(number)), "{faults:?}");
    }
    assert_eq!(faults.len(), 3);
    // The end of the chain too: the head knows.
    let faults = faults_after(&world, "DELETE FROM audit_seals WHERE number > 5").await;
    assert!(
        faults.contains(&Fault::Gap { from: 6, to: 7 }),
        "{faults:?}"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn entries_that_were_swapped_are_both_named(pool: PgPool) {
    let (world, ids) = chain(pool).await;
    let sql = "ALTER TABLE audit_seals DROP CONSTRAINT audit_seals_tenant_entry_key;
         UPDATE audit_seals AS s SET entry_id = o.entry_id FROM audit_seals AS o
         WHERE (s.number, o.number) IN ((2, 5), (5, 2))";
    let (two, five) = (ids[1], ids[4]);
    assert_eq!(
        faults_after(&world, sql).await,
        [
            Fault::Changed {
                number: 2,
                entry: five
            },
            Fault::Changed {
                number: 5,
                entry: two
            }
        ]
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_forged_seal_is_told_from_a_changed_entry(pool: PgPool) {
    let (world, ids) = chain(pool).await;
    let sql = "UPDATE audit_seals SET hash = sha256(hash) WHERE number = 4";
    assert_eq!(faults_after(&world, sql).await, [forged(&ids, 4)]);
    // Also at the end, where the head is what follows; and one fault does not hide another.
    let sql = "UPDATE audit_seals SET hash = sha256(hash) WHERE number = 7";
    assert_eq!(
        faults_after(&world, sql).await,
        [forged(&ids, 4), forged(&ids, 7)]
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_seal_that_was_made_to_fit_a_changed_entry_does_not_fit_the_next(pool: PgPool) {
    let (world, ids) = chain(pool).await;
    let sql = concat!(
        "UPDATE audit_log SET action = 'user.read' WHERE id = ",
        of!(6),
        ";
         UPDATE audit_seals SET hash = sha256('other') WHERE number = 6"
    );
    assert_eq!(
        faults_after(&world, sql).await,
        [changed(&ids, 6), changed(&ids, 7)]
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_head_that_was_moved_is_found(pool: PgPool) {
    let (world, _) = chain(pool).await;
    let (verified, _) = verify(&world, TENANT, None).await;
    let last = verified.head;
    let sql = "UPDATE audit_chains SET number = 6, hash = (SELECT hash FROM audit_seals WHERE number = 6)";
    let faults = faults_after(&world, sql).await;
    assert!(
        matches!(*faults, [Fault::Head { head, last: found }] if head.number == 6 && found == last),
        "{faults:?}"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_entry_that_was_slipped_in_is_neither_sealed_nor_does_it_wait(pool: PgPool) {
    let (world, _) = chain(pool).await;
    // Without the trigger that has it wait.
    add_entries(&world, TENANT, 1).await;
    let (_, faults) = verify(&world, TENANT, None).await;
    assert!(matches!(*faults, [Fault::Unsealed { .. }]), "{faults:?}");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_chain_that_was_cut_off_with_its_head_is_found_by_a_head_that_was_kept(pool: PgPool) {
    let (world, _) = chain(pool).await;
    let kept = verify(&world, TENANT, None).await.0.head;
    assert_eq!(verify(&world, TENANT, Some(kept)).await.1, []);
    let sql = "DELETE FROM audit_log WHERE id IN (SELECT entry_id FROM audit_seals WHERE number > 5);
         DELETE FROM audit_seals WHERE number > 5;
         UPDATE audit_chains SET number = 5, hash = (SELECT hash FROM audit_seals WHERE number = 5)";
    assert_eq!(faults_after(&world, sql).await, [], "whole, but shorter");
    let (_, faults) = verify(&world, TENANT, Some(kept)).await;
    assert_eq!(faults, [Fault::CutOff { kept: 7, end: 5 }]);
    // Grown again with other entries, it is as long and not the same.
    run(&world, "ALTER TABLE audit_log ENABLE TRIGGER USER")
        .await
        .expect("on");
    add_entries(&world, TENANT, 3).await;
    assert_eq!(seal(&world).await, 3);
    let (verified, faults) = verify(&world, TENANT, Some(kept)).await;
    assert_eq!(verified.head.number, 8);
    assert_eq!(faults, [Fault::Rewritten { number: 7 }]);
    let other = Head {
        number: 7,
        ..Head::default()
    };
    let (_, faults) = verify(&world, TENANT, Some(other)).await;
    assert_eq!(faults, [Fault::Rewritten { number: 7 }]);
}

#[test]
fn each_fault_is_a_sentence_with_number_and_entry() {
    let entry = Uuid::from_u128(7);
    for (fault, sentence) in [
        (
            Fault::Changed { number: 3, entry },
            "entry 00000000-0000-0000-0000-000000000007, number 3, is not what was sealed",
        ),
        (
            Fault::Missing { number: 3, entry },
            "entry 00000000-0000-0000-0000-000000000007, number 3, was sealed and is gone",
        ),
        (Fault::Gap { from: 3, to: 3 }, "seal number 3 is gone"),
        (
            Fault::Gap { from: 3, to: 5 },
            "seals number 3 to 5 are gone",
        ),
        (
            Fault::CutOff { kept: 7, end: 5 },
            "the head that was kept has number 7, but the chain ends at 5",
        ),
    ] {
        assert_eq!(fault.to_string(), sentence);
    }
}
