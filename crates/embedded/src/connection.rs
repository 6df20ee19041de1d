//! How a client reaches the cluster: a socket folder and a user, and the address made of them.

use std::fmt::Write;
use std::path::PathBuf;

/// The superuser that `initdb` makes.
pub(crate) const USER: &str = "mpaka";
/// The port is only a part of the socket's file name; nothing listens on it.
pub(crate) const PORT: u16 = 5432;

/// The connection parameters of a cluster. There is no password: the folder is the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The folder that holds the socket `.s.PGSQL.5432`; mode 0700.
    pub socket_dir: PathBuf,
    /// The database user, a superuser.
    pub user: String,
}

impl Connection {
    pub(crate) fn new(socket_dir: PathBuf) -> Self {
        Self { socket_dir, user: USER.to_owned() }
    }

    /// The address of a database as a `postgres://` URL (PostgreSQL manual 34.1.1.2), with the socket
    /// folder percent-encoded in the parameter `host`.
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://{}@localhost:{PORT}/{}?host={}&sslmode=disable",
            self.user,
            encode(database.as_bytes()),
            encode(self.socket_dir.as_os_str().as_encoded_bytes()),
        )
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.socket_dir.join(format!(".s.PGSQL.{PORT}"))
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986, section 2.3.
fn encode(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::Connection;

    #[test]
    fn the_url_carries_the_socket_folder_percent_encoded() {
        let connection = Connection::new("/var/my data/ü".into());
        assert_eq!(
            connection.url("case file"),
            "postgres://mpaka@localhost:5432/case%20file\
             ?host=%2Fvar%2Fmy%20data%2F%C3%BC&sslmode=disable"
        );
    }
}
