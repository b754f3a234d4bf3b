use super::*;
use crate::sample;
use std::{sync::mpsc, time::Duration};

fn one_at_once(patience: Duration) -> Pictures {
    Pictures::new(PictureLimits {
        patience,
        at_once: 1,
        ..PictureLimits::default()
    })
}

#[tokio::test]
async fn pictures_are_made_of_what_was_said_to_be_one() {
    let pictures = Pictures::new(PictureLimits::default());
    let photo = Bytes::from(sample::photo().unwrap());
    let made = pictures.make(Some(ImageType::Jpeg), photo.clone()).await;
    assert!(made.is_ok_and(|made| !made.large.bytes.is_empty()));
    let refused = pictures.make(Some(ImageType::Png), photo).await;
    assert_eq!(refused, Err(UploadReason::TypeMismatch));
}

#[tokio::test]
async fn a_decoder_that_panics_found_an_unreadable_picture() {
    let pictures = one_at_once(Duration::from_mins(1));
    for _ in 0..3 {
        let done = pictures.run(|| -> Result<(), _> { panic!("a bug in a decoder") });
        assert_eq!(done.await, Err(UploadReason::Unreadable));
    }
    assert_eq!(pictures.run(|| Ok(1)).await, Ok(1));
}

#[tokio::test]
async fn a_place_is_free_again_when_the_work_has_ended_not_when_it_is_given_up() {
    let pictures = one_at_once(Duration::from_millis(20));
    let (end, ended) = mpsc::channel::<()>();
    let given_up = pictures.run(move || {
        ended.recv().unwrap_or_default();
        Ok(())
    });
    assert_eq!(given_up.await, Err(UploadReason::TookTooLong));
    assert_eq!(pictures.free.available_permits(), 0);
    end.send(()).unwrap();
    // It waits for its turn as long as it has to.
    assert_eq!(pictures.run(|| Ok(2)).await, Ok(2));
}

#[tokio::test]
async fn a_place_is_free_again_when_nobody_waits_for_the_work_any_more() {
    let pictures = one_at_once(Duration::from_mins(1));
    let (end, ended) = mpsc::channel::<()>();
    {
        let mut dropped = std::pin::pin!(pictures.run(move || {
            ended.recv().unwrap_or_default();
            Ok(())
        }));
        tokio::select! {
            biased;
            _ = &mut dropped => panic!("it cannot end yet"),
            () = tokio::task::yield_now() => {}
        }
    }
    assert_eq!(pictures.free.available_permits(), 0);
    end.send(()).unwrap();
    assert_eq!(pictures.run(|| Ok(3)).await, Ok(3));
}

#[tokio::test]
async fn no_more_are_read_at_once_than_may_be() {
    let pictures = Pictures::new(PictureLimits {
        at_once: 2,
        ..PictureLimits::default()
    });
    let (begin, begins) = mpsc::channel();
    let (ends, ended): (Vec<_>, Vec<_>) = (0..3).map(|_| mpsc::channel::<()>()).unzip();
    let works = ended.into_iter().map(|ended| {
        let begin = begin.clone();
        let pictures = pictures.clone();
        async move {
            let work = move || {
                begin.send(()).map_err(|_| UploadReason::Unreadable)?;
                ended.recv().map_err(|_| UploadReason::Unreadable)
            };
            pictures.run(work).await
        }
    });
    let watch = tokio::task::spawn_blocking(move || {
        for _ in 0..2 {
            begins.recv().unwrap();
        }
        let third = begins.recv_timeout(Duration::from_millis(50));
        let third_waits = third.is_err();
        for end in &ends {
            end.send(()).unwrap();
        }
        third_waits && begins.recv().is_ok()
    });
    let (done, watched) = tokio::join!(futures::future::join_all(works), watch);
    assert!(done.iter().all(Result::is_ok) && watched.unwrap());
}
