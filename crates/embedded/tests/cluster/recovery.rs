//! Kills: of the server, of mpaka, in the middle of making a cluster; and the files they leave.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::process::{Child, Stdio};

use mpaka_embedded::{Cluster, State};

use crate::ground::{
    Ground, Holder, command_as_owner, is_alive, kill, names, postmaster, read_note, wait_until,
    write_note,
};
use crate::sql::{Session, ask};

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_is_started_again_with_all_it_had_acknowledged() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    let connection = cluster.connection();
    write_note(&connection);
    let _session = Session::open(&connection, "mpaka");
    let mut state = cluster.state();

    for restarts in 1..=2 {
        let pid = postmaster(&cluster.folder());
        kill(pid);
        state.wait_for(|state| *state == State::Restarting).await.unwrap();
        state.wait_for(|state| *state == State::Running).await.unwrap();
        assert_eq!(cluster.restarts(), restarts);
        assert_ne!(postmaster(&cluster.folder()), pid);
        assert_eq!(read_note(&connection), ["kept"]);
    }
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_session_of_a_killed_server_does_not_keep_it_down() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    let connection = cluster.connection();
    let busy = std::thread::spawn(move || {
        let mut session = Session::open(&connection, "mpaka");
        let count = "SELECT count(*) FROM generate_series(1, 10000000000)";
        std::panic::catch_unwind(move || session.ask(count)).is_err()
    });
    let connection = cluster.connection();
    let running = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT count%'";
    wait_until("the statement runs", || ask(&connection, running).len() == 1);

    kill(postmaster(&cluster.folder()));
    let mut state = cluster.state();
    state.wait_for(|state| *state == State::Restarting).await.unwrap();
    state.wait_for(|state| *state == State::Running).await.unwrap();
    assert!(busy.join().unwrap(), "the session ended with an error");
    cluster.stop().await;
}

#[tokio::test]
async fn after_a_kill_of_mpaka_the_orphaned_server_is_replaced() {
    let ground = Ground::new();
    let data_dir = ground.path("data");
    let mut holder = Holder::spawn(&data_dir);
    holder.wait_ready();
    let connection = Cluster::attach(&data_dir).await.unwrap().unwrap();
    write_note(&connection);
    let refusal = Cluster::start(ground.options()).await.unwrap_err().to_string();
    assert!(refusal.contains(&holder.pid().to_string()), "{refusal}");
    holder.kill();

    let orphan = postmaster(&data_dir.join("postgres"));
    assert!(is_alive(orphan), "the server survives its mpaka");
    assert_eq!(Cluster::attach(&data_dir).await.unwrap(), None, "an orphan is not a running mpaka");

    let cluster = ground.start().await;
    wait_until("the orphan has ended", || !is_alive(orphan));
    assert_eq!(read_note(&cluster.connection()), ["kept"]);
    cluster.stop().await;
}

#[tokio::test]
async fn an_interrupted_making_of_a_cluster_is_begun_again() {
    let ground = Ground::new();
    let data_dir = ground.path("data");
    let holder = Holder::spawn(&data_dir);
    let unfinished = data_dir.join(format!("postgres.init-{}", holder.pid()));
    wait_until("initdb is at work", || unfinished.join("global").is_dir());
    holder.kill();
    assert!(!data_dir.join("postgres").exists(), "nothing half made has the cluster's name");

    let cluster = ground.start().await;
    assert_eq!(ask(&cluster.connection(), "SELECT 1"), ["1"]);
    assert!(names(&data_dir).iter().all(|name| !name.starts_with("postgres.init")));
    cluster.stop().await;
}

#[tokio::test]
async fn a_process_id_file_of_a_zombie_a_stranger_or_nobody_does_not_keep_it_from_starting() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    let folder = cluster.folder();
    let text = fs::read_to_string(folder.join("postmaster.pid")).unwrap();
    cluster.stop().await;

    let zombie = command_as_owner(&folder, "true").spawn().unwrap();
    wait_until("it has ended", || !is_alive(zombie.id()));
    let mut stranger = command_as_owner(&folder, "sleep").arg("60").spawn().unwrap();
    let nobody = 4_194_304;

    for pid in [zombie.id(), stranger.id(), nobody] {
        leave_process_id(&folder, &text, pid);
        let cluster = ground.start().await;
        assert_ne!(postmaster(&folder), pid);
        assert_eq!(ask(&cluster.connection(), "SELECT 1"), ["1"]);
        cluster.stop().await;
    }
    assert!(is_alive(stranger.id()), "a stranger's process is left alone");
    end(&mut stranger);
    end(&mut { zombie });
}

#[tokio::test]
async fn a_server_started_by_hand_is_replaced_too() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    let (folder, binaries) = (cluster.folder(), cluster.binaries().folder.clone());
    let socket_dir = cluster.connection().socket_dir;
    cluster.stop().await;

    let program = binaries.join("postgres");
    let mut by_hand = command_as_owner(&folder, program.to_str().unwrap())
        .current_dir("/")
        .arg("-D")
        .arg(&folder)
        .args(["-c", "listen_addresses=", "-k"])
        .arg(&socket_dir)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("it runs", || {
        fs::read_to_string(folder.join("postmaster.pid")).is_ok_and(|text| text.contains("ready"))
    });

    let cluster = ground.start().await;
    wait_until("it has ended", || !is_alive(by_hand.id()));
    assert_ne!(postmaster(&folder), by_hand.id());
    cluster.stop().await;
    end(&mut by_hand);
}

#[tokio::test]
async fn a_damaged_cluster_is_refused_with_the_servers_own_reason() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    let folder = cluster.folder();
    cluster.stop().await;
    for file in fs::read_dir(folder.join("pg_wal")).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            fs::remove_file(file.path()).unwrap();
        }
    }

    let refusal = Cluster::start(ground.options()).await.unwrap_err().to_string();
    assert!(refusal.contains("checkpoint record"), "{refusal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_in_the_middle_of_a_restart_ends_everything() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    let mut state = cluster.state();
    kill(postmaster(&cluster.folder()));
    state.wait_for(|state| *state == State::Restarting).await.unwrap();
    cluster.remove().await.unwrap();
    assert!(names(&ground.path("")).is_empty());
}

fn leave_process_id(cluster: &Path, text: &str, pid: u32) {
    let (_, rest) = text.split_once('\n').unwrap();
    let file = cluster.join("postmaster.pid");
    fs::write(&file, format!("{pid}\n{rest}")).unwrap();
    let owner = fs::metadata(cluster).unwrap();
    chown(&file, Some(owner.uid()), Some(owner.gid())).unwrap();
}

fn end(child: &mut Child) {
    let _ = child.kill();
    child.wait().unwrap();
}
