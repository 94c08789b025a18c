//! Which path serves what may be asked of a node, and what none serves. Names every request, so that none is forgotten.

use std::collections::BTreeSet;

use utoipa::openapi::PathItem;

use super::described;
use crate::request::{
    AgreementRequest, FilesRequest, LicenceRequest, ListingRequest, MembersRequest, ReportRequest, Request,
    ReuseRequest, Said, Say, SeatRequest, Statement, TermRequest, TokenRequest,
};

/// Who has keys, a passphrase or a folder in hand is on the machine of the node, and types it there.
const ON_THE_MACHINE: &str = "it sets up, opens or hands out keys: nothing that leaked elsewhere may do that";

/// A path names a file of whoever types it.
const WITH_PATHS: &str = "it writes to a path of the machine of the node";

/// Where a request is served, or why it is not.
#[derive(Clone, Copy)]
enum Place {
    /// By these.
    By(&'static [&'static str]),
    /// By none, for this reason.
    None(&'static str),
}

/// Makes `place`, which the compiler holds to every request, and `PLACES`, with all that it may say.
macro_rules! places {
    ($($requests:pat => $place:expr,)*) => {
        /// Where a request is served.
        #[allow(dead_code, reason = "it is there to be complete")]
        fn place(request: &Request) -> Place {
            use Place::{By, None};
            match request { $($requests => $place,)* }
        }

        /// Every place.
        const PLACES: &[Place] = {
            use Place::{By, None};
            &[$($place,)*]
        };
    };
}

