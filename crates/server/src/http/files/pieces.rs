//! The body of a request piece by piece, cut off when its sender is silent or the server stops.

use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::{Stream, StreamExt, stream};

use super::Service;

/// How long a sender may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// Why no more came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut;

/// The pieces of a body.
pub type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, Cut>> + Send>>;

/// The pieces of a body, and a cut in the place of what does not come.
pub fn of(service: &Service, body: Body) -> Pieces {
    let service = service.clone();
    let pieces = stream::unfold(Some(body.into_data_stream()), move |body| {
        let service = service.clone();
        async move {
            let mut body = body?;
            let next = tokio::select! {
                next = tokio::time::timeout(SILENCE, body.next()) => next,
                () = service.stopped() => return Some((Err(Cut), None)),
            };
            match next {
                Ok(Some(Ok(piece))) => Some((Ok(piece), Some(body))),
                Ok(None) => None,
                Ok(Some(Err(_))) | Err(_) => Some((Err(Cut), None)),
            }
        }
    });
    Box::pin(pieces)
}
