//! A bucket of an S3-compatible service that runs in the test, over HTTP and with signed requests.

use std::path::PathBuf;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// The bucket's name.
const NAME: &str = "evidence";
/// What opens it.
const KEY: (&str, &str) = ("mpaka-test", "a key of no use to anybody");

/// A bucket, gone when this is dropped.
#[derive(Debug)]
pub struct Bucket {
    folder: TempDir,
    address: String,
    serving: JoinHandle<()>,
}

impl Bucket {
    /// A new, empty bucket.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(NAME)).unwrap();
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY.0, KEY.1));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move {
            // Connections end with the task.
            let mut connections = JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                connections.spawn(async move {
                    let server = Builder::new(TokioExecutor::new());
                    // A client that goes away is no failure of the test.
                    _ = server.serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        Self { folder, address, serving }
    }

    /// Its address for `--files`, with the prefix of everything in it that is the server's.
    pub fn place(&self) -> String {
        format!("s3://{NAME}/mpaka")
    }

    /// The variables by which a server reaches it.
    pub fn variables(&self) -> Vec<(String, String)> {
        [
            ("AWS_ENDPOINT_URL", self.address.as_str()),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", KEY.0),
            ("AWS_SECRET_ACCESS_KEY", KEY.1),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// The folder in which the objects of the prefix lie.
    pub fn objects(&self) -> PathBuf {
        self.folder.path().join(NAME).join("mpaka")
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
