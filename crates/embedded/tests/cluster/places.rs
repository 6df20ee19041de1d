//! Data directories that are closed, long, copied or deleted; programs that do not fit.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::Command;

use mpaka_embedded::{Binaries, Cluster, EmbeddedError};

use crate::ground::{Ground, is_root, names, read_note, write_note};
use crate::sql::ask;

#[tokio::test]
async fn a_closed_directory_works_and_its_cluster_is_found_again() {
    let ground = Ground::new();
    let data_dir = ground.closed().join("data");
    let cluster = Cluster::start(ground.options_for(&data_dir)).await.unwrap();
    write_note(&cluster.connection());
    if is_root() {
        assert!(cluster.folder().starts_with(ground.path("shelter")));
        let marker = fs::read_to_string(data_dir.join("postgres.location")).unwrap();
        assert_eq!(cluster.folder().parent().unwrap().to_str(), marker.lines().next());
        assert_ne!(fs::metadata(cluster.folder()).unwrap().uid(), 0);
    } else {
        assert!(cluster.folder().starts_with(&data_dir));
    }
    assert_eq!(Cluster::attach(&data_dir).await.unwrap(), Some(cluster.connection()));
    cluster.stop().await;

    let cluster = Cluster::start(ground.options_for(&data_dir)).await.unwrap();
    assert_eq!(read_note(&cluster.connection()), ["kept"]);
    cluster.remove().await.unwrap();
    assert!(names(&ground.path("closed")).is_empty());
    assert!(!is_root() || names(&ground.path("shelter")).is_empty());
}

#[tokio::test]
async fn a_closed_directory_deleted_by_hand_begins_empty_and_destroys_nothing() {
    if !is_root() {
        return;
    }
    let ground = Ground::new();
    let data_dir = ground.closed().join("data");
    let cluster = Cluster::start(ground.options_for(&data_dir)).await.unwrap();
    write_note(&cluster.connection());
    cluster.stop().await;
    fs::remove_dir_all(&data_dir).unwrap();

    let cluster = Cluster::start(ground.options_for(&data_dir)).await.unwrap();
    let tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'note'";
    assert_eq!(ask(&cluster.connection(), tables), ["0"]);
    assert!(names(&ground.path("shelter")).iter().any(|name| name.ends_with(".abandoned-1")));
    cluster.stop().await;
}

#[tokio::test]
async fn a_copied_directory_does_not_take_the_cluster_from_the_original() {
    if !is_root() {
        return;
    }
    let ground = Ground::new();
    let closed = ground.closed();
    let cluster = Cluster::start(ground.options_for(&closed.join("data"))).await.unwrap();
    fs::create_dir(closed.join("copy")).unwrap();
    fs::copy(closed.join("data/postgres.location"), closed.join("copy/postgres.location")).unwrap();

    let refusal = Cluster::start(ground.options_for(&closed.join("copy"))).await.unwrap_err();
    assert!(matches!(refusal, EmbeddedError::AlreadyRunning { .. }), "{refusal}");
    assert_eq!(ask(&cluster.connection(), "SELECT 1"), ["1"]);
    cluster.stop().await;
}

#[tokio::test]
async fn a_lost_cluster_is_not_replaced_by_an_empty_one() {
    let ground = Ground::new();
    let data_dir = ground.path("data");
    fs::create_dir(&data_dir).unwrap();
    fs::write(data_dir.join("postgres.location"), "/nowhere\n").unwrap();

    let refusal = Cluster::start(ground.options()).await.unwrap_err();
    assert!(matches!(refusal, EmbeddedError::ClusterMissing { .. }), "{refusal}");
}

