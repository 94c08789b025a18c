//! Asking: the running node over its socket, or the data directory itself if none runs.

use std::io;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use serde_json::Value;
use tokio::net::UnixStream;

use crate::cli::Context;
use crate::config::Config;
use crate::data_dir::DataDir;
use crate::failure::{Failure, FailureKind};
use crate::request::Request;
use crate::secrets::{self, Keys};
use crate::service::Service;

/// Most bytes of an answer of the own node.
const MAX_ANSWER_BYTES: usize = 256 * 1024 * 1024;

/// How long to wait for another command to be done with the data directory.
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// How often to look whether it is: nobody tells us when a lock is let go.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Whom to ask.
pub(crate) enum Client {
    /// A node runs.
    Node { data: DataDir, runtime: tokio::runtime::Runtime },
    /// None runs: the data directory is open.
    Open(Box<Service>),
}

impl Client {
    /// Finds the running node, or opens the data directory. While another command has it open, or a node is just
    /// starting or stopping there, waits a while.
    pub(crate) fn connect(context: &Context) -> Result<Self, Failure> {
        let data = context.data_dir()?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::internal)?;
        let begun = Instant::now();
        loop {
            match runtime.block_on(UnixStream::connect(data.socket())) {
                Ok(_) => return Ok(Self::Node { data, runtime }),
                // No socket, or one that a killed node left behind.
                Err(error)
                    if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
                }
                Err(error) => {
                    return Err(Failure::config(format!("the node's socket cannot be used: {error}"))
                        .hint(format!("check who may use {}", data.socket().display())));
                }
            }
            let config = Config::read(&data)?;
            let keys = Keys::load(&data, None)?;
            match Service::open(data.clone(), &config, keys) {
                Ok(service) => return Ok(Self::Open(Box::new(service))),
                Err(failure) if failure.kind == FailureKind::InUse && begun.elapsed() < LOCK_WAIT => {
                    std::thread::sleep(LOOK_AGAIN);
                }
                Err(failure) => return Err(failure),
            }
        }
    }

    /// Asks; if the keys are locked, asks for the passphrase and asks again.
    pub(crate) fn ask(&self, request: &Request) -> Result<Value, Failure> {
        match self.ask_once(request) {
            Err(failure)
                if failure.kind == FailureKind::Locked
                    && !matches!(request, Request::Join { .. } | Request::Unlock { .. }) =>
            {
                let Some(passphrase) = secrets::passphrase("Passphrase of the signing keys: ")? else {
                    return Err(failure);
                };
                self.ask_once(&Request::Unlock { passphrase: passphrase.reveal().to_owned() })?;
                self.ask_once(request)
            }
            other => other,
        }
    }

    fn ask_once(&self, request: &Request) -> Result<Value, Failure> {
        match self {
            Self::Open(service) => service.handle(request.clone()),
            Self::Node { data, runtime } => runtime.block_on(ask_node(data, request)),
        }
    }
}

/// The one shape of refusals, as in `--json` and over HTTP.
#[derive(Deserialize)]
struct Refusal {
    error: Failure,
}

async fn ask_node(data: &DataDir, request: &Request) -> Result<Value, Failure> {
    let lost = |error: &dyn core::fmt::Display| {
        Failure::internal(format!("the node did not answer: {error}"))
            .hint("look at what the node printed; `commons start` starts it again")
    };
    let stream = UnixStream::connect(data.socket()).await.map_err(|error| lost(&error))?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| lost(&error))?;
    let connection = tokio::spawn(connection);
    let body = serde_json::to_vec(request).map_err(Failure::internal)?;
    let message = hyper::Request::post("/ask")
        .header("host", "node.sock")
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body)))
        .map_err(Failure::internal)?;
    let response = sender.send_request(message).await.map_err(|error| lost(&error))?;
    let ok = response.status().is_success();
    let body = Limited::new(response.into_body(), MAX_ANSWER_BYTES);
    let bytes = body.collect().await.map_err(|error| lost(&error))?.to_bytes();
    connection.abort();
    if ok {
        return serde_json::from_slice(&bytes).map_err(|error| lost(&error));
    }
    Err(serde_json::from_slice::<Refusal>(&bytes).map_or_else(|error| lost(&error), |refusal| refusal.error))
}
