//! How a GraphQL response becomes an HTTP response: the body, the status, the content type.

use std::collections::BTreeMap;
use std::fmt;

use async_graphql::{Response, ServerError, Value};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use mpaka_auth::AuthError;
use serde::Serialize;

use super::accept::Form;
use crate::engine::{self, is_request_error};

/// The body of a GraphQL response, its fields in the order in which they were asked for (GraphQL's
/// specification, 7.2.2): `data` is left out when nothing was carried out.
#[derive(Debug, Serialize)]
pub struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

/// The body of a response.
pub fn body(response: &Response) -> Body<'_> {
    Body {
        errors: &response.errors,
        data: (!is_request_error(response)).then_some(&response.data),
        extensions: &response.extensions,
    }
}

impl fmt::Display for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// The answer to an operation that was understood.
pub fn operation(form: Form, response: &Response) -> axum::response::Response {
    let status = if is_unavailable(response) {
        StatusCode::SERVICE_UNAVAILABLE
    } else if is_request_error(response) && form == Form::GraphQl {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let mut answer = json(status, form, &body(response));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    answer
}

/// A refusal of the transport's own, in GraphQL's shape.
pub fn refusal(
    status: StatusCode,
    form: Form,
    code: &'static str,
    message: &str,
) -> axum::response::Response {
    json(status, form, &body(&engine::fault(code, message)))
}

/// The answer to whoever is not signed in (RFC 6750 3), or cannot be checked at the moment.
pub fn unauthenticated(form: Form, error: AuthError) -> axum::response::Response {
    let message = error.to_string();
    let challenge = match error {
        AuthError::Unavailable { retry_after } => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            let mut answer = refusal(status, form, "UNAVAILABLE", &message);
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
            return answer;
        }
        AuthError::Missing => "Bearer",
        AuthError::TooLong
        | AuthError::Unsigned
        | AuthError::Invalid
        | AuthError::OtherAudience
        | AuthError::Expired
        | AuthError::NotYet
        | AuthError::Unknown => "Bearer error=\"invalid_token\"",
    };
    let mut answer = refusal(StatusCode::UNAUTHORIZED, form, "UNAUTHENTICATED", &message);
    let challenge = HeaderValue::from_static(challenge);
    answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    answer
}

/// Whether nothing could be answered, for want of the database or of time.
fn is_unavailable(response: &Response) -> bool {
    let unavailable =
        |error| matches!(engine::code(error), Some("UNAVAILABLE" | "DEADLINE_EXCEEDED"));
    response.data == Value::Null && response.errors.iter().any(unavailable)
}

fn json(status: StatusCode, form: Form, body: &Body<'_>) -> axum::response::Response {
    // A refusal to open a stream is no stream.
    let form = if form == Form::Events { Form::Json } else { form };
    (status, [(header::CONTENT_TYPE, form.content_type())], body.to_string()).into_response()
}
