//! Reading other people's lists: bytes in, neutral rows out.
//!
//! Nothing here knows what a record is, touches a disk or signs anything. A reader takes the whole file as bytes
//! and returns what it understood, what it refused and why, and what it left aside. One bad row never stops the
//! rest; a file that cannot be understood at all is a [`FileError`].
//!
//! | format | reader | one row |
//! | --- | --- | --- |
//! | `organisations-csv` | [`organisations_csv::read`] | [`ListedOrganisation`] |
//! | `public-goods-json` | [`public_goods_json::read`] | [`PublicGood`] |
//! | of `commons confirm` | [`confirmations_csv::read`] | [`ConfirmRow`](crate::request::ConfirmRow) |
//! | of `commons introduce` | [`introductions_csv::read`] | [`IntroduceRow`](crate::request::IntroduceRow) |
//! | `bundle` | not here: a bundle is changes, and belongs to the registry | |

pub(crate) mod confirmations_csv;
mod coordinates;
mod error;
mod field;
mod format;
pub(crate) mod introductions_csv;
mod licence;
mod limits;
pub(crate) mod list;
pub(crate) mod organisations_csv;
pub(crate) mod public_goods_json;
#[cfg(test)]
mod real_lists;
mod records;
mod report;

pub(crate) use error::FileError;
pub(crate) use format::{Format, detect};
pub(crate) use records::{Rows, organisations, public_goods};

use licence::licence_expression;
use organisations_csv::ListedOrganisation;
use public_goods_json::PublicGood;
use report::{Parsed, RejectedRow, Row, Warning};
