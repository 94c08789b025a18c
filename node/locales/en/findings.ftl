### What members find out about their node: what is amiss, what to do about it, and whether others can reach it.

finding-title = What is amiss, and what to do
finding-none = Nothing: all is well, as far as this node knows.
# $count (Number): of the journal
finding-damaged =
    { $count ->
        [one] { $count } part of what this node keeps could not be read from its disk. Other nodes that have it give it again.
       *[other] { $count } parts of what this node keeps could not be read from its disk. Other nodes that have them give them again.
    }
# $free: a size, such as 300 MiB
finding-disk-short = Only { $free } is free on the disk of this node. If it cannot write any more, it stops.
finding-not-erased = The text of something that was erased could not be removed from the disk yet.
# $day: a date
finding-clock = The clock of the machine is wrong: it shows { $day }.
finding-not-running = The node is not running: it neither gets nor gives what is new.
finding-no-recovery-cards = There is no recovery card: if your keys are lost, nobody can act for you any more.
# $address: of another node
finding-unreached = The node at { $address } could not be reached.
# $count (Number): of our own records
finding-copies =
    { $count ->
        [one] { $count } record of yours is on no other node yet.
       *[other] { $count } records of yours are on no other node yet.
    }
# $count (Number)
finding-reports =
    { $count ->
        [one] { $count } report waits for an answer.
       *[other] { $count } reports wait for an answer.
    }
# $count (Number)
finding-reminders =
    { $count ->
        [one] { $count } confirmation lapses before long.
       *[other] { $count } confirmations lapse before long.
    }

# What to do about it.
finding-do-contested = A recovery card settles which decision holds: whoever keeps the cards uses one on the machine of this node.
finding-do-locked = Ask whoever set it up to sign in here once. Members who sign in can write with their own keys meanwhile.
finding-do-may-not-sign = Look under Members who may sign, and ask them to take a key of this node in.
finding-do-damaged = Disks that begin to fail do this. Keep a backup on another one, and have the disk looked at.
finding-do-disk-short = Make room, or move the data of the node to a larger disk.
finding-do-not-erased = Make room on the disk of this node: it tries again every minute.
finding-do-clock = Set it, or let the machine ask for the time: addresses of nodes and confirmations lapse by it.
finding-do-not-running = Start it, and see that it starts with the machine.
finding-do-no-recovery-cards = Have cards made, and keep them on paper, away from this machine; best with several members.
finding-do-nearly-full = Whoever runs the node can give it more room in its settings, or choose to keep only those who are followed.
finding-do-alone = See that the machine is connected to the internet. If you know another co-op with a node, ask it for an invitation link, and let whoever runs this node join with it.
finding-do-unreached = Perhaps that node is off, or its address has changed: ask those who run it. This one keeps trying.
finding-do-copies = Leave this node running until another has fetched them; until then keep a backup.
finding-do-reports = Whoever runs the node reads and answers them, on its machine.
finding-do-reminders = Look at what you confirmed, and confirm it anew if it still holds.
finding-do-unlisted = Nothing needs doing: they show by and by.

# What a bar shows, for those who do not see it.
finding-progress = Changes that are here, of those the other node has

# Whether other nodes can reach this one.
reach-yes = Other nodes can reach it: one from elsewhere has come here since it started.
reach-unproved = Whether other nodes can reach it is not known: it has an address that works from everywhere, but no node from elsewhere has come here since it started. What you publish travels all the same, by the nodes that this one connects to.
reach-nearby = Nodes of the local network can reach it. Nodes elsewhere can only if your router passes them on, which this node cannot find out by itself. What you publish travels all the same, by the nodes that this one connects to.
reach-here = Only nodes on the same machine can reach it.
reach-no = Nobody can reach it: it listens at no address.
finding-disk-unread = How the disk of this node is could not be found out.
