//! `/files`: uploads by tus 1.0, and files given out; for those who are signed in.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use mpaka_domain::Viewer;
use mpaka_persistence::Files;
use mpaka_persistence::files::FilesError;
use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;
use tracing::{error, info};

use super::accept::Form;
use super::{Service, answer};

mod download;
mod metadata;
mod pieces;
mod upload;

/// The header in which a sender is told where to go on.
const UPLOAD_OFFSET: &str = "upload-offset";

/// The routes of files.
pub fn routes() -> Router<Service> {
    Router::new()
        .route("/files/uploads", post(upload::create).options(upload::options))
        .route(
            "/files/uploads/{upload}",
            get(upload::tell)
                .head(upload::head)
                .patch(upload::append)
                .delete(upload::end)
                .post(upload::overridden)
                .options(upload::options),
        )
        .route("/files/{exhibit}/{file}", get(download::give))
}

/// Who is asking, and the files that they ask of.
async fn signed_in(
    service: &Service,
    headers: &HeaderMap,
) -> Result<(Files, Viewer), Box<Response>> {
    let session = service
        .signed_in(headers)
        .await
        .map_err(|error| Box::new(answer::unauthenticated(Form::Json, error)))?;
    let files = service.files.clone();
    let missing = || Box::new(super::graphql::overloaded(Form::Json));
    Ok((files.ok_or_else(missing)?, session.viewer))
}

/// A place among the transfers that one server carries on at a time, each of which holds a part or two
/// of a file in memory.
fn place(service: &Service) -> Result<OwnedSemaphorePermit, Box<Response>> {
    let place = Arc::clone(&service.transfers).try_acquire_owned();
    place.map_err(|_| Box::new(super::graphql::overloaded(Form::Json)))
}

/// An answer in the shape of GraphQL's errors.
fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    told(status, &json!({ "message": message, "extensions": { "code": code } }))
}

fn told(status: StatusCode, error: &Value) -> Response {
    let body = json!({ "errors": [error] }).to_string();
    (status, [(header::CONTENT_TYPE, Form::Json.content_type())], body).into_response()
}

/// The answer when something could not be done with a file. A rule's refusal gets the status given.
fn failed(error: &FilesError, refused: StatusCode) -> Response {
    let status = match error {
        FilesError::NotFound => StatusCode::NOT_FOUND,
        FilesError::Refused(why) => {
            info!(code = why.code, rule = why.rule, "a request about a file was refused");
            let extensions = json!({ "code": why.code, "rule": why.rule, "path": why.path });
            return told(refused, &json!({ "message": why.message, "extensions": extensions }));
        }
        FilesError::Offset { received } => {
            let mut answer = refusal(StatusCode::CONFLICT, error.code(), &error.to_string());
            answer.headers_mut().insert(UPLOAD_OFFSET, HeaderValue::from(*received));
            return answer;
        }
        FilesError::TooMuch { .. } | FilesError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        FilesError::Over | FilesError::Erased => StatusCode::GONE,
        FilesError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        FilesError::Store(_) | FilesError::File(_) => return fault(error),
    };
    refusal(status, error.code(), &error.to_string())
}

/// A fault as the caller sees it: a trace id to quote, and whether to try again; no detail.
fn fault(fault: &FilesError) -> Response {
    let trace = mpaka_persistence::ids::next().to_string();
    error!(trace, error = %fault.chain(), "a request about a file failed");
    let (status, code, message) = if fault.is_temporary() {
        let message = "the service cannot answer at the moment; try again";
        (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", message)
    } else {
        let message = "something went wrong on our side; quote the trace id";
        (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
    };
    let extensions = json!({ "code": code, "traceId": trace });
    let mut answer = told(status, &json!({ "message": message, "extensions": extensions }));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    answer
}
