//! The scene of a fault: servers on one database, a load, followers, and the judgement afterwards.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;
use uuid::Uuid;

use crate::case;
use crate::client::Client;
use crate::database::Database;
use crate::follower::Follower;
use crate::in_time;
use crate::ledger::{self, Count, Ledger};
use crate::load::{Fleet, Load, Work};
use crate::process::Process;
use crate::server::Home;

/// How many follow.
const FOLLOWERS: u64 = 2;
/// How many events make a scene too long to be made anew in every round.
const LONG: usize = 5000;
const FILE: &str = "TOCU/2026/0990";

/// Servers on one database with those who use them.
pub struct Scene {
    /// Where the servers' files are.
    pub home: Home,
    /// The servers.
    pub servers: Vec<Process>,
    /// Where they are.
    pub fleet: Fleet,
    /// The database, as the judge reaches it.
    pub database: Database,
    work: Work,
    load: Option<Load>,
    followers: Vec<Follower>,
    before: BTreeSet<Uuid>,
    after: i64,
    events: usize,
    rounds: usize,
    counted: Count,
}

/// How a round went.
#[derive(Debug)]
pub struct Report {
    /// What is wrong; nothing, if all is well.
    pub faults: Vec<String>,
    count: Count,
    events: usize,
    recovery: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Count { acknowledged, repeated, .. } = self.count;
        let recovery = self.recovery.as_secs_f64();
        let result = if self.faults.is_empty() { "ok" } else { "FAILED" };
        write!(
            f,
            "acknowledged {acknowledged:>5}  sent again {repeated:>4}  back after {recovery:>6.2} s  \
             events {:>6}  {result}",
            self.events
        )
    }
}

impl Scene {
    /// Starts so many servers on a home's database, with a file to write to and followers.
    pub async fn start(home: Home, servers: usize, seed: u64) -> Self {
        let mut processes = Vec::new();
        let mut addresses = Vec::new();
        for _ in 0..servers {
            let mut process = serve(&home);
            addresses.push(process.ready().await);
            processes.push(process);
        }
        let database =
            if home.is_embedded() { home.own_database() } else { home.database().clone() };
        let akinyi = Client::new(&addresses[0], &home.issuer.token("akinyi"));
        let guyo = Client::new(&addresses[0], &home.issuer.token("guyo"));
        case::open(&guyo, "MBT/2026/0990", &["KE"]).await;
        let file = case::open(&akinyi, FILE, &[]).await;
        case::seize(&akinyi, file, "JM/90", "DIGITAL_DEVICE").await;
        let alias = case::registering(file, "VIC-KE-2026-0990");
        akinyi.send("registerVictim", alias).await.accepted();
        let start = akinyi.send("startJourney", case::starting(file, "G-90", 3)).await.accepted();

        let (log, after) = database.log().await;
        let fleet = Fleet::at(addresses);
        let follow = |n| Follower::start(fleet.clone(), akinyi.clone(), &start, seed + n);
        let followers = (0..FOLLOWERS).map(follow).collect();
        let (ledger, name) = (Arc::default(), String::new());
        let work = Work { fleet: fleet.clone(), client: akinyi, ledger, file, name };
        Self {
            home,
            servers: processes,
            fleet,
            database,
            work,
            load: None,
            followers,
            before: log.iter().map(|line| line.event).collect(),
            after,
            events: log.len(),
            rounds: 0,
            counted: Count::default(),
        }
    }

    /// Whether it holds so much by now that a new one is quicker.
    pub fn is_long(&self) -> bool {
        self.events > LONG
    }

    /// Sets the writers to work, and waits until they are at it.
    pub async fn begin(&mut self) {
        self.rounds += 1;
        self.work.name = format!("Round {}", self.rounds);
        self.counted = self.ledger().count();
        self.load = Some(Load::start(&self.work));
        self.acknowledges(30).await;
    }

    /// The ledger of all rounds.
    pub fn ledger(&self) -> &Ledger {
        &self.work.ledger
    }

    /// One of the people who use the first server.
    pub fn client(&self, user: &str) -> Client {
        Client::new(&self.fleet.one(0), &self.home.issuer.token(user))
    }

    /// Waits until so many more commands were acknowledged.
    pub async fn acknowledges(&self, more: usize) {
        let so_far = self.ledger().count().acknowledged;
        let load = self.load.as_ref().expect("the load is on");
        in_time("acknowledgements", async {
            while self.ledger().count().acknowledged < so_far + more {
                load.goes_on();
                sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
    }

    /// Waits until commands that are meant from now on are acknowledged; tells how long it took
    /// since `fault`.
    pub async fn recovers(&self, fault: Instant) -> Duration {
        let now = self.ledger().now();
        let load = self.load.as_ref().expect("the load is on");
        in_time("the service again", async {
            while !self.ledger().has_acknowledged_since(now) {
                load.goes_on();
                sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
        fault.elapsed()
    }

    /// Kills a server as a power cut would.
    pub fn kill(&mut self, server: usize) {
        self.servers[server].kill();
    }

    /// Starts a server again that was killed.
    pub async fn start_again(&mut self, server: usize) {
        let mut process = serve(&self.home);
        self.fleet.moved(server, &process.ready().await);
        self.servers[server] = process;
    }

    /// Breaks the load off, answered or not, and judges the log alone by the ledger.
    pub async fn judge_log(&mut self) -> Vec<String> {
        self.load = None;
        let entries = self.ledger().copy();
        in_time("a database that answers", async {
            while self.database.try_connect().await.is_err() {
                sleep(Duration::from_millis(50)).await;
            }
        })
        .await;
        let (log, head) = self.database.log().await;
        ledger::faults(&entries, &self.before, &log, head)
    }

    /// Ends the load and judges: the log by the ledger, what the followers saw by the log, and every
    /// view by one made anew.
    pub async fn judge(&mut self, recovery: Duration) -> Report {
        self.load.take().expect("the load is on").stop().await;
        let entries = self.ledger().copy();
        let (log, head) = self.database.log().await;
        let mut faults = ledger::faults(&entries, &self.before, &log, head);

        for follower in &self.followers {
            follower.sees(log.last().expect("the log holds events").event).await;
            faults.extend(ledger::unseen(&follower.seen(), &log, self.after));
        }

        self.database.caught_up().await;
        let views = self.database.views().await;
        assert!(views.iter().filter(|(_, digest)| digest.is_some()).count() >= 10, "{views:?}");
        let rebuilt = self.home.run(&["projections", "rebuild", "all", "--json"]).await;
        assert!(rebuilt.json()["rebuilt"].as_array().is_some_and(|views| views.len() >= 7));
        for (live, anew) in views.iter().zip(&self.database.views().await) {
            if live != anew {
                faults.push(format!("the table {} differs when it is made anew", live.0));
            }
        }

        self.events = log.len();
        let count = self.ledger().count();
        let count = Count {
            acknowledged: count.acknowledged - self.counted.acknowledged,
            repeated: count.repeated - self.counted.repeated,
            unanswered: count.unanswered - self.counted.unanswered,
        };
        Report { faults, count, events: self.events, recovery }
    }
}

fn serve(home: &Home) -> Process {
    let serve = home.serve();
    home.start(&serve.iter().map(String::as_str).collect::<Vec<_>>())
}
