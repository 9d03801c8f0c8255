//! The story: a steady load, and one fault after the other.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::join_all;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::PATIENCE;
use crate::audit;
use crate::balancer::Balancer;
use crate::infrastructure::{Infrastructure, LEASE_S};
use crate::instance::Instance;
use crate::practiser::Practiser;
use crate::program::{a_moment, lasting};
use crate::provider::Mood;
use crate::record::{Practised, Record};
use crate::road::Weather;
use crate::support::{ANSWER, Format, Recording, Visitor};

const INSTANCES: usize = 3;
const PRACTISERS: u64 = 4;

pub(crate) struct Story {
    infrastructure: Infrastructure,
    instances: Vec<Instance>,
    record: Arc<Record>,
}

/// Runs it and answers what was wrong.
pub(crate) async fn run(folder: &Path) -> Vec<String> {
    let infrastructure = Infrastructure::start(folder).await;
    let begun = Instant::now();
    let mut instances = eight_at_once(&infrastructure, folder).await;
    println!(
        "eight instances came up at once on an empty database in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    for mut spare in instances.split_off(INSTANCES) {
        spare.kill().await;
    }
    let balancer = infrastructure.balancer(folder, &instances).await;
    let mut story = Story { infrastructure, instances, record: Arc::new(Record::new()) };

    println!(
        "\n{:<44} {:>6} {:>6} {:>6} {:>9} {:>10}",
        "phase", "asked", "failed", "loops", "slowest s", "recovery s"
    );
    let record = Arc::clone(&story.record);
    record.begin("undisturbed");
    let recording = Recording::spoken(ANSWER, Format::WebmOpus).await;
    let (over, mut practisers) = story.practisers(&balancer, &recording).await;
    // Without practisers nothing goes on: what is waited for below would never come.
    let mut wrong = tokio::select! {
        wrong = story.disturbed(folder) => wrong,
        Some(ended) = practisers.join_next() => {
            println!("{}", record.phase());
            return vec![format!("a practiser ended too early: {:?}", ended.err())];
        }
    };
    over.send(true).unwrap();
    let mut ledger = BTreeMap::new();
    while let Some(ended) = practisers.join_next().await {
        match ended {
            Ok((number, practised)) => drop(ledger.insert(number, practised)),
            Err(panic) => wrong.push(format!("a practiser did not reach the end: {panic}")),
        }
    }
    println!("{}", story.record.phase());
    wrong.extend(
        audit::audit(&story.infrastructure, &balancer.origin, &ledger, &recording, &story.record).await,
    );
    wrong
}

async fn eight_at_once(infrastructure: &Infrastructure, folder: &Path) -> Vec<Instance> {
    let mut instances: Vec<Instance> =
        (1..=8).map(|number| infrastructure.instance(folder, &format!("instance-{number}"))).collect();
    join_all(instances.iter_mut().map(Instance::start)).await;
    instances
}

impl Story {
    async fn practisers(
        &self,
        balancer: &Balancer,
        recording: &Recording,
    ) -> (watch::Sender<bool>, JoinSet<(u64, Vec<Practised>)>) {
        let (over_to, over) = watch::channel(false);
        let mut practisers = JoinSet::new();
        for number in 0..PRACTISERS {
            let name = format!("practiser-{number}");
            let user = Visitor::of(&balancer.origin).register(&format!("{name}@example.org")).await;
            let practiser = Practiser::new(name, user, balancer.origin.clone(), Arc::clone(&self.record));
            let practising = practiser.practise_until(over.clone(), recording.clone());
            practisers.spawn_local(async move { (number, practising.await) });
        }
        (over_to, practisers)
    }

    /// No fault, one after the other, and none again.
    async fn disturbed(&mut self, folder: &Path) -> Vec<String> {
        self.record.until_practised(2 * PRACTISERS).await;
        println!("{}", self.record.phase());
        let mut wrong = self.faults().await;
        wrong.extend(self.infrastructure.refuses_an_impostor(folder).await);
        self.record.begin("undisturbed again");
        self.record.until_practised(PRACTISERS).await;
        wrong
    }

    async fn faults(&mut self) -> Vec<String> {
        let mut wrong = Vec::new();
        wrong.extend(self.rolling_restart().await);
        self.instances_killed().await;
        self.instance_stopped().await;
        self.replica_behind().await;
        self.replica_gone().await;
        self.primary_restarted().await;
        self.primary_gone().await;
        self.redis_gone().await;
        self.store_failing().await;
        self.store_slow().await;
        self.store_with_another_clock().await;
        for (name, mood, length) in [
            ("OpenAI answers 500 for 5 s", Mood::Failing, 5),
            ("OpenAI answers 429 for 5 s", Mood::Busy, 5),
            ("OpenAI hangs for 15 s", Mood::Hanging, 15),
        ] {
            self.begin(name);
            self.infrastructure.provider.becomes(mood);
            lasting(Duration::from_secs(length)).await;
            self.infrastructure.provider.becomes(Mood::Well);
            self.recovered().await;
        }
        wrong
    }

