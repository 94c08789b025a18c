//! The bytes of the base map, as `crates/places/data/README.md` draws them.

use super::topology::Spot;

/// What the file begins with: what it is, and in which form.
const HEAD: &[u8; 4] = b"map1";

pub(super) fn begin(sheets: usize) -> Vec<u8> {
    let mut packed = HEAD.to_vec();
    number(&mut packed, sheets as u64);
    packed
}

/// One sheet: rings of land, then lines of borders.
pub(super) fn sheet(packed: &mut Vec<u8>, rings: &[Vec<Spot>], lines: &[Vec<Spot>]) {
    for all in [rings, lines] {
        number(packed, all.len() as u64);
        let mut before = (0, 0);
        for spots in all {
            number(packed, spots.len() as u64);
            for spot in spots {
                number(packed, zigzag(spot.0 - before.0));
                number(packed, zigzag(spot.1 - before.1));
                before = *spot;
            }
        }
    }
}

/// Seven bits to a byte, the lowest first; the eighth says that more follow.
fn number(packed: &mut Vec<u8>, mut rest: u64) {
    while rest > 127 {
        packed.push(rest as u8 | 128);
        rest >>= 7;
    }
    packed.push(rest as u8);
}

/// Numbers of either sign, those near zero first: 0, -1, 1, -2, 2 …
fn zigzag(step: i32) -> u64 {
    u64::from((step << 1 ^ step >> 31).cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_those_that_are_promised() {
        let mut packed = begin(1);
        sheet(&mut packed, &[vec![(300, 1), (299, 3), (300, 3)]], &[vec![(0, 0), (0, 64)]]);
        let expected = [1, 1, 3, 0xd8, 4, 2, 1, 4, 2, 0, 1, 2, 0, 0, 0, 0x80, 1];
        assert_eq!(packed, [&b"map1"[..], &expected].concat());
    }
}
