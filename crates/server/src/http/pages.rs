//! The pages and their assets, built by `web/` and carried in the binary.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::{Service, shell};

/// The web build; empty when the pages were not built before the binary was.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Web;

/// The landing page loads nothing but its own files.
const PAGE: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
                    frame-ancestors 'none'";
/// The explorer's editor writes style attributes, and runs its workers from blobs.
const EXPLORER: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
                        worker-src 'self' blob:; img-src 'self' data:; font-src 'self' data:; \
                        object-src 'none'; base-uri 'none'; form-action 'none'; \
                        frame-ancestors 'none'";
/// What stands where a page would, had the pages been built.
const UNBUILT: &str = "<!doctype html><html lang=\"en\"><title>Mpaka</title><h1>Mpaka</h1>\
    <p>The API is at <code>/graphql</code>. The pages were not built into this binary: run \
    <code>make build</code> in the source folder, and start it again.</p></html>";

/// `/`.
pub async fn landing() -> Response {
    page("index.html", PAGE)
}

/// `/graphiql`.
pub async fn explorer() -> Response {
    page("graphiql.html", EXPLORER)
}

/// The demo's users with their tokens.
pub async fn demo_users(State(service): State<Service>) -> Response {
    let Some(desk) = service.demo else { return shell::not_found().await };
    match desk.sign_in_all(service.clock.now()) {
        Ok(users) => Json(users).into_response(),
        Err(error) => {
            tracing::error!(%error, "the demo's users could not be signed in");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// `/assets/…`: files that are named by their content, and so never change.
pub async fn asset(Path(path): Path<String>) -> Response {
    let Some(mut response) = file(&format!("assets/{path}")) else {
        return shell::not_found().await;
    };
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, forever);
    response
}

/// The icon.
pub async fn icon() -> Response {
    match file("mpaka.svg") {
        Some(response) => response,
        None => shell::not_found().await,
    }
}

fn page(name: &str, policy: &'static str) -> Response {
    let unbuilt =
        || ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], UNBUILT).into_response();
    let mut response = file(name).unwrap_or_else(unbuilt);
    shell::page_policy(response.headers_mut(), policy);
    response
}

fn file(path: &str) -> Option<Response> {
    let file = Web::get(path)?;
    let kind = match path.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ttf" => "font/ttf",
        "woff2" => "font/woff2",
        "json" | "map" => "application/json",
        _ => "application/octet-stream",
    };
    Some(([(header::CONTENT_TYPE, kind)], file.data.into_owned()).into_response())
}
