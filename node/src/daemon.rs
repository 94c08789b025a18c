//! The running node: one store, one network, a socket for its owner, HTTP for everybody on this machine.

mod book;
mod catching_up;
mod files;
mod for_a_while;
mod holders;
mod holdings;
mod line;
mod reports;
mod socket;

use std::io::IsTerminal as _;
use std::net::{SocketAddr, TcpListener as StdTcpListener, UdpSocket};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use commons_identity::Passphrase;
use commons_network::{Config as NetworkConfig, Keypair, Multiaddr, Network, NetworkId as NetworkName};
use commons_store::Event;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, watch};

use crate::addresses;
use crate::config::Config;
use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::failure::{Failure, FailureKind};
use crate::http;
use crate::line::TimeOfDay;
use crate::output::text;
use crate::request::{Request, SeatRequest};
use crate::secrets::{self, Keys};
use crate::service::{Service, when_free};
use holdings::StoreHoldings;

pub(crate) use catching_up::Bar;
pub(crate) use for_a_while::run_for_a_while;

/// Where nodes listen unless told otherwise, if the port is free.
const DEFAULT_PORT: u16 = 7781;

/// Where HTTP answers unless told otherwise, if the port is free.
pub(crate) const DEFAULT_HTTP: &str = "127.0.0.1:7780";

/// How long addresses may take to show up at the start.
const LISTEN_WAIT: Duration = Duration::from_secs(10);

/// How long to wait after somebody was let in, before peers are asked again. Doubles each time, up to
/// [`ASK_AGAIN_SLOWEST`]: whoever is heard may change introductions all the time, and each time all is looked at.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// See [`ASK_AGAIN_AFTER`]. After so long without need the wait is short again.
const ASK_AGAIN_SLOWEST: Duration = Duration::from_secs(60);

/// What `commons start` is told.
#[derive(Debug, Clone, Default)]
pub(crate) struct StartOptions {
    pub(crate) listen: Vec<String>,
    pub(crate) peers: Vec<String>,
    pub(crate) http: Option<String>,
    pub(crate) mdns: Option<bool>,
    /// Only dials: listens to nobody, and answers no HTTP.
    pub(crate) only_dials: bool,
    /// Where to show how far the node is with what others have.
    pub(crate) bar: Bar,
}

/// What is known once the node runs.
#[derive(Debug, Clone)]
pub(crate) struct Ready {
    pub(crate) peer_id: String,
    pub(crate) listen: Vec<String>,
    pub(crate) http: Option<SocketAddr>,
    /// Where everybody may look, if the settings say so.
    pub(crate) public: Option<SocketAddr>,
    /// The path below which the pages stand there.
    pub(crate) public_base: String,
    /// The link with which the node is set up, while it is nobody's.
    pub(crate) set_up: Option<String>,
    pub(crate) locked: bool,
    /// The limits in force, as in `commons status`.
    pub(crate) line: serde_json::Value,
}

/// Runs the node until it is told to stop (Ctrl-C, SIGTERM) or a write fails.
pub(crate) fn run(data: DataDir, options: StartOptions, ready: impl FnOnce(&Ready)) -> Result<(), Failure> {
    Config::write_template(&data)?;
    let config = Config::read(&data)?;
    if runs_in(&data) {
        return Err(Failure::new(
            FailureKind::InUse,
            format!("a node runs in {} already", data.path().display()),
        )
        .hint("`commons status` shows it; for another node, name another folder with --data DIR"));
    }
    let passphrase = passphrase(&data)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::internal)?;
    let stopped = runtime.block_on(serve(data, config, options, passphrase, ready, told_to_stop()));
    // Whatever still blocks on the disk has nobody left to answer.
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    stopped
}

/// Whether a node runs in a data directory.
pub(crate) fn runs_in(data: &DataDir) -> bool {
    std::os::unix::net::UnixStream::connect(data.socket()).is_ok()
}

