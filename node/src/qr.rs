//! QR codes: on a terminal, and as a picture to print.

use qrcode::{Color, EcLevel, QrCode};

/// Empty squares around the code, without which it is not found.
const MARGIN: usize = 4;

/// Most bytes of a text: more than anything here has, and few enough that a telephone can read the code.
const MAX_TEXT_BYTES: usize = 1024;

/// Side of a square in the picture, in its own units.
const SVG_SQUARE: usize = 4;

/// What the code has to endure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endures {
    /// A screen: nothing. The code is as small as it can be.
    Screen,
    /// Paper that is folded and stained: a quarter of it may be illegible.
    Paper,
}

/// A code, as dark and light squares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Qr {
    width: usize,
    dark: Vec<bool>,
}

/// Why a text has no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a text of {found} bytes is too long for a QR code that can be read: at most {MAX_TEXT_BYTES} are")]
pub(crate) struct TooLong {
    found: usize,
}

impl Qr {
    /// The code for a text. One in capitals, digits and `$%*+-./:` becomes a third smaller.
    pub(crate) fn new(text: &str, endures: Endures) -> Result<Self, TooLong> {
        let too_long = TooLong { found: text.len() };
        if text.len() > MAX_TEXT_BYTES {
            return Err(too_long);
        }
        let level = match endures {
            Endures::Screen => EcLevel::L,
            Endures::Paper => EcLevel::Q,
        };
        let code = QrCode::with_error_correction_level(text, level).map_err(|_| too_long)?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self { width: code.width(), dark })
    }

    /// Squares on a side, with the margin.
    fn side(&self) -> usize {
        self.width + 2 * MARGIN
    }

    /// Whether a square is dark; those of the margin are light.
    fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(MARGIN).filter(|at| *at < self.width);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => self.dark.get(y * self.width + x).copied().unwrap_or(false),
            _ => false,
        }
    }

    /// Two squares to a character, one above the other. What is light is drawn, what is dark left out: as it should be on a
    /// dark terminal; `coloured` makes it so on every one.
    pub(crate) fn terminal(&self, coloured: bool) -> String {
        let (begin, end) = if coloured { ("\u{1b}[38;5;231;48;5;16m", "\u{1b}[0m") } else { ("", "") };
        let mut text = String::new();
        for y in (0..self.side()).step_by(2) {
            text.push_str(begin);
            for x in 0..self.side() {
                // Below an odd last row there is nothing more to draw.
                let below = y + 1 >= self.side() || self.is_dark(x, y + 1);
                text.push(match (self.is_dark(x, y), below) {
                    (false, false) => '█',
                    (false, true) => '▀',
                    (true, false) => '▄',
                    (true, true) => ' ',
                });
            }
            text.push_str(end);
            text.push('\n');
        }
        text
    }

    /// A picture, black on white.
    pub(crate) fn svg(&self) -> String {
        use core::fmt::Write as _;
        let side = self.side();
        let mut path = String::new();
        for y in 0..side {
            let mut x = 0;
            while x < side {
                let run = (x..side).take_while(|x| self.is_dark(*x, y)).count();
                if run > 0 {
                    // Writing to a text cannot fail.
                    let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
                }
                x += run.max(1);
            }
        }
        let size = side * SVG_SQUARE;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {side} {side}\" \
             shape-rendering=\"crispEdges\">\n<rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\n\
             <path fill=\"#000\" d=\"{path}\"/>\n</svg>\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 4] = [
        "commons:join?1abcdefghij",
        "COMMONS:JOIN?1ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. 合作社",
        "x",
    ];

    /// Reads a picture as a telephone would: squares of several pixels.
    fn read(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> Option<String> {
        const PIXELS: usize = 5;
        let size = side * PIXELS;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(size, size, |x, y| {
            if is_dark(x / PIXELS, y / PIXELS) { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        Some(grids.first()?.decode().ok()?.1)
    }

    #[test]
    fn a_reader_reads_what_stands_on_the_terminal() {
        for text in TEXTS {
            for endures in [Endures::Screen, Endures::Paper] {
                let code = Qr::new(text, endures).unwrap();
                let drawn: Vec<Vec<char>> =
                    code.terminal(false).lines().map(|line| line.chars().collect()).collect();
                let dark = |x: usize, y: usize| match drawn[y / 2][x] {
                    '█' => false,
                    ' ' => true,
                    '▀' => !y.is_multiple_of(2),
                    '▄' => y.is_multiple_of(2),
                    other => panic!("{other:?}"),
                };
                assert_eq!(read(code.side(), dark).as_deref(), Some(text));
            }
        }
    }

    #[test]
    fn a_reader_reads_the_picture() {
        for text in TEXTS {
            let code = Qr::new(text, Endures::Paper).unwrap();
            let svg = code.svg();
            let path = svg.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
            let mut dark = vec![vec![false; code.side()]; code.side()];
            for run in path.split('M').skip(1) {
                let numbers: Vec<usize> = run
                    .split(|c: char| !c.is_ascii_digit())
                    .filter(|s| !s.is_empty())
                    .map(|s| s.parse().unwrap())
                    .collect();
                let [x, y, length, 1, back] = numbers[..] else { panic!("{run}") };
                assert_eq!(length, back);
                dark[y][x..x + length].fill(true);
            }
            assert_eq!(read(code.side(), |x, y| dark[y][x]).as_deref(), Some(text));
        }
    }

    #[test]
    fn paper_may_be_stained() {
        let code = Qr::new(TEXTS[1], Endures::Paper).unwrap();
        let stain = |x: usize, y: usize| (14..20).contains(&x) && (14..20).contains(&y);
        let stained = read(code.side(), |x, y| stain(x, y) || code.is_dark(x, y));
        assert_eq!(stained.as_deref(), Some(TEXTS[1]));
    }

    #[test]
    fn what_is_too_long_is_refused_and_capitals_are_smaller() {
        assert_eq!(Qr::new(&"a".repeat(1025), Endures::Screen), Err(TooLong { found: 1025 }));
        assert!(Qr::new(&"a".repeat(1024), Endures::Paper).is_ok());
        let side = |text: &str| Qr::new(text, Endures::Screen).unwrap().side();
        assert!(side(&"A".repeat(400)) < side(&"a".repeat(400)));
        assert!(side(&"A".repeat(440)) <= 80, "fits a terminal: {}", side(&"A".repeat(440)));
    }

    #[test]
    fn colours_begin_and_end_on_each_line() {
        let code = Qr::new("x", Endures::Screen).unwrap();
        for line in code.terminal(true).lines() {
            assert!(line.starts_with("\u{1b}[38") && line.ends_with("\u{1b}[0m"));
        }
    }
}
