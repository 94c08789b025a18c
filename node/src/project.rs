//! A folder with a project in it: which licences are stated for its parts, where, and whether it may be reused.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `walk` | the edge: a folder's files, read within bounds |
//! | `survey` | what each file is, and what is found in it |
//! | `header` | SPDX tags in comments |
//! | `reuse`, `glob` | `REUSE.toml`, `.reuse/dep5`, and which statement counts |
//! | `manifest` | what package manifests and descriptions of works say |
//! | `folders` | what is stated for whole folders |
//! | `text` | licence files, recognised word for word |
//! | `terms` | what was said of a licence |
//! | `parts` | files with the same licence, and where sources disagree |
//! | `report` | an answer for each part, and one over all |

mod folders;
mod glob;
mod header;
mod manifest;
mod parts;
mod report;
mod reuse;
mod survey;
mod terms;
mod text;
mod walk;

pub(crate) use parts::sort;
pub(crate) use report::{Asking, report};
pub(crate) use walk::survey;
