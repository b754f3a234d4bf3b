//! Messages that were put aside: how many there are, and what a person has done with them.

use super::{
    BrokerConfig, BrokerError, PERSISTENT, in_time, open,
    subscription::{ATTEMPT, REASON, dead_queue, hand_on},
};
use lapin::{
    Channel, ErrorKind,
    message::Delivery,
    options::{BasicAckOptions, BasicGetOptions, ConfirmSelectOptions, QueueDeclareOptions},
    protocol::{AMQPErrorKind, AMQPSoftError},
    types::{AMQPValue, FieldTable, ShortString},
};

/// Headers that tell of a message's way here: ours, and those that RabbitMQ writes when a pause is over.
const OF_ITS_WAY: [&str; 5] = [
    ATTEMPT,
    REASON,
    "x-death",
    "x-first-death-",
    "x-last-death-",
];

/// How many messages wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depths {
    /// To be taken in; those that pause between tries are not counted.
    pub waiting: u32,
    /// For a person.
    pub dead: u32,
}

/// A message that was put aside.
pub struct DeadLetter {
    delivery: Delivery,
}

/// What becomes of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays where it is.
    Keep,
    /// It is tried again from the beginning, behind whatever waits.
    Replay,
    /// It is gone for good.
    Discard,
}

impl DeadLetter {
    /// The message as it came.
    pub fn body(&self) -> &[u8] {
        &self.delivery.data
    }

    /// Its id, as its sender named it.
    pub fn id(&self) -> Option<&str> {
        let id = self.delivery.properties.message_id().as_ref();
        id.map(ShortString::as_str)
    }

    /// How often it failed and was tried again.
    pub fn tries(&self) -> i64 {
        match self.header(ATTEMPT) {
            Some(AMQPValue::LongLongInt(tries)) => *tries,
            _ => 0,
        }
    }

    /// Why it is here.
    pub fn reason(&self) -> String {
        match self.header(REASON) {
            Some(AMQPValue::LongString(reason)) => reason.to_string(),
            _ => "no reason was given".into(),
        }
    }

    fn header(&self, name: &str) -> Option<&AMQPValue> {
        let headers = self.delivery.properties.headers().as_ref()?;
        headers.inner().get(name)
    }
}

/// Counts what waits; a queue that nobody has opened yet is empty.
///
/// # Errors
/// The broker is away or refused.
pub async fn depths(config: &BrokerConfig) -> Result<Depths, BrokerError> {
    let (connection, first) = open(config, "matricula numbers").await?;
    // A queue that is not there costs the channel: each has its own, which the connection ends.
    let second = in_time(connection.create_channel()).await?;
    let waiting = count(&first, &config.queue).await?;
    let dead = count(&second, &dead_queue(config)).await?;
    in_time(connection.close(200, "done".into())).await?;
    Ok(Depths { waiting, dead })
}

/// Shows every message that was put aside to `decide`, the oldest first, and does what it says. Those that
/// come meanwhile are not shown. Gives how many there were.
///
/// # Errors
/// The broker is away or refused. What was decided until then is done; a message may be tried again and
/// still be here, never neither.
pub async fn go_through_dead(
    config: &BrokerConfig,
    mut decide: impl FnMut(&DeadLetter) -> Fate,
) -> Result<u32, BrokerError> {
    let (connection, channel) = open(config, "matricula dead letters").await?;
    in_time(channel.confirm_select(ConfirmSelectOptions::default())).await?;
    let queue = dead_queue(config);
    let counting = in_time(connection.create_channel()).await?;
    let counted = count(&counting, &queue).await?;
    let mut shown = 0;
    while shown < counted {
        let got = channel.basic_get(queue.as_str().into(), BasicGetOptions::default());
        let Some(got) = in_time(got).await? else {
            break;
        };
        shown += 1;
        let letter = DeadLetter {
            delivery: got.delivery,
        };
        match decide(&letter) {
            // It is given back with the connection.
            Fate::Keep => continue,
            Fate::Replay => replay(config, &channel, &letter).await?,
            Fate::Discard => {}
        }
        in_time(letter.delivery.ack(BasicAckOptions::default())).await?;
    }
    in_time(connection.close(200, "done".into())).await?;
    Ok(shown)
}

/// As it came at first: its tries begin anew.
async fn replay(
    config: &BrokerConfig,
    channel: &Channel,
    letter: &DeadLetter,
) -> Result<(), BrokerError> {
    let before = letter.delivery.properties.headers().clone();
    let mut headers = FieldTable::default();
    for (name, value) in before.unwrap_or_default().inner() {
        if !OF_ITS_WAY.iter().any(|own| name.as_str().starts_with(own)) {
            headers.insert(name.clone(), value.clone());
        }
    }
    let properties = letter.delivery.properties.clone();
    let properties = properties
        .with_headers(headers)
        .with_delivery_mode(PERSISTENT);
    hand_on(channel, &config.queue, letter.body(), properties).await
}

/// How many messages a queue has.
async fn count(channel: &Channel, queue: &str) -> Result<u32, BrokerError> {
    let passive = QueueDeclareOptions {
        passive: true,
        ..Default::default()
    };
    let asked = channel.queue_declare(queue.into(), passive, FieldTable::default());
    match in_time(asked).await {
        Ok(queue) => Ok(queue.message_count()),
        Err(BrokerError::Amqp(error)) if is_missing(&error) => Ok(0),
        Err(error) => Err(error),
    }
}

fn is_missing(error: &lapin::Error) -> bool {
    let ErrorKind::ProtocolError(error) = error.kind() else {
        return false;
    };
    *error.kind() == AMQPErrorKind::Soft(AMQPSoftError::NOTFOUND)
}
