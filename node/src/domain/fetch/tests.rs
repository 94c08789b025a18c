//! The real fetcher against real TLS servers on loopback, each of which does one thing.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::domain::file_for;

const NAME: &str = "sample.coop";

fn agent() -> AgentId {
    AgentId::from_bytes([7; 32])
}

/// What a server does once it has read the head of a request.
#[derive(Clone)]
enum Does {
    Answers(String),
    AnswersWithoutEnd(String),
    Nothing,
    SpeaksPlainly,
}

/// A server on loopback with a certificate for a name; stops with the test's process.
struct Server {
    port: u16,
    certificate: CertificateDer<'static>,
    heads: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    fn start(name: &str, does: Does) -> Self {
        let signed = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
        let certificate = signed.cert.der().clone();
        let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let server =
            Self { port, certificate, heads: Arc::default(), connections: Arc::new(AtomicUsize::new(0)) };
        let (heads, connections) = (Arc::clone(&server.heads), Arc::clone(&server.connections));
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                while let Ok((stream, _)) = listener.accept().await {
                    connections.fetch_add(1, Ordering::SeqCst);
                    let (acceptor, does, heads) = (acceptor.clone(), does.clone(), Arc::clone(&heads));
                    tokio::spawn(async move {
                        // A client that goes away is what some tests are about.
                        let _ = serve(stream, acceptor, does, &heads).await;
                    });
                }
            });
        });
        server
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The fetcher as it is, but for the ways to this server: its port, its certificate, and that loopback is
    /// permitted.
    fn fetcher(&self) -> Fetcher {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        Fetcher {
            resolve: Arc::new(|_| Ok(vec![Ipv4Addr::LOCALHOST.into()])),
            permit: |_| Ok(()),
            tls: tls(roots).unwrap(),
            port: self.port,
            patience: Duration::from_secs(60),
        }
    }

    fn ask(&self) -> Result<(), NotConfirmed> {
        self.fetcher().confirm(&domain(), agent())
    }
}

async fn serve(
    mut stream: TcpStream,
    acceptor: TlsAcceptor,
    does: Does,
    heads: &Mutex<Vec<String>>,
) -> io::Result<()> {
    if matches!(does, Does::SpeaksPlainly) {
        return stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    }
    let mut stream = acceptor.accept(stream).await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    heads.lock().unwrap().push(String::from_utf8(head).unwrap());
    match does {
        Does::Answers(answer) => {
            stream.write_all(answer.as_bytes()).await?;
            stream.shutdown().await
        }
        Does::AnswersWithoutEnd(beginning) => {
            stream.write_all(beginning.as_bytes()).await?;
            loop {
                stream.write_all(b"1000\r\n").await?;
                stream.write_all(&[b'#'; 0x1000]).await?;
                stream.write_all(b"\r\n").await?;
            }
        }
        Does::Nothing | Does::SpeaksPlainly => std::future::pending().await,
    }
}

fn domain() -> DomainName {
    DomainName::parse(NAME).unwrap()
}

fn ok(body: &str) -> Does {
    Does::Answers(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
}

#[test]
fn a_domain_confirms_the_agent_that_its_file_names() {
    let server = Server::start(NAME, ok(&file_for(agent())));
    server.ask().unwrap();
    let heads = server.heads.lock().unwrap().clone();
    assert_eq!(heads.len(), 1);
    let mut lines: Vec<String> =
        heads[0].lines().map(str::to_lowercase).filter(|line| !line.is_empty()).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "accept: text/plain",
            "connection: close",
            "get /.well-known/commons-agent http/1.1",
            "host: sample.coop",
            "user-agent: commons-registry",
        ],
        "nothing about who asks"
    );
}

#[test]
fn another_agents_file_confirms_nothing() {
    let server = Server::start(NAME, ok(&file_for(AgentId::from_bytes([8; 32]))));
    assert!(matches!(server.ask(), Err(NotConfirmed::NotNamed(NotNamed::Others { others: 1 }))));
    let page = Server::start(NAME, ok(&format!("<html>{}</html>", agent())));
    assert!(matches!(page.ask(), Err(NotConfirmed::NotNamed(NotNamed::NoList { line: 1, .. }))));
}

