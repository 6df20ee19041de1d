//! Results as server-sent events, by the graphql-sse protocol's *distinct connections mode*.

use std::convert::Infallible;

use async_graphql::Request;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};
use mpaka_graphql::Session;
use tokio::time::{Instant, interval_at};

use super::accept::Form;
use super::graphql::overloaded;
use super::{KEEP_ALIVE, Service, answer};
use crate::document::Kind;

/// The event that ends the results; without its empty data browsers would not report it.
const COMPLETE: &str = "event: complete\ndata:\n\n";
/// A comment, which keeps proxies from closing a quiet stream.
const COMMENT: &str = ":\n\n";

/// Opens the stream of an operation's results; it ends with the sign-in, or when the server stops,
/// and then without `complete`, so that the client comes back.
pub fn open(service: &Service, kind: Kind, request: Request, session: Session) -> Response {
    let Some(place) = service.streams.take() else { return overloaded(Form::Events) };
    let Some(own) = service.streams.take_for(&session.viewer.user) else {
        let message = "you have too many streams open: close one first";
        let status = StatusCode::TOO_MANY_REQUESTS;
        return answer::refusal(status, Form::Events, "TOO_MANY_STREAMS", message);
    };
    let end = service.clone().ended(service.remaining(&session));
    let counted = service.metrics.stream("sse");
    let metrics = service.metrics.clone();
    let results = service.operations.follow(kind, request.data(session));
    let events = results
        .map(move |response| {
            metrics.operation(kind, response.errors.is_empty());
            // JSON is written on one line.
            format!("event: next\ndata: {}\n\n", answer::body(&response))
        })
        .chain(stream::once(async { COMPLETE.to_owned() }));
    let events = with_comments(events).take_until(Box::pin(end)).map(move |event| {
        let _held = (&place, &own, &counted);
        Ok::<_, Infallible>(event)
    });
    let headers = [
        (header::CONTENT_TYPE.as_str(), Form::Events.content_type()),
        (header::CACHE_CONTROL.as_str(), "no-store"),
        // Proxies that gather an answer before they pass it on would hold events back.
        ("x-accel-buffering", "no"),
    ];
    (headers, Body::from_stream(events)).into_response()
}

/// The events, and a comment whenever none came for a while.
fn with_comments(events: impl Stream<Item = String> + Send) -> impl Stream<Item = String> + Send {
    let quiet = interval_at(Instant::now() + KEEP_ALIVE, KEEP_ALIVE);
    let events = tokio_stream::StreamExt::timeout_repeating(events, quiet);
    events.map(|event| event.unwrap_or_else(|_| COMMENT.to_owned()))
}
