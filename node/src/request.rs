//! What may be asked of a node: the same over its socket, over HTTP, and without a running node.

mod agreement;
mod contributions;
mod files;
mod fork;
mod glossary;
mod licence;
mod listings;
mod members;
mod remix;
mod reports;
mod resources;
mod reuse;
mod search;
mod seats;

use std::path::PathBuf;

use commons_licences::{Act, Purpose, Question};
use commons_registry::Kind;
use serde::{Deserialize, Serialize};

use crate::domain::DomainCheck;
pub(crate) use agreement::{AgreementRequest, Propose};
pub(crate) use contributions::{By, Contribute, Over, Said, Say, Side, Statement, Summary};
pub(crate) use files::{Fetched, FetchedFile, FilePeer, FilesRequest, MAX_SENT_BYTES};
pub(crate) use fork::Fork;
pub(crate) use glossary::{Glossary, TermEdit, TermPublish, TermRequest};
pub(crate) use licence::{LicenceEdit, LicencePublish, LicenceRequest};
pub(crate) use listings::ListingRequest;
pub(crate) use members::{MembersRequest, Recover, Sign, Signable};
pub(crate) use remix::{Credit, Remix};
pub(crate) use reports::{Answer, Report, ReportRequest};
pub(crate) use resources::{Edit, Place, Publish};
pub(crate) use reuse::{Declare, ReuseRequest};
pub(crate) use search::{Find, Map, Search};
pub(crate) use seats::{SeatRequest, TokenRequest};