places! {
    Request::Init(_) | Request::Join { .. } | Request::Unlock { .. } | Request::ExportKeys => None(ON_THE_MACHINE),
    Request::Members(MembersRequest::Join { .. } | MembersRequest::Recover(_)) => None(ON_THE_MACHINE),
    Request::Seats(SeatRequest::Enter) => None(ON_THE_MACHINE),
    Request::Tokens(TokenRequest::List | TokenRequest::Make { .. } | TokenRequest::Remove { .. }) =>
        None("a token that makes tokens would live on after it was taken back"),
    Request::Export { .. } => None(WITH_PATHS),
    Request::KeepDomainChecks { .. } => None("what domains answer is asked by the command, and not told by others"),

    Request::Profile { .. } => By(&["get /profile", "patch /profile"]),
    Request::Publish(_) => By(&["post /resources"]),
    Request::Edit(_) => By(&["patch /resources/{id}"]),
    Request::Hide { .. } => By(&["put /hidden/{id}"]),
    Request::Hidden => By(&["get /hidden"]),
    Request::Unhide { .. } => By(&["delete /hidden/{id}"]),
    Request::Contribute(_) => By(&["post /contributions", "patch /contributions/{change}"]),
    Request::PublishDraft { .. } => By(&["post /drafts/{id}/publish"]),
    Request::Say(Say::Acknowledge { .. }) => By(&["post /records/{id}/acknowledgements"]),
    Request::Say(Say::Question { .. }) => By(&["post /records/{id}/questions"]),
    Request::Say(Say::Reply { .. }) => By(&["post /records/{id}/replies"]),
    Request::Say(Say::Withdraw { what: Said::Acknowledges, .. }) => By(&["delete /records/{id}/acknowledgements"]),
    Request::Say(Say::Withdraw { what: Said::Questions, .. }) => By(&["delete /records/{id}/questions"]),
    Request::Say(Say::Withdraw { what: Said::Replies, .. }) => By(&["delete /records/{id}/replies"]),
    Request::Say(Say::Withdraw { what: Said::AsksRemoval, .. }) => By(&["delete /records/{id}/reports"]),
    Request::Say(Say::Withdraw { what: Said::Claims, .. }) => By(&["delete /listings/{id}/claim"]),
    Request::Say(Say::Withdraw { what: Said::SameAs, .. }) => By(&["delete /listings/{one}/same/{other}"]),
    Request::Listing(ListingRequest::Claim { .. }) => By(&["put /listings/{id}/claim"]),
    Request::Listing(ListingRequest::Disclaim { .. }) => By(&["delete /listings/{id}/claim"]),
    Request::Listing(ListingRequest::Same { .. }) => By(&["put /listings/{one}/same/{other}"]),
    Request::Listing(ListingRequest::NotSame { .. }) => By(&["delete /listings/{one}/same/{other}"]),
    Request::Listing(ListingRequest::Duplicates { .. }) => By(&["get /duplicates"]),
    Request::Report(ReportRequest::File(_)) => By(&["post /records/{id}/reports"]),
    Request::Report(ReportRequest::Withdraw { .. }) => By(&["delete /records/{id}/reports"]),
    Request::Report(ReportRequest::List) => By(&["get /reports"]),
    Request::Report(ReportRequest::Answer { .. }) => By(&["put /answers/{number}"]),
    Request::Report(ReportRequest::PassOn { .. }) => By(&["post /answers/{number}/pass-on"]),
    Request::Report(ReportRequest::Receipt { .. }) => By(&["get /reports/{code}"]),
    Request::Report(ReportRequest::FileWithoutAccount { .. }) =>
        None("people without an account report on a page, where it is said what becomes of that"),
    Request::Inbox => By(&["get /inbox"]),
    Request::Contributions(_) => By(&["get /contributions"]),
    Request::Statement(Statement::Of { .. }) => By(&["get /statement"]),
    Request::Statement(Statement::Check { .. }) => By(&["post /statement/check"]),
    Request::Follow { .. } => By(&["get /following", "put /following/{id}", "delete /following/{id}"]),
    Request::Block { .. } => By(&["get /blocked", "put /blocked/{id}", "delete /blocked/{id}"]),
    Request::Withhold { .. } => By(&["get /withheld", "put /withheld/{id}", "delete /withheld/{id}"]),
    Request::Why { .. } => By(&["get /agents/{id}/why"]),
    Request::Introduce(_) => By(&["get /introductions", "put /introductions/{id}", "delete /introductions/{id}"]),
    Request::IntroduceRows { .. } => By(&["post /imports/introductions"]),
    Request::Check(_) => By(&["get /records/{id}/check", "get /check"]),
    Request::Remix(_) => By(&["get /remix"]),
    Request::Credit(_) => By(&["get /credit"]),
    Request::Agreement(AgreementRequest::Propose(_)) => By(&["post /agreements"]),
    Request::Agreement(AgreementRequest::Accept { .. }) => By(&["post /agreements/{id}/accept"]),
    Request::Agreement(AgreementRequest::End { .. }) => By(&["post /agreements/{id}/end"]),
    Request::Agreement(AgreementRequest::Show { .. }) => By(&["get /agreements/{id}"]),
    Request::Agreement(AgreementRequest::List) => By(&["get /agreements"]),
    Request::Reuse(ReuseRequest::Declare(_)) => By(&["post /records/{id}/reuses"]),
    Request::Reuse(ReuseRequest::End { .. }) => By(&["post /reuses/{id}/end"]),
    Request::Reuse(ReuseRequest::Show { .. }) => By(&["get /records/{id}/receipt"]),
    Request::Reuse(ReuseRequest::List { .. }) => By(&["get /reuses", "get /records/{id}/reuses"]),
    Request::Privacy { .. } => By(&["get /privacy"]),
    Request::Files(FilesRequest::Add { .. }) => By(&["post /files"]),
    Request::Files(FilesRequest::Fetch { .. }) => By(&["post /resources/{id}/files/fetch"]),
    Request::Files(FilesRequest::Fetched { .. }) => By(&["get /resources/{id}/files"]),
    Request::Files(FilesRequest::Pin { .. }) => By(&["put /pinned/{id}", "delete /pinned/{id}"]),
    Request::Files(FilesRequest::List) => By(&["get /files"]),
    Request::Fork(_) => By(&["post /resources/{id}/forks"]),
    Request::Map(_) => By(&["get /map"]),
    Request::Agent { .. } => By(&["get /agents/{id}"]),
    Request::Agreement(AgreementRequest::Made { .. }) => By(&["get /agreements/made"]),
    Request::Agreement(AgreementRequest::InForce { .. }) => By(&["get /agents/{id}/agreements"]),
    Request::History { .. } => By(&["get /records/{id}/history"]),
    Request::ContributionsOver(_) => By(&["get /records/{id}/contributions"]),
    Request::Provenance { .. } => By(&["get /records/{id}/provenance"]),
    Request::Licence(LicenceRequest::Publish(_)) => By(&["post /licences"]),
    Request::Licence(LicenceRequest::Edit(_)) => By(&["patch /licences/{id}"]),
    Request::Licence(LicenceRequest::Show { .. }) => By(&["get /licences/{id}"]),
    Request::Term(TermRequest::Publish(_)) => By(&["post /terms"]),
    Request::Term(TermRequest::Edit(_)) => By(&["patch /terms/{id}"]),
    Request::Glossary(_) => By(&["get /glossary"]),
    Request::Ask { .. } => By(&["post /questions"]),
    Request::Show { .. } => By(&["get /records/{id}"]),
    Request::JsonLd { .. } => By(&["get /records/{id}/json-ld"]),
    Request::List { .. } => By(&["get /records"]),
    Request::Search(_) => By(&["get /search"]),
    Request::Find(_) => By(&["get /find"]),
    Request::Invite(_) => By(&["post /invitations"]),
    Request::JoinNetwork { .. } => By(&["post /joins"]),
    Request::JoinProgress { .. } => By(&["get /joins"]),
    Request::Members(MembersRequest::List { .. }) => By(&["get /members"]),
    Request::Members(MembersRequest::Log { .. }) => By(&["get /members/log"]),
    Request::Members(MembersRequest::Invite { .. }) => By(&["post /members/invitations"]),
    Request::Members(MembersRequest::Name { .. }) => By(&["put /members/{member}/name"]),
    Request::Members(MembersRequest::Add { .. }) => By(&["post /members"]),
    Request::Members(MembersRequest::Remove { .. }) => By(&["post /members/{member}/remove"]),
    Request::Members(MembersRequest::Rotate { .. }) => By(&["post /members/rotate"]),
    Request::Members(MembersRequest::Rules { .. }) => By(&["patch /members/rules"]),
    Request::Members(MembersRequest::Sign(_)) => By(&["post /members/motions/sign"]),
    Request::Members(MembersRequest::ShowMotion { .. }) =>
        By(&["get /members/motions/{id}", "post /members/motions/read"]),
    Request::Members(MembersRequest::NewCards { .. }) => By(&["post /members/recovery-cards"]),
    Request::Members(MembersRequest::Erase { .. }) => By(&["post /erasures"]),
    Request::Seats(SeatRequest::List) => By(&["get /seats"]),
    Request::Seats(SeatRequest::Invite) => By(&["post /seats/invitations"]),
    Request::Seats(SeatRequest::TakeBack { .. }) => By(&["delete /seats/invitations/{id}"]),
    Request::Seats(SeatRequest::Remove { .. }) => By(&["delete /seats/{name}"]),
    Request::Proposals { .. } => By(&["get /proposals"]),
    Request::Approve { .. } => By(&["put /proposals/{id}/approval"]),
    Request::Object { .. } => By(&["put /proposals/{id}/objection", "delete /proposals/{id}/objection"]),
    Request::Adopt { .. } => By(&["post /changes/{id}/adopt"]),
    Request::HandOver { .. } => By(&["post /resources/{id}/hand-over"]),
    Request::TakeOver { .. } => By(&["post /resources/{id}/take-over"]),
    Request::Status => By(&["get /status"]),
    Request::ImportRows { .. } => By(&["post /imports/rows"]),
    Request::Ingest { .. } => By(&["post /imports/items"]),
    Request::Confirm(_) => By(&["post /confirmations"]),
    Request::WithdrawConfirmation { .. } => By(&["delete /confirmations/{id}"]),
    Request::Confirmations { .. } => By(&["get /confirmations"]),
    Request::ConfirmRows { .. } => By(&["post /imports/confirmations"]),
    Request::SetPetname { .. } => By(&["put /petnames/{id}"]),
    Request::RemovePetname { .. } => By(&["delete /petnames/{id}"]),
    Request::Petnames => By(&["get /petnames"]),
    Request::Domains { .. } => By(&["get /agents/{id}/domains"]),
}

/// What is served without asking the service anything.
const BESIDES: [&str; 1] = ["get /events"];

#[test]
fn every_request_has_a_path_or_a_reason_why_it_has_none() {
    let mut named: BTreeSet<String> = BESIDES.map(str::to_owned).into();
    for place in PLACES {
        match place {
            Place::By(paths) => named.extend(paths.iter().map(|path| (*path).to_owned())),
            Place::None(reason) => assert!(reason.len() > 20, "{reason} says too little"),
        }
    }
    let mut served = BTreeSet::new();
    for (path, item) in &described().get_openapi().paths.paths {
        let path = path.strip_prefix("/api/v1").unwrap();
        let PathItem { get, put, post, patch, delete, .. } = item;
        let methods = [("get", get), ("put", put), ("post", post), ("patch", patch), ("delete", delete)];
        let methods = methods.into_iter().filter(|(_, operation)| operation.is_some());
        served.extend(methods.map(|(method, _)| format!("{method} {path}")));
    }
    assert_eq!(named, served);
}
