//! Who is taken along.

use super::Together;
use futures::{FutureExt, future::join_all};
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn behind_many_who_are_alike_others_have_their_turn_and_nobody_is_lost_or_overtaken() {
    let together = Together::<(char, u32), ()>::new();
    let stop = CancellationToken::new();
    let mut line = together.line(&stop).expect("the only line");
    let wishes = (0..100).map(|n| ('a', n)).chain([('b', 0), ('b', 1)]);
    let asked = join_all(wishes.map(|wish| together.ask(wish)));
    let taken = async {
        let mut rounds = Vec::new();
        while rounds.iter().map(Vec::len).sum::<usize>() < 102 && line.wait().await {
            let taken = line.take_unlike(64, |(who, _)| *who);
            rounds.push(taken.iter().map(|turn| **turn).collect::<Vec<_>>());
            for turn in taken {
                turn.answer(());
            }
        }
        rounds
    };
    let (answers, rounds) = tokio::join!(asked, taken);
    assert!(answers.iter().all(Option::is_some));
    assert_eq!(rounds.len(), 100);
    assert_eq!(rounds[0], [('a', 0), ('b', 0)]);
    assert_eq!(rounds[1], [('a', 1), ('b', 1)]);
    assert!((2..100).all(|n| rounds[n as usize] == [('a', n)]));
}

#[tokio::test]
async fn whoever_waits_when_asked_to_stop_has_their_turn_and_who_comes_then_goes_alone() {
    let together = Together::<u32, ()>::new();
    let stop = CancellationToken::new();
    let mut line = together.line(&stop).expect("the only line");
    let asked = join_all([7, 7, 8].map(|wish| together.ask(wish)));
    let taken = async {
        let mut taken = Vec::new();
        while line.wait().await {
            stop.cancel();
            for turn in line.take_unlike(64, |wish| *wish) {
                taken.push(*turn);
                turn.answer(());
            }
        }
        taken
    };
    let (answers, taken) = tokio::join!(asked, taken);
    assert!(answers.iter().all(Option::is_some));
    assert_eq!(taken, [7, 8, 7]);
    assert_eq!(together.ask(9).await, None);
}

#[tokio::test]
async fn whoever_has_gone_takes_nobodys_place() {
    let together = Together::<u32, ()>::new();
    let stop = CancellationToken::new();
    let mut line = together.line(&stop).expect("the only line");
    let mut asked: Vec<_> = (0..5).map(|n| Box::pin(together.ask(n))).collect();
    for one in &mut asked {
        assert!(one.as_mut().now_or_never().is_none());
    }
    asked.drain(..2);
    let taken: Vec<_> = line
        .take_unlike(2, |n| *n)
        .iter()
        .map(|turn| **turn)
        .collect();
    assert_eq!(taken, [2, 3]);
}
