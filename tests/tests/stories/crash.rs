//! Crashes: whatever dies, what was acknowledged is there, once, and the service comes back.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mpaka_tests::case::{self, id};
use mpaka_tests::process::kill_9;
use mpaka_tests::server::Home;
use mpaka_tests::{Client, Server, in_time};
use serde_json::{Value, json};

const WRITERS: usize = 6;

/// What became of each command, by its name.
#[derive(Default)]
struct Ledger {
    /// Answered: they must be there.
    acknowledged: Vec<String>,
    /// Sent and not answered: they may be there, and are there once they are sent again.
    unanswered: Vec<String>,
}

fn suspect(writer: usize) -> String {
    format!("Racer {writer}")
}

fn grounds(writer: usize, name: &str) -> Value {
    json!({ "suspectId": id(&suspect(writer)), "text": name, "commandId": id(name) })
}

fn writer_of(name: &str) -> usize {
    name.split(' ').nth(1).unwrap().parse().unwrap()
}

/// Writes one command after the other until told to stop, or until an answer stays away.
async fn write(client: Client, writer: usize, round: usize, ledger: Arc<Mutex<Ledger>>) {
    for n in 0.. {
        let name = format!("Ground {writer} {round} {n}");
        let Ok(payload) = client.try_send("addGrounds", &grounds(writer, &name)).await else {
            ledger.lock().unwrap().unanswered.push(name);
            return;
        };
        payload.accepted();
        ledger.lock().unwrap().acknowledged.push(name);
    }
}

/// How often each command's effect is there.
async fn effects(client: &Client) -> BTreeMap<String, usize> {
    let mut effects = BTreeMap::new();
    for writer in 0..WRITERS {
        for text in case::grounds(client, id(&suspect(writer))).await {
            *effects.entry(text).or_default() += 1;
        }
    }
    effects.retain(|text, _| text.starts_with("Ground "));
    effects
}

async fn begin(server: &Server) -> Client {
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0941", &[]).await;
    for writer in 0..WRITERS {
        case::nominate(&akinyi, file, &suspect(writer)).await;
    }
    akinyi
}

/// Waits until so many commands were acknowledged.
async fn acknowledged(ledger: &Mutex<Ledger>, many: usize) {
    in_time("acknowledgements", async {
        while ledger.lock().unwrap().acknowledged.len() < many {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_killed_server_has_every_acknowledged_event_exactly_once() {
    let mut server = Server::start_with(Home::embedded(), &[]).await;
    begin(&server).await;
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    for round in 0..3 {
        let client = server.client("akinyi");
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| tokio::spawn(write(client.clone(), writer, round, Arc::clone(&ledger))))
            .collect();
        let so_far = ledger.lock().unwrap().acknowledged.len();
        acknowledged(&ledger, so_far + 60).await;
        server.process.kill();
        for writer in writers {
            writer.await.unwrap();
        }
        // The lock and the PostgreSQL that it left behind are taken over.
        server = server.again().await;
    }

    let akinyi = server.client("akinyi");
    let Ledger { acknowledged, unanswered } = std::mem::take(&mut *ledger.lock().unwrap());
    assert!(!unanswered.is_empty(), "the server was killed in the middle of something");
    let there = effects(&akinyi).await;
    for name in &acknowledged {
        assert_eq!(there.get(name), Some(&1), "{name} was acknowledged");
    }
    for name in &unanswered {
        assert!(there.get(name).is_none_or(|times| *times == 1), "{name} took effect at most once");
        akinyi.send("addGrounds", grounds(writer_of(name), name)).await.accepted();
    }
    let there = effects(&akinyi).await;
    assert_eq!(there.len(), acknowledged.len() + unanswered.len(), "nothing else is there");
    assert!(there.values().all(|times| *times == 1), "everything is there once: {there:?}");
}

#[tokio::test]
async fn the_service_resumes_by_itself_when_postgres_is_killed_under_load() {
    let mut server = Server::start_with(Home::embedded(), &[]).await;
    let akinyi = begin(&server).await;
    let stop = Arc::new(AtomicBool::new(false));
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (akinyi, stop, ledger) = (akinyi.clone(), Arc::clone(&stop), Arc::clone(&ledger));
            tokio::spawn(async move {
                for n in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let name = format!("Ground {writer} 0 {n}");
                    until_accepted(&akinyi, writer, &name).await;
                    ledger.lock().unwrap().acknowledged.push(name);
                }
            })
        })
        .collect();
    acknowledged(&ledger, 60).await;
    let before = ledger.lock().unwrap().acknowledged.len();
    kill_9(server.home.postmaster().unwrap());
    acknowledged(&ledger, before + 120).await;
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }

    assert!(server.process.runs(), "the server itself never ended");
    let acknowledged = std::mem::take(&mut ledger.lock().unwrap().acknowledged);
    let there = effects(&akinyi).await;
    assert_eq!(there.len(), acknowledged.len());
    assert!(there.values().all(|times| *times == 1), "everything is there once: {there:?}");
    in_time("readiness", async {
        while akinyi.get("/readyz").send().await.unwrap().status() != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let metrics = akinyi.text("/metrics").await;
    assert!(metrics.contains("mpaka_embedded_restarts_total 1"), "{metrics}");
}

/// Sends a command, again and again under the same id, until it is accepted.
async fn until_accepted(client: &Client, writer: usize, name: &str) {
    in_time("an accepted command", async {
        loop {
            if let Ok(payload) = client.try_send("addGrounds", &grounds(writer, name)).await {
                payload.accepted();
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn one_data_directory_has_one_server_and_commands_use_it() {
    let home = Home::embedded();
    let mut demo = home.start(&["demo", "--listen", "127.0.0.1:0"]);
    let url = demo.ready().await;

    let second = home.run(&["demo", "--listen", "127.0.0.1:0"]).await;
    assert_eq!(second.code, Some(1), "{}", second.err);
    assert!(!second.out.contains("ready"), "{}", second.out);
    let address = url.strip_prefix("http://").unwrap();
    assert!(second.err.contains(address), "it says which one serves: {}", second.err);

    let token = home.run(&["token", "--user", "akinyi", "--json"]).await.json();
    let akinyi = Client::new(&url, token["token"].as_str().unwrap());
    assert_eq!(akinyi.ask("{ me { user } }", json!({})).await["me"]["user"], "akinyi");
    let nobody = home.run(&["token", "--user", "nobody"]).await;
    assert_eq!(nobody.code, Some(1));
    assert!(nobody.err.contains("akinyi"), "it names those who exist: {}", nobody.err);

    let list = home.run(&["projections", "list", "--json"]).await.json();
    let views = list["projections"].as_array().unwrap();
    assert!(views.len() >= 7, "{list}");
    for view in views {
        assert!(view["name"].is_string() && view["position"].is_i64(), "{view}");
    }
    assert!(demo.runs(), "the server went on through all of it");

    demo.kill();
    let mut again = home.start(&["demo", "--listen", "127.0.0.1:0"]);
    let url = again.ready().await;
    let akinyi = Client::new(&url, token["token"].as_str().unwrap());
    let me = akinyi.ask("{ me { user } }", json!({})).await;
    assert_eq!(me["me"]["user"], "akinyi", "a token outlives the crash, and so does the directory");
    assert_eq!(again.stop(), Some(0));
}
