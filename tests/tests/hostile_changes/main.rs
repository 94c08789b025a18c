//! What strangers may send: each bad item is refused with a sentence, alike in memory and on disk, and leaves no
//! trace; what is merely unknown or early is not refused.
//!
//! | module | what it is about |
//! | --- | --- |
//! | `world` | a registry in memory and a store on disk that must agree |
//! | `bytes` | items built byte by byte, so that just one thing is wrong with them |
//! | `signatures` | signatures and keys |
//! | `references` | what a change refers to |
//! | `operations` | what a change does |
//! | `sizes` | what is too large, or too many |
//! | `forms` | second spellings |
//! | `versions` | later versions of the rules |
//! | `founding` | the first entry of a key log |
//! | `key_logs` | the entries after it, and the lists beside them |
//! | `garbage` | flipped bits, cut bytes, noise |
//! | `merging` | merges that are meant to be slow |

mod bytes;
mod erasure;
mod forms;
mod founding;
mod garbage;
mod key_logs;
mod merging;
mod operations;
mod references;
mod rolls;
mod signatures;
mod sizes;
mod versions;
mod world;
