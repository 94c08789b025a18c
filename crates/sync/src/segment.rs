//! Many items at once, packed: what a first sync consists of.

use crate::limits::{MAX_ITEM, MAX_SEGMENT_BYTES, SEGMENT_BYTES};

/// How hard zstd tries. Half of a change is keys, hashes and signatures, which nothing packs; more effort gains little.
const LEVEL: i32 = 3;

/// Bytes before each item that say how long it is.
const LENGTH_BYTES: usize = 4;

/// Items in the order of a journal: each after its length (32 bits, big-endian), all together packed by zstd (RFC 8878)
/// as one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The label up to which the journal has been gone through, whether its items are here or left out.
    pub through: u64,
    /// Bytes before packing.
    pub length: u32,
    /// The packed bytes.
    pub packed: Vec<u8>,
}

/// A segment that no honest node sends.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// Says that it holds more than a segment may, or nothing.
    #[error("a segment holds 1 to {MAX_SEGMENT_BYTES} bytes, this says {found}")]
    Length {
        /// The bytes said.
        found: u32,
    },
    /// Not what zstd makes, or not as long as it says.
    #[error("a segment cannot be unpacked")]
    Packed,
    /// Its bytes are not items with their lengths.
    #[error("a segment is not a row of items")]
    Items,
}

/// Gathers items for a segment.
#[derive(Debug, Default)]
pub struct SegmentBuilder {
    bytes: Vec<u8>,
}

impl SegmentBuilder {
    /// Adds an item, if it may be sent at all and there is room. Returns whether there was.
    #[must_use]
    pub fn push(&mut self, item: &[u8]) -> bool {
        if !(1..=MAX_ITEM).contains(&item.len()) {
            return true; // no asker would take it
        }
        if !self.bytes.is_empty() && self.bytes.len() + LENGTH_BYTES + item.len() > SEGMENT_BYTES {
            return false;
        }
        self.bytes.extend_from_slice(&(item.len() as u32).to_be_bytes());
        self.bytes.extend_from_slice(item);
        true
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Packs what was gathered, which goes through the journal up to a label.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn pack(self, through: u64) -> Segment {
        let packed = zstd::bulk::compress(&self.bytes, LEVEL).expect("packing fails only without memory");
        Segment { through, length: self.bytes.len() as u32, packed }
    }
}

impl Segment {
    /// The items.
    ///
    /// # Errors
    /// [`SegmentError`] for what [`SegmentBuilder::pack`] does not make; no more memory is taken than the largest needs.
    pub fn unpack(&self) -> Result<Vec<Vec<u8>>, SegmentError> {
        let length = self.length as usize;
        if !(1..=MAX_SEGMENT_BYTES).contains(&length) {
            return Err(SegmentError::Length { found: self.length });
        }
        let bytes = zstd::bulk::decompress(&self.packed, length).map_err(|_| SegmentError::Packed)?;
        if bytes.len() != length {
            return Err(SegmentError::Packed);
        }
        let mut rest = &bytes[..];
        let mut items = Vec::new();
        while !rest.is_empty() {
            let (length, after) = rest.split_first_chunk::<LENGTH_BYTES>().ok_or(SegmentError::Items)?;
            let length = u32::from_be_bytes(*length) as usize;
            let fits = (1..=MAX_ITEM).contains(&length) && length <= after.len();
            if !fits {
                return Err(SegmentError::Items);
            }
            let (item, after) = after.split_at(length);
            items.push(item.to_vec());
            rest = after;
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(items: &[&[u8]]) -> Segment {
        let mut builder = SegmentBuilder::default();
        assert!(items.iter().all(|item| builder.push(item)));
        builder.pack(7)
    }

    #[test]
    fn items_come_out_as_they_went_in() {
        let items: [&[u8]; 3] = [b"one", b"another", &[7; 10_000]];
        let packed = segment(&items);
        assert_eq!(packed.unpack().unwrap(), items);
        assert!(packed.packed.len() < 100, "{}", packed.packed.len());
    }

    #[test]
    fn a_segment_is_closed_when_it_is_full_but_takes_one_item_of_any_size() {
        let mut builder = SegmentBuilder::default();
        assert!(builder.push(&[1; MAX_ITEM]));
        assert!(!builder.push(&[1; MAX_ITEM]));
        assert!(builder.push(&[1; 100]));
        assert_eq!(builder.pack(1).unpack().unwrap().len(), 2);
    }

    #[test]
    fn what_is_no_segment_is_refused_and_takes_no_memory() {
        let good = segment(&[b"one", b"two"]);
        let with = |change: fn(&mut Segment)| {
            let mut bad = good.clone();
            change(&mut bad);
            bad.unpack().unwrap_err()
        };
        assert_eq!(with(|s| s.length = 0), SegmentError::Length { found: 0 });
        assert_eq!(with(|s| s.length = u32::MAX), SegmentError::Length { found: u32::MAX });
        assert_eq!(with(|s| s.length -= 1), SegmentError::Packed);
        assert_eq!(with(|s| s.length += 1), SegmentError::Packed);
        assert_eq!(with(|s| s.packed.truncate(5)), SegmentError::Packed);
        let raw = |bytes: &[u8]| Segment {
            through: 1,
            length: bytes.len() as u32,
            packed: zstd::bulk::compress(bytes, 1).unwrap(),
        };
        for bytes in [&[0, 0, 0][..], &[0, 0, 0, 0], &[0, 0, 0, 2, 1], &[0xff, 0xff, 0xff, 0xff, 1]] {
            assert_eq!(raw(bytes).unpack(), Err(SegmentError::Items), "{bytes:?}");
        }
        // A gigabyte of nothing, in a few kilobytes, that says it is small.
        let bomb =
            Segment { through: 1, length: 1024, packed: zstd::bulk::compress(&vec![0; 1 << 26], 1).unwrap() };
        assert_eq!(bomb.unpack(), Err(SegmentError::Packed));
    }
}