/// The passphrase, if one is needed and to be had; a node whose keys stay locked syncs, but does not sign.
fn passphrase(data: &DataDir) -> Result<Option<Passphrase>, Failure> {
    if !matches!(Keys::load(data, None)?, Keys::Locked(_)) {
        return Ok(None);
    }
    let prompt = "Passphrase of the signing keys (leave empty to sync only): ";
    let passphrase = secrets::passphrase(prompt)?.filter(|passphrase| !passphrase.reveal().is_empty());
    if let Some(passphrase) = &passphrase {
        Keys::load(data, Some(passphrase))?; // a wrong one is said at once
    }
    Ok(passphrase)
}

async fn serve(
    data: DataDir,
    config: Config,
    options: StartOptions,
    passphrase: Option<Passphrase>,
    ready: impl FnOnce(&Ready),
    told_to_stop: impl Future<Output = ()>,
) -> Result<(), Failure> {
    let (failed, mut failures) = mpsc::channel(1);
    // The first value is replaced as soon as the store is open.
    let (changed, _) = watch::channel(commons_registry::StateRoot::from_bytes([0; 32]));
    let observed = changed.clone();
    let again = Arc::new(Notify::new());
    let asked_again = Arc::clone(&again);
    let observer: commons_store::Observer = Arc::new(move |event| match event {
        Event::Changed(root) => {
            observed.send_replace(root);
        }
        Event::AskAgain => asked_again.notify_one(),
        // One failure is enough to stop the node.
        Event::Failed(reason) => drop(failed.try_send(reason)),
    });
    let socket_path = data.socket();
    let config_ = config.clone();
    let open = move || {
        when_free(|| Service::open_watched(data.clone(), &config_, passphrase.as_ref(), observer.clone()))
    };
    let service = Arc::new(tokio::task::spawn_blocking(open).await.map_err(Failure::internal)??);
    let keypair = node_key(&service.data.node_key())?;
    changed.send_replace(service.store.state());

    let plan = config.plan()?;
    let mut network_config = network_config(&config, &options, keypair)?;
    network_config.rates = plan.at(TimeOfDay::now());
    network_config.book = addresses::load(&service.data, network_config.network)?;
    let http_listener = match options.only_dials {
        true => None,
        false => Some(http_listener(options.http.as_deref().or(config.http.as_deref())).await?),
    };
    let public = match (options.only_dials, config.public_face()) {
        (false, Some((address, face))) => {
            let listener = TcpListener::bind(address).await.map_err(|error| {
                Failure::config(format!("cannot answer HTTP on {address}: {error}"))
                    .hint("choose another address for public_listen under [pages] in config.toml")
            })?;
            Some((listener, face))
        }
        _ => None,
    };
    let public_address = public.as_ref().and_then(|(listener, _)| listener.local_addr().ok());
    let public_base = public.as_ref().map(|(_, face)| face.base().to_owned()).unwrap_or_default();
    let http_address = http_listener.as_ref().map(TcpListener::local_addr).transpose();
    let http_address = http_address.map_err(Failure::internal)?;
    let listens = network_config.listen.len();
    let holdings = Arc::new(StoreHoldings { service: Arc::clone(&service), changed: changed.clone() });
    let network = Network::start(network_config, holdings).map_err(|error| {
        Failure::new(FailureKind::Network, with_causes(&error))
            .hint("choose another address with --listen, for instance --listen /ip4/0.0.0.0/tcp/0")
    })?;
    service.announce_on(network.clone(), tokio::runtime::Handle::current());

    let socket = socket::bind(&socket_path)?;
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(socket::serve(socket, Arc::clone(&service)));
    if let Some(listener) = http_listener {
        listener.local_addr().map(|address| service.answers_at(address)).map_err(Failure::internal)?;
        let (service, network) = (Arc::clone(&service), network.clone());
        tasks.spawn(http::serve(listener, service, network, changed.subscribe(), config.face()));
    }
    if let Some((listener, face)) = public {
        let service = Arc::new(service.for_everybody());
        tasks.spawn(http::serve(listener, service, network.clone(), changed.subscribe(), face));
    }
    tasks.spawn(book::keep(network.clone(), service.data.clone()));
    tasks.spawn(settle_motions(Arc::clone(&service), changed.subscribe()));
    tasks.spawn(ask_again(again, network.clone()));
    tasks.spawn(files::keep(Arc::clone(&service), network.clone(), changed.subscribe()));
    tasks.spawn(reports::keep(Arc::clone(&service), changed.subscribe()));
    tasks.spawn(holders::keep(Arc::clone(&service), network.clone()));
    tasks.spawn(line::keep(plan, network.clone()));

    let mut status = network.watch();
    let all_listening = status.wait_for(|status| status.listening.len() >= listens);
    // An interface that comes up late is no reason not to begin.
    let _ = tokio::time::timeout(LISTEN_WAIT, all_listening).await;
    let now = network.status();
    let listen = now.listening.iter().map(ToString::to_string).collect();
    let set_up = match (service.agent(), http_address) {
        (None, Some(_)) => Some(service.handle(Request::Seats(SeatRequest::Enter))?),
        _ => None,
    };
    ready(&Ready {
        set_up: set_up.as_ref().map(|entrance| text(entrance, "link").to_owned()),
        peer_id: now.node.to_string(),
        listen,
        http: http_address,
        public: public_address,
        public_base,
        locked: service.is_locked(),
        line: plan.to_json(network.rates(), TimeOfDay::now()),
    });
    tasks.spawn(catching_up::show(options.bar, Arc::clone(&service), network.clone()));

    let outcome = tokio::select! {
        () = told_to_stop => Ok(()),
        Some(reason) = failures.recv() => Err(Failure::internal(format!("the node stops, since a write failed: {reason}"))
            .hint("check the disk, then start again; everything that was answered is kept")),
        Some(ended) = tasks.join_next() => Err(Failure::internal(format!("a server ended: {ended:?}"))),
    };
    tracing::info!("stopping");
    tasks.shutdown().await;
    book::write(&network, &service.data).await;
    network.shutdown().await;
    let _ = std::fs::remove_file(&socket_path);
    let closing = Arc::clone(&service);
    let close = move || {
        closing.save_holders();
        closing.store.close()
    };
    let closed = tokio::task::spawn_blocking(close).await;
    if !matches!(closed, Ok(Ok(()))) {
        tracing::warn!("the index could not be closed cleanly: the next start may take longer");
    }
    outcome
}