/// A passphrase or keys: shows as `(..)`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(pub(crate) String);

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A question or an order. Ids are given as people type them: hex, at least eight digits.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Request {
    /// Found an agent on this node.
    Init(Init),
    /// Take an agent's exported keys in, to be a second node of it.
    Join { keys: Secret, passphrase: Option<Secret> },
    /// Open the signing keys until the node stops.
    Unlock { passphrase: Secret },
    /// The signing keys for a second node.
    ExportKeys,
    /// The agent's own record; first sets facts.
    Profile { set: Vec<(String, String)> },
    /// Publish a resource.
    Publish(Publish),
    /// Change a resource.
    Edit(Edit),
    /// Hide a record of our own on every node, with a reason that is public.
    Hide { id: String, reason: Option<String> },
    /// Which records of our own are hidden.
    Hidden,
    /// Show a record of our own again.
    Unhide { id: String },
    /// Record a contribution.
    Contribute(Contribute),
    /// Publish a contribution that was kept as a draft.
    PublishDraft { id: String },
    /// Acknowledge a contribution, question a record, reply to a question; or take that back.
    Say(Say),
    /// Listings that are claimed, or that are there twice.
    Listing(ListingRequest),
    /// Asking that a record of others goes.
    Report(ReportRequest),
    /// What awaits our acknowledgement, reply or decision.
    Inbox,
    /// Contributions, added up.
    Contributions(Summary),
    /// Contributions over time, by track.
    ContributionsOver(Over),
    /// A certificate of somebody's acknowledged contributions, or what of one holds.
    Statement(Statement),
    /// Follow an agent, or no longer; or list who is followed.
    Follow { agent: Option<String>, budget: Option<u32>, remove: bool },
    /// Block an agent, or no longer; or list who is blocked.
    Block { agent: Option<String>, remove: bool },
    /// Withhold a record or a file, or no longer; or list what is withheld.
    Withhold { id: Option<String>, remove: bool },
    /// Why somebody stands where they do.
    Why { id: String },
    /// An organisation or a person as a whole.
    Agent { id: String },
    /// Introduce an agent, or take that back; or list who is introduced.
    Introduce(Introduce),
    /// Introduce the agents of a list.
    IntroduceRows { rows: Vec<IntroduceRow>, dry_run: bool },
    /// May we reuse this?
    Check(Check),
    /// May we put these together?
    Remix(Remix),
    /// The text that names the makers of resources.
    Credit(Credit),
    /// Agreements of reciprocity with others.
    Agreement(AgreementRequest),
    /// Declared reuse, with receipts.
    Reuse(ReuseRequest),
    /// All that is held about an agent; the node's own if left out.
    Privacy { agent: Option<String> },
    /// Files: to put in, to fetch, to keep.
    Files(FilesRequest),
    /// Take a work into one's own namespace, if its terms permit that.
    Fork(Fork),
    /// What a work was made from, and what was made from it.
    Provenance {
        id: String,
        /// Only what is next to it, without what is behind that.
        #[serde(default)]
        near: bool,
    },
    /// Terms of one's own.
    Licence(LicenceRequest),
    /// Entries of a glossary, to be published and changed.
    Term(TermRequest),
    /// What a word means, to whom.
    Glossary(Glossary),
    /// May somebody reuse something? As in a file.
    Ask { question: Question },
    /// What a record shows; a draft too, if it is the node's owner who asks.
    Show { id: String, drafts: bool },
    /// Every change of a record, the newest first.
    History { id: String, limit: usize, after: Option<String> },
    /// What a record shows, in the vocabulary of schema.org.
    JsonLd { id: String },
    /// Records, the last to come first.
    List { kind: Option<Kind>, limit: usize, after: Option<String> },
    /// Records with these words.
    Search(Search),
    /// Who does what where.
    Find(Find),
    /// The same on a map.
    Map(Map),
    /// A link with which other nodes join.
    Invite(Invite),
    /// Connect to the nodes of a link, and follow whoever gave it.
    JoinNetwork { link: String },
    /// How far joining has come; answers when there is news, or after a moment.
    JoinProgress { peers: Vec<String> },
    /// Members, and what they decide.
    Members(MembersRequest),
    /// Who signs in on this node.
    Seats(SeatRequest),
    /// Programs that may ask and write.
    Tokens(TokenRequest),
    /// What waits for members, and who said what.
    Proposals { agent: Option<String> },
    /// Agree to a proposal.
    Approve {
        id: String,
        key: Option<String>,
        /// Although somebody objects.
        despite_objections: bool,
    },
    /// Object to a proposal, or take an objection back.
    Object { id: String, reason: Option<String>, withdraw: bool },
    /// Take a single change back in that the removal of its author's key cut off.
    Adopt { id: String },
    /// Propose that another agent becomes the steward of a resource.
    HandOver { id: String, to: String },
    /// Go on as the steward of a resource that was handed over to us.
    TakeOver { id: String },
    /// How the node is.
    Status,
    /// Rows of an imported list.
    ImportRows { rows: Vec<ImportRow>, dry_run: bool },
    /// Items of an imported bundle, in hex.
    Ingest { items: Vec<String>, dry_run: bool },
    /// Write everything held to a file.
    Export { path: PathBuf },
    /// Confirm a fact about another agent.
    Confirm(Confirm),
    /// Take confirmations back: one, by its id, or that of a fact about an agent.
    WithdrawConfirmation { what: String, fact: Option<String> },
    /// What we confirmed and what others confirm about us; or what anybody confirms about an agent.
    Confirmations { about: Option<String> },
    /// Rows of a list of facts to confirm.
    ConfirmRows { rows: Vec<ConfirmRow>, dry_run: bool },
    /// Name an agent, on this node only.
    SetPetname { agent: String, name: String },
    /// Take such a name away.
    RemovePetname { agent: String },
    /// All such names.
    Petnames,
    /// The domains that an agent lists, and what they last answered.
    Domains { agent: String },
    /// What domains answered when the owner asked them.
    KeepDomainChecks { agent: String, checks: Vec<DomainCheck> },
}

/// What answering a request takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Anybody may ask it: nothing is written, and nothing private told.
    Public,
    /// Anybody may ask it, and it writes: on this node only, so much and no more, and nothing that is signed.
    Bounded,
    /// For the node's owner. It may be answered beside others.
    Private,
    /// For the node's owner, and one at a time: what is written rests on what was read before, and on who may sign.
    OneByOne,
}

