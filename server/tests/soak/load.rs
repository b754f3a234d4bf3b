//! Many people at work, all the time.

use crate::{person::Person, world::World};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::task::JoinSet;

/// Between two things that a person does: the machine has other things to do as well.
const PAUSE: Duration = Duration::from_millis(150);

pub struct Load {
    working: JoinSet<Person>,
    is_over: Arc<AtomicBool>,
}

impl Load {
    /// So many people arrive and begin.
    pub async fn begin(world: &World, people: usize) -> Self {
        let mut load = Self {
            working: JoinSet::new(),
            is_over: Arc::default(),
        };
        for _ in 0..people {
            let mut person = Person::arrive(&world.proxy.origin, world.notes.clone()).await;
            let is_over = load.is_over.clone();
            load.working.spawn(async move {
                while !is_over.load(Ordering::SeqCst) {
                    person.work().await;
                    tokio::time::sleep(PAUSE).await;
                }
                person
            });
        }
        load
    }

    /// Everybody finishes what they do. Gives them all.
    pub async fn end(mut self) -> Vec<Person> {
        self.is_over.store(true, Ordering::SeqCst);
        let mut people = Vec::new();
        while let Some(person) = self.working.join_next().await {
            people.push(person.unwrap());
        }
        people
    }
}
