//! What every request passes through: a span, a count, an id, and headers that keep browsers careful.

use std::net::IpAddr;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;
use tracing::{Instrument, Level, debug, info, span};

use super::Service;

/// For what is no page: nothing may be loaded, and nothing may frame it.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

/// Headers of every answer; a handler's own win.
const USUAL: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, NO_PAGE),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Follows a request: nothing of its body, its query or its sender is written anywhere.
pub async fn observe(State(service): State<Service>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = mpaka_persistence::ids::next().to_string();
    let route =
        request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = name(request.method());
    let span = span!(
        Level::INFO,
        "http.request",
        request.id = id,
        http.method = method,
        http.route = route,
        graphql.kind = tracing::field::Empty,
    );
    let mut response = next.run(request).instrument(span.clone()).await;

    let status = response.status().as_u16();
    service.metrics.request(&route, method, status, began.elapsed());
    span.in_scope(|| {
        let milliseconds = began.elapsed().as_millis();
        if route == "/graphql" || response.status().is_server_error() {
            info!(http.status = status, milliseconds, "answered {method} {route} with {status}");
        } else {
            debug!(http.status = status, milliseconds, "answered {method} {route} with {status}");
        }
    });
    let headers = response.headers_mut();
    for (name, value) in USUAL {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", id);
    }
    response
}

/// Refuses requests that a web page elsewhere makes a browser send to this machine under a name of
/// its own (DNS rebinding): the demo hands out tokens to whoever reaches it.
pub async fn loopback_only(request: Request, next: Next) -> Response {
    let named = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    if named.or_else(|| request.uri().host()).is_some_and(is_loopback) {
        next.run(request).await
    } else {
        let message = "the demo answers to localhost and 127.0.0.1 only\n";
        (StatusCode::MISDIRECTED_REQUEST, message).into_response()
    }
}

/// Nothing is there.
pub async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "there is nothing at this address\n").into_response()
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The method's name; only those known, so that nobody can fill the metrics with names.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        _ => "other",
    }
}

/// Sets the policy of a page.
pub fn page_policy(headers: &mut HeaderMap, policy: &'static str) {
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["localhost", "LOCALHOST:7400", "127.0.0.1:7400", "127.1.2.3", "[::1]:7400"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example", "10.0.0.1:7400", "[::2]"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