    /// Each instance is told to stop, drains, and is started again. Nobody may notice.
    async fn rolling_restart(&mut self) -> Option<String> {
        self.begin("rolling restart of all three");
        for instance in &mut self.instances {
            instance.drain().await;
            instance.start().await;
        }
        self.recovered().await;
        let failed = self.record.phase().failed;
        (failed > 0).then(|| format!("{failed} requests failed during the rolling restart"))
    }

    async fn instances_killed(&mut self) {
        self.begin("kill -9 of each instance in turn");
        for instance in &mut self.instances {
            instance.kill().await;
            self.record.until_practised(1).await;
            instance.start().await;
        }
        self.recovered().await;
    }

    async fn instance_stopped(&mut self) {
        self.begin("one instance stopped for three leases");
        self.instances[0].signal("STOP").await;
        lasting(Duration::from_secs(3 * LEASE_S)).await;
        self.instances[0].signal("CONT").await;
        self.recovered().await;
    }

    async fn replica_behind(&mut self) {
        self.begin("replica 60 s behind");
        self.infrastructure.replica.lag_by(60).await;
        self.record.until_practised(2 * PRACTISERS).await;
        self.infrastructure.replica.lag_by(0).await;
        self.recovered().await;
    }

    async fn replica_gone(&mut self) {
        self.begin("replica killed, then back");
        self.infrastructure.replica.kill();
        self.record.until_practised(PRACTISERS).await;
        self.infrastructure.replica.start().await;
        self.recovered().await;
    }

    async fn primary_restarted(&mut self) {
        self.begin("primary killed and started again");
        self.infrastructure.primary.kill();
        self.infrastructure.primary.start().await;
        self.recovered().await;
    }

    async fn primary_gone(&mut self) {
        self.begin("primary gone for a minute");
        self.infrastructure.primary.kill();
        lasting(Duration::from_secs(60)).await;
        self.infrastructure.primary.start().await;
        self.recovered().await;
    }

    /// Nobody waits for it, and health says so.
    async fn redis_gone(&mut self) {
        self.begin("Redis killed, then back");
        self.infrastructure.redis.kill();
        self.record.until_practised(2 * PRACTISERS).await;
        self.until_health(|health| {
            health["status"] == "degraded" && health["checks"]["redis"]["status"] == "degraded"
        })
        .await;
        self.infrastructure.redis.start().await;
        self.recovered().await;
        self.until_health(|health| health["checks"]["redis"]["status"] == "ok").await;
    }

    async fn store_failing(&mut self) {
        self.begin("S3 answers 500 for 8 s");
        self.infrastructure.store.road.becomes(Weather::Failing);
        lasting(Duration::from_secs(8)).await;
        self.infrastructure.store.road.becomes(Weather::Fair);
        self.recovered().await;
    }

    async fn store_slow(&mut self) {
        self.begin("S3 three seconds late");
        self.infrastructure.store.road.becomes(Weather::Slow(Duration::from_secs(3)));
        self.record.until_practised(PRACTISERS).await;
        self.infrastructure.store.road.becomes(Weather::Fair);
        self.recovered().await;
    }

    async fn store_with_another_clock(&mut self) {
        self.begin("S3's clock 20 minutes ahead");
        self.infrastructure.store.clock_ahead(20);
        self.record.until_practised(PRACTISERS).await;
        self.infrastructure.store.clock_ahead(0);
        self.recovered().await;
    }

    fn begin(&self, name: &'static str) {
        self.record.begin(name);
    }

    /// After a repair: waits until everybody has gone through the loop again, and notes how soon the first one had.
    async fn recovered(&self) {
        let repaired = Instant::now();
        self.record.until_practised(1).await;
        self.record.recovered_after(repaired.elapsed());
        self.record.until_practised(PRACTISERS).await;
        let ready = async {
            for instance in &self.instances {
                while !instance.is_ready().await {
                    a_moment().await;
                }
            }
        };
        tokio::time::timeout(PATIENCE, ready).await.expect("an instance is not ready after the repair");
        println!("{}", self.record.phase());
    }

    async fn until_health(&self, is_well: impl Fn(&Value) -> bool) {
        let waiting = async {
            for instance in &self.instances {
                while !is_well(&instance.health().await) {
                    a_moment().await;
                }
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("health did not say it");
    }
}
