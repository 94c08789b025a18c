//! May we reuse this? The terms of licences as data, and the answer worked out from them.
//!
//! The licence text decides. This crate holds *term sheets*, a reading of each text in plain words with the
//! clause that each rule comes from, and works out the answer to one question: may this user make this use of
//! a work under this licence, and under which duties? It informs; it gives no legal advice.
//!
//! It knows nobody: it performs no I/O, reads no clock, and sees neither agents nor the network.
//!
//! | module | what lives there |
//! | --- | --- |
//! | [`LicenceExpression`] (`expression`) | SPDX expressions: reading, canonical spelling, errors that help |
//! | [`FactName`], [`Facts`] (`fact`, `facts`) | what may be known of a user, on which basis, and text input for it |
//! | [`LicenceClass`] (`class`) | of which sort a licence is, for every id there is |
//! | [`Permission`] (`permission`) | what a steward, or an agreement, allows beyond a licence |
//! | [`carries`] (`part`) | whether a part's licence lets it go out in the whole |
//! | `implied` | what a kind of user implies about the other facts |
//! | [`Question`] (`question`) | who asks, for what use |
//! | [`Answer`] (`verdict`, `reply`) | the answer, its duties, reasons, and what would settle it |
//! | [`sentences`](fn@sentences) (`sentences`) | what answers say, for translators |
//! | `sheet` | the term sheets: their format, their conditions, and the ones we hold (`sheets/*.toml`) |
//! | [`Receipt`] (`receipt`) | what is kept of an answer when somebody relies on it |
//! | [`Remix`], [`RemixAnswer`] (`remix`) | several works put together: the question, and the answer |
//! | [`answer`], [`remix`](fn@remix) (`engine`) | from question to answer |
//! | [`credit`](fn@credit) (`credit`) | the text that names the makers of works |
//! | [`licence_text`] (`text`) | the texts of the SPDX list, and how a text is named by its hash |
//!
//! ```
//! use commons_licences::{Basis, Facts, Question, Verdict, answer};
//!
//! let mut facts = Facts::default();
//! facts.set_fact("kind", "company", Basis::Given)?;
//! let question = Question { user: facts.into(), ..Question::about("PPL") };
//! assert_eq!(answer(&question).answer, Verdict::Forbidden);
//! # Ok::<(), commons_licences::FactError>(())
//! ```

#[macro_use]
mod words;

mod class;
mod credit;
mod engine;
mod expression;
mod fact;
mod facts;
mod implied;
mod part;
mod permission;
mod question;
mod receipt;
mod remix;
mod reply;
mod sentences;
mod sheet;
mod suggest;
mod text;
mod verdict;

pub use class::{ClassBasis, LicenceClass, class_of};
pub use credit::{
    CreditFormat, CreditedWork, MAX_CREDITED_WORKS, MAX_NAMES, Makers, credit, licence_addresses,
};
pub use engine::{answer, answer_with, remix, remix_with};
pub use expression::{ExpressionError, LicenceExpression, MAX_EXPRESSION_BYTES};
pub use fact::{Basis, Fact, FactName, FactValue, Kind, Surplus, UseField, UserField};
pub use facts::{FactError, Facts};
pub use part::carries;
pub use permission::{
    Conditions, Granted, MAX_IN_RETURN_BYTES, MAX_PERMISSIONS, MAX_PERMISSIONS_BYTES, Permission,
    PermissionBasis, PermissionError, UsualPermission, read_permissions, write_permissions,
};
pub use question::{Act, MAX_COMBINED, MAX_GRANTED, Purpose, Question, Use, User};
pub use receipt::{Cited, MAX_RECEIPT_BYTES, Receipt, ReceiptError};
pub use remix::{
    Asked, Letter, LicenceClause, MAX_CLASHES, MAX_RESULTS, MAX_SETS, MAX_SOURCES, Pair, Remix, RemixAnswer,
    ResultAnswer, Source, SourceAnswer,
};
pub use reply::{Answer, Duty, DutyBasis, NOTICE, Reason, UsedFact};
pub use sentences::sentences;
pub use sheet::{
    MAX_OWN_COMPLETIONS, MAX_OWN_RULES, MAX_SHEET_BYTES, ResultInWords, RuleInWords, SheetError,
    SheetInWords, SheetSummary, Sheets, check_sheet, id_with_sheet, known_in_words, open_ends, own_in_words,
    own_sheet, sheets,
};
pub use suggest::closest;
pub use text::{ids_of_text, licence_text, text_hash};
pub use verdict::Verdict;
pub use words::UnknownWord;
