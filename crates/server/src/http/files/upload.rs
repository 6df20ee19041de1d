//! Uploads by tus 1.0 (core protocol; extensions creation, expiration and termination).

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use mpaka_domain::Viewer;
use mpaka_persistence::Files;
use mpaka_persistence::files::{FilesError, NewUpload, Outcome, Upload};
use serde_json::json;
use tracing::error;
use uuid::Uuid;

use super::metadata::{self, Unread};
use super::{Service, UPLOAD_OFFSET, failed, pieces, place, refusal, signed_in};

/// The version of the protocol.
const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
/// What of its extensions there is.
const EXTENSIONS: HeaderValue = HeaderValue::from_static("creation,expiration,termination");
/// The header that names the version.
const RESUMABLE: &str = "tus-resumable";
/// The content type of bytes that follow on others.
const PIECE: &str = "application/offset+octet-stream";

/// An answer of the protocol, or what stands in its way.
type Answered = Result<Response, Box<Response>>;

/// Says what of the protocol there is.
pub async fn options(State(service): State<Service>) -> Response {
    let mut answer = StatusCode::NO_CONTENT.into_response();
    let headers = answer.headers_mut();
    headers.insert("tus-version", VERSION);
    headers.insert("tus-extension", EXTENSIONS);
    if let Some(files) = &service.files {
        headers.insert("tus-max-size", HeaderValue::from(files.bounds().largest));
    }
    of_protocol(Ok(answer))
}

/// Begins an upload.
pub async fn create(State(service): State<Service>, headers: HeaderMap) -> Response {
    let begun = async {
        let (files, viewer) = speaks(&service, &headers).await?;
        let read = || {
            let (size, upload) = (metadata::length(&headers)?, metadata::id(&headers)?);
            Ok((size, upload, metadata::particulars(&headers)?))
        };
        let (size, upload, particulars) = read().map_err(unread)?;
        let metadata::Particulars { exhibit, name, sha256 } = particulars;
        let new = NewUpload { upload, exhibit, name, size, sha256 };
        let upload = files.begin(&viewer, new).await.map_err(answered)?;
        let mut answer = (StatusCode::CREATED, standing(&upload)).into_response();
        let location = HeaderValue::from_str(&format!("/files/uploads/{}", upload.id));
        if let Ok(location) = location {
            answer.headers_mut().insert(header::LOCATION, location);
        }
        Ok(answer)
    };
    of_protocol(begun.await)
}

/// Says how far an upload has come.
pub async fn head(
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let asked = async {
        let (files, viewer) = speaks(&service, &headers).await?;
        let upload = find(&files, &viewer, &id).await?;
        if upload.refusal.is_some() {
            return Err(answered(FilesError::Over));
        }
        let mut answer = (StatusCode::OK, standing(&upload)).into_response();
        answer.headers_mut().insert("upload-length", HeaderValue::from(upload.size));
        Ok(answer)
    };
    of_protocol(asked.await)
}

/// Says how far an upload has come and what became of it, as JSON.
pub async fn tell(
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let asked = async {
        let (files, viewer) = signed_in(&service, &headers).await?;
        let upload = find(&files, &viewer, &id).await?;
        let refusal = upload.refusal.as_ref().map(|why| {
            json!({
                "code": why.code, "rule": why.rule, "path": why.path, "message": why.message,
            })
        });
        let body = json!({
            "id": upload.id,
            "exhibit": upload.exhibit,
            "length": upload.size,
            "offset": upload.received,
            "state": upload.state.as_str(),
            "refusal": refusal,
            "expiresAt": upload.expires_at,
        });
        Ok(axum::Json(body).into_response())
    };
    of_protocol(asked.await)
}

/// Takes in what follows on the bytes that are there; with the last of them, judges the file.
pub async fn append(
    State(service): State<Service>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    of_protocol(take_in(service, &id, request).await)
}

