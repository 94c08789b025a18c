//! The data directory: what lies where, and writing small files so that a crash leaves the old or the new.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Where a node keeps everything it has.
#[derive(Debug, Clone)]
pub(crate) struct DataDir(PathBuf);

impl DataDir {
    /// The directory given, else `$STATE_DIRECTORY` (systemd), else `commons` in the XDG data folder.
    pub(crate) fn choose(given: Option<PathBuf>) -> Result<Self, Failure> {
        let from_environment = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        // systemd may name several, separated by colons; the first is ours.
        let state = from_environment("STATE_DIRECTORY").map(|value| {
            let text = value.to_string_lossy().into_owned();
            PathBuf::from(text.split(':').next().unwrap_or_default())
        });
        let xdg = || from_environment("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let home = || from_environment("HOME").map(|home| PathBuf::from(home).join(".local/share"));
        let path =
            given.or(state).or_else(|| Some(xdg().or_else(home)?.join("commons"))).ok_or_else(|| {
                Failure::config("there is no home folder to keep the data in")
                    .hint("name a folder with --data DIR")
            })?;
        // The socket's path is told to other processes, which may have another working directory.
        Ok(Self(std::path::absolute(&path).unwrap_or(path)))
    }

    /// Makes the directory, for its owner only, if it is not there.
    pub(crate) fn create(&self) -> Result<(), Failure> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.0).map_err(|error| {
            Failure::config(format!("the data folder {} cannot be made: {error}", self.0.display()))
                .hint("choose a folder you may write in with --data DIR")
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.0.join("node.sock")
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    /// Whom the owner follows and blocks, and what is withheld.
    pub(crate) fn trust(&self) -> PathBuf {
        self.0.join("trust.toml")
    }

    /// The node's own key, which is no agent's.
    pub(crate) fn node_key(&self) -> PathBuf {
        self.0.join("node.key")
    }

    /// Whose node this is: public.
    pub(crate) fn agent(&self) -> PathBuf {
        self.0.join("agent.json")
    }

    /// The agent's signing keys, sealed or plain.
    pub(crate) fn keys(&self) -> PathBuf {
        self.0.join("signing-keys")
    }

    /// Where other nodes are.
    pub(crate) fn addresses(&self) -> PathBuf {
        self.0.join("addresses")
    }

    /// Which other nodes say that they hold our records.
    pub(crate) fn holders(&self) -> PathBuf {
        self.0.join("holders")
    }

    /// Names given to others here.
    pub(crate) fn petnames(&self) -> PathBuf {
        self.0.join("petnames.toml")
    }

    /// What was reported to whoever runs the node.
    pub(crate) fn reports(&self) -> PathBuf {
        self.0.join("reports.toml")
    }

    /// When records came.
    pub(crate) fn arrivals(&self) -> PathBuf {
        self.0.join("arrivals")
    }

    /// What domains answered.
    pub(crate) fn domain_checks(&self) -> PathBuf {
        self.0.join("domain-checks.toml")
    }

    /// Who signs in here, besides whoever set the node up.
    pub(crate) fn seats(&self) -> PathBuf {
        self.0.join("members.toml")
    }

    /// Their sealed keys.
    pub(crate) fn members(&self) -> PathBuf {
        self.0.join("members")
    }

    /// With what programs may ask and write.
    pub(crate) fn tokens(&self) -> PathBuf {
        self.0.join("tokens.toml")
    }

    /// Contributions that are not published yet.
    pub(crate) fn drafts(&self) -> PathBuf {
        self.0.join("drafts")
    }
}

/// Writes a file that only its owner may read, and makes it durable: after a crash it is as before or as now.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Beside it, under a name that nobody's own file has: an export's folder is not ours.
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".commons-new");
    let temporary = PathBuf::from(temporary);
    // A left-over of a crash may have another mode.
    let _ = fs::remove_file(&temporary);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    sync_directory_of(path)
}

/// Makes a rename, a creation or a removal in the file's directory durable.
pub(crate) fn sync_directory_of(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(directory)?.sync_all()
}

/// Reads a file; `None` if there is none.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot("read", path, &error)),
    }
}

/// "cannot read FILE: …".
pub(crate) fn cannot(what: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::config(format!("cannot {what} {}: {error}", path.display()))
        .hint("check that the file is there and that you may use it")
}
