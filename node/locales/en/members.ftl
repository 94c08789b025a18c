### Who signs for the co-op, and what members decide.

members-title = Members
# $needed of $of (Numbers): how many members must agree
members-must-agree = { $needed } of { $of } must agree to change who may sign, a licence, a steward, or to erase.
# $acts: what is decided so, with commas between
members-by-consent = By consent, so that an open objection blocks: { $acts }.
members-contested = Members disagree: frozen. Two decisions each have the signatures they need; a recovery card settles which holds.
members-asking = Who asks to become a member
members-asking-about = They made keys on this node with an invitation. Make sure that you know from whom each comes before you take them in.
# How many must agree to change who may sign, and so on, when there is one member more.
members-with-another = Once one more is taken in, { $needed } of { $of } must agree to all of that.
members-proposed = proposed, and waits for members to agree
members-take-in = Take in
members-dismiss = No, remove
members-waiting = What waits for members to agree
members-invite = Invite a member
members-invite-about = Whoever gets the link makes keys of their own on this node, from a phone or a computer, and asks to become a member. You then take them in here.
members-make-link = Make a link
members-invited = Open invitations
members-invited-about = Nobody has come with these links yet. Take one back if it went to somebody whom you do not mean.
# $day: a day
members-invited-until = A link that holds until { $day }
members-take-back = Take it back

invitation-title = An invitation
invitation-about = Send this link to one person, or let them scan the code. It holds for a week, and for one person.
invitation-picture = The same link, to be scanned
invitation-only-here = This link works on this machine only, since you opened this page by its local address. For phones, whoever runs the node lets it answer at an address that they reach: the guide on running a node says how.
invitation-then = Once they have made their keys, you find them under Members, and take them in.

# A member who is not named. $key: the end of the key
member-unnamed = a member (key …{ $key })

# $count of $needed (Numbers): how many members have agreed to something
matter-agreed = { $count } of { $needed } have agreed
matter-not-heard-from = Not heard from:
matter-objection = Objection by
matter-by-consent = Decided by consent: an open objection blocks.
matter-because = Why:
matter-agree = I agree
matter-object = I object
matter-why = Why?
matter-withdraw = Take my objection back
matter-despite-objections = I have read the objections, and agree all the same
matter-nothing = nothing
matter-sheet = Its rules are changed: read both versions on its page.
matter-members = A change of who may sign
matter-erase = To erase for good
matter-settle = To settle which decision holds
# $who: a member
matter-adds = takes in { $who }
matter-removes = removes { $who }: what they sign from then on does not count
matter-takes-up = { $who } takes up a new key
matter-next-changed = { $who } commits to another next key
# $count (Number): how many must agree from then on
matter-threshold =
    { $count ->
        [one] from then on, { $count } must agree
       *[other] from then on, { $count } must agree
    }
# $acts: what is decided so, with commas between
matter-to-consent = from then on by consent: { $acts }
matter-to-majority = from then on by majority: { $acts }
matter-cards = new recovery cards: the old ones are worth nothing from then on
# $count (Number): changes that would no longer count
matter-leaves-out =
    { $count ->
        [one] { $count } change that is shown now would no longer count
       *[other] { $count } changes that are shown now would no longer count
    }
# $title: what is erased
matter-erases = erases { $title }: every node drops it, and nothing brings it back
# $branch: an id
matter-branch = what holds is the decision { $branch }
matter-blocked-objection = Blocked: decided by consent, and somebody objects.
matter-blocked-decided-since = Blocked: something was decided since that this would undo. Propose it anew.

# What members decide together.
decision-licence = changing a licence
decision-hand-over = handing over to another steward
decision-rules = changing who may sign, and the rules
decision-erase = erasing

done-taken-in = They are a member now.
done-proposed = It is proposed: other members have to agree.
done-dismissed = They have no keys on this node any more.
done-approved = You have agreed.
done-objected = Your objection is noted.
done-taken-back = It is taken back: the link lets nobody in.
matter-agreement = We agree to these terms.
