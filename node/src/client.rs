//! Asking: the running node over its socket, or the data directory itself if none runs.

use std::io::ErrorKind::{ConnectionRefused, InvalidInput, NotFound};

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
use crate::request::{Request, Secret};
use crate::secrets;
use crate::service::{Service, when_free};

/// Most bytes of an answer of the own node.
const MAX_ANSWER_BYTES: usize = 256 * 1024 * 1024;

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
        let config = Config::read(&data)?;
        let mut runtime = Some(runtime);
        when_free(|| {
            let connected = match &runtime {
                Some(runtime) => runtime.block_on(UnixStream::connect(data.socket())).map(|_| ()),
                None => Ok(()),
            };
            match connected {
                Ok(()) => match runtime.take() {
                    Some(runtime) => Ok(Self::Node { data: data.clone(), runtime }),
                    None => Err(Failure::internal("the runtime is gone")),
                },
                // No socket, one that a killed node left behind, or a path too long for one.
                Err(error) if matches!(error.kind(), NotFound | ConnectionRefused | InvalidInput) => {
                    Ok(Self::Open(Box::new(Service::open(data.clone(), &config, None)?)))
                }
                Err(error) => Err(Failure::config(format!("the node's socket cannot be used: {error}"))
                    .hint(format!("check who may use {}", data.socket().display()))),
            }
        })
    }

    /// Whether a running node was asked, which tells others at once.
    pub(crate) fn is_node(&self) -> bool {
        matches!(self, Self::Node { .. })
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
                self.ask_once(&Request::Unlock { passphrase: Secret(passphrase.reveal().to_owned()) })?;
                self.ask_once(request)
            }
            other => other,
        }
    }

    fn ask_once(&self, request: &Request) -> Result<Value, Failure> {
        match self {
            Self::Open(service) => {
                if matches!(request, Request::List { .. } | Request::Search(_) | Request::Find(_)) {
                    service.wait_until_listed();
                }
                let was_erasing = service.is_erasing();
                let answer = service.handle(request.clone());
                // No node runs that would go on with it: what is erased now leaves the disk now.
                if !was_erasing {
                    service.wait_until_erased();
                }
                answer
            }
            Self::Node { data, runtime } => runtime.block_on(ask_node(data, request)),
        }
    }
}

/// A refusal, as with `--json`. Over HTTP it is a problem (RFC 9457).
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
