//! Giving a file out: as an attachment of no known type, whole or in part, never to be shown.

use std::fmt::Write as _;

use std::ops::Range;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream;
use mpaka_domain::Viewer;
use mpaka_persistence::files::{FilesError, Released};
use tokio::sync::OwnedSemaphorePermit;
use tracing::info;
use uuid::Uuid;

use super::{Service, failed, place, refusal, signed_in};

/// For a browser that shows it all the same: nothing runs, nothing is loaded, nothing frames it.
const SANDBOX: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Gives a file of an exhibit out, and leaves a line in the log that says to whom.
pub async fn give(
    State(service): State<Service>,
    method: Method,
    Path((exhibit, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let given = async {
        let (files, viewer) = signed_in(&service, &headers).await?;
        let place = place(&service)?;
        let (Ok(exhibit), Ok(file)) = (Uuid::try_parse(&exhibit), Uuid::try_parse(&file)) else {
            return Err(answered(FilesError::NotFound));
        };
        let released = files.release(&viewer, exhibit, file).await.map_err(answered)?;
        let size = released.size();
        let Some(asked) = asked(&headers, size) else {
            let message = "the file ends before that: ask for less";
            let mut answer = refusal(StatusCode::RANGE_NOT_SATISFIABLE, "RANGE", message);
            set(&mut answer, header::CONTENT_RANGE, &format!("bytes */{size}"));
            return Err(Box::new(answer));
        };
        let bytes = asked.of(size);
        let answer = answer(released, file, asked, place).await.map_err(answered)?;
        // Who asks for the head alone is given nothing of the file.
        if method != Method::HEAD {
            let Viewer { user, agency, .. } = &viewer;
            let bytes = bytes.end - bytes.start;
            info!(%user, %agency, %exhibit, %file, bytes, "a file is given out");
        }
        Ok(answer)
    };
    given.await.unwrap_or_else(|refused: Box<Response>| *refused)
}

/// Which bytes are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    All,
    Some(Range<u64>),
}

impl Asked {
    /// Those bytes of a file of this size.
    fn of(&self, size: u64) -> Range<u64> {
        match self {
            Self::All => 0..size,
            Self::Some(bytes) => bytes.clone(),
        }
    }
}

/// The answer, of which the first bytes were found to be what was stored before it begins.
async fn answer(
    released: Released,
    file: Uuid,
    asked: Asked,
    place: OwnedSemaphorePermit,
) -> Result<Response, FilesError> {
    let size = released.size();
    let bytes = asked.of(size);
    let status = match asked {
        Asked::All => StatusCode::OK,
        Asked::Some(_) => StatusCode::PARTIAL_CONTENT,
    };
    let first = released.bytes(bytes.start, bytes.end).await?;
    let disposition = disposition(released.name.as_deref(), file);
    let digest = released.sha256.clone();
    let (at, end) = (bytes.start, bytes.end);
    let rest = stream::unfold((released, at, Some(first), place), move |giving| async move {
        let (released, at, ready, place) = giving;
        let piece = match ready {
            Some(ready) => Ok(ready),
            None => released.bytes(at, end).await,
        };
        match piece {
            Ok(piece) if piece.is_empty() => None,
            Ok(piece) => {
                let at = at + piece.len() as u64;
                Some((Ok(piece), (released, at, None, place)))
            }
            // The connection is broken off: what was sent must not look whole.
            Err(error) => Some((Err(std::io::Error::other(error)), (released, end, None, place))),
        }
    });
    let mut answer = (status, Body::from_stream(rest)).into_response();
    set(&mut answer, header::CONTENT_TYPE, "application/octet-stream");
    set(&mut answer, header::CONTENT_DISPOSITION, &disposition);
    set(&mut answer, header::CONTENT_SECURITY_POLICY, SANDBOX);
    set(&mut answer, header::ACCEPT_RANGES, "bytes");
    set(&mut answer, header::CONTENT_LENGTH, &(end - at).to_string());
    if status == StatusCode::PARTIAL_CONTENT {
        set(&mut answer, header::CONTENT_RANGE, &format!("bytes {at}-{}/{size}", end - 1));
    }
    if let Some(digest) = digest {
        set(&mut answer, header::ETAG, &format!("\"{digest}\""));
        if let Some(bytes) = unhex(&digest) {
            // RFC 9530.
            let digest = format!("sha-256=:{}:", STANDARD.encode(bytes));
            set(&mut answer, header::HeaderName::from_static("repr-digest"), &digest);
        }
    }
    Ok(answer)
}

/// The bytes of one range (RFC 9110 14.1.2); all of them when none is asked for, or several, or in
/// words that are not understood; nothing when the file ends before.
fn asked(headers: &HeaderMap, size: u64) -> Option<Asked> {
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let Some((first, last)) = range
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'))
    else {
        return Some(Asked::All);
    };
    let bytes = match (first.trim(), last.trim()) {
        ("", last) => match last.parse::<u64>() {
            Ok(0) => return None,
            Ok(last) => size.saturating_sub(last)..size,
            Err(_) => return Some(Asked::All),
        },
        (first, last) => {
            let last = if last.is_empty() { Ok(u64::MAX) } else { last.parse() };
            match (first.parse::<u64>(), last) {
                (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(size),
                _ => return Some(Asked::All),
            }
        }
    };
    (bytes.start < size).then_some(Asked::Some(bytes))
}

/// How a file is to be saved: under its own name, in the two ways of RFC 6266.
fn disposition(name: Option<&str>, file: Uuid) -> String {
    let plain = format!("attachment; filename=\"{file}\"");
    let Some(name) = name else { return plain };
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a text does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("{plain}; filename*=UTF-8''{encoded}")
}

fn unhex(digest: &str) -> Option<Vec<u8>> {
    let pairs = digest.as_bytes().chunks(2).map(std::str::from_utf8);
    pairs.map(|pair| u8::from_str_radix(pair.ok()?, 16).ok()).collect()
}

fn set(answer: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
#[expect(clippy::unnecessary_box_returns, reason = "an error is kept small")]
fn answered(error: FilesError) -> Box<Response> {
    Box::new(failed(&error, StatusCode::CONFLICT))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use uuid::Uuid;

    use super::{Asked, asked, disposition};

    #[test]
    fn one_range_is_given_and_what_is_not_understood_is_left_out() {
        for (range, expected) in [
            ("bytes=0-0", Some(Asked::Some(0..1))),
            ("bytes=3-", Some(Asked::Some(3..10))),
            ("bytes=3-99", Some(Asked::Some(3..10))),
            ("bytes=-4", Some(Asked::Some(6..10))),
            ("bytes=-99", Some(Asked::Some(0..10))),
            ("bytes=10-", None),
            ("bytes=-0", None),
            ("bytes=5-2", Some(Asked::All)),
            ("bytes=0-1,3-4", Some(Asked::All)),
            ("lines=0-1", Some(Asked::All)),
            ("bytes=x-y", Some(Asked::All)),
        ] {
            let value = HeaderValue::from_static(range);
            let headers = HeaderMap::from_iter([(header::RANGE, value)]);
            assert_eq!(asked(&headers, 10), expected, "{range}");
        }
        assert_eq!(asked(&HeaderMap::new(), 10), Some(Asked::All));
    }

    #[test]
    fn a_name_cannot_leave_its_place_in_the_header() {
        let name = "Mercy's \"file\"; filename=x.html\r\n.zip";
        let text = disposition(Some(name), Uuid::nil());
        assert_eq!(
            text,
            "attachment; filename=\"00000000-0000-0000-0000-000000000000\"; \
             filename*=UTF-8''Mercy%27s%20%22file%22%3B%20filename%3Dx.html%0D%0A.zip"
        );
    }
}