/// Ends an upload.
pub async fn end(
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let ended = async {
        let (files, viewer) = speaks(&service, &headers).await?;
        let id = Uuid::try_parse(&id).map_err(|_| answered(FilesError::NotFound))?;
        files.end(&viewer, id).await.map_err(answered)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    of_protocol(ended.await)
}

/// Another method than the sender's surroundings let through, named in a header.
pub async fn overridden(service: State<Service>, id: Path<String>, request: Request) -> Response {
    let method = request.headers().get("x-http-method-override").map(HeaderValue::as_bytes);
    match method {
        Some(b"PATCH") => append(service, id, request).await,
        Some(b"DELETE") => end(service, id, request.headers().clone()).await,
        Some(_) | None => {
            let message = "use PATCH to go on, HEAD to ask where, DELETE to end it";
            let status = StatusCode::METHOD_NOT_ALLOWED;
            of_protocol(Ok(refusal(status, "METHOD_NOT_ALLOWED", message)))
        }
    }
}

async fn take_in(service: Service, id: &str, request: Request) -> Answered {
    let headers = request.headers();
    let (files, viewer) = speaks(&service, headers).await?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind != Some(PIECE) {
        let message = "send the bytes as application/offset+octet-stream";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Box::new(refusal(status, "UNSUPPORTED_MEDIA_TYPE", message)));
    }
    let offset = metadata::number(headers, UPLOAD_OFFSET).map_err(unread)?;
    let upload = find(&files, &viewer, id).await?;
    let announced = metadata::number(headers, "content-length").unwrap_or_default();
    if offset.saturating_add(announced) > upload.size {
        return Err(answered(FilesError::TooMuch { size: upload.size }));
    }
    let place = place(&service)?;
    let pieces = pieces::of(&service, request.into_body());
    // Goes on when the sender is gone, so that what came is kept and a whole file is judged.
    let taken = tokio::spawn(async move {
        let _place = place;
        let id = upload.id;
        let received = files.receive(upload, offset, pieces).await?;
        let outcome = if received.whole { Some(files.finish(id).await?) } else { None };
        Ok((received, outcome))
    });
    let (received, outcome) = match taken.await {
        Ok(taken) => taken.map_err(answered)?,
        Err(error) => {
            error!(%error, "an upload was interrupted");
            let message = "the upload was interrupted: ask where to go on";
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            return Err(Box::new(refusal(status, "INTERNAL", message)));
        }
    };
    let mut answer = match outcome {
        Some(Outcome::Refused(refused)) => {
            return Err(answered(FilesError::Refused(refused)));
        }
        None if received.cut_off => {
            let message = "the bytes did not all arrive: ask where to go on";
            refusal(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", message)
        }
        Some(Outcome::Stored { .. }) | None => StatusCode::NO_CONTENT.into_response(),
    };
    answer.headers_mut().insert(UPLOAD_OFFSET, HeaderValue::from(received.received));
    Ok(answer)
}

/// Who is asking, if they speak our version.
async fn speaks(service: &Service, headers: &HeaderMap) -> Result<(Files, Viewer), Box<Response>> {
    let signed_in = signed_in(service, headers).await?;
    if headers.get(RESUMABLE) == Some(&VERSION) {
        return Ok(signed_in);
    }
    let message = "send the header Tus-Resumable: 1.0.0";
    let mut answer = refusal(StatusCode::PRECONDITION_FAILED, "TUS_VERSION", message);
    answer.headers_mut().insert("tus-version", VERSION);
    Err(Box::new(answer))
}

async fn find(files: &Files, viewer: &Viewer, id: &str) -> Result<Upload, Box<Response>> {
    let id = Uuid::try_parse(id).map_err(|_| answered(FilesError::NotFound))?;
    files.upload(viewer, id).await.map_err(answered)
}

/// Where an upload stands, as headers.
fn standing(upload: &Upload) -> [(&'static str, String); 2] {
    [(UPLOAD_OFFSET, upload.received.to_string()), ("upload-expires", date(upload.expires_at))]
}

/// A time as HTTP writes it (RFC 9110 5.6.7).
fn date(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
#[expect(clippy::unnecessary_box_returns, reason = "an error is kept small")]
fn answered(error: FilesError) -> Box<Response> {
    Box::new(failed(&error, StatusCode::UNPROCESSABLE_ENTITY))
}

#[expect(clippy::unnecessary_box_returns, reason = "an error is kept small")]
fn unread(error: Unread) -> Box<Response> {
    Box::new(refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", &error.to_string()))
}

/// The answer with the version that every one names.
fn of_protocol(answered: Answered) -> Response {
    let mut answer = answered.unwrap_or_else(|refused| *refused);
    answer.headers_mut().insert(RESUMABLE, VERSION);
    answer
}
