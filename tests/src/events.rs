//! Results as server-sent events, read as they come.

use std::pin::Pin;

use futures_util::{Stream, StreamExt};
use reqwest::Response;
use serde_json::Value;

use crate::in_time;

/// An open stream of events.
pub struct Events {
    chunks: Pin<Box<dyn Stream<Item = reqwest::Result<Vec<u8>>> + Send>>,
    read: Vec<u8>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its name: `next` or `complete`.
    pub name: String,
    /// Its data; null when it has none.
    pub data: Value,
}

impl Events {
    /// The stream of a response.
    pub(crate) fn open(response: Response) -> Self {
        let kind = response.headers().get("content-type").cloned();
        let kind = kind.and_then(|kind| kind.to_str().map(str::to_owned).ok()).unwrap_or_default();
        assert!(kind.starts_with("text/event-stream"), "{} {kind}", response.status());
        let chunks = response.bytes_stream().map(|chunk| chunk.map(|bytes| bytes.to_vec()));
        Self { chunks: Box::pin(chunks), read: Vec::new() }
    }

    /// The next event; comments are passed over.
    pub async fn next(&mut self) -> Event {
        in_time("an event", self.try_next()).await.expect("the stream goes on")
    }

    /// The next event, whenever it comes; none when the stream has broken off.
    pub async fn try_next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.take() {
                return Some(event);
            }
            let chunk = self.chunks.next().await?.ok()?;
            self.read.extend(chunk);
        }
    }

    /// The next result's data.
    pub async fn data(&mut self) -> Value {
        let mut event = self.next().await;
        assert_eq!(event.name, "next");
        assert_eq!(event.data["errors"], Value::Null);
        event.data["data"].take()
    }

    /// An event that has been read whole.
    fn take(&mut self) -> Option<Event> {
        loop {
            let end = self.read.windows(2).position(|two| two == b"\n\n")?;
            let block: Vec<u8> = self.read.drain(..end + 2).collect();
            let block = String::from_utf8(block).unwrap();
            let field = |name: &str| {
                block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            };
            let Some(name) = field("event") else { continue };
            let data = field("data").unwrap_or_default().trim();
            let data =
                if data.is_empty() { Value::Null } else { serde_json::from_str(data).unwrap() };
            return Some(Event { name: name.trim().to_owned(), data });
        }
    }
}
