//! samod: a record is an Automerge document of one edit.

use std::collections::HashSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use automerge::transaction::Transactable;
use automerge::{Automerge, AutomergeError, ROOT, ReadDoc};
use samod::storage::TokioFilesystemStorage;
use samod::{
    AcceptorHandle, BackoffConfig, DocumentId, Repo, RepoEvent, RepoObserver, StorageOperation, Transport,
    Url,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio_util::io::{InspectReader, InspectWriter};

use crate::peers::{Carried, Fetched, say};
use crate::records::Record;

/// Makes a document of each record, says where it is, and answers whoever asks until `done`.
pub(crate) async fn give(
    folder: &Path,
    records: Vec<Record>,
    done: oneshot::Receiver<()>,
) -> Result<Carried> {
    let repo = Repo::build_tokio().with_storage(TokioFilesystemStorage::new(folder)).load().await;
    for record in &records {
        repo.create(document(record)?).await?;
    }

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let acceptor = repo.make_acceptor(url(address)?)?;
    let carried: Arc<AtomicU64> = Arc::default();
    let answering = tokio::spawn(answer(listener, acceptor, carried.clone()));
    say(&address)?;
    let _ = done.await;
    answering.abort();
    Ok(Carried { bytes: Some(carried.load(Ordering::Relaxed)) })
}

async fn answer(listener: TcpListener, acceptor: AcceptorHandle, carried: Arc<AtomicU64>) {
    while let Ok((stream, _)) = listener.accept().await {
        if let Err(error) = accept(stream, &acceptor, &carried) {
            eprintln!("samod: {error:#}");
        }
    }
}

fn accept(stream: TcpStream, acceptor: &AcceptorHandle, carried: &Arc<AtomicU64>) -> Result<()> {
    stream.set_nodelay(true)?;
    let count = |carried: Arc<AtomicU64>| {
        move |bytes: &[u8]| {
            carried.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        }
    };
    let counted = InspectReader::new(stream, count(carried.clone()));
    let counted = InspectWriter::new(counted, count(carried.clone()));
    acceptor.accept(Transport::from_tokio_io(counted))?;
    Ok(())
}

/// Waits until `count` documents have come from the peer at `address` and are in the store.
pub(crate) async fn fetch(folder: &Path, count: usize, address: SocketAddr) -> Result<Fetched> {
    let (stored, mut documents) = watch::channel(HashSet::new());
    let repo = Repo::build_tokio()
        .with_storage(TokioFilesystemStorage::new(folder))
        .with_observer(Stored(stored))
        .load()
        .await;

    let started = Instant::now();
    // It announces what it has as soon as we are connected: nothing need be asked for.
    let dialled = repo.dial_tcp(url(address)?, BackoffConfig::default());
    dialled.map_err(|error| anyhow::anyhow!("{error}"))?;
    let held = documents.wait_for(|documents| documents.len() >= count).await?.clone();
    let fetched = Fetched::since(started);

    ensure!(held.len() == count, "{} documents came, {count} were expected", held.len());
    for id in held {
        let document = repo.find(id).await?.context("a stored document is found")?;
        let titled = document.with_document(|document| document.get(ROOT, "title").map(|at| at.is_some()))?;
        ensure!(titled, "a document came without its title");
    }
    repo.stop().await;
    Ok(fetched)
}

/// Collects the ids of documents that were written to the store.
struct Stored(watch::Sender<HashSet<DocumentId>>);

impl RepoObserver for Stored {
    fn observe(&self, event: &RepoEvent) {
        if let RepoEvent::StorageOperationCompleted {
            document_id, operation: StorageOperation::Put, ..
        } = event
        {
            self.0.send_if_modified(|stored| stored.insert(document_id.clone()));
        }
    }
}

/// A document with the record in it, in one change.
fn document(record: &Record) -> Result<Automerge> {
    let mut document = Automerge::new();
    document
        .transact::<_, _, AutomergeError>(|edit| {
            edit.put(ROOT, "key", record.key.as_str())?;
            edit.put(ROOT, "title", record.title.as_str())
        })
        .map_err(|failure| failure.error)?;
    Ok(document)
}

fn url(address: SocketAddr) -> Result<Url> {
    Ok(Url::parse(&format!("tcp://{address}"))?)
}