/// How long to let more changes come before looking at what they bring about.
const SETTLE_AFTER: Duration = Duration::from_secs(1);

/// Puts what members decided into force once the last signature has come, from whichever node.
async fn settle_motions(
    service: Arc<Service>,
    mut changed: watch::Receiver<commons_registry::StateRoot>,
) -> std::io::Result<()> {
    loop {
        changed.mark_unchanged();
        let working = Arc::clone(&service);
        match tokio::task::spawn_blocking(move || working.settle()).await {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => {
                tracing::warn!(reason = %failure.message, "what members signed cannot be put in force")
            }
            Err(error) => tracing::error!(%error, "looking at what members signed failed"),
        }
        if changed.changed().await.is_err() {
            return Ok(()); // the store is gone, and with it everything that could change
        }
        tokio::time::sleep(SETTLE_AFTER).await;
    }
}

/// Asks all peers again for what was passed over, whenever more is taken in than was, or something was lost.
async fn ask_again(again: Arc<Notify>, network: Network) -> std::io::Result<()> {
    let mut wait = ASK_AGAIN_AFTER;
    loop {
        if tokio::time::timeout(ASK_AGAIN_SLOWEST, again.notified()).await.is_err() {
            wait = ASK_AGAIN_AFTER;
            again.notified().await;
        }
        // A list of introductions lets many in one after the other: all of them are asked for at once.
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(ASK_AGAIN_SLOWEST);
        if network.repair().await.is_err() {
            // The node is stopping, and ends this task.
            return std::future::pending().await;
        }
    }
}

/// The node's own key, made at the first start.
pub(crate) fn node_key(path: &Path) -> Result<Keypair, Failure> {
    if let Some(bytes) = read_if_there(path)? {
        return Keypair::from_protobuf_encoding(&bytes).map_err(|error| {
            Failure::config(format!("{} is damaged: {error}", path.display())).hint(
                "remove it: the node gets a new key, and is another node to its peers; nothing else changes",
            )
        });
    }
    let keypair = Keypair::generate_ed25519();
    let bytes = keypair.to_protobuf_encoding().map_err(Failure::internal)?;
    write_private(path, &bytes).map_err(|error| cannot("write", path, &error))?;
    Ok(keypair)
}

