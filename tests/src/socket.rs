//! A client of the `graphql-transport-ws` protocol.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::in_time;

/// The subprotocol.
const PROTOCOL: &str = "graphql-transport-ws";

/// An open WebSocket.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What a server says: a message, or the code it closes the socket with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A message.
    Message(Value),
    /// The end.
    Closed(Option<u16>),
}

impl Socket {
    /// A socket to a server, before anybody has signed in.
    pub async fn open(url: &str) -> Self {
        let url = format!("{}/graphql", url.replacen("http", "ws", 1));
        let mut request = url.into_client_request().unwrap();
        let protocol = HeaderValue::from_static(PROTOCOL);
        request.headers_mut().insert("Sec-WebSocket-Protocol", protocol);
        let (socket, response) = in_time("a socket", connect_async(request)).await.unwrap();
        assert_eq!(response.headers()["sec-websocket-protocol"], PROTOCOL);
        Self(socket)
    }

    /// Says something.
    pub async fn say(&mut self, message: &Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    /// What the server says next.
    pub async fn hear(&mut self) -> Heard {
        in_time("a message", async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => {
                        return Heard::Message(serde_json::from_str(&text).unwrap());
                    }
                    Some(Ok(Message::Close(frame))) => {
                        return Heard::Closed(frame.map(|frame| frame.code.into()));
                    }
                    None | Some(Err(_)) => return Heard::Closed(None),
                    Some(Ok(_)) => {}
                }
            }
        })
        .await
    }

    /// The next message.
    pub async fn message(&mut self) -> Value {
        match self.hear().await {
            Heard::Message(message) => message,
            Heard::Closed(code) => panic!("the server closed the socket with {code:?}"),
        }
    }

    /// Signs in.
    pub async fn sign_in(&mut self, token: &str) {
        let payload = json!({ "authorization": format!("Bearer {token}") });
        self.say(&json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(self.message().await["type"], "connection_ack");
    }

    /// Begins an operation.
    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.say(&json!({ "type": "subscribe", "id": id, "payload": payload })).await;
    }

    /// The next result's data.
    pub async fn data(&mut self) -> Value {
        let mut message = self.message().await;
        assert_eq!(message["type"], "next", "{message}");
        assert_eq!(message["payload"]["errors"], Value::Null);
        message["payload"]["data"].take()
    }

    /// The errors of an operation that was refused.
    pub async fn errors(&mut self) -> Value {
        let mut message = self.message().await;
        match message["type"].as_str() {
            Some("error") => message["payload"].take(),
            _ => message["payload"]["errors"].take(),
        }
    }
}
