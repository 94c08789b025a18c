### Shared knowledge by its sort, what words mean, and how the node is.

knowledge-title = Knowledge
knowledge-about = What is shared, by its sort: challenges with what answers them, good practices, tools, spaces.
knowledge-type = Show
knowledge-nothing = Nothing of this sort is here yet.
knowledge-answered-by = Answered by

glossary-title = Glossary
glossary-word = Word
glossary-look-up = Look up
glossary-nothing = Nobody says here what this word means.
glossary-more = There are more entries. Give more of the word.

agent-works = What they share
agent-facts = What they say of themselves, and who confirms it
agent-confirmed-by = confirmed by
agent-denied-by = denied by
# $value: what they say instead
agent-says-instead = (says: { $value })
agent-not-said = others say so, they do not
# $of members, of whom $needed must agree (Numbers)
agent-members = { $of } may sign; { $needed } must agree to change who may, a licence, a steward, or to erase.
agent-contested = Their members disagree: frozen.
agent-agreements = Agreements in force
agent-standing = How far this node trusts them:
# $by, $about: names
agent-introduced = { $by } introduced { $about }

standing-own = it is ourselves
standing-followed = followed: all of theirs is kept
standing-introduced = introduced by somebody we trust
standing-new = new here
standing-blocked = blocked: nothing of theirs is taken in

node-title = This node
node-of-whom = It is the node of
node-peers = Connected nodes
node-known = Other nodes it knows of
node-changes = Changes held
node-agents = Organisations and people
node-kept = Room taken
# $part of $whole: sizes
node-of = { $part } of { $whole }
node-admission = Who is kept whole
node-left-out = Organisations and people left out
admission-open = everybody, as long as there is room
admission-introduced = those whom somebody trusted has introduced
admission-followed = only those who are followed
node-records = Records
node-reachable = Where other nodes reach it
node-reachable-about = The node listens at these addresses. Those of the local network and of this machine are of no use to nodes elsewhere.
node-connections = Connections
node-in-step = in step: both have the same
node-syncing = syncing
# $count (Number): how many changes are still to come
node-to-go = { $count } changes to go
node-nobodys = It is nobody’s yet: it reads and syncs, and signs nothing.
node-locked = The signing keys of the node are locked: whoever set it up signs in to open them.
node-may-not-sign = None of the keys of this node may sign now.
node-contested = Members disagree: frozen, until a recovery card settles it.
node-nearly-full = Room is nearly used up: those who are new here share what is left.
node-alone = It is connected with no other node: what is written here stays here for now.
# $count (Number): how many records are not in lists yet
node-unlisted = { $count } records are here that lists and search do not show yet.
