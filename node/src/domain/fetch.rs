//! One question over TLS to one checked address.
//!
//! The name is looked up once, every address that comes back is checked, and the connection goes to one of those
//! very addresses: an answer that changes between the check and the connection (DNS rebinding) changes nothing.
//! No redirect is followed, no proxy of the environment used, no cookie or cache kept.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use commons_identity::AgentId;
use http_body_util::{BodyExt as _, Empty, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::DomainName;
use super::file::{self, MAX_FILE_BYTES, NotNamed, PATH};
use super::guard::{self, NotPublic};

/// HTTPS, and nothing else.
const PORT: u16 = 443;

/// How long all of it may take, from looking the name up to the last byte.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long one address may take to accept, before the next is tried.
const CONNECT_PATIENCE: Duration = Duration::from_secs(3);

/// Most addresses that are tried.
const MAX_TRIED: usize = 4;

/// Most bytes of the head of the answer.
const MAX_HEAD_BYTES: usize = 16 * 1024;

/// Looks a name up. May block.
type Resolve = Arc<dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync>;

/// Asks domains whom they speak for.
pub(crate) struct Fetcher {
    resolve: Resolve,
    permit: fn(IpAddr) -> Result<(), NotPublic>,
    tls: Arc<ClientConfig>,
    port: u16,
    patience: Duration,
}

/// Why a domain does not confirm an agent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotConfirmed {
    #[error("the name cannot be looked up: {0}")]
    Lookup(io::Error),
    #[error("it leads to no address")]
    NoAddress,
    #[error("it leads to where nobody may be sent: {0}")]
    NotPublic(#[from] NotPublic),
    #[error("nobody answers at {address}: {reason}")]
    Connect { address: SocketAddr, reason: io::Error },
    #[error("it cannot be reached securely: {0}")]
    Tls(io::Error),
    #[error("it did not answer as a web server does: {0}")]
    Http(hyper::Error),
    #[error(
        "it redirects to {to:?}, and redirects are not followed: name the domain that has the file itself"
    )]
    Redirect { to: String },
    #[error("it has no file at {PATH}")]
    NoFile,
    #[error("it answers with status {0}")]
    Status(StatusCode),
    #[error("what it has at {PATH} is larger than {MAX_FILE_BYTES} bytes")]
    TooLarge,
    #[error("it did not answer within {} seconds", .0.as_secs())]
    TooSlow(Duration),
    #[error(transparent)]
    NotNamed(#[from] NotNamed),
    #[error("this machine cannot ask: {0}")]
    Here(io::Error),
}

impl Fetcher {
    /// Asks on the internet at large: the certificate authorities of Mozilla's list, port 443, public addresses.
    pub(crate) fn public() -> Result<Self, NotConfirmed> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Ok(Self {
            resolve: Arc::new(look_up),
            permit: guard::public,
            tls: tls(roots)?,
            port: PORT,
            patience: PATIENCE,
        })
    }

    /// Whether a domain says that it speaks for an agent. Blocks, for some seconds at most.
    pub(crate) fn confirm(&self, domain: &DomainName, agent: AgentId) -> Result<(), NotConfirmed> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(NotConfirmed::Here)?;
        let fetched = runtime.block_on(async {
            tokio::time::timeout(self.patience, self.fetch(domain))
                .await
                .unwrap_or(Err(NotConfirmed::TooSlow(self.patience)))
        });
        // A lookup that hangs must not hold up the answer.
        runtime.shutdown_background();
        Ok(file::names(&fetched?, agent)?)
    }

    async fn fetch(&self, domain: &DomainName) -> Result<Bytes, NotConfirmed> {
        let addresses = self.addresses(domain).await?;
        let stream = connect(&addresses).await?;
        let server = ServerName::try_from(domain.as_str().to_owned())
            .map_err(|error| NotConfirmed::Tls(io::Error::other(error)))?;
        let stream = TlsConnector::from(Arc::clone(&self.tls))
            .connect(server, stream)
            .await
            .map_err(NotConfirmed::Tls)?;
        let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
            .max_buf_size(MAX_HEAD_BYTES)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(NotConfirmed::Http)?;
        let connection = tokio::spawn(connection);
        let response = sender.send_request(request(domain)).await.map_err(NotConfirmed::Http)?;
        let body = match response.status() {
            StatusCode::OK => Limited::new(response.into_body(), MAX_FILE_BYTES).collect().await,
            StatusCode::NOT_FOUND | StatusCode::GONE => return Err(NotConfirmed::NoFile),
            status if status.is_redirection() => {
                let to = response.headers().get(header::LOCATION).map(|to| to.as_bytes()).unwrap_or_default();
                let to = String::from_utf8_lossy(to).chars().take(100).collect();
                return Err(NotConfirmed::Redirect { to });
            }
            status => return Err(NotConfirmed::Status(status)),
        };
        connection.abort();
        let body = body.map_err(|error| match error.downcast::<hyper::Error>() {
            Ok(error) => NotConfirmed::Http(*error),
            Err(error) if error.is::<LengthLimitError>() => NotConfirmed::TooLarge,
            Err(error) => NotConfirmed::Here(io::Error::other(error)),
        })?;
        Ok(body.to_bytes())
    }

    /// Looks the name up, once; one address that is not public condemns the whole answer.
    async fn addresses(&self, domain: &DomainName) -> Result<Vec<SocketAddr>, NotConfirmed> {
        let resolve = Arc::clone(&self.resolve);
        // The dot at the end: no search list of this machine makes another name of it.
        let name = format!("{domain}.");
        let found = tokio::task::spawn_blocking(move || resolve(&name))
            .await
            .map_err(|error| NotConfirmed::Here(io::Error::other(error)))?
            .map_err(NotConfirmed::Lookup)?;
        if found.is_empty() {
            return Err(NotConfirmed::NoAddress);
        }
        found.iter().try_for_each(|address| (self.permit)(*address))?;
        Ok(found.into_iter().map(|address| SocketAddr::new(address, self.port)).collect())
    }
}

fn look_up(name: &str) -> io::Result<Vec<IpAddr>> {
    Ok((name, PORT).to_socket_addrs()?.map(|address| address.ip()).collect())
}

async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, NotConfirmed> {
    let mut failed = NotConfirmed::NoAddress;
    for address in addresses.iter().take(MAX_TRIED) {
        let attempt = tokio::time::timeout(CONNECT_PATIENCE, TcpStream::connect(address)).await;
        match attempt.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
            Ok(stream) => return Ok(stream),
            Err(reason) => failed = NotConfirmed::Connect { address: *address, reason },
        }
    }
    Err(failed)
}

fn request(domain: &DomainName) -> Request<Empty<Bytes>> {
    let mut request = Request::new(Empty::new());
    *request.uri_mut() = hyper::Uri::from_static(PATH);
    let headers = request.headers_mut();
    if let Ok(host) = header::HeaderValue::from_str(domain.as_str()) {
        headers.insert(header::HOST, host);
    }
    headers.insert(header::ACCEPT, header::HeaderValue::from_static("text/plain"));
    headers.insert(header::USER_AGENT, header::HeaderValue::from_static("commons-registry"));
    headers.insert(header::CONNECTION, header::HeaderValue::from_static("close"));
    request
}

fn tls(roots: RootCertStore) -> Result<Arc<ClientConfig>, NotConfirmed> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| NotConfirmed::Here(io::Error::other(error)))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests;
