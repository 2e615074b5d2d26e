//! Connections: how many, how long, and how they end.

use super::Limits;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// The most bytes of a head; hyper answers 431 to more. Ours have some 300.
const HEAD_BYTES: usize = 16 * 1024;
/// The most headers of a request.
const HEADERS: usize = 64;
/// A machine without free file descriptors is asked again after this long.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// Serves until `stop` says so or its sender is gone; then open requests are answered, at most for as long as one may
/// take.
pub async fn run(router: Router, listener: TcpListener, limits: Limits, mut stop: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(limits.connections.max(1)));
    let mut open = JoinSet::new();
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            () = stopped(&mut stop) => break,
            next = next => next,
        };
        while open.try_join_next().is_some() {}
        let Ok((stream, _)) = accepted else {
            sleep(EXHAUSTED).await;
            continue;
        };
        let (router, stop) = (router.clone(), stop.clone());
        open.spawn(async move {
            connection(router, stream, limits, stop).await;
            drop(place);
        });
    }
    drop(listener);
    let _ = timeout(limits.whole, async { while open.join_next().await.is_some() {} }).await;
    open.shutdown().await;
}

/// One connection, kept as long as it is used and not too long.
async fn connection(router: Router, stream: TcpStream, limits: Limits, mut stop: watch::Receiver<bool>) {
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    tokio::pin!(served);
    tokio::select! {
        _ = served.as_mut() => return,
        () = stopped(&mut stop) => {}
        () = sleep(limits.connection) => {}
    }
    served.as_mut().graceful_shutdown();
    let _ = timeout(limits.whole, served).await;
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
