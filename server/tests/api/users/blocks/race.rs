//! Many at once, on two servers.

use super::{block, blocked, unblock};
use crate::{
    harness::{Person, TestApp},
    profiles::sees,
};
use futures::future::join_all;

async fn entries(app: &TestApp, action: &str, target: &Person) -> i64 {
    let sql = match action {
        "user.blocked" => {
            "SELECT count(*) FROM audit_log WHERE target_id = $1 AND action = 'user.blocked'"
        }
        _ => "SELECT count(*) FROM audit_log WHERE target_id = $1 AND action = 'user.unblocked'",
    };
    app.find(sql, &target.id).await
}

#[tokio::test]
async fn of_thirty_equal_blocks_at_once_one_is_made_and_all_are_told_of_it() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let servers = [&app, &other];
    let posts = (0..30).map(|n| block(servers[n % 2], &ada, &ben).into_future());
    let replies = join_all(posts).await;
    let (made, found): (Vec<_>, Vec<_>) =
        replies.into_iter().partition(|reply| reply.status == 201);
    assert_eq!((made.len(), found.len()), (1, 29));
    for reply in found {
        assert_eq!(reply.is(200).data(), made[0].data());
    }
    assert_eq!(blocked(&other, &ada).await, [made[0].data()]);
    assert_eq!(entries(&app, "user.blocked", &ben).await, 1);
    let ends = (0..30).map(|n| unblock(servers[n % 2], &ada, &ben).into_future());
    let replies = join_all(ends).await;
    let (ended, gone): (Vec<_>, Vec<_>) =
        replies.into_iter().partition(|reply| reply.status == 200);
    assert_eq!((ended.len(), gone.len()), (1, 29));
    for reply in gone {
        reply.fails(404, "not_found");
    }
    assert_eq!(entries(&app, "user.unblocked", &ben).await, 1);
}

#[tokio::test]
async fn blocks_and_their_ends_at_once_leave_one_story() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let servers = [&app, &other];
    for round in 0..5 {
        let calls = (0..20).map(|n| {
            let server = servers[(n / 2) % 2];
            let call = if n % 2 == 0 {
                block(server, &ada, &ben)
            } else {
                unblock(server, &ada, &ben)
            };
            call.into_future()
        });
        let (mut made, mut ended) = (0, 0);
        for (n, reply) in join_all(calls).await.into_iter().enumerate() {
            match (n % 2, reply.status) {
                (0, 201) => made += 1,
                (1, 200) => ended += 1,
                (0, 200) | (1, 404) => {}
                _ => panic!("round {round}: {}", reply.text),
            }
        }
        let left = blocked(&app, &ada).await.len();
        assert_eq!(made, ended + left, "round {round}");
        assert_eq!(sees(&other, &ben, &ada).await, left == 0);
        if left == 1 {
            unblock(&app, &ada, &ben).await.is(200);
        }
        let told = (
            entries(&app, "user.blocked", &ben).await,
            entries(&app, "user.unblocked", &ben).await,
        );
        assert_eq!(told.0, told.1, "what was made has ended, in the log too");
    }
}

#[tokio::test]
async fn two_who_block_each_other_at_once_are_hidden_from_each_other() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    for round in 0..10 {
        let (ada, ben) = (
            app.person(&format!("ada-{round}")).await,
            app.person(&format!("ben-{round}")).await,
        );
        let (one, two) = tokio::join!(
            block(&app, &ada, &ben).into_future(),
            block(&other, &ben, &ada).into_future()
        );
        // Whoever came too late finds nobody.
        let told = [one.status, two.status];
        assert!(
            [[201, 201], [201, 404], [404, 201]].contains(&told),
            "{told:?}"
        );
        for (by, whom, status) in [(&ada, &ben, told[0]), (&ben, &ada, told[1])] {
            assert!(!sees(&app, by, whom).await && !sees(&other, by, whom).await);
            assert_eq!(blocked(&app, by).await.len(), usize::from(status == 201));
        }
    }
}
