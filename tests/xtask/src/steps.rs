use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Runs checks one after another, with a heading and the time that each took.
pub(crate) struct Steps {
    begun: Instant,
}

impl Steps {
    pub(crate) fn begin() -> Self {
        Self { begun: Instant::now() }
    }

    pub(crate) fn run(
        &mut self,
        heading: &str,
        step: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        eprintln!("\n== {heading}");
        let begun = Instant::now();
        step()?;
        eprintln!("   passed in {}", in_words(begun.elapsed()));
        Ok(())
    }

    pub(crate) fn skip(&mut self, heading: &str, why: &str) {
        eprintln!("\n== {heading}\n   left out ({why})");
    }

    pub(crate) fn finish(self) {
        eprintln!("\nEverything passed in {}.", in_words(self.begun.elapsed()));
    }
}

fn in_words(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_the_unit_that_suits_them() {
        assert_eq!(in_words(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(in_words(Duration::from_secs(125)), "2 min 5 s");
    }
}
