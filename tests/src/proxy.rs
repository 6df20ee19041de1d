//! A way between mpaka and PostgreSQL that can be made bad: slow, broken off, silent.

use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How the way is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// As it should be.
    Clear,
    /// Every piece of data takes so long.
    Slow(Duration),
    /// Each connection made or used from now on breaks off somewhere within so many bytes, in the
    /// middle of what is asked or of what is answered.
    Breaking(u64),
    /// The connections there are lose their server, and mpaka is not told: what it sends is taken
    /// and never answered. New connections are clear.
    HalfOpen,
    /// Nothing passes, and nobody is told; new connections are taken and stay silent.
    Silent,
    /// No connection is taken, and those there are break off.
    Closed,
}

/// A proxy; it ends when this is dropped.
pub struct Proxy {
    address: SocketAddr,
    weather: watch::Sender<Weather>,
    _tasks: JoinSet<()>,
}

/// A stream of either kind.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

impl Proxy {
    /// A proxy before the server of a database's address.
    pub async fn before(url: &str, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (weather, forecast) = watch::channel(Weather::Clear);
        let server = PgConnectOptions::from_str(url).unwrap();
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, server, forecast, seed));
        Self { address, weather, _tasks: tasks }
    }

    /// The address of the same database through this proxy.
    pub fn address_of(&self, url: &str) -> String {
        let (scheme, rest) = url.split_once("://").expect("an address");
        let (place, _) = rest.split_once('?').unwrap_or((rest, ""));
        let (server, database) = place.rsplit_once('/').expect("the address names a database");
        let user = server.rsplit_once('@').map_or("", |(user, _)| user);
        format!("{scheme}://{user}@{}/{database}?sslmode=disable", self.address)
    }

    /// Changes the weather.
    pub fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }
}

async fn accept(
    listener: TcpListener,
    server: PgConnectOptions,
    forecast: watch::Receiver<Weather>,
    seed: u64,
) {
    let chance = Arc::new(Mutex::new(StdRng::seed_from_u64(seed)));
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let mut forecast = forecast.clone();
        forecast.mark_unchanged();
        if *forecast.borrow() == Weather::Closed {
            // What is dropped with the reset that a closed port would have sent.
            let _ = client.set_zero_linger();
            continue;
        }
        connections.spawn(carry(client, server.clone(), forecast, Arc::clone(&chance)));
    }
}

/// Carries one connection until it ends or breaks.
async fn carry(
    mut client: TcpStream,
    server: PgConnectOptions,
    mut forecast: watch::Receiver<Weather>,
    chance: Arc<Mutex<StdRng>>,
) {
    let Some(mut server) = reach(&server).await else { return };
    let (mut asked, mut answered) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    let mut left = limit(*forecast.borrow(), &chance);
    loop {
        let weather = *forecast.borrow();
        if weather == Weather::Silent {
            if forecast.changed().await.is_err() {
                return;
            }
            continue;
        }
        let ended = tokio::select! {
            changed = forecast.changed() => {
                let weather = *forecast.borrow();
                if changed.is_err() || weather == Weather::Closed {
                    let _ = client.set_zero_linger();
                    return;
                }
                if weather == Weather::HalfOpen {
                    drop(server);
                    swallow(client).await;
                    return;
                }
                left = limit(weather, &chance);
                false
            }
            read = client.read(&mut asked) => {
                pass(read.unwrap_or(0), &asked, &mut server, weather, &mut left.0).await
            }
            read = server.read(&mut answered) => {
                pass(read.unwrap_or(0), &answered, &mut client, weather, &mut left.1).await
            }
        };
        if ended {
            let _ = client.set_zero_linger();
            return;
        }
    }
}

/// How many bytes a connection still carries towards the server and towards mpaka.
fn limit(weather: Weather, chance: &Mutex<StdRng>) -> (u64, u64) {
    let Weather::Breaking(within) = weather else { return (u64::MAX, u64::MAX) };
    let mut chance = chance.lock().unwrap();
    let at = chance.random_range(0..within);
    if chance.random() { (at, u64::MAX) } else { (u64::MAX, at) }
}

/// Passes on what was read, as far as it still gets; tells whether the connection ends.
async fn pass(
    read: usize,
    data: &[u8],
    to: &mut (impl AsyncWrite + Unpin + ?Sized),
    weather: Weather,
    left: &mut u64,
) -> bool {
    if let Weather::Slow(delay) = weather {
        sleep(delay).await;
    }
    let passed = usize::try_from(*left).map_or(read, |left| read.min(left));
    *left = left.saturating_sub(u64::try_from(passed).unwrap());
    let written = to.write_all(&data[..passed]).await;
    read == 0 || passed < read || written.is_err()
}

/// Takes what mpaka sends, until it gives up.
async fn swallow(mut client: TcpStream) {
    let mut waste = vec![0; 16 * 1024];
    while client.read(&mut waste).await.is_ok_and(|read| read > 0) {}
}

async fn reach(server: &PgConnectOptions) -> Option<Box<dyn Stream>> {
    if let Some(folder) = server.get_socket() {
        let socket = folder.join(format!(".s.PGSQL.{}", server.get_port()));
        return Some(Box::new(UnixStream::connect(socket).await.ok()?));
    }
    let stream = TcpStream::connect((server.get_host(), server.get_port())).await.ok()?;
    stream.set_nodelay(true).ok()?;
    Some(Box::new(stream))
}