#[test]
fn redirects_are_not_followed() {
    let other = Server::start("other.coop", ok(&file_for(agent())));
    for (status, to) in [
        ("301 Moved Permanently", format!("https://other.coop:{}/.well-known/commons-agent", other.port)),
        ("302 Found", "http://127.0.0.1/".to_owned()),
        ("307 Temporary Redirect", "/elsewhere".to_owned()),
        ("308 Permanent Redirect", String::new()),
    ] {
        let answer = format!("HTTP/1.1 {status}\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
        let server = Server::start(NAME, Does::Answers(answer));
        match server.ask() {
            Err(NotConfirmed::Redirect { to: found }) => assert_eq!(found, to),
            other => panic!("{other:?}"),
        }
        assert_eq!(server.connections(), 1);
    }
    assert_eq!(other.connections(), 0);
}

#[test]
fn what_is_no_file_is_said() {
    let answer = |status: &str| Does::Answers(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"));
    assert!(matches!(Server::start(NAME, answer("404 Not Found")).ask(), Err(NotConfirmed::NoFile)));
    let down = Server::start(NAME, answer("500 Internal Server Error"));
    assert!(matches!(down.ask(), Err(NotConfirmed::Status(StatusCode::INTERNAL_SERVER_ERROR))));
    let garbage = Server::start(NAME, Does::Answers("SSH-2.0-sample\r\n\r\n".to_owned()));
    assert!(matches!(garbage.ask(), Err(NotConfirmed::Http(_))));
}

#[test]
fn no_more_is_read_than_a_file_may_have() {
    let long = format!("{}{}\n", "#\n".repeat(MAX_FILE_BYTES / 2), agent());
    assert!(matches!(Server::start(NAME, ok(&long)).ask(), Err(NotConfirmed::TooLarge)));
    let endless = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let endless = Server::start(NAME, Does::AnswersWithoutEnd(endless.to_owned()));
    assert!(matches!(endless.ask(), Err(NotConfirmed::TooLarge)));
    // The head has a bound of its own.
    let head = Server::start(NAME, Does::AnswersWithoutEnd("HTTP/1.1 200 OK\r\nX: ".to_owned()));
    assert!(matches!(head.ask(), Err(NotConfirmed::Http(_))));
    let exact = format!("{}\n{}", agent(), "#".repeat(MAX_FILE_BYTES - 65));
    assert_eq!(exact.len(), MAX_FILE_BYTES);
    Server::start(NAME, ok(&exact)).ask().unwrap();
}

#[test]
fn who_says_nothing_is_not_waited_for() {
    let server = Server::start(NAME, Does::Nothing);
    let fetcher = Fetcher { patience: Duration::from_millis(200), ..server.fetcher() };
    assert!(matches!(fetcher.confirm(&domain(), agent()), Err(NotConfirmed::TooSlow(_))));
    // Nor for a lookup that hangs: the test would, too.
    let (_never, forever) = std::sync::mpsc::sync_channel::<()>(0);
    let forever = Mutex::new(forever);
    let hangs: Resolve = Arc::new(move |_| {
        let _ = forever.lock().unwrap().recv();
        Ok(Vec::new())
    });
    let fetcher = Fetcher { resolve: hangs, patience: Duration::from_millis(200), ..server.fetcher() };
    assert!(matches!(fetcher.confirm(&domain(), agent()), Err(NotConfirmed::TooSlow(_))));
}

#[test]
fn a_certificate_must_be_for_the_name_and_from_a_known_authority() {
    let of_another = Server::start("other.coop", ok(&file_for(agent())));
    assert!(matches!(of_another.ask(), Err(NotConfirmed::Tls(_))));
    let server = Server::start(NAME, ok(&file_for(agent())));
    let public = Fetcher::public().unwrap();
    let unknown = Fetcher { tls: public.tls, ..server.fetcher() };
    assert!(matches!(unknown.confirm(&domain(), agent()), Err(NotConfirmed::Tls(_))));
    let plain = Server::start(NAME, Does::SpeaksPlainly);
    assert!(matches!(plain.ask(), Err(NotConfirmed::Tls(_))));
    for server in [of_another, server, plain] {
        assert_eq!(server.heads.lock().unwrap().len(), 0, "nothing was asked of it");
    }
}

#[test]
fn an_address_that_is_not_public_is_never_connected_to() {
    let server = Server::start(NAME, ok(&file_for(agent())));
    let public = Fetcher::public().unwrap();
    assert_eq!((public.port, public.patience), (443, Duration::from_secs(10)));
    for found in [
        vec!["127.0.0.1"],
        vec!["::1"],
        vec!["::ffff:127.0.0.1"],
        vec!["169.254.169.254"],
        vec!["10.0.0.1"],
        vec!["1.1.1.1", "127.0.0.1"], // one of several condemns all
        vec!["127.0.0.1", "1.1.1.1"],
    ] {
        let found: Vec<IpAddr> = found.into_iter().map(|address| address.parse().unwrap()).collect();
        let resolve: Resolve = Arc::new(move |_| Ok(found.clone()));
        let fetcher = Fetcher { resolve, permit: public.permit, ..server.fetcher() };
        assert!(matches!(fetcher.confirm(&domain(), agent()), Err(NotConfirmed::NotPublic(_))));
    }
    assert_eq!(server.connections(), 0);
}

/// DNS rebinding: the first answer passes the check, the next one would lead elsewhere.
#[test]
fn a_name_is_looked_up_once_and_in_full() {
    let server = Server::start(NAME, ok(&file_for(agent())));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&asked);
    let resolve: Resolve = Arc::new(move |name| {
        let mut notes = notes.lock().unwrap();
        notes.push(name.to_owned());
        Ok(if notes.len() == 1 { vec![Ipv4Addr::LOCALHOST.into()] } else { Vec::new() })
    });
    let fetcher = Fetcher { resolve, ..server.fetcher() };
    fetcher.confirm(&domain(), agent()).unwrap();
    assert_eq!(*asked.lock().unwrap(), ["sample.coop."]);
}

#[test]
fn a_name_that_leads_nowhere_is_said() {
    let server = Server::start(NAME, ok(""));
    let nothing = Fetcher { resolve: Arc::new(|_| Ok(Vec::new())), ..server.fetcher() };
    assert!(matches!(nothing.confirm(&domain(), agent()), Err(NotConfirmed::NoAddress)));
    let fails: Resolve = Arc::new(|_| Err(io::Error::other("no such name")));
    let fails = Fetcher { resolve: fails, ..server.fetcher() };
    assert!(matches!(fails.confirm(&domain(), agent()), Err(NotConfirmed::Lookup(_))));
    // The next address is tried if nobody answers at one.
    let free = TcpListener::bind((Ipv4Addr::new(127, 0, 0, 2), 0)).unwrap();
    drop(free);
    let two: Resolve = Arc::new(|_| Ok(vec![Ipv4Addr::new(127, 0, 0, 2).into(), Ipv4Addr::LOCALHOST.into()]));
    let server = Server::start(NAME, ok(&file_for(agent())));
    Fetcher { resolve: two, ..server.fetcher() }.confirm(&domain(), agent()).unwrap();
}
