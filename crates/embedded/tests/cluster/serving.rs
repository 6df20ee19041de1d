//! Starting, refusing a second start, being found by commands, stopping.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;

use mpaka_embedded::{Cluster, EmbeddedError, State};

use crate::ground::{Ground, is_alive, names, postmaster, read_note, wait_until, write_note};
use crate::sql::{Session, ask};

#[tokio::test]
async fn a_cluster_serves_durably_and_on_its_socket_alone() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    let connection = cluster.connection();

    let mut session = Session::open(&connection, "mpaka");
    for (setting, value) in [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
        ("log_statement", "none"),
        ("log_min_error_statement", "panic"),
        ("max_connections", "200"),
        ("jit", "off"),
    ] {
        assert_eq!(session.ask(&format!("SHOW {setting}")), [value], "{setting}");
    }
    let locale = "SELECT datcollate FROM pg_database WHERE datname = 'mpaka'";
    assert_eq!(session.ask(locale), ["C"]);
    let mode = std::fs::metadata(&connection.socket_dir).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert!(cluster.url("mpaka").starts_with("postgres://mpaka@localhost:5432/mpaka?host=%2F"));
    assert_eq!(*cluster.state().borrow(), State::Running);
    cluster.stop().await;
}

#[tokio::test]
async fn durability_cannot_be_switched_off_for_the_next_start() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        ask(&cluster.connection(), &format!("ALTER SYSTEM SET {setting} = off"));
    }
    cluster.stop().await;

    let cluster = ground.start().await;
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        assert_eq!(ask(&cluster.connection(), &format!("SHOW {setting}")), ["on"], "{setting}");
    }
    cluster.stop().await;
}

#[tokio::test]
async fn a_second_start_is_refused_and_told_who_runs() {
    let ground = Ground::new();
    let mut cluster = ground.start().await;
    cluster.announce("127.0.0.1:7400").unwrap();

    let refusal = Cluster::start(ground.options()).await.unwrap_err();
    let text = refusal.to_string();
    let EmbeddedError::AlreadyRunning { pid, address } = refusal else { panic!("{text}") };
    assert_eq!(pid, Some(std::process::id()));
    assert_eq!(address.as_deref(), Some("127.0.0.1:7400"));
    assert!(text.contains("127.0.0.1:7400") && text.contains("--data-dir"), "{text}");

    assert_eq!(ask(&cluster.connection(), "SELECT 1"), ["1"], "the first is not disturbed");
    cluster.stop().await;
}

#[tokio::test]
async fn a_command_finds_the_running_cluster_and_no_other() {
    let ground = Ground::new();
    let data_dir = ground.path("data");
    assert_eq!(Cluster::attach(&data_dir).await.unwrap(), None);

    let cluster = ground.start().await;
    let found = Cluster::attach(&data_dir).await.unwrap();
    assert_eq!(found, Some(cluster.connection()));

    cluster.stop().await;
    assert_eq!(Cluster::attach(&data_dir).await.unwrap(), None);
}

#[tokio::test]
async fn what_was_written_is_there_after_a_stop() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    let pid = postmaster(&cluster.folder());
    write_note(&cluster.connection());
    let state = cluster.state();
    cluster.stop().await;
    assert_eq!(*state.borrow(), State::Stopped);
    assert!(!is_alive(pid));

    let cluster = ground.start().await;
    assert_eq!(read_note(&cluster.connection()), ["kept"]);
    cluster.stop().await;
}

#[tokio::test]
async fn a_dropped_cluster_is_stopped_even_with_sessions_open() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    let (pid, connection) = (postmaster(&cluster.folder()), cluster.connection());
    let _session = Session::open(&connection, "mpaka");
    drop(cluster);

    wait_until("the server has ended", || !is_alive(pid));
    assert!(UnixStream::connect(connection.socket_dir.join(".s.PGSQL.5432")).is_err());
    ground.start().await.stop().await;
}

#[tokio::test]
async fn a_removed_cluster_leaves_nothing_but_what_others_put_there() {
    let ground = Ground::new();
    ground.start().await.remove().await.unwrap();
    assert!(names(&ground.path("")).is_empty());

    let cluster = ground.start().await;
    std::fs::write(ground.path("data/exhibit"), "not ours").unwrap();
    cluster.remove().await.unwrap();
    assert_eq!(names(&ground.path("data")), ["exhibit"]);
}
