### Signing in, setting a node up, becoming a member, and one's own passphrase.

sign-in-title = Sign in
# On a button, and in the menu.
sign-in-button = Sign in
sign-out-button = Sign out
sign-in-name = Your name on this node
sign-in-name-hint = As you chose it when you joined. Leave it empty if you set this node up.
sign-in-by-code = You have come with the link of whoever runs this node. It lets you in once.
sign-in-lost = Nobody can reset a passphrase, for nobody but you knows it. Whoever lost it is invited again by a member, and makes new keys.

passphrase = Passphrase
passphrase-old = Your passphrase now
passphrase-new = Choose a passphrase
passphrase-new-hint = Four or five plain words are good: long, and easy to remember.
passphrase-again = The same passphrase again

set-up-title = Set up your node
set-up-button = Set it up
set-up-about = This makes the keys that sign in your name. They stay on this node, sealed with your passphrase.
set-up-who = Who are you?
set-up-organisation = An organisation, such as a co-op
set-up-person = A single person
set-up-name = What you are called
set-up-name-hint = Everybody sees it. For a person, a pseudonym will do.
set-up-kind = What sort of organisation
set-up-kind-hint = Licences such as the Peer Production License ask for it.
set-up-kind-unsaid = we would rather not say yet
set-up-member = Your own name, as a member
set-up-member-hint = Everybody sees it beside your key. Leave it empty if you would rather not be named.
set-up-no-code = Nobody has set this node up yet. For that, it takes a link which only whoever runs the node can make: this command prints it, on the machine of the node.

card-title = Write this down on paper
card-about = This is your recovery card. With it you come back on the day when keys are lost or stolen. Whoever has it can take over in your name: keep it out of reach of others, best somewhere else, perhaps with a sister co-op.
card-picture = The same, to be scanned
card-once = It is shown this once, and kept nowhere. Print this page or copy the words before you go on.
card-next = What next?
card-next-members = Invite the other members
card-next-publish = Publish something

# $name: what the organisation is called
join-title = Become a member of { $name }
join = Make my keys
join-about = You were invited to sign for this organisation. Here you make keys of your own, sealed with a passphrase that nobody else knows. Once the members have taken you in, what you publish, acknowledge and decide carries your own signature, and your voice counts as one.
join-name = Your name on this node
join-name-hint = With it you sign in, and members know who asks. A pseudonym will do.
join-unnamed = Do not publish my name: show my key alone
join-no-invitation = This invitation holds no more: it was used, or is older than a week. Ask a member for another one.

operator-title = What whoever runs this node could do
operator-could = Your keys lie on this node, sealed with your passphrase, and are opened while you are signed in. Whoever runs the node cannot read them as they lie there. But they could change the program so that it keeps your passphrase when you type it, and then sign in your name. If that is too much trust, run a node of your own and become a member from there: your keys never leave it then.

account-title = You
account-owner = You are signed in with the keys of the node: as whoever set it up.
# $name: with what name somebody signed in
account-member = You are signed in as { $name }.
account-may-not-sign = You cannot sign for the organisation yet: members have to take you in first. Tell them that you have joined; they find you under Members.
account-passphrase = Change your passphrase
account-change = Change it

# What was done, shown once above the page that follows.
done-joined = Your keys are made. Members can take you in now.
done-passphrase = Your passphrase is changed. Other browsers in which you were signed in are signed out.
