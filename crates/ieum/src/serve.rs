//! The server process: listens, works in the background, stops gracefully.

use crate::config::{Config, ServerSettings};
use anyhow::Context;
use ieum_web::{App, House};
use std::future::IntoFuture;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A server that runs until told to stop.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// The application, for whoever started it.
    pub app: App,
    stop: watch::Sender<bool>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Running {
    /// Stops taking requests, finishes those in flight and the job in hand.
    pub async fn stop(self) {
        let _nobody_listens = self.stop.send(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task ended badly");
            }
        }
    }
}

/// Starts serving on an address.
pub async fn start(house: House, listen: &str, grace: Duration) -> anyhow::Result<Running> {
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let House { app, router, worker } = house;
    let serve = {
        let stopped = stopped.clone();
        tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            let server = axum::serve(listener, service).with_graceful_shutdown(told(stopped.clone()));
            let deadline = async {
                told(stopped).await;
                tokio::time::sleep(grace).await;
            };
            tokio::select! {
                ended = server.into_future() => if let Err(error) = ended { tracing::error!(%error, "the server ended") },
                () = deadline => tracing::warn!("requests still in flight were cut off"),
            }
        })
    };
    let work = tokio::spawn(async move { worker.run(told(stopped)).await });
    Ok(Running { address, app, stop, tasks: vec![serve, work] })
}

async fn told(mut stopped: watch::Receiver<bool>) {
    let _sender_gone = stopped.wait_for(|stop| *stop).await;
}

/// Serves until SIGINT or SIGTERM.
pub async fn until_told(running: Running) {
    wait_for_signal().await;
    tracing::info!("stopping");
    running.stop().await;
}

async fn wait_for_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {},
        () = terminate => {},
    }
}

/// `ieum serve`.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let settings = config.get::<ServerSettings>();
    let house = crate::house::open(config, crate::house::system_clock()).await?;
    let running = start(house, &settings.listen, Duration::from_secs(settings.grace_seconds)).await?;
    tracing::info!(address = %running.address, "listening");
    until_told(running).await;
    Ok(())
}
