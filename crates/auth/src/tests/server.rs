//! An issuer of the tests' own, whose answers change and are counted.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::IssuerUrl;

/// What an issuer answers.
#[derive(Debug, Clone)]
pub enum Answer {
    Json(Value),
    Text(String),
    Status(u16),
    Redirect(String),
    /// Nothing, ever.
    Silence,
}

#[derive(Clone)]
struct Answers {
    document: Arc<Mutex<Answer>>,
    keys: Arc<Mutex<Answer>>,
    counts: watch::Sender<Counts>,
}

/// How often the issuer was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub documents: usize,
    pub keys: usize,
    pub elsewhere: usize,
}

/// An issuer on this machine, gone when this is dropped.
pub struct TestIssuer {
    pub name: String,
    answers: Answers,
    counts: watch::Receiver<Counts>,
    serving: JoinHandle<()>,
}

impl TestIssuer {
    /// An issuer that publishes these keys.
    pub async fn publishing(keys: &[Value]) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let name = format!("http://{}", listener.local_addr().unwrap());
        let document = json!({ "issuer": name, "jwks_uri": format!("{name}/jwks") });
        let (sender, counts) = watch::channel(Counts::default());
        let answers = Answers {
            document: Arc::new(Mutex::new(Answer::Json(document))),
            keys: Arc::new(Mutex::new(Answer::Json(json!({ "keys": keys })))),
            counts: sender,
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(document_of))
            .route("/jwks", get(keys_of))
            .fallback(elsewhere)
            .with_state(answers.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { name, answers, counts, serving }
    }

    pub fn url(&self) -> IssuerUrl {
        IssuerUrl::parse(&self.name).unwrap()
    }

    /// From now on publishes these keys.
    pub fn publish(&self, keys: &[Value]) {
        self.answer_keys(Answer::Json(json!({ "keys": keys })));
    }

    /// From now on answers so when asked for its keys.
    pub fn answer_keys(&self, answer: Answer) {
        *self.answers.keys.lock().unwrap() = answer;
    }

    /// From now on answers so when asked for its document.
    pub fn answer_document(&self, answer: Answer) {
        *self.answers.document.lock().unwrap() = answer;
    }

    pub fn counts(&self) -> Counts {
        *self.counts.borrow()
    }

    /// Completes when it has been asked so often for its keys.
    pub async fn asked(&self, keys: usize) {
        self.counts.clone().wait_for(|counts| counts.keys >= keys).await.unwrap();
    }
}

impl Drop for TestIssuer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn document_of(State(answers): State<Answers>) -> Response {
    answers.counts.send_modify(|counts| counts.documents += 1);
    let answer = answers.document.lock().unwrap().clone();
    answer.give().await
}

async fn keys_of(State(answers): State<Answers>) -> Response {
    answers.counts.send_modify(|counts| counts.keys += 1);
    let answer = answers.keys.lock().unwrap().clone();
    answer.give().await
}

async fn elsewhere(State(answers): State<Answers>) -> Response {
    answers.counts.send_modify(|counts| counts.elsewhere += 1);
    StatusCode::NOT_FOUND.into_response()
}

impl Answer {
    async fn give(self) -> Response {
        match self {
            Self::Json(value) => axum::Json(value).into_response(),
            Self::Text(text) => text.into_response(),
            Self::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
            Self::Redirect(to) => Redirect::temporary(&to).into_response(),
            Self::Silence => std::future::pending().await,
        }
    }
}
