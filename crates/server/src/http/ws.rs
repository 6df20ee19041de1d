//! Operations over a WebSocket, by the `graphql-transport-ws` protocol.

use std::collections::HashSet;
use std::pin::Pin;
use std::time::Duration;

use async_graphql::Response as Answer;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream::{BoxStream, once};
use mpaka_auth::AuthError;
use mpaka_graphql::Session;
use serde_json::{Map, Value, json};
use tokio::time::{Instant, Sleep, interval_at, sleep, timeout};
use tokio_stream::StreamMap;

use super::accept::Form;
use super::graphql::{LARGEST, overloaded};
use super::room::Place;
use super::{KEEP_ALIVE, Service, answer, params};
use crate::document::{DocumentError, admit};
use crate::engine::{self, is_request_error};
use message::{FromClient, ToClient, authorization};

mod message;

/// The only subprotocol.
const PROTOCOL: &str = "graphql-transport-ws";
/// How long a client may take to say who it is.
const INIT_TIME: Duration = Duration::from_secs(5);
/// How long a message may wait for the client to take it.
const SEND_TIME: Duration = Duration::from_secs(20);
/// Longer than any socket lives, for a sign-in without an end.
const FOREVER: Duration = Duration::from_hours(365 * 24);
/// The operations that one socket may have running.
const MOST: usize = 64;

/// Answers the upgrade.
pub fn open(service: Service, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(LARGEST).max_frame_size(LARGEST);
    if upgrade.selected_protocol().is_none() {
        let message = "offer the subprotocol graphql-transport-ws";
        return answer::refusal(StatusCode::BAD_REQUEST, Form::Json, "BAD_REQUEST", message);
    }
    let Some(place) = service.streams.take() else { return overloaded(Form::Json) };
    upgrade
        .on_upgrade(|socket| async move {
            let _counted = service.metrics.stream("websocket");
            Conversation {
                socket,
                service,
                session: None,
                place: None,
                running: StreamMap::new(),
                fresh: HashSet::new(),
            }
            .hold()
            .await;
            drop(place);
        })
        .into_response()
}

/// Why a conversation ended; the numbers are the protocol's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Gone,
    Stopping,
    Silent,
    Malformed,
    Unauthorized,
    Forbidden,
    Unchecked,
    Expired,
    Crowded,
    NoInit,
    SecondInit,
    SameId,
}

impl End {
    /// How a conversation ends with somebody who is not signed in.
    fn of(error: AuthError) -> Self {
        let unchecked = matches!(error, AuthError::Unavailable { .. });
        if unchecked { Self::Unchecked } else { Self::Forbidden }
    }

    /// The close frame; none when nobody is left to read it.
    fn frame(self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Gone => return None,
            Self::Stopping => (1001, "the server is stopping: connect again"),
            Self::Silent => (1001, "no sign of life"),
            Self::Malformed => (4400, "Bad request"),
            Self::Unauthorized => (4401, "Unauthorized"),
            Self::Forbidden => (4403, "Forbidden"),
            Self::Unchecked => (1013, "sign-ins cannot be checked at the moment: try again"),
            Self::Expired => (4403, "the sign-in has expired"),
            Self::Crowded => (1013, "you have too many streams open: close one first"),
            Self::NoInit => (4408, "Connection initialisation timeout"),
            Self::SecondInit => (4429, "Too many initialisation requests"),
            Self::SameId => (4409, "Subscriber already exists"),
        };
        Some(CloseFrame { code, reason: reason.into() })
    }
}

/// What comes of a running operation.
enum Step {
    Result(Box<Answer>),
    Done,
}

/// A socket, who is at the other end, and what runs for them.
struct Conversation {
    socket: WebSocket,
    service: Service,
    session: Option<Session>,
    place: Option<Place>,
    running: StreamMap<String, BoxStream<'static, Step>>,
    /// The operations that have not answered yet.
    fresh: HashSet<String>,
}

impl Conversation {
    /// Talks until one side ends it.
    async fn hold(mut self) {
        let end = self.talk().await;
        if let Some(frame) = end.frame() {
            // Nobody may be left to read it.
            let _ = timeout(SEND_TIME, self.socket.send(Message::Close(Some(frame)))).await;
        }
    }

