//! The schema as the transports see it: an operation in, one response or a stream of them out.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{
    ErrorExtensions, ObjectType, Request, Response, Schema, ServerError, SubscriptionType, Value,
};
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use futures_util::{FutureExt, StreamExt};

use crate::document::Kind;

/// How long a query or a mutation may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// The longest message of an error: a parser's message can repeat the whole document.
const LONGEST_MESSAGE: usize = 500;
/// What the library says before it repeats a value that an enum does not have, which may be about a
/// person.
const BEFORE_VALUE: &str = " does not contain the value";
/// The most errors of a response: a short document can be wrong in very many places.
const MOST_ERRORS: usize = 20;

/// What carries operations out; a schema does.
pub trait Engine: Send + Sync + 'static {
    /// Carries out a query or a mutation.
    fn execute(&self, request: Request) -> BoxFuture<'static, Response>;
    /// Carries out any operation; only a subscription answers more than once.
    fn stream(&self, request: Request) -> BoxStream<'static, Response>;
}

impl<Q, M, S> Engine for Schema<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    fn execute(&self, request: Request) -> BoxFuture<'static, Response> {
        let schema = self.clone();
        async move { Schema::execute(&schema, request).await }.boxed()
    }

    fn stream(&self, request: Request) -> BoxStream<'static, Response> {
        self.execute_stream(request).boxed()
    }
}

/// The engine with a deadline for each operation that is to answer once.
#[derive(Clone)]
pub struct Operations {
    engine: Arc<dyn Engine>,
    deadline: Duration,
}

impl Operations {
    /// Operations carried out by an engine.
    pub fn new(engine: impl Engine) -> Self {
        Self { engine: Arc::new(engine), deadline: DEADLINE }
    }

    /// The same with another deadline.
    #[cfg(test)]
    pub fn within(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The answer to a query or a mutation.
    pub async fn answer(&self, request: Request) -> Response {
        match tokio::time::timeout(self.deadline, self.engine.execute(request)).await {
            Ok(response) => presentable(response),
            Err(_) => {
                fault("DEADLINE_EXCEEDED", "the answer took too long: ask for less, or again")
            }
        }
    }

    /// The answers to an operation, one for any but a subscription.
    pub fn follow(&self, kind: Kind, request: Request) -> BoxStream<'static, Response> {
        if kind == Kind::Subscription {
            return self.engine.stream(request).map(presentable).boxed();
        }
        let operations = self.clone();
        futures_util::stream::once(async move { operations.answer(request).await }).boxed()
    }
}

/// A response that says what went wrong, with a code for machines.
pub fn fault(code: &'static str, message: &str) -> Response {
    let error = async_graphql::Error::new(message)
        .extend_with(|_, extensions| extensions.set("code", code))
        .into_server_error(async_graphql::Pos::default());
    Response::from_errors(vec![ServerError { locations: Vec::new(), ..error }])
}

/// Whether an operation was refused before anything of it was carried out (a request error in
/// GraphQL's specification, 7.1.2): there is no data, and no error of a field.
pub fn is_request_error(response: &Response) -> bool {
    !response.errors.is_empty()
        && response.data == Value::Null
        && response.errors.iter().all(|error| error.path.is_empty())
}

/// The code of an error, where it has one.
pub fn code(error: &ServerError) -> Option<&str> {
    let Some(Value::String(code)) = error.extensions.as_ref()?.get("code") else { return None };
    Some(code)
}

/// A response of bounded length whose every error has a code.
fn presentable(mut response: Response) -> Response {
    response.errors.truncate(MOST_ERRORS);
    for error in &mut response.errors {
        if let Some(start) = error.message.find(BEFORE_VALUE) {
            error.message.truncate(start + BEFORE_VALUE.len());
            error.message.push_str(" that was given");
        }
        if let Some((end, _)) = error.message.char_indices().nth(LONGEST_MESSAGE) {
            error.message.truncate(end);
            error.message.push('…');
        }
        if code(error).is_none() {
            error.extensions.get_or_insert_default().set("code", "BAD_REQUEST");
        }
    }
    response
}
