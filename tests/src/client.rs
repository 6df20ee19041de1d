//! A client of the API: documents with variables over HTTP, and what comes back.

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::events::Events;
use crate::in_time;
use crate::socket::Socket;

/// Somebody who is signed in, or nobody.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    /// Where the server is.
    pub url: String,
    /// The token.
    pub token: Option<String>,
}

/// An HTTP answer with its body as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body; null when it is not JSON.
    pub body: Value,
}

/// What a mutation answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payload {
    /// Why it was refused.
    pub user_errors: Vec<Refusal>,
    /// The cursor to follow events from.
    pub position: Option<String>,
}

/// Why a mutation was refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Refusal {
    /// For machines.
    pub code: String,
    /// The rule.
    pub rule: Option<String>,
    /// The field at fault, outermost first.
    pub path: Vec<String>,
    /// For people.
    pub message: String,
}

/// A mutation that was not answered: it may have taken effect, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// The code of the error that came instead; none when nothing came.
    pub code: Option<String>,
}

impl Answer {
    /// The data of an answer without errors.
    pub fn data(mut self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        assert_eq!(self.body["errors"], Value::Null, "the request has no errors");
        self.body["data"].take()
    }

    /// The code of the first error.
    pub fn code(&self) -> &str {
        self.body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
    }
}

impl Payload {
    /// The cursor of a mutation that was accepted.
    #[track_caller]
    pub fn accepted(self) -> String {
        assert_eq!(self.user_errors, [], "the mutation is accepted");
        self.position.expect("an accepted mutation has a position")
    }

    /// The refusal of a mutation that was refused for one reason.
    #[track_caller]
    pub fn refused(mut self) -> Refusal {
        assert_eq!(self.position, None, "the mutation is refused");
        assert_eq!(self.user_errors.len(), 1, "for one reason: {:?}", self.user_errors);
        self.user_errors.remove(0)
    }
}

impl Client {
    /// Somebody with a token.
    pub fn new(url: &str, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..Self::nobody(url) }
    }

    /// Nobody.
    pub fn nobody(url: &str) -> Self {
        Self { http: reqwest::Client::new(), url: url.to_owned(), token: None }
    }

    /// The same one, asking another server.
    #[must_use]
    pub fn at(&self, url: String) -> Self {
        Self { url, ..self.clone() }
    }

    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.token {
            Some(token) => request.header(AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        }
    }

    /// A POST to `/graphql`, signed, without a body.
    pub fn request(&self) -> RequestBuilder {
        self.signed(self.http.post(format!("{}/graphql", self.url)))
    }

    /// A GET of a path, signed.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.signed(self.http.get(format!("{}{path}", self.url)))
    }

    /// A request of another method to a path, signed.
    pub fn at_path(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.signed(self.http.request(method, format!("{}{path}", self.url)))
    }

    /// The text at a path.
    pub async fn text(&self, path: &str) -> String {
        in_time(path, async { self.get(path).send().await.unwrap().text().await.unwrap() }).await
    }

    /// The answer to a request with this body.
    pub async fn post(&self, body: &Value) -> Answer {
        answer(self.request().json(body)).await
    }

    /// The data of a query.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        self.post(&json!({ "query": query, "variables": variables })).await.data()
    }

    /// Sends a mutation.
    pub async fn send(&self, mutation: &str, input: Value) -> Payload {
        let body = json!({ "query": document(mutation), "variables": { "input": input } });
        let data = self.post(&body).await.data();
        serde_json::from_value(data[mutation].clone()).unwrap()
    }

    /// Sends a mutation that a dying server may not answer.
    pub async fn try_send(&self, mutation: &str, input: &Value) -> Result<Payload, Unanswered> {
        let body = json!({ "query": document(mutation), "variables": { "input": input } });
        let answered = async { self.request().json(&body).send().await?.json::<Value>().await };
        let answered = in_time("an answer or a broken connection", answered).await;
        let mut answer = answered.map_err(|_| Unanswered { code: None })?;
        let code = answer["errors"][0]["extensions"]["code"].as_str().map(str::to_owned);
        let payload = answer["data"][mutation].take();
        serde_json::from_value(payload).map_err(|_| Unanswered { code })
    }

    /// Follows an operation over server-sent events.
    pub async fn events(&self, query: &str, variables: Value) -> Events {
        let body = json!({ "query": query, "variables": variables });
        let request = self.request().header(ACCEPT, "text/event-stream").json(&body);
        Events::open(in_time("a stream", request.send()).await.unwrap())
    }

    /// Follows an operation over server-sent events, where the server can be reached and takes it.
    pub async fn try_events(&self, query: &str, variables: Value) -> Option<Events> {
        let body = json!({ "query": query, "variables": variables });
        let request = self.request().header(ACCEPT, "text/event-stream").json(&body);
        let response = in_time("a stream or a broken connection", request.send()).await.ok()?;
        response.status().is_success().then(|| Events::open(response))
    }

    /// Opens a WebSocket and signs in.
    pub async fn socket(&self) -> Socket {
        let mut socket = Socket::open(&self.url).await;
        let token = self.token.as_deref().expect("somebody who is signed in");
        socket.sign_in(token).await;
        socket
    }
}

/// The answer to any request.
pub async fn answer(request: RequestBuilder) -> Answer {
    in_time("an answer", async {
        let response = request.send().await.unwrap();
        let status = response.status();
        let json = response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|value| value.to_str().is_ok_and(|value| value.contains("json")));
        let body = if json { response.json().await.unwrap() } else { Value::Null };
        Answer { status, body }
    })
    .await
}

/// The document of a mutation with its input as the one variable.
pub fn document(mutation: &str) -> String {
    let mut name = mutation.chars();
    let first = name.next().into_iter().flat_map(char::to_uppercase);
    let input: String = first.chain(name).collect();
    format!(
        "mutation ($input: {input}Input!) {{ {mutation}(input: $input) {{ \
         userErrors {{ code rule path message }} position }} }}"
    )
}