impl Request {
    /// Whether it is for whoever runs the node only, rather than for every member who signs in on it: it opens or hands out
    /// keys that are not the member's, reads or writes files of the machine, or decides what the node does for others.
    pub(crate) fn is_operators(&self) -> bool {
        // Files that members put in come with a form, and lie where the node put them: no path is theirs to name.
        matches!(
            self,
            Self::Init(_)
                | Self::Join { .. }
                | Self::Unlock { .. }
                | Self::ExportKeys
                | Self::Seats(SeatRequest::Enter)
                | Self::Tokens(_)
                | Self::Members(MembersRequest::Join { .. } | MembersRequest::Recover(_))
                | Self::Block { .. }
                | Self::Withhold { .. }
                | Self::Report(
                    ReportRequest::List | ReportRequest::Answer { .. } | ReportRequest::PassOn { .. }
                )
                | Self::Follow { .. }
                | Self::ImportRows { .. }
                | Self::IntroduceRows { .. }
                | Self::ConfirmRows { .. }
                | Self::JoinNetwork { .. }
                | Self::Ingest { .. }
                | Self::Export { .. }
                | Self::Files(FilesRequest::Pin { .. } | FilesRequest::List)
                | Self::KeepDomainChecks { .. }
        )
    }

    /// What answering it takes. Names every request, so that none is forgotten.
    pub(crate) fn manner(&self) -> Manner {
        match self {
            Self::Check(_)
            | Self::Remix(_)
            | Self::Credit(_)
            | Self::Ask { .. }
            | Self::Show { drafts: false, .. }
            | Self::JsonLd { .. }
            | Self::History { .. }
            | Self::Agent { .. }
            | Self::Agreement(AgreementRequest::InForce { .. } | AgreementRequest::Made { .. })
            | Self::ContributionsOver(_)
            | Self::List { .. }
            | Self::Search(_)
            | Self::Find(_)
            | Self::Map(_)
            | Self::Glossary(_)
            | Self::Reuse(ReuseRequest::Show { .. } | ReuseRequest::List { of: Some(_) })
            | Self::Provenance { .. }
            | Self::Report(ReportRequest::Receipt { .. })
            | Self::Status => Manner::Public,
            Self::Report(ReportRequest::FileWithoutAccount { .. }) => Manner::Bounded,
            Self::Unlock { .. }
            | Self::ExportKeys
            | Self::Seats(SeatRequest::List | SeatRequest::Enter)
            | Self::Tokens(TokenRequest::List)
            | Self::Why { .. }
            | Self::Inbox
            | Self::Hidden
            | Self::Report(ReportRequest::List)
            | Self::Listing(ListingRequest::Duplicates { .. })
            | Self::Contributions(_)
            | Self::Statement(_)
            | Self::Show { drafts: true, .. }
            | Self::Invite(_)
            | Self::JoinNetwork { .. }
            | Self::JoinProgress { .. }
            | Self::ImportRows { dry_run: true, .. }
            | Self::IntroduceRows { dry_run: true, .. }
            | Self::ConfirmRows { dry_run: true, .. }
            | Self::Ingest { .. }
            | Self::Export { .. }
            | Self::Confirmations { .. }
            | Self::Privacy { .. }
            | Self::Files(
                FilesRequest::Add { .. }
                | FilesRequest::Fetch { .. }
                | FilesRequest::Fetched { .. }
                | FilesRequest::List,
            )
            | Self::Petnames
            | Self::Agreement(AgreementRequest::Show { .. } | AgreementRequest::List)
            | Self::Reuse(ReuseRequest::List { of: None })
            | Self::Licence(LicenceRequest::Show { .. })
            | Self::Domains { .. } => Manner::Private,
            Self::Init(_)
            | Self::Join { .. }
            | Self::Profile { .. }
            | Self::Publish(_)
            | Self::Edit(_)
            | Self::Hide { .. }
            | Self::Unhide { .. }
            | Self::Contribute(_)
            | Self::PublishDraft { .. }
            | Self::Say(_)
            | Self::Report(_)
            | Self::Listing(_)
            | Self::Follow { .. }
            | Self::Block { .. }
            | Self::Withhold { .. }
            | Self::Introduce(_)
            | Self::IntroduceRows { dry_run: false, .. }
            | Self::Members(_)
            | Self::Seats(_)
            | Self::Tokens(_)
            | Self::Proposals { .. }
            | Self::Approve { .. }
            | Self::Object { .. }
            | Self::Adopt { .. }
            | Self::HandOver { .. }
            | Self::TakeOver { .. }
            | Self::ImportRows { dry_run: false, .. }
            | Self::Confirm(_)
            | Self::WithdrawConfirmation { .. }
            | Self::ConfirmRows { dry_run: false, .. }
            | Self::Agreement(_)
            | Self::Reuse(_)
            | Self::Files(FilesRequest::Pin { .. })
            | Self::Fork(_)
            | Self::Term(_)
            | Self::Licence(_)
            | Self::SetPetname { .. }
            | Self::RemovePetname { .. }
            | Self::KeepDomainChecks { .. } => Manner::OneByOne,
        }
    }
}

