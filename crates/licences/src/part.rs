//! Parts of a work: whether what its maker says of a part lets it go out in the whole.

use crate::engine::answer;
use crate::expression::LicenceExpression;
use crate::question::{Act, Question, Use};

/// Whether a part under one licence may be passed on, by anybody and for any purpose, in a whole under another: the licences
/// are the same, or that of the part says yes. Where it says less than yes, the maker has to be asked.
pub fn carries(part: &str, whole: &str) -> bool {
    let read = |text: &str| LicenceExpression::parse(text).map(|read| read.to_string());
    let (Ok(read_part), Ok(read_whole)) = (read(part), read(whole)) else { return false };
    if read_part == read_whole {
        return true;
    }
    let question = Question {
        use_: Use {
            acts: [Act::Adapt, Act::Distribute].into(),
            result_licence: Some(read_whole),
            ..Use::default()
        },
        ..Question::about(read_part)
    };
    answer(&question).answer.is_yes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_carries_the_whole_if_its_licence_lets_anybody_pass_it_on_so() {
        for (part, whole, carried) in [
            ("PPL", "PPL", true),
            ("ppl", "PPL", true),
            ("CC0-1.0", "PPL", true),
            ("MIT", "AGPL-3.0-or-later", true),
            ("CC-BY-4.0", "PPL", true),
            ("CC-BY-SA-4.0", "PPL", false),
            ("CC-BY-SA-4.0", "CC-BY-SA-4.0", true),
            ("PPL", "CC-BY-4.0", false),
            ("MIT OR PPL", "CC-BY-4.0", true),
            ("CC-BY-NC-4.0", "CC-BY-4.0", false),
            ("GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", false),
            ("MIT", "GPL-2.0-only WITH Classpath-exception-2.0", true),
            ("NONE", "PPL", false),
            ("not a licence (", "PPL", false),
            ("LicenseRef-Nobody-Knows", "PPL", false),
        ] {
            assert_eq!(carries(part, whole), carried, "{part} in {whole}");
        }
    }
}
