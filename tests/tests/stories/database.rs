//! The database away, unreachable, or made by another version: said plainly, and soon.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use mpaka_tests::case::{self, id};
use mpaka_tests::database::Database;
use mpaka_tests::proxy::{Proxy, Weather};
use mpaka_tests::server::Home;
use mpaka_tests::{Client, Server, in_time};
use serde_json::json;
use sqlx::{Connection, Executor, Row};
use tokio::time::sleep;

async fn readiness(client: &Client) -> u16 {
    client.get("/readyz").send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn without_its_database_the_server_fails_fast_and_it_resumes_by_itself() {
    let home = Home::new().await;
    let Database { url } = home.database().clone();
    let proxy = Proxy::before(&url, 1).await;
    let server = Server::start_with(home.by_way_of(proxy.address_of(&url)), &[]).await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0961", &[]).await;
    let suspect = case::nominate(&akinyi, file, "Juma Tatu").await;

    proxy.set(Weather::Closed);
    let grounds = json!({ "suspectId": suspect, "text": "Seen.", "commandId": id("seen") });
    for _ in 0..4 {
        let asked = Instant::now();
        let refused = akinyi.try_send("addGrounds", &grounds).await.unwrap_err();
        assert_eq!(refused.code.as_deref(), Some("UNAVAILABLE"));
        assert!(asked.elapsed() < Duration::from_secs(3), "it took {:?}", asked.elapsed());
        assert_eq!(readiness(&akinyi).await, 503);
        assert_eq!(akinyi.get("/healthz").send().await.unwrap().status(), 200);
    }

    proxy.set(Weather::Clear);
    in_time("the service again", async {
        while akinyi.try_send("addGrounds", &grounds).await.is_err() {
            sleep(Duration::from_millis(50)).await;
        }
        while readiness(&akinyi).await != 200 {
            sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let known = ["An account names Juma Tatu.", "Seen."];
    in_time("the view again", async {
        while case::grounds(&akinyi, suspect).await != known {
            sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_schema_that_is_newer_than_the_program_is_refused_by_every_command() {
    let home = Home::new().await;
    assert_eq!(home.run(&["migrate"]).await.code, Some(0));
    let database = home.database();
    let newest = "SELECT max(version) FROM _sqlx_migrations";
    let known: i64 = database.connect().await.fetch_one(newest).await.unwrap().get(0);
    let newer =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'of tomorrow', true, '', 0)";
    database.execute(newer).await;

    let serve = home.serve();
    let serve: Vec<_> = serve.iter().map(String::as_str).collect();
    let commands = [
        &serve[..],
        &["migrate"],
        &["projections", "list"],
        &["projections", "rebuild", "all"],
        &["seed", "jacaranda"],
    ];
    for command in commands {
        let ended = home.run(command).await;
        assert_eq!(ended.code, Some(3), "{command:?}: {}", ended.err);
        assert!(!ended.out.contains("ready"), "{command:?}: {}", ended.out);
        let says = format!(
            "error: the database's schema is at version 9999, and this mpaka knows versions up to \
             {known} only: run a newer mpaka\n"
        );
        assert!(ended.err.ends_with(&says), "{command:?}: {}", ended.err);
    }
    let doctor = home.run(&["doctor"]).await;
    assert_eq!(doctor.code, Some(3), "{}", doctor.out);
    assert!(doctor.out.contains("at version 9999"), "{}", doctor.out);
}

#[tokio::test]
async fn a_schema_that_was_not_brought_up_to_date_is_refused_by_those_who_only_read_it() {
    let home = Home::new().await;
    let ended = home.run(&["projections", "list"]).await;
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert!(ended.err.contains("is at version 0"), "{}", ended.err);
    assert!(ended.err.contains("run `mpaka migrate` first"), "{}", ended.err);
    assert_eq!(home.run(&["migrate"]).await.code, Some(0));
    assert_eq!(home.run(&["projections", "list"]).await.code, Some(0));
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_named_with_the_reason_and_without_its_password() {
    // A port that was free a moment ago, and one where nobody ever answers.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let mute = silent.local_addr().unwrap();
    for (address, reason) in [(free, "Connection refused"), (mute, "no answer within five seconds")]
    {
        let home = Home::new().await;
        let home = home.by_way_of(format!("postgres://mpaka:secret@{address}/cases"));
        let asked = Instant::now();
        let commands = [&["migrate"][..], &["projections", "list"]];
        for ended in join_all(commands.map(|command| home.run(command))).await {
            assert_eq!(ended.code, Some(3), "{}", ended.err);
            let says = format!("cannot reach the database at {address}, database cases");
            assert!(ended.err.contains(&says), "{}", ended.err);
            assert!(ended.err.contains(reason), "{}", ended.err);
            assert!(!ended.err.contains("secret"), "{}", ended.err);
        }
        assert!(asked.elapsed() < Duration::from_secs(15), "it took {:?}", asked.elapsed());
    }
}

#[tokio::test]
async fn a_server_that_is_stopped_says_goodbye_to_its_database() {
    let mut server = Server::start().await;
    let akinyi = server.client("akinyi");
    let asked =
        (0..20).map(|_| akinyi.ask("{ investigations(first: 1) { edges { cursor } } }", json!({})));
    join_all(asked).await;
    assert_eq!(server.process.stop(), Some(0));

    // PostgreSQL counts the sessions whose client was suddenly gone.
    let sessions = "SELECT sessions, sessions_abandoned FROM pg_stat_database
        WHERE datname = current_database()";
    let mut connection = server.database().connect().await;
    let row = connection.fetch_one(sessions).await.unwrap();
    let (all, abandoned): (i64, i64) = (row.get(0), row.get(1));
    // Those of the pool say goodbye, which are as many as the requests need; a task's own end with it.
    assert!(all - abandoned >= 5, "{abandoned} of {all} were abandoned");
    connection.close().await.unwrap();
}
