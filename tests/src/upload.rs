//! A sender of files by tus 1.0, who can be cut off at any byte.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::client::Client;
use crate::in_time;

/// Bytes that repeat nowhere soon, the same in every run.
pub fn bytes(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

/// The SHA-256 digest in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// An upload that was begun.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The path under which it goes on.
    pub path: String,
    /// Its id, and that of the file that comes of it.
    pub id: Uuid,
}

/// The request that begins an upload.
pub fn beginning(
    client: &Client,
    exhibit: Uuid,
    name: &str,
    size: usize,
    digest: Option<&str>,
) -> RequestBuilder {
    let mut metadata = format!(
        "exhibit {},filename {}",
        STANDARD.encode(exhibit.to_string()),
        STANDARD.encode(name)
    );
    if let Some(digest) = digest {
        metadata += ",sha256 ";
        metadata += &STANDARD.encode(digest);
    }
    client
        .at_path(reqwest::Method::POST, "/files/uploads")
        .header("tus-resumable", "1.0.0")
        .header("upload-length", size)
        .header("upload-metadata", metadata)
}

/// Begins an upload.
pub async fn begin(
    client: &Client,
    exhibit: Uuid,
    name: &str,
    size: usize,
    digest: Option<&str>,
) -> Upload {
    let request = beginning(client, exhibit, name, size, digest);
    let answer = in_time("an upload", request.send()).await.unwrap();
    let status = answer.status();
    assert_eq!(status, StatusCode::CREATED, "{}", answer.text().await.unwrap());
    let path = answer.headers()[LOCATION].to_str().unwrap().to_owned();
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    Upload { path, id }
}

impl Upload {
    /// Sends what follows on the first `offset` bytes.
    pub async fn send(&self, client: &Client, offset: usize, bytes: Vec<u8>) -> Response {
        let request = client
            .at_path(reqwest::Method::PATCH, &self.path)
            .header("tus-resumable", "1.0.0")
            .header(CONTENT_TYPE, "application/offset+octet-stream")
            .header("upload-offset", offset)
            .body(bytes);
        in_time("an answer to bytes", request.send()).await.unwrap()
    }

    /// How many bytes are there.
    pub async fn offset(&self, client: &Client) -> usize {
        let answer = self.head(client).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.headers()["upload-offset"].to_str().unwrap().parse().unwrap()
    }

    /// The answer to the question how far it has come.
    pub async fn head(&self, client: &Client) -> Response {
        let request = client.at_path(reqwest::Method::HEAD, &self.path);
        let request = request.header("tus-resumable", "1.0.0");
        in_time("how far an upload has come", request.send()).await.unwrap()
    }

    /// What became of it.
    pub async fn told(&self, client: &Client) -> Value {
        let answer = in_time("what became of it", client.get(&self.path).send()).await.unwrap();
        answer.json().await.unwrap()
    }

    /// Ends it.
    pub async fn end(&self, client: &Client) -> StatusCode {
        let request = client.at_path(reqwest::Method::DELETE, &self.path);
        let request = request.header("tus-resumable", "1.0.0");
        in_time("the end of an upload", request.send()).await.unwrap().status()
    }

    /// Announces all the bytes, sends the first `cut` of them, and breaks the connection off unless
    /// it is wanted.
    pub async fn cut_off(
        &self,
        client: &Client,
        offset: usize,
        bytes: &[u8],
        cut: usize,
    ) -> TcpStream {
        let host = client.url.strip_prefix("http://").unwrap();
        let mut socket = TcpStream::connect(host).await.unwrap();
        let head = format!(
            "PATCH {} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {}\r\ntus-resumable: 1.0.0\r\n\
             content-type: application/offset+octet-stream\r\nupload-offset: {offset}\r\n\
             content-length: {}\r\n\r\n",
            self.path,
            client.token.as_deref().unwrap(),
            bytes.len()
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        socket.write_all(&bytes[..cut]).await.unwrap();
        socket.flush().await.unwrap();
        socket
    }
}
