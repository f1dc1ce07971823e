//! The wire between a house and its PostgreSQL: it can be cut and mended, as when a server goes away and comes back.

use std::io::{Error, Result};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Passes bytes on to a server until it is cut.
#[derive(Debug)]
pub struct Wire {
    near: SocketAddr,
    far: String,
    passing: Option<Passing>,
    deaf: Option<TcpListener>,
}

#[derive(Debug)]
struct Passing {
    cut: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Wire {
    /// Lays a wire to the server of this address (`postgres://user@host:port/database`).
    ///
    /// # Errors
    /// When the address has no host and port, or no port is free.
    pub async fn to(url: &str) -> Result<Self> {
        let far = host_of(url).ok_or_else(|| Error::other("the address has no host"))?.to_owned();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let near = listener.local_addr()?;
        Ok(Self { near, passing: Some(pass(listener, far.clone())), far, deaf: None })
    }

    /// The same address through the wire.
    pub fn through(&self, url: &str) -> String {
        url.replacen(&self.far, &self.near.to_string(), 1)
    }

    /// Cuts it: open connections break, new ones are refused.
    ///
    /// # Errors
    /// When it could not be ended.
    pub async fn cut(&mut self) -> Result<()> {
        if let Some(Passing { cut, task }) = self.passing.take() {
            let _nobody_listens = cut.send(true);
            task.await?;
        }
        Ok(())
    }

    /// Cuts it, and takes new connections without ever answering, as a server that hangs.
    ///
    /// # Errors
    /// When its port was taken meanwhile.
    pub async fn deafen(&mut self) -> Result<()> {
        self.cut().await?;
        self.deaf = Some(TcpListener::bind(self.near).await?);
        Ok(())
    }

    /// Mends it.
    ///
    /// # Errors
    /// When its port was taken meanwhile.
    pub async fn mend(&mut self) -> Result<()> {
        if self.passing.is_none() {
            self.deaf = None;
            let listener = TcpListener::bind(self.near).await?;
            self.passing = Some(pass(listener, self.far.clone()));
        }
        Ok(())
    }
}

/// `host:port` of an address.
fn host_of(url: &str) -> Option<&str> {
    let after = url.split_once("://")?.1;
    let place = after.split(['/', '?']).next()?;
    Some(place.rsplit_once('@').map_or(place, |(_, host)| host))
}

fn pass(listener: TcpListener, far: String) -> Passing {
    let (cut, stopped) = watch::channel(false);
    let task = tokio::spawn(async move {
        let mut told = stopped.clone();
        loop {
            tokio::select! {
                _ = told.wait_for(|cut| *cut) => return,
                taken = listener.accept() => {
                    let Ok((near, _)) = taken else { return };
                    tokio::spawn(carry(near, far.clone(), stopped.clone()));
                }
            }
        }
    });
    Passing { cut, task }
}

async fn carry(mut near: TcpStream, far: String, mut cut: watch::Receiver<bool>) {
    let Ok(mut far) = TcpStream::connect(&far).await else { return };
    tokio::select! {
        _ = cut.wait_for(|cut| *cut) => {}
        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
    }
}
