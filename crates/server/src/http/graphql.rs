//! `/graphql` by GraphQL over HTTP: GET for queries, POST for all, streams and sockets beside.

use std::time::Duration;

use async_graphql::Request;
use axum::body::Body;
use axum::extract::{FromRequestParts, Query, State, WebSocketUpgrade};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use mpaka_graphql::{CommandKey, Session};
use tracing::info;
use uuid::Uuid;

use super::accept::{Form, is_json};
use super::params::{self, Encoded, ParamsError};
use super::{Service, answer, sse, ws};
use crate::document::{DocumentError, Kind, admit};

/// The largest body, in bytes.
pub const LARGEST: usize = 256 * 1024;
/// How long a client may take to send the body.
const BODY_TIME: Duration = Duration::from_secs(10);

/// What a request asks for, and in which form it wants the answer.
struct Asked {
    request: Request,
    form: Form,
}

/// Answers a request, or says what is wrong with it.
pub async fn handle(State(service): State<Service>, http: axum::extract::Request) -> Response {
    let (mut parts, body) = http.into_parts();
    if is_upgrade(&parts) {
        return match WebSocketUpgrade::from_request_parts(&mut parts, &service).await {
            Ok(upgrade) => ws::open(service, upgrade),
            Err(refusal) => refusal.into_response(),
        };
    }
    match checked(&service, &parts, body).await {
        Ok((asked, session)) => carry_out(&service, &parts.method, asked, session).await,
        Err(refusal) => *refusal,
    }
}

async fn checked(
    service: &Service,
    parts: &Parts,
    body: Body,
) -> Result<(Asked, Session), Box<Response>> {
    let accepted = Form::accepted(&parts.headers);
    let form = accepted.unwrap_or(Form::Json);
    let refuse =
        |status, code, message: &str| Box::new(answer::refusal(status, form, code, message));

    let session = service
        .signed_in(&parts.headers)
        .await
        .map_err(|error| Box::new(answer::unauthenticated(form, error)))?;
    if accepted.is_none() {
        let message =
            "accept application/graphql-response+json, application/json or text/event-stream";
        return Err(refuse(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", message));
    }
    let malformed =
        |error: ParamsError| refuse(StatusCode::BAD_REQUEST, error.code(), &error.to_string());
    let mut request = match parts.method {
        Method::GET => {
            let Query(encoded) = Query::<Encoded>::try_from_uri(&parts.uri)
                .map_err(|_| malformed(ParamsError::Url))?;
            params::from_url(encoded).map_err(malformed)?
        }
        Method::POST => {
            if !is_json(&parts.headers) {
                let message = "send the request as application/json in UTF-8";
                let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
                return Err(refuse(status, "UNSUPPORTED_MEDIA_TYPE", message));
            }
            let body = read(&parts.headers, body).await.map_err(|unread| {
                let (status, code, message) = unread.answer();
                refuse(status, code, message)
            })?;
            params::from_body(&body).map_err(malformed)?
        }
        _ => {
            let message = "use POST, or GET for a query";
            let refusal = refuse(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message);
            return Err(Box::new(allowing("GET, POST", *refusal)));
        }
    };
    if let Some(key) = command_key(&parts.headers).map_err(|()| {
        let message = "the header Idempotency-Key is not a UUID: send the command's id";
        refuse(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    })? {
        request = request.data(key);
    }
    Ok((Asked { request, form }, session))
}

async fn carry_out(
    service: &Service,
    method: &Method,
    Asked { mut request, form }: Asked,
    session: Session,
) -> Response {
    let kind = match admit(&mut request) {
        Ok(kind) => kind,
        Err(error) => {
            let status = StatusCode::BAD_REQUEST;
            return answer::refusal(status, form, DocumentError::CODE, &error.to_string());
        }
    };
    tracing::Span::current().record("graphql.kind", kind.as_str());
    if kind == Kind::Mutation && *method == Method::GET {
        let message = "a mutation changes something and is sent by POST";
        let status = StatusCode::METHOD_NOT_ALLOWED;
        return allowing("POST", answer::refusal(status, form, "METHOD_NOT_ALLOWED", message));
    }
    if kind == Kind::Subscription && form != Form::Events {
        let message = "a subscription is followed as text/event-stream or over a WebSocket";
        return answer::refusal(StatusCode::NOT_ACCEPTABLE, form, "NOT_ACCEPTABLE", message);
    }
    if form == Form::Events {
        return sse::open(service, kind, request, session);
    }
    let Ok(_room) = service.room.try_acquire() else { return overloaded(form) };
    let response = service.operations.answer(request.data(session)).await;
    service.metrics.operation(kind, response.errors.is_empty());
    answer::operation(form, &response)
}

/// The answer when there is no room for one more.
pub fn overloaded(form: Form) -> Response {
    info!("turned a request away: the server is at its limit");
    let message = "the server is at its limit: try again";
    let mut answer = answer::refusal(StatusCode::SERVICE_UNAVAILABLE, form, "OVERLOADED", message);
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    answer
}

/// Why a body was not read.
enum Unread {
    TooLarge,
    TooSlow,
    Broken,
}

impl Unread {
    fn answer(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "PAYLOAD_TOO_LARGE",
                "the body is larger than 256 KiB: send less in one request",
            ),
            Self::TooSlow => (
                StatusCode::REQUEST_TIMEOUT,
                "REQUEST_TIMEOUT",
                "the body did not arrive within 10 seconds: send it again",
            ),
            Self::Broken => (
                StatusCode::BAD_REQUEST,
                "BAD_REQUEST",
                "the body did not arrive whole: send it again",
            ),
        }
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Unread> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if length.and_then(|length| length.parse().ok()).is_some_and(|length: usize| length > LARGEST) {
        return Err(Unread::TooLarge);
    }
    let gather = async {
        let mut chunks = body.into_data_stream();
        let mut bytes = Vec::new();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| Unread::Broken)?;
            if bytes.len() + chunk.len() > LARGEST {
                return Err(Unread::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    };
    tokio::time::timeout(BODY_TIME, gather).await.unwrap_or(Err(Unread::TooSlow))
}

/// The command's id in the header `Idempotency-Key`; a quoted string by the IETF's draft, bare by
/// habit.
fn command_key(headers: &HeaderMap) -> Result<Option<CommandKey>, ()> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().map_err(|_| ())?;
    let key = Uuid::try_parse(text.trim().trim_matches('"')).map_err(|_| ())?;
    Ok(Some(CommandKey(key)))
}

fn is_upgrade(parts: &Parts) -> bool {
    let upgrade = parts.headers.get(header::UPGRADE).and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
}

fn allowing(methods: &'static str, mut refusal: Response) -> Response {
    refusal.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
    refusal
}
