### The files of a resource, and who else has a record.

files-title = Files
files-fetch = Fetch the files
files-fetch-means = Some files are not on this node. It can fetch them from others that have them.
files-coming = Files are on their way. Open this page again to see how far they are.
files-elsewhere = What is not on this node, members can have fetched once they have signed in.

# What is said of a file, behind its sort and size; sentences without an end.
file-here = on this node
file-elsewhere = not on this node
# $come, $size: bytes with their unit
file-coming = on its way: { $come } of { $size }
# Why follows after a colon.
file-failed = could not be fetched

file-sort-archive = packed files
file-sort-data = data
file-sort-document = document
file-sort-drawing = drawing to build by
file-sort-film = film
file-sort-picture = picture
file-sort-program = program
file-sort-slides = slides
file-sort-sound = sound
file-sort-table = table
file-sort-text = text

held-title = Who has it
held-nowhere = No other node has it yet, as far as this one knows.
held-nowhere-means = If this machine breaks, it is gone: let the node run a while, and connect it with others.
# $nodes (Number): how many other nodes; $on: a day
held-by =
    { $nodes ->
        [one] { $nodes } other node says that it has it as it is now (heard on { $on }).
       *[other] { $nodes } other nodes say that they have it as it is now (heard on { $on } or later).
    }
held-by-many = { $nodes } other nodes or more say that they have it as it is now (heard on { $on } or later).
held-by-means = If this machine breaks, it can be had from there. What is once with others cannot be called back with certainty.
held-here = This node has a copy.
held-uncounted = How many others have one, only the node of whoever wrote it asks.

done-fetching = Other nodes are being asked for the files.

## In the forms for publishing and changing.

publish-files = Files
# $size: bytes with their unit
publish-files-hint = You can choose several. Together they may have up to { $size }; whoever runs the node can publish larger ones with the command.
publish-files-kept = These came already
edit-files-remove = Files to be taken away