fn network_config(
    config: &Config,
    options: &StartOptions,
    keypair: Keypair,
) -> Result<NetworkConfig, Failure> {
    let given = if options.only_dials {
        Some(Vec::new())
    } else if options.listen.is_empty() {
        config.listen.clone()
    } else {
        Some(options.listen.clone())
    };
    let listen = match given {
        Some(given) => addresses_of(&given, "listen on")?,
        None => addresses_of(&default_listen(), "listen on")?,
    };
    let peers: Vec<String> = options.peers.iter().chain(&config.peers).cloned().collect();
    // A node that listens to nobody but this machine has nothing to tell the local network.
    let only_here = listen.iter().all(is_loopback);
    let network = NetworkName::of_name(config.network());
    let mut network_config = NetworkConfig::new(keypair, network);
    network_config.mdns = options.mdns.or(config.mdns).unwrap_or(!only_here);
    network_config.listen = listen;
    network_config.peers = addresses_of(&peers, "dial")?;
    network_config.announce = config.places()?.iter().map(|place| place.address().clone()).collect();
    if config.find_peers == Some(false) {
        network_config.limits.wanted = 0;
    }
    Ok(network_config)
}

fn addresses_of(given: &[String], what: &str) -> Result<Vec<Multiaddr>, Failure> {
    let parse = |text: &String| {
        text.parse().map_err(|error| {
            Failure::usage(format!("{text:?} is no address to {what}: {error}"))
                .hint("an address looks like /ip4/192.0.2.7/tcp/7781 or /ip4/192.0.2.7/udp/7781/quic-v1")
        })
    };
    given.iter().map(parse).collect()
}

fn is_loopback(address: &Multiaddr) -> bool {
    let text = address.to_string();
    text.starts_with("/ip4/127.") || text.starts_with("/ip6/::1/")
}

/// The usual port if it is free, else any: a second node on one machine is no mistake.
fn default_listen() -> Vec<String> {
    let tcp = StdTcpListener::bind(("0.0.0.0", DEFAULT_PORT)).is_ok();
    let udp = UdpSocket::bind(("0.0.0.0", DEFAULT_PORT)).is_ok();
    let port = |free: bool| if free { DEFAULT_PORT } else { 0 };
    vec![format!("/ip4/0.0.0.0/tcp/{}", port(tcp)), format!("/ip4/0.0.0.0/udp/{}/quic-v1", port(udp))]
}

async fn http_listener(given: Option<&str>) -> Result<TcpListener, Failure> {
    let failed = |address: &str, error: std::io::Error| {
        Failure::config(format!("cannot answer HTTP on {address}: {error}"))
            .hint("choose another address with --http, for instance --http 127.0.0.1:0 for any free port")
    };
    if let Some(address) = given {
        let parsed: SocketAddr = address.parse().map_err(|_| {
            Failure::usage(format!(
                "expected an address and a port such as 127.0.0.1:7780, found {address:?}"
            ))
        })?;
        return TcpListener::bind(parsed).await.map_err(|error| failed(address, error));
    }
    match TcpListener::bind(DEFAULT_HTTP).await {
        Ok(listener) => Ok(listener),
        // Another node on this machine has it.
        Err(_) => TcpListener::bind("127.0.0.1:0").await.map_err(|error| failed("127.0.0.1:0", error)),
    }
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        },
        Err(_) => drop(interrupted.await),
    }
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}

/// Logs go to stderr: plain on a terminal or in a journal, filtered by `$RUST_LOG`, and past the bar if there is one.
pub(crate) fn start_logging(bar: Bar) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        tracing_subscriber::EnvFilter::new("warn,commons=info,commons_network=info,commons_store=info")
    });
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(move || bar.clone())
        .with_ansi(std::io::stderr().is_terminal());
    // Set once, at the start.
    let _ = subscriber.try_init();
}
