//! What the node says beside the answers of the licences: sentences in English, which pages say in the reader's language.

commons_licences::sentences_with_gaps! {
    denied(fact, value, count) = "{fact} is taken as {value} here, which is denied by {count} others: the answer rests on the word of whoever asks";
    denied_by_one(fact, value) = "{fact} is taken as {value} here, which is denied by 1 other: the answer rests on the word of whoever asks";
    handed_over() = "this resource was handed over to another steward, whose record may have other terms: its own record names it";
    key_log_incomplete() = "part of the steward's key log has not come here yet: the terms may not be the newest";
    licence_being_decided() = "the steward's members are deciding on another licence: ask again before you rely on this for long";
    members_disagree() = "the steward's members disagree about who may sign: what either side did since is not counted, and this answer goes by the terms from before";
    parts_pending(licence, terms) = "Makers of parts of this work have not agreed to {licence}: their parts are under {terms}, and the answer counts both.";
    several_licences(each) = "The steward's records name several licences at once, and nobody has settled which holds. Under each: {each}.";
}
