//! The bus: one subscribing connection for the whole process, which passes on what other instances publish.
//!
//! Subscribers listen in this process's memory; the bus sees to it that what they listen to arrives there. It subscribes
//! to a topic with its first listener, leaves it with the last, and after an outage subscribes to all of them again and
//! tells everybody that there was a gap.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::StreamExt;
use redis::aio::{PubSub, PubSubSink};
use redis::{Client, Msg};
use tokio::sync::{mpsc, oneshot};
use tokio::time::MissedTickBehavior;

use super::super::{Memory, SharedState};
use super::link::timely;

/// A new connection may have to agree on TLS first.
const CONNECT_PATIENCE: Duration = Duration::from_secs(2);
/// A connection on which nothing is said may be dead without knowing.
const PING_EVERY: Duration = Duration::from_secs(2);
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// Topics in one SUBSCRIBE after an outage.
const AT_ONCE: usize = 500;

enum Wish {
    /// Says when it is done.
    Enter(String, oneshot::Sender<()>),
    Leave(String),
}

/// The way to the task that holds the connection.
#[derive(Clone)]
pub(super) struct Bus {
    wishes: mpsc::UnboundedSender<Wish>,
    is_up: Arc<AtomicBool>,
    patience: Duration,
}

/// Listening to one topic, until dropped.
pub(super) struct Seat {
    bus: Bus,
    topic: String,
}

impl Drop for Seat {
    fn drop(&mut self) {
        // A bus that has ended has no seats.
        let _ = self.bus.wishes.send(Wish::Leave(std::mem::take(&mut self.topic)));
    }
}

impl Bus {
    /// The bus, and the task to be run beside it.
    pub(super) fn new(
        client: Client,
        prefix: String,
        instance: String,
        local: Memory,
        patience: Duration,
    ) -> (Self, impl Future<Output = ()>) {
        let (wishes, wished) = mpsc::unbounded_channel();
        let is_up = Arc::new(AtomicBool::new(false));
        let rider = Rider {
            client,
            prefix,
            instance,
            local,
            wished,
            is_up: is_up.clone(),
            patience,
            topics: HashMap::new(),
        };
        (Self { wishes, is_up, patience }, rider.ride())
    }

    pub(super) fn is_up(&self) -> bool {
        self.is_up.load(Ordering::Relaxed)
    }

    /// Listens to a topic. When this returns, nothing more is missed without a gap being told.
    pub(super) async fn enter(&self, topic: &str) -> Seat {
        let (done, wait) = oneshot::channel();
        let wished = self.wishes.send(Wish::Enter(topic.to_owned(), done));
        // Whoever gives up waiting leaves again.
        let seat = Seat { bus: self.clone(), topic: topic.to_owned() };
        // Without Redis there is nothing to wait for: its return is told as a gap.
        if wished.is_ok() && self.is_up() {
            let _ = tokio::time::timeout(self.patience, wait).await;
        }
        seat
    }
}

/// What another instance published, as it stands in the channel.
pub(super) fn frame(instance: &str, message: &str) -> String {
    format!("{instance} {message}")
}

struct Rider {
    client: Client,
    prefix: String,
    instance: String,
    local: Memory,
    wished: mpsc::UnboundedReceiver<Wish>,
    patience: Duration,
    is_up: Arc<AtomicBool>,
    /// How many listen to which topic.
    topics: HashMap<String, usize>,
}

/// What became of a connection.
enum End {
    Lost,
    /// Nobody can wish for anything any more.
    Over,
}

impl Rider {
    async fn ride(mut self) {
        let mut wait = FIRST_WAIT;
        loop {
            if let Some(connection) = self.connect().await {
                wait = FIRST_WAIT;
                self.is_up.store(true, Ordering::Relaxed);
                self.local.gap();
                let end = self.carry(connection).await;
                self.is_up.store(false, Ordering::Relaxed);
                // Whoever listens goes over to looking, and begins with that.
                self.local.gap();
                if matches!(end, End::Over) {
                    return;
                }
            }
            if matches!(self.wait(wait).await, End::Over) {
                return;
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// A connection that is subscribed to everything that anybody listens to.
    async fn connect(&self) -> Option<PubSub> {
        let mut connection = timely(CONNECT_PATIENCE, self.client.get_async_pubsub()).await.ok()?;
        let channels: Vec<String> = self.topics.keys().map(|topic| self.channel(topic)).collect();
        for channels in channels.chunks(AT_ONCE) {
            timely(self.patience, connection.subscribe(channels)).await.ok()?;
        }
        Some(connection)
    }

    /// Passes on until the connection is lost.
    async fn carry(&mut self, connection: PubSub) -> End {
        let (mut sink, mut messages) = connection.split();
        let mut ping = tokio::time::interval(PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let done = tokio::select! {
                message = messages.next() => match message {
                    Some(message) => { self.pass_on(&message).await; true }
                    None => false,
                },
                wish = self.wished.recv() => match wish {
                    Some(wish) => self.grant(&mut sink, wish).await,
                    None => return End::Over,
                },
                _ = ping.tick() => timely(self.patience, sink.ping::<()>()).await.is_ok(),
            };
            if !done {
                return End::Lost;
            }
        }
    }

    async fn pass_on(&self, message: &Msg) {
        let Ok(payload) = message.get_payload::<String>() else { return };
        let topic = message.get_channel_name().strip_prefix(&self.prefix);
        if let (Some(topic), Some((instance, message))) = (topic, payload.split_once(' '))
            && instance != self.instance
        {
            self.local.publish(topic, message).await;
        }
    }

    /// False when the connection is lost.
    async fn grant(&mut self, sink: &mut PubSubSink, wish: Wish) -> bool {
        match wish {
            Wish::Enter(topic, done) => {
                let channel = self.channel(&topic);
                let is_first = self.enter(topic);
                let subscribed = !is_first || timely(self.patience, sink.subscribe(channel)).await.is_ok();
                if done.send(()).is_err() {
                    // Whoever wished did not wait, and has been looking since before we listened.
                    self.local.gap();
                }
                subscribed
            }
            Wish::Leave(topic) => {
                let channel = self.channel(&topic);
                !self.leave(&topic) || timely(self.patience, sink.unsubscribe(channel)).await.is_ok()
            }
        }
    }

    /// Waits for the next attempt to connect, and writes down who wants what in the meantime.
    async fn wait(&mut self, wait: Duration) -> End {
        let next = tokio::time::sleep(wait);
        tokio::pin!(next);
        loop {
            tokio::select! {
                () = &mut next => return End::Lost,
                wish = self.wished.recv() => match wish {
                    Some(Wish::Enter(topic, _)) => { self.enter(topic); }
                    Some(Wish::Leave(topic)) => { self.leave(&topic); }
                    None => return End::Over,
                },
            }
        }
    }

    /// Whether it is the topic's first listener.
    fn enter(&mut self, topic: String) -> bool {
        let listeners = self.topics.entry(topic).or_default();
        *listeners += 1;
        *listeners == 1
    }

    /// Whether it was the topic's last listener.
    fn leave(&mut self, topic: &str) -> bool {
        let Some(listeners) = self.topics.get_mut(topic) else { return false };
        *listeners -= 1;
        let was_last = *listeners == 0;
        if was_last {
            self.topics.remove(topic);
        }
        was_last
    }

    fn channel(&self, topic: &str) -> String {
        format!("{}{topic}", self.prefix)
    }
}
