//! Connections: accepted up to a number, closed when their client is too slow, finished at the end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tracing::{debug, warn};

use patient::Patient;

mod patient;

/// The connections open at one time; more wait to be accepted.
const MOST: usize = 4096;
/// How long to wait when none can be accepted, as when this process has too many files open.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until asked to stop, and then until the requests begun are answered. A connection whose
/// client takes longer than `slowest` to send the head of a request, or takes nothing of what is sent to
/// it for as long, is closed.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
    slowest: Duration,
) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(slowest);
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MOST));
    tokio::pin!(stop);
    loop {
        let accepted = async { (room.clone().acquire_owned().await, listener.accept().await) };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let socket = match accepted {
            Ok((socket, _)) => socket,
            Err(error) => {
                warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        if let Err(error) = socket.set_nodelay(true) {
            debug!(%error, "a connection keeps its delay");
        }
        let service = TowerToHyperService::new(router.clone());
        let socket = TokioIo::new(Patient::new(socket, slowest));
        let connection = builder.serve_connection_with_upgrades(socket, service);
        let connection = graceful.watch(connection.into_owned());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                debug!(error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use axum::Router;
    use axum::body::{Body, Bytes};
    use axum::routing::get;
    use futures_util::stream;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::oneshot;

    use super::serve;

    const HEAD: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

    async fn listener() -> (TcpListener, std::net::SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        (listener, address)
    }

    async fn read(mut client: TcpStream) -> String {
        let mut text = String::new();
        client.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn a_client_that_does_not_finish_the_head_is_let_go() {
        let (listener, address) = listener().await;
        let router = Router::new().route("/", get(|| async { "here" }));
        let serving = serve(listener, router, std::future::pending(), Duration::from_millis(50));
        let slow = async {
            let mut client = TcpStream::connect(address).await.unwrap();
            client.write_all(HEAD.split_at(20).0).await.unwrap();
            read(client).await
        };
        tokio::select! {
            () = serving => unreachable!("nobody asked to stop"),
            answer = slow => assert!(!answer.contains("here"), "{answer}"),
        }
    }

    #[tokio::test]
    async fn a_client_that_takes_nothing_is_let_go_with_what_waits_for_it() {
        let (listener, address) = listener().await;
        let (gone, goes) = oneshot::channel::<()>();
        let held = Arc::new(Mutex::new(Some(gone)));
        let endless = move || async move {
            let held = held.lock().unwrap().take();
            Body::from_stream(stream::repeat_with(move || {
                let _ = &held;
                Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 8192]))
            }))
        };
        let router = Router::new().route("/", get(endless));
        let serving = serve(listener, router, std::future::pending(), Duration::from_millis(100));
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(HEAD).await.unwrap();
        tokio::select! {
            () = serving => unreachable!("nobody asked to stop"),
            let_go = goes => assert!(let_go.is_err(), "the stream was dropped"),
        }
    }

    #[tokio::test]
    async fn a_request_that_was_begun_is_answered_after_the_wish_to_stop() {
        let (listener, address) = listener().await;
        let (begun, begins) = oneshot::channel::<()>();
        let (finish, finished) = oneshot::channel::<()>();
        let hooks = Arc::new(Mutex::new(Some((begun, finished))));
        let router = Router::new().route(
            "/",
            get(move || async move {
                let (begun, finished) = hooks.lock().unwrap().take().unwrap();
                begun.send(()).unwrap();
                finished.await.unwrap();
                "done"
            }),
        );
        let (stop, stopped) = oneshot::channel::<()>();
        let stop_wished = async move { stopped.await.unwrap() };
        let serving = tokio::spawn(serve(listener, router, stop_wished, Duration::from_secs(5)));

        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(HEAD).await.unwrap();
        begins.await.unwrap();
        stop.send(()).unwrap();
        finish.send(()).unwrap();

        assert!(read(client).await.ends_with("done"));
        serving.await.unwrap();
    }
}
