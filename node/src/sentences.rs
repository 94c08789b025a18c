//! What the node says beside the answers of the licences: sentences in English, which pages say in the reader's language.

commons_licences::sentences_with_gaps! {
    denied(fact, value, count) = "{fact} is taken as {value} here, which is denied by {count} others: the answer rests on the word of whoever asks";
    denied_by_one(fact, value) = "{fact} is taken as {value} here, which is denied by 1 other: the answer rests on the word of whoever asks";
    handed_over() = "this resource was handed over to another steward, whose record may have other terms: the record of this resource names the new steward";
    key_log_incomplete() = "part of the steward's key log has not come here yet: the terms may not be the newest";
    licence_being_decided() = "the steward's members are deciding on another licence: ask again before you rely on this for long";
    members_disagree() = "the steward's members disagree about who may sign: what either side did since is not counted, and this answer goes by the terms from before";
    newer_version(newer) = "There is a newer version of these terms, {newer}: this work stays under the one that it names until its steward changes that.";
    no_terms(called) = "It names {called} as its terms, but that record holds none.";
    own_terms(whose, record, version) = "These terms are {whose}'s own (record {record}, version {version}), as they state them.";
    parts_pending(licence, terms) = "Makers of parts of this work have not agreed to {licence}: their parts are under {terms}, and the answer counts both.";
    terms_not_here(called) = "Its terms, {called}, are not here: they may still come from other nodes, or whoever wrote them erased them.";
    too_many_terms(most) = "More than {most} terms of one's own come together: ask about fewer works at a time.";
    version_not_here(called) = "The version that it names of {called} is not here: it may still come from other nodes. Another version does not count.";
    several_licences(each) = "The steward's records name several licences at once, and nobody has settled which holds. Under each: {each}.";
}
