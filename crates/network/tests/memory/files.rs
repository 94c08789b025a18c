//! Files in memory: held, by an honest node or another; and on their way.
#![allow(clippy::unwrap_used)]

use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use commons_network::Incoming;
use commons_registry::{FileHash, PIECE_BYTES, Pieces, piece_count, piece_value};

/// How a node misleads others about its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Honest,
    /// Every piece has a bit of another.
    SpoilsPieces,
    /// The list has a value of another.
    SpoilsTheList,
    /// It holds it no longer after so many pieces.
    Loses(usize),
}

/// A file that is held.
pub struct HeldFile {
    pub content: Vec<u8>,
    pub way: Way,
    /// How many pieces were given.
    pub given: AtomicUsize,
    /// Gives nothing before this is set; sets it itself if it spoils what it gives.
    pub after: Arc<AtomicBool>,
}

pub fn content(pieces: usize) -> Vec<u8> {
    let size = pieces * PIECE_BYTES as usize - 7;
    (0..size).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
}

pub fn hash(content: &[u8]) -> FileHash {
    FileHash::from_bytes(*blake3::hash(content).as_bytes())
}

impl HeldFile {
    pub fn new(content: &[u8], way: Way) -> Self {
        Self {
            content: content.to_vec(),
            way,
            given: AtomicUsize::new(0),
            after: Arc::new(AtomicBool::new(true)),
        }
    }

    pub fn size(&self) -> u64 {
        self.content.len() as u64
    }

    pub fn values(&self) -> Vec<[u8; 32]> {
        let size = self.content.len() as u64;
        let pieces = self.content.chunks(PIECE_BYTES as usize).zip(0..);
        let mut values: Vec<_> = pieces.map(|(piece, index)| piece_value(size, index, piece)).collect();
        if self.way == Way::SpoilsTheList {
            values[0][0] ^= 1;
        }
        values
    }

    pub fn piece(&self, index: u32) -> Option<Vec<u8>> {
        if self.way == Way::SpoilsPieces {
            self.after.store(true, Ordering::Relaxed);
        }
        while !self.after.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(1));
        }
        let given = self.given.fetch_add(1, Ordering::Relaxed);
        if matches!(self.way, Way::Loses(after) if given >= after) {
            return None;
        }
        let mut piece = self.content.chunks(PIECE_BYTES as usize).nth(index as usize)?.to_vec();
        if self.way == Way::SpoilsPieces {
            piece[9] ^= 1;
        }
        Some(piece)
    }
}

/// A file that is being fetched.
pub struct Arriving {
    size: u64,
    state: Mutex<State>,
}

struct State {
    listed: Option<Pieces>,
    pieces: Vec<Option<Vec<u8>>>,
    finished: bool,
}

impl Arriving {
    pub fn new(size: u64) -> Self {
        let pieces = vec![None; piece_count(size) as usize];
        Self { size, state: Mutex::new(State { listed: None, pieces, finished: false }) }
    }

    /// The whole, once it was finished.
    pub fn content(&self) -> Option<Vec<u8>> {
        let state = self.state.lock().unwrap();
        state.finished.then(|| state.pieces.iter().flat_map(|piece| piece.clone().unwrap()).collect())
    }

    pub fn pieces_here(&self) -> usize {
        self.state.lock().unwrap().pieces.iter().flatten().count()
    }
}

impl Incoming for Arriving {
    fn pieces(&self) -> Option<Pieces> {
        self.state.lock().unwrap().listed.clone()
    }

    fn keep_pieces(&self, pieces: &Pieces) -> io::Result<()> {
        assert_eq!(pieces.size(), self.size);
        self.state.lock().unwrap().listed = Some(pieces.clone());
        Ok(())
    }

    fn lacking(&self) -> io::Result<Vec<u32>> {
        let state = self.state.lock().unwrap();
        Ok((0..).zip(&state.pieces).filter(|(_, piece)| piece.is_none()).map(|(index, _)| index).collect())
    }

    fn keep(&self, index: u32, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        assert!(state.listed.as_ref().unwrap().fits(u64::from(index), bytes), "only what is right is kept");
        state.pieces[index as usize] = Some(bytes.to_vec());
        Ok(())
    }

    fn finish(&self) -> io::Result<()> {
        self.state.lock().unwrap().finished = true;
        Ok(())
    }
}
