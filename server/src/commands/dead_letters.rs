//! `dead-letters`: what was put aside for a person, and what the person has done with it.

use super::{Variables, one, print_line};
use crate::config::MediaProcessConfig;
use broker::{BrokerConfig, DeadLetter, Fate, go_through_dead};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::Value;

/// What to do with messages that were put aside.
#[derive(Clone, Debug, Subcommand)]
pub enum DeadLetterCommand {
    /// Print a line a message, the oldest first: its id, its type, how often it was tried again, and why it is here.
    List {
        /// Whose messages.
        #[arg(long, value_enum, default_value_t)]
        queue: Queue,
        /// Print the messages themselves too; they tell of people.
        #[arg(long)]
        bodies: bool,
    },
    /// Give messages back to the queue, as if they had just come. What was applied before is not applied again.
    Replay(Chosen),
    /// Drop messages for good.
    Discard(Chosen),
}

/// Which messages.
#[derive(Args, Clone, Debug)]
pub struct Chosen {
    /// Whose messages.
    #[arg(long, value_enum, default_value_t)]
    queue: Queue,
    /// The messages with this id.
    #[arg(long, required_unless_present = "all", conflicts_with = "all")]
    id: Option<String>,
    /// Every message.
    #[arg(long)]
    all: bool,
}

/// A queue of ours.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Queue {
    /// Events of other services (`RABBITMQ_QUEUE`).
    #[default]
    Events,
    /// Messages of storage (`MEDIA_QUEUE`).
    Storage,
}

/// Does it. Of the environment it reads what the media-service does: broker and storage.
pub(super) async fn run(
    variables: Variables,
    command: DeadLetterCommand,
) -> Result<(), Vec<String>> {
    let config = MediaProcessConfig::read(variables)?;
    match command {
        DeadLetterCommand::List { queue, bodies } => list(&broker(&config, queue), bodies).await,
        DeadLetterCommand::Replay(chosen) => {
            let queue = broker(&config, chosen.queue);
            settle(&queue, &chosen, Fate::Replay, "given back to the queue").await
        }
        DeadLetterCommand::Discard(chosen) => {
            let queue = broker(&config, chosen.queue);
            settle(&queue, &chosen, Fate::Discard, "dropped").await
        }
    }
}

fn broker(config: &MediaProcessConfig, queue: Queue) -> BrokerConfig {
    match queue {
        Queue::Events => config.rabbit.broker.clone(),
        Queue::Storage => config.storage.messages.clone(),
    }
}

async fn list(queue: &BrokerConfig, bodies: bool) -> Result<(), Vec<String>> {
    let listed = go_through_dead(queue, |letter| {
        print_line(&describe(letter));
        if bodies {
            print_line(&String::from_utf8_lossy(letter.body()));
        }
        Fate::Keep
    });
    let letters = listed.await.map_err(away)?;
    print_line(&format!("{letters} messages are put aside."));
    Ok(())
}

async fn settle(
    queue: &BrokerConfig,
    chosen: &Chosen,
    fate: Fate,
    done: &str,
) -> Result<(), Vec<String>> {
    let mut settled = 0;
    let gone_through = go_through_dead(queue, |letter| {
        if chosen.all || chosen.id.as_deref() == Some(&*id(letter)) {
            settled += 1;
            return fate;
        }
        Fate::Keep
    });
    let letters = gone_through.await.map_err(away)?;
    match &chosen.id {
        Some(id) if settled == 0 => Err(vec![format!("No message {id} is put aside.")]),
        _ => {
            print_line(&format!(
                "{settled} messages were {done}, {} are still put aside.",
                letters - settled
            ));
            Ok(())
        }
    }
}

fn describe(letter: &DeadLetter) -> String {
    format!(
        "{}  {}  tried again {} times  {}",
        id(letter),
        kind(letter),
        letter.tries(),
        letter.reason()
    )
}

/// Its sender's name for it, else the event's own.
fn id(letter: &DeadLetter) -> String {
    let own = || text(letter.body(), "id");
    let named = letter.id().filter(|id| !id.is_empty()).map(str::to_owned);
    named.or_else(own).unwrap_or_else(|| "without-id".into())
}

fn kind(letter: &DeadLetter) -> String {
    text(letter.body(), "type").unwrap_or_else(|| "no event".into())
}

/// A field of an event, where it is one; on one line, whatever it is.
fn text(body: &[u8], name: &str) -> Option<String> {
    let event: Value = serde_json::from_slice(body).ok()?;
    let text = event.get(name)?.as_str()?;
    Some(text.escape_debug().to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "fits map_err")]
fn away(error: broker::BrokerError) -> Vec<String> {
    one(format!(
        "RABBITMQ_URL: the messages cannot be had ({error})."
    ))
}
