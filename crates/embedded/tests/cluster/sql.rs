//! Just enough of PostgreSQL's protocol to ask a statement and read the answer as text.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use mpaka_embedded::Connection;

pub struct Session(UnixStream);

impl Session {
    pub fn open(connection: &Connection, database: &str) -> Self {
        let socket = connection.socket_dir.join(".s.PGSQL.5432");
        let mut session = Self(UnixStream::connect(socket).unwrap());
        let mut body = (3_i32 << 16).to_be_bytes().to_vec();
        body.extend(format!("user\0{}\0database\0{database}\0\0", connection.user).bytes());
        session.send(None, &body);
        session.answer();
        session
    }

    /// Runs a statement; the columns of all rows, one after the other.
    pub fn ask(&mut self, statement: &str) -> Vec<String> {
        self.send(Some(b'Q'), format!("{statement}\0").as_bytes());
        self.answer()
    }

    fn send(&mut self, kind: Option<u8>, body: &[u8]) {
        let length = i32::try_from(body.len() + 4).unwrap().to_be_bytes();
        let message = [kind.as_slice(), &length, body].concat();
        self.0.write_all(&message).unwrap();
    }

    fn answer(&mut self) -> Vec<String> {
        let mut values = Vec::new();
        loop {
            let (kind, body) = self.receive();
            match kind {
                b'Z' => return values,
                b'E' => panic!("{}", String::from_utf8_lossy(&body).replace('\0', " ")),
                b'D' => values.extend(columns(&body)),
                _ => {}
            }
        }
    }

    fn receive(&mut self) -> (u8, Vec<u8>) {
        let mut head = [0; 5];
        self.0.read_exact(&mut head).unwrap();
        let length = i32::from_be_bytes(head[1..].try_into().unwrap());
        let mut body = vec![0; usize::try_from(length).unwrap() - 4];
        self.0.read_exact(&mut body).unwrap();
        (head[0], body)
    }
}

pub fn ask(connection: &Connection, statement: &str) -> Vec<String> {
    Session::open(connection, "mpaka").ask(statement)
}

fn columns(body: &[u8]) -> Vec<String> {
    let mut rest = &body[2..];
    let mut values = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(i32::from_be_bytes(*length)).unwrap_or(0);
        values.push(String::from_utf8(after[..length].to_vec()).unwrap());
        rest = &after[length..];
    }
    values
}
