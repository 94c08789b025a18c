//! iroh-docs: a record is an entry, signed by its author and by its namespace, that names the hash and length of
//! what it stands for. Entries only: what they stand for is not sent.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use iroh::endpoint::{Connection, presets};
use iroh::{Endpoint, EndpointAddr, RelayMode, SecretKey};
use iroh_blobs::Hash;
use iroh_docs::actor::{OpenOpts, SyncHandle};
use iroh_docs::net::{AcceptError, AcceptOutcome, connect_and_sync, handle_connection};
use iroh_docs::store::{Query, Store};
use iroh_docs::{ALPN, Author, Capability, NamespaceId, NamespaceSecret};
use tokio::sync::oneshot;

use crate::peers::{Carried, Fetched, say};
use crate::records::Record;

// Both processes know who is who beforehand, so that only an address passes between them.
const FIRST_PEER: [u8; 32] = [1; 32];
const NAMESPACE: [u8; 32] = [2; 32];
const AUTHOR: [u8; 32] = [3; 32];

/// Takes in the records, says where it is, and answers whoever asks until `done`.
pub(crate) async fn give(
    folder: &Path,
    records: Vec<Record>,
    done: oneshot::Receiver<()>,
) -> Result<Carried> {
    let (sync, namespace) = open(folder, Capability::Write(NamespaceSecret::from_bytes(&NAMESPACE))).await?;
    let author = sync.import_author(Author::from_bytes(&AUTHOR)).await?;
    for record in records {
        let (hash, len) = (Hash::new(&record.title), record.title.len() as u64);
        sync.insert_local(namespace, author, record.key_bytes()?.into(), hash, len).await?;
    }
    sync.flush_store().await?;

    let endpoint = endpoint(SecretKey::from_bytes(&FIRST_PEER)).await?;
    say(&endpoint.bound_sockets().first().context("the endpoint listens")?)?;
    let line: Arc<Mutex<Option<Connection>>> = Arc::default();
    let answering = tokio::spawn(answer(endpoint.clone(), sync, line.clone()));
    let _ = done.await;
    let bytes = line.lock().ok().and_then(|line| line.as_ref().map(Connection::stats));
    answering.abort();
    endpoint.close().await;
    Ok(Carried { bytes: bytes.map(|stats| stats.udp_tx.bytes + stats.udp_rx.bytes) })
}

async fn answer(endpoint: Endpoint, sync: SyncHandle, line: Arc<Mutex<Option<Connection>>>) {
    while let Some(incoming) = endpoint.accept().await {
        let Ok(connection) = incoming.await else { continue };
        if let Ok(mut line) = line.lock() {
            *line = Some(connection.clone());
        }
        let allow = |_, _| async { AcceptOutcome::Allow };
        match handle_connection(sync.clone(), connection, allow, None).await {
            // The other peer may hang up before our goodbye arrives; by then it has everything.
            Ok(_) | Err(AcceptError::Close { .. }) => {}
            Err(error) => eprintln!("iroh-docs: {:#}", anyhow::Error::from(error)),
        }
    }
}

/// Fetches `count` entries from the peer at `address`: connected, compared, checked, and written to disk.
pub(crate) async fn fetch(folder: &Path, count: usize, address: SocketAddr) -> Result<Fetched> {
    let namespace = NamespaceSecret::from_bytes(&NAMESPACE).id();
    let (sync, namespace) = open(folder, Capability::Read(namespace)).await?;
    let endpoint = endpoint(SecretKey::generate()).await?;
    let peer = EndpointAddr::new(SecretKey::from_bytes(&FIRST_PEER).public()).with_ip_addr(address);

    let started = Instant::now();
    let finished = connect_and_sync(&endpoint, &sync, namespace, peer, None).await?;
    sync.flush_store().await?;
    let fetched = Fetched::since(started);

    ensure!(finished.outcome.num_recv == count, "{} of {count} came", finished.outcome.num_recv);
    endpoint.close().await;
    let held = sync.shutdown().await?.get_many(namespace, Query::all())?.filter(Result::is_ok).count();
    ensure!(held == count, "{held} of {count} are held");
    Ok(fetched)
}

/// The on-disk store, open for syncing.
async fn open(folder: &Path, capability: Capability) -> Result<(SyncHandle, NamespaceId)> {
    let store = Store::persistent(folder.join("docs.redb"))?;
    let sync = SyncHandle::spawn(store, None, "peer".to_owned());
    let namespace = sync.import_namespace(capability).await?;
    sync.open(namespace, OpenOpts::default().sync()).await?;
    Ok((sync, namespace))
}

/// An endpoint on loopback alone: no relay, no discovery, no port mapping.
async fn endpoint(key: SecretKey) -> Result<Endpoint> {
    let endpoint = Endpoint::builder(presets::Minimal)
        .relay_mode(RelayMode::Disabled)
        .secret_key(key)
        .alpns(vec![ALPN.to_vec()])
        .clear_ip_transports()
        .bind_addr((Ipv4Addr::LOCALHOST, 0))?
        .bind()
        .await?;
    Ok(endpoint)
}