#[tokio::test]
async fn a_long_path_has_its_socket_in_a_short_private_folder() {
    let ground = Ground::new();
    let long = ground.path(&"long/".repeat(30)).join("it's a data directory");
    let cluster = Cluster::start(ground.options_for(&long)).await.unwrap();
    let socket_dir = cluster.connection().socket_dir;
    assert!(socket_dir.starts_with("/tmp"));
    assert_eq!(ask(&cluster.connection(), "SELECT 1"), ["1"]);
    assert_eq!(Cluster::attach(&long).await.unwrap(), Some(cluster.connection()));
    cluster.stop().await;

    fs::set_permissions(&socket_dir, Permissions::from_mode(0o755)).unwrap();
    let refusal = Cluster::start(ground.options_for(&long)).await.unwrap_err();
    assert!(matches!(refusal, EmbeddedError::SocketFolderTaken { .. }), "{refusal}");

    fs::set_permissions(&socket_dir, Permissions::from_mode(0o700)).unwrap();
    Cluster::start(ground.options_for(&long)).await.unwrap().remove().await.unwrap();
    assert!(!socket_dir.exists());
}

#[tokio::test]
async fn a_moved_directory_keeps_its_cluster() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    write_note(&cluster.connection());
    cluster.stop().await;
    fs::rename(ground.path("data"), ground.path("moved")).unwrap();

    let cluster = Cluster::start(ground.options_for(&ground.path("moved"))).await.unwrap();
    assert_eq!(read_note(&cluster.connection()), ["kept"]);
    cluster.stop().await;
}

#[tokio::test]
async fn programs_that_do_not_fit_are_refused_with_the_reason() {
    let ground = Ground::new();
    let mut options = ground.options();
    options.postgres_bin = Some(ground.path("nothing"));
    let refusal = Cluster::start(options.clone()).await.unwrap_err();
    assert!(matches!(refusal, EmbeddedError::UnusableBinaries { .. }), "{refusal}");

    let bin = ground.path("bin");
    fs::create_dir(&bin).unwrap();
    for name in ["postgres", "initdb"] {
        let program = bin.join(name);
        fs::write(&program, "#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n").unwrap();
        fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    }
    options.postgres_bin = Some(bin);
    let refusal = Cluster::start(options).await.unwrap_err().to_string();
    assert!(refusal.contains("PostgreSQL 13, older than 14"), "{refusal}");
}

#[tokio::test]
async fn a_cluster_of_another_major_version_is_not_touched() {
    let ground = Ground::new();
    let cluster = ground.start().await;
    let folder = cluster.folder();
    cluster.stop().await;
    fs::write(folder.join("PG_VERSION"), "13\n").unwrap();

    let refusal = Cluster::start(ground.options()).await.unwrap_err();
    assert!(matches!(refusal, EmbeddedError::OtherMajor { cluster: 13, .. }), "{refusal}");
}

#[tokio::test]
async fn root_runs_the_cluster_as_its_owner_and_not_as_root() {
    let ground = Ground::new();
    let mut options = ground.options();
    options.user = Some("root".to_owned());
    let started = Cluster::start(options.clone()).await;
    if !is_root() {
        started.unwrap().stop().await;
        return;
    }
    assert!(matches!(started.unwrap_err(), EmbeddedError::PrivilegedUser { .. }));

    options.user = Some("nobody".to_owned());
    let cluster = Cluster::start(options.clone()).await.unwrap();
    let owner = fs::metadata(cluster.folder()).unwrap().uid();
    cluster.stop().await;

    options.user = None;
    let cluster = Cluster::start(options).await.unwrap();
    assert_eq!(fs::metadata(cluster.folder().join("postmaster.pid")).unwrap().uid(), owner);
    cluster.stop().await;
}

#[test]
fn the_programs_found_on_this_machine_run() {
    let binaries = Binaries::find(&Ground::new().options()).unwrap();
    let output = Command::new(binaries.folder.join("postgres")).arg("--version").output().unwrap();
    let version = String::from_utf8(output.stdout).unwrap();
    assert!(version.contains(&format!(" {}", binaries.major)), "{version}");
}