    async fn talk(&mut self) -> End {
        let service = self.service.clone();
        let stopped = service.stopped();
        let lapse = sleep(INIT_TIME);
        tokio::pin!(stopped, lapse);
        let mut pings = interval_at(Instant::now() + KEEP_ALIVE, KEEP_ALIVE);
        let mut unanswered = 0;
        loop {
            let spoken = tokio::select! {
                () = &mut stopped => return End::Stopping,
                () = &mut lapse => {
                    return if self.session.is_some() { End::Expired } else { End::NoInit };
                }
                _ = pings.tick() => {
                    unanswered += 1;
                    if unanswered > 2 {
                        return End::Silent;
                    }
                    self.send(Message::Ping(Vec::new().into())).await
                }
                message = self.socket.recv() => {
                    unanswered = 0;
                    self.hear(message, lapse.as_mut()).await
                }
                Some((id, step)) = self.running.next() => self.pass_on(&id, step).await,
            };
            if let Err(end) = spoken {
                return end;
            }
        }
    }

    async fn hear(
        &mut self,
        message: Option<Result<Message, axum::Error>>,
        lapse: Pin<&mut Sleep>,
    ) -> Result<(), End> {
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Binary(_))) => return Err(End::Malformed),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(End::Gone),
        };
        match serde_json::from_str(&text).map_err(|_| End::Malformed)? {
            FromClient::ConnectionInit { payload } => {
                if self.session.is_some() {
                    return Err(End::SecondInit);
                }
                let given = authorization(payload.as_ref()).ok_or(End::Forbidden)?;
                let session = self.service.session(given).await.map_err(End::of)?;
                match self.service.remaining(&session) {
                    Some(remaining) => lapse.reset(Instant::now() + remaining),
                    None => lapse.reset(Instant::now() + FOREVER),
                }
                let place = self.service.streams.take_for(&session.viewer.user);
                self.place = Some(place.ok_or(End::Crowded)?);
                self.session = Some(session);
                self.say(&ToClient::ConnectionAck {}).await
            }
            FromClient::Ping { payload } => self.say(&ToClient::Pong { payload }).await,
            FromClient::Pong {} => Ok(()),
            FromClient::Subscribe { id, payload } => self.start(id, payload).await,
            FromClient::Complete { id } => {
                self.running.remove(&id);
                self.fresh.remove(&id);
                Ok(())
            }
        }
    }

    async fn start(&mut self, id: String, payload: Map<String, Value>) -> Result<(), End> {
        let session = self.session.clone().ok_or(End::Unauthorized)?;
        if self.running.contains_key(&id) {
            return Err(End::SameId);
        }
        if self.running.len() >= MOST {
            let refusal = engine::fault("OVERLOADED", "end another operation of this socket first");
            return self.refuse(&id, &refusal).await;
        }
        let mut request = match params::from_object(payload) {
            Ok(request) => request,
            Err(error) => {
                let refusal = engine::fault(error.code(), &error.to_string());
                return self.refuse(&id, &refusal).await;
            }
        };
        let kind = match admit(&mut request) {
            Ok(kind) => kind,
            Err(error) => {
                let refusal = engine::fault(DocumentError::CODE, &error.to_string());
                return self.refuse(&id, &refusal).await;
            }
        };
        let metrics = self.service.metrics.clone();
        let results = self.service.operations.follow(kind, request.data(session));
        let steps = results
            .inspect(move |response| metrics.operation(kind, response.errors.is_empty()))
            .map(|response| Step::Result(Box::new(response)))
            .chain(once(async { Step::Done }));
        self.fresh.insert(id.clone());
        self.running.insert(id, steps.boxed());
        Ok(())
    }

    async fn pass_on(&mut self, id: &str, step: Step) -> Result<(), End> {
        let fresh = self.fresh.remove(id);
        match step {
            Step::Result(response) if fresh && is_request_error(&response) => {
                self.running.remove(id);
                self.refuse(id, &response).await
            }
            Step::Result(response) => {
                self.say(&ToClient::Next { id, payload: answer::body(&response) }).await
            }
            Step::Done => {
                self.running.remove(id);
                self.say(&ToClient::Complete { id }).await
            }
        }
    }

    async fn refuse(&mut self, id: &str, refusal: &Answer) -> Result<(), End> {
        self.say(&ToClient::Error { id, payload: json!(refusal.errors) }).await
    }

    async fn say(&mut self, message: &ToClient<'_>) -> Result<(), End> {
        let text = serde_json::to_string(message).map_err(|_| End::Gone)?;
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        match timeout(SEND_TIME, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            // Nor would a close frame be taken by who takes no message.
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }
}