/// Founding an agent.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Init {
    pub(crate) person: bool,
    pub(crate) name: String,
    pub(crate) kind: Option<String>,
    pub(crate) keys: usize,
    pub(crate) passphrase: Option<Secret>,
}

/// Inviting.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Invite {
    /// Addresses to put into the link, instead of those that are known.
    #[serde(default)]
    pub(crate) peers: Vec<String>,
    /// Where a first bundle is to be had.
    pub(crate) bundle: Option<String>,
}

/// Introducing an agent.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Introduce {
    pub(crate) agent: Option<String>,
    /// How many agents it may introduce in its turn.
    pub(crate) budget: Option<u32>,
    pub(crate) withdraw: bool,
}

/// A row of a list of agents to introduce.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntroduceRow {
    /// The line of the file in which it begins, counted from 1.
    pub(crate) row: usize,
    /// The agent's id.
    pub(crate) agent: String,
    /// How many agents it may introduce in its turn.
    pub(crate) budget: Option<u32>,
}

/// Asking about reuse.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Check {
    pub(crate) id: Option<String>,
    pub(crate) licence: Option<String>,
    /// Whose facts to take; the node's own agent if left out.
    #[serde(rename = "as")]
    pub(crate) as_agent: Option<String>,
    /// Somebody asks who is no agent: only the facts of the question count.
    #[serde(default)]
    pub(crate) alone: bool,
    pub(crate) facts: Vec<(String, String)>,
    #[serde(rename = "for")]
    pub(crate) purpose: Purpose,
    pub(crate) acts: Vec<Act>,
}

/// A row of an imported list, as fields of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportRow {
    /// The row's number in the file, counted from 1.
    pub(crate) row: usize,
    /// What it describes: `listing`, `resource` …
    #[schema(value_type = String)]
    pub(crate) kind: Kind,
    /// What stays the same when the list is imported again.
    pub(crate) source_key: String,
    /// What is said of it.
    pub(crate) fields: Vec<ImportField>,
}

/// A field of an imported row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportField {
    /// Its name, as in the record.
    pub(crate) name: String,
    /// The language, for fields that have one value for each.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) language: Option<String>,
    /// What it holds.
    pub(crate) value: String,
}

/// Confirming a fact about another agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirm {
    /// Whom it is about: an id, or a petname.
    pub(crate) agent: String,
    /// The fact's name, as `kind`.
    pub(crate) fact: String,
    /// True, if left out.
    pub(crate) value: Option<String>,
    /// The last day on which it holds; without end, if left out.
    pub(crate) until: Option<String>,
    /// How one knows.
    pub(crate) reason: Option<String>,
}

/// A row of a list of facts to confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmRow {
    /// The row's number in the file, counted from 1.
    pub(crate) row: usize,
    /// What is confirmed.
    pub(crate) confirm: Confirm,
}

/// A row that was not taken, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rejected {
    pub(crate) row: usize,
    pub(crate) reason: String,
}

/// What became of imported rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Imported {
    pub(crate) added: usize,
    pub(crate) updated: usize,
    pub(crate) unchanged: usize,
    pub(crate) rejected: Vec<Rejected>,
}

/// What became of offered items: one word for each, in order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ItemOutcome {
    New,
    Known,
    Waiting,
    Declined,
    Erased,
    /// By this node's own decision, and why.
    LeftOut(String),
    Invalid(String),
}
