//! Land and borders in three degrees of detail, unpacked. `data/README.md` says where they come from, and draws their bytes.

use std::sync::LazyLock;

const PACKED: &[u8] = include_bytes!("../../data/base-map.bin.zst");

/// What the unpacked bytes begin with.
const HEAD: &[u8] = b"map1";

/// How many grid units lead around the earth; the map is as high as it is wide.
pub(super) const GRID: f64 = 262_144.0;

static SHEETS: LazyLock<Vec<Sheet>> = LazyLock::new(|| {
    // What is packed into the program was tested to be whole.
    let bytes = zstd::decode_all(PACKED).unwrap_or_default();
    read(&bytes).unwrap_or_default()
});

/// The sheet of which a view of this zoom is drawn.
pub(super) fn for_zoom(zoom: u8) -> Option<&'static Sheet> {
    let number = match zoom {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    SHEETS.get(number)
}

/// Land and borders in one degree of detail.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Shores, each a ring whose last spot leads to its first: of land, and of seas within it.
    pub(super) land: Vec<Line>,
    /// Lines between two countries.
    pub(super) borders: Vec<Line>,
}

/// Spots on the grid, and how far they reach.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) spots: Vec<(i32, i32)>,
    pub(super) least: (i32, i32),
    pub(super) greatest: (i32, i32),
}

fn read(bytes: &[u8]) -> Option<Vec<Sheet>> {
    let mut rest = bytes.strip_prefix(HEAD)?;
    let count = number(&mut rest)?;
    let sheets = (0..count).map(|_| Some(Sheet { land: lines(&mut rest)?, borders: lines(&mut rest)? }));
    let sheets = sheets.collect::<Option<_>>()?;
    rest.is_empty().then_some(sheets)
}

fn lines(rest: &mut &[u8]) -> Option<Vec<Line>> {
    let mut before = (0, 0);
    let count = number(rest)?;
    let lines = (0..count).map(|_| {
        let count = number(rest)?;
        let spots = (0..count).map(|_| {
            before = (before.0 + step(rest)?, before.1 + step(rest)?);
            Some(before)
        });
        let spots: Vec<(i32, i32)> = spots.collect::<Option<_>>()?;
        let least = |of: fn(&(i32, i32)) -> i32| spots.iter().map(of).min().unwrap_or_default();
        let greatest = |of: fn(&(i32, i32)) -> i32| spots.iter().map(of).max().unwrap_or_default();
        let (least, greatest) =
            ((least(|at| at.0), least(|at| at.1)), (greatest(|at| at.0), greatest(|at| at.1)));
        Some(Line { spots, least, greatest })
    });
    lines.collect()
}

/// Seven bits to a byte, the lowest first; the eighth says that more follow.
fn number(rest: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (byte, more) = rest.split_first()?;
        *rest = more;
        number |= u32::from(byte & 127) << shift;
        if byte & 128 == 0 {
            return Some(number);
        }
    }
    None
}

/// Numbers of either sign, those near zero first: 0, -1, 1, -2, 2 …
fn step(rest: &mut &[u8]) -> Option<i32> {
    let number = number(rest)?;
    Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_as_they_are_drawn() {
        let bytes = [b'm', b'a', b'p', b'1', 1, 1, 3, 0xd8, 4, 2, 1, 4, 2, 0, 1, 2, 0, 0, 0, 0x80, 1];
        let sheets = read(&bytes).unwrap();
        assert_eq!(sheets[0].land[0].spots, [(300, 1), (299, 3), (300, 3)]);
        assert_eq!((sheets[0].land[0].least, sheets[0].land[0].greatest), ((299, 1), (300, 3)));
        assert_eq!(sheets[0].borders[0].spots, [(0, 0), (0, 64)]);
        for cut in 0..bytes.len() {
            assert!(read(&bytes[..cut]).is_none(), "{cut}");
        }
    }

    #[test]
    fn there_are_three_sheets_of_the_whole_world_each_finer_than_the_last() {
        let spots = |zoom| {
            let sheet = for_zoom(zoom).unwrap();
            let on_the_grid =
                |spot: &(i32, i32)| [spot.0, spot.1].into_iter().all(|at| (0..=GRID as i32).contains(&at));
            let lines = || sheet.land.iter().chain(&sheet.borders);
            assert!(lines().all(|line| line.spots.iter().all(on_the_grid)));
            assert!(sheet.land.len() > 100 && sheet.borders.len() > 300);
            lines().map(|line| line.spots.len()).sum::<usize>()
        };
        assert!(spots(0) * 3 < spots(3) && spots(3) * 2 < spots(6));
    }
}
