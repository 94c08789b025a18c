//! The address book on disk: `DATA/addresses`.

use std::sync::{Mutex, PoisonError};

use commons_network::{Book, NetworkId, Timestamp};

use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::failure::Failure;

/// Held while the file is written: what was known later is to be written later.
static WRITING: Mutex<()> = Mutex::new(());

/// Reads the book; an empty one if there is none. One that is damaged is set aside: the node gets on without it.
pub(crate) fn load(data: &DataDir, network: NetworkId) -> Result<Book, Failure> {
    let path = data.addresses();
    let Some(bytes) = read_if_there(&path)? else { return Ok(Book::new(network)) };
    Book::from_bytes(&bytes, network, Timestamp::now()).or_else(|error| {
        let aside = path.with_extension("damaged");
        tracing::warn!(%error, aside = %aside.display(), "the address book is damaged and was set aside");
        std::fs::rename(&path, &aside).map_err(|error| cannot("set aside", &path, &error))?;
        Ok(Book::new(network))
    })
}

/// Writes a book that `get` gives once it is our turn.
pub(crate) fn save(data: &DataDir, get: impl FnOnce() -> Option<Book>) -> Result<(), Failure> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(book) = get() else { return Ok(()) };
    let path = data.addresses();
    write_private(&path, &book.to_bytes()).map_err(|error| cannot("write", &path, &error))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use commons_network::{DialAddress, Keypair};

    use super::*;

    #[test]
    fn the_book_is_kept_for_its_owner_only_and_a_damaged_one_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_owned())).unwrap();
        let network = NetworkId::of_name("test");
        let mut book = load(&data, network).unwrap();
        let address = DialAddress::new(&"/ip4/203.0.113.7/tcp/1".parse().unwrap()).unwrap();
        book.join(Keypair::generate_ed25519().public().to_peer_id(), vec![address]);
        save(&data, || Some(book.clone())).unwrap();
        assert_eq!(load(&data, network).unwrap().joined(), book.joined());
        let mode = std::fs::metadata(data.addresses()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        std::fs::write(data.addresses(), b"not a book").unwrap();
        assert!(load(&data, network).unwrap().joined().is_empty());
        assert_eq!(std::fs::read(folder.path().join("addresses.damaged")).unwrap(), b"not a book");
        assert!(!data.addresses().exists());
    }
}
