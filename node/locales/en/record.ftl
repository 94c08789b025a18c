### The page of a record, and what is to be known before somebody relies on it.

# The name of an organisation that speaks for itself follows.
record-speaks = Speaks for itself:
# $name: who keeps a list
record-listed-by = What { $name } has listed
record-listings = What others have listed about them, as they say themselves
record-same-as = The same as
record-referring = What refers to this

## Marks: sentences without an end.

# $name, $id: another organisation
mark-looks-like = looks like { $name } { $id }, but is another organisation
mark-title-looks-like = named like { $name } { $id }, but written by somebody else
# $domain, $on: a day
mark-domain = confirmed by its domain { $domain }, on { $on }
mark-frozen = members disagree: frozen
# $nodes (Number): how many other nodes were asked
mark-not-kept =
    { $nodes ->
        [one] not kept on this node, asked of { $nodes } other node just now
       *[other] not kept on this node, asked of { $nodes } other nodes just now
    }
mark-not-whole = there is more of it than one may ask for
# $since: a day
mark-hidden = not shown here: hidden by whoever keeps it since { $since }
