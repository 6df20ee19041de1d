//! Asking a server whether it answers, in the first messages of its protocol.
//!
//! `pg_isready` says the same and does not come with every PostgreSQL. The messages are those of the
//! PostgreSQL manual, 55.2.1 and 55.7: a start-up message (version 3.0), then the server's, each a
//! letter, a length of four bytes that counts itself, and a body.

use std::io;
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::time::timeout;

use crate::Connection;

/// Protocol version 3.0.
const PROTOCOL: i32 = 3 << 16;
/// A database that every cluster has.
const DATABASE: &str = "postgres";
/// The server's messages before it is ready are far shorter.
const LONGEST_MESSAGE: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It would take a statement now.
    Ready,
    /// It refuses for now: it is starting, recovering, stopping, or has no free connection.
    Busy,
    /// Nobody listens.
    Silent,
}

pub async fn probe(connection: &Connection) -> Answer {
    match timeout(PATIENCE, converse(&connection.socket(), &connection.user)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Answer::Silent,
        Err(_) => Answer::Busy,
    }
}

async fn converse(socket: &Path, user: &str) -> io::Result<Answer> {
    let mut server = UnixStream::connect(socket).await?;
    server.write_all(&startup(user)?).await?;
    loop {
        let kind = server.read_u8().await?;
        let length = usize::try_from(server.read_i32().await?).map_err(io::Error::other)?;
        if !(4..LONGEST_MESSAGE).contains(&length) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut body = vec![0; length - 4];
        server.read_exact(&mut body).await?;
        match kind {
            b'Z' => {
                server.write_all(&[b'X', 0, 0, 0, 4]).await?;
                return Ok(Answer::Ready);
            }
            b'E' => return Ok(Answer::Busy),
            _ => {}
        }
    }
}

fn startup(user: &str) -> io::Result<Vec<u8>> {
    let mut body = PROTOCOL.to_be_bytes().to_vec();
    for text in ["user", user, "database", DATABASE, "application_name", "mpaka probe"] {
        body.extend_from_slice(text.as_bytes());
        body.push(0);
    }
    body.push(0);
    let length = i32::try_from(body.len() + 4).map_err(io::Error::other)?;
    Ok([length.to_be_bytes().as_slice(), &body].concat())
}
