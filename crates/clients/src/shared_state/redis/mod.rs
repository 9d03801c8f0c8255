//! Shared state in Redis or Valkey: what several instances need. While Redis is away, each goes on by itself.
//!
//! Nothing rests on Redis. Limits then count in this process, a cache that is away has nothing, and events reach this
//! process's own subscribers, who also look at the database by themselves.

mod bus;
mod link;
mod settings;

use std::time::Duration;

use async_trait::async_trait;
use futures::StreamExt;
use futures::stream::BoxStream;
use redis::Script;
use std::sync::Arc;
use tokio_util::task::AbortOnDropHandle;

pub use settings::Settings;

use super::{Heard, Memory, Quota, Reach, SharedState, Verdict};
use crate::Health;
use bus::Bus;
use link::{Away, Link};

/// The service's share of one Redis.
pub struct Redis {
    link: Arc<Link>,
    bus: Bus,
    instance: String,
    /// What this process hears, and what remains while Redis is away.
    local: Memory,
    take: Script,
    spend: Script,
    _tasks: [AbortOnDropHandle<()>; 2],
}

impl Redis {
    /// Begins to connect, and waits for the outcome of the first attempt; Redis need not be there. The error says what is
    /// wrong with the address, and repeats nothing of it.
    pub async fn begin(settings: Settings) -> Result<Self, String> {
        let client = settings.client()?;
        let Settings { prefix, instance, patience, .. } = settings;
        let local = Memory::default();
        let link = Arc::new(Link::new(client.clone(), prefix.clone(), patience));
        let (bus, ride) = Bus::new(client, prefix, instance.clone(), local.clone(), 2 * patience);
        link.begin().await;
        let tasks = [
            AbortOnDropHandle::new(tokio::spawn(link.clone().keep())),
            AbortOnDropHandle::new(tokio::spawn(ride)),
        ];
        Ok(Self {
            link,
            bus,
            instance,
            local,
            take: Script::new(include_str!("take.lua")),
            spend: Script::new(include_str!("spend.lua")),
            _tasks: tasks,
        })
    }
}

#[async_trait]
impl SharedState for Redis {
    async fn take(&self, key: &str, quota: Quota) -> Verdict {
        let mut take = self.take.prepare_invoke();
        take.key(self.link.key(key)).arg(quota.burst).arg(us(quota.per));
        let answer = self.link.call("take", async |redis| take.invoke_async(redis).await).await;
        match answer {
            Ok((1, remaining, us)) => Verdict::Allowed { remaining, whole_after: Duration::from_micros(us) },
            Ok::<(u8, u32, u64), _>((_, _, us)) => {
                Verdict::Refused { retry_after: Duration::from_micros(us) }
            }
            Err(Away) => self.local.take(key, quota).await,
        }
    }

    async fn spend(&self, key: &str, amount: u32, most: u32, keep_for: Duration) -> bool {
        let mut spend = self.spend.prepare_invoke();
        spend.key(self.link.key(key)).arg(amount).arg(most).arg(ms(keep_for));
        match self.link.call("spend", async |redis| spend.invoke_async(redis).await).await {
            Ok(spent) => spent,
            Err(Away) => self.local.spend(key, amount, most, keep_for).await,
        }
    }

    fn reach(&self) -> Reach {
        if self.link.is_up() && self.bus.is_up() { Reach::AllInstances } else { Reach::CutOff }
    }

    async fn cached(&self, key: &str) -> Option<String> {
        let get = redis::cmd("GET").arg(self.link.key(key)).to_owned();
        let value = self.link.call("cached", async |redis| get.query_async(redis).await).await;
        value.ok().flatten().filter(|value: &String| !value.is_empty())
    }

    async fn cache(&self, key: &str, value: &str, keep_for: Duration) {
        let set = redis::cmd("SET")
            .arg(self.link.key(key))
            .arg(value)
            .arg("PX")
            .arg(ms(keep_for))
            .arg("NX")
            .to_owned();
        // Nobody waits for what was not cached.
        let _ = self.link.call("cache", async |redis| set.query_async::<()>(redis).await).await;
    }

    async fn forget(&self, key: &str) {
        let key = self.link.key(key);
        // Between the two a new connection may have come that knows nothing of the key.
        while self.link.call("forget", async |redis| link::forget(redis, &key).await).await.is_err() {
            if self.link.owe(&key) {
                break;
            }
        }
    }

    async fn publish(&self, topic: &str, message: &str) {
        self.local.publish(topic, message).await;
        let publish = redis::cmd("PUBLISH")
            .arg(self.link.key(topic))
            .arg(bus::frame(&self.instance, message))
            .to_owned();
        // An event that is lost costs a moment: followers look by themselves.
        let _ = self.link.call("publish", async |redis| publish.query_async::<()>(redis).await).await;
    }

    async fn subscribe(&self, topic: &str) -> BoxStream<'static, Heard> {
        let heard = self.local.subscribe(topic).await;
        let seat = self.bus.enter(topic).await;
        // The seat is kept as long as the stream.
        heard.inspect(move |_| _ = &seat).boxed()
    }

    async fn health(&self) -> Health {
        let ping = self.link.call("ping", async |redis| redis::cmd("PING").query_async::<()>(redis).await);
        match ping.await {
            Ok(()) if self.bus.is_up() => Health::Ok("Redis answers.".to_owned()),
            Ok(()) => Health::Degraded(
                "Redis answers, but events do not come through: sockets look at the database by themselves."
                    .to_owned(),
            ),
            Err(Away) => Health::Degraded(format!(
                "Redis is away: {} Until it is back, which needs no hand, limits count for each instance, caches are \
                 bypassed, and sockets look at the database by themselves.",
                self.link.trouble()
            )),
        }
    }
}

fn us(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
