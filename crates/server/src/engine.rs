//! The schema as the transports see it: an operation in, one response or a stream of them out.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::{DocumentOperations, OperationType};
use async_graphql::{
    ErrorExtensions, ObjectType, Request, Response, Schema, ServerError, SubscriptionType, Value,
};
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use futures_util::{FutureExt, StreamExt};

/// How long a query or a mutation may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// The longest message of an error: a parser's message can repeat the whole document.
const LONGEST_MESSAGE: usize = 500;

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

/// The kinds of operation, and what is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads.
    Query,
    /// Sends a command.
    Mutation,
    /// Follows.
    Subscription,
    /// Text that is no document, or names no operation of it; its execution says what is wrong.
    Unknown,
}

impl Kind {
    /// The kind of the operation that a request asks for.
    pub fn of(request: &mut Request) -> Self {
        let name = request.operation_name.clone();
        let Ok(document) = request.parsed_query() else { return Self::Unknown };
        let operation = match (&document.operations, name) {
            (DocumentOperations::Single(operation), _) => Some(operation),
            (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name.as_str()),
            // A single operation that has a name needs none in the request.
            (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
                operations.values().next()
            }
            (DocumentOperations::Multiple(_), None) => None,
        };
        match operation.map(|operation| operation.node.ty) {
            Some(OperationType::Query) => Self::Query,
            Some(OperationType::Mutation) => Self::Mutation,
            Some(OperationType::Subscription) => Self::Subscription,
            None => Self::Unknown,
        }
    }

    /// The kind as metrics and spans name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
            Self::Unknown => "unknown",
        }
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
            Ok(response) => concise(response),
            Err(_) => {
                fault("DEADLINE_EXCEEDED", "the answer took too long: ask for less, or again")
            }
        }
    }

    /// The answers to an operation, one for any but a subscription.
    pub fn follow(&self, kind: Kind, request: Request) -> BoxStream<'static, Response> {
        if kind == Kind::Subscription {
            return self.engine.stream(request).map(concise).boxed();
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

fn concise(mut response: Response) -> Response {
    for error in &mut response.errors {
        if let Some((end, _)) = error.message.char_indices().nth(LONGEST_MESSAGE) {
            error.message.truncate(end);
            error.message.push('…');
        }
    }
    response
}
