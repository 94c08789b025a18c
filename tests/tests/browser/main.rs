//! The pages of a node in a real browser: whether everybody can use them, and nobody can misuse them.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `pages` | every page there is: a new one is added there |
//! | `sample` | a node with something of every kind, for pages to show |
//! | `looks` | what every page is held to |
//! | `axe`, `network` | what keeps people out; what a page asks for |
//! | `hostile` | hundreds of payloads in every field and every address, none of which becomes part of a page |
//! | `walks` | from a question to an answer without a mouse, and without scripts |

mod axe;
mod hostile;
mod looks;
mod members;
mod network;
mod pages;
mod sample;
mod walks;
