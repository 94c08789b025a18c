### The page of a record, and what is to be known before somebody relies on it.

record-speaks = Spricht für sich selbst:
record-listed-by = Was { $name } aufgeführt hat
record-listings = Was andere über sie aufgeführt haben, wie sie selbst bestätigt
record-same-as = Dasselbe wie
record-referring = Was sich darauf bezieht

## Marks: sentences without an end.

mark-looks-like = sieht aus wie { $name } { $id }, ist aber eine andere Organisation
mark-title-looks-like = heißt ähnlich wie { $name } { $id }, ist aber von jemand anderem
mark-domain = bestätigt durch die eigene Domain { $domain }, am { $on }
mark-frozen = Mitglieder sind sich uneinig: eingefroren
mark-not-kept =
    { $nodes ->
        [one] nicht auf diesem Knoten aufbewahrt, gerade von { $nodes } anderen Knoten erfragt
       *[other] nicht auf diesem Knoten aufbewahrt, gerade von { $nodes } anderen Knoten erfragt
    }
mark-not-whole = es gibt mehr davon, als sich erfragen lässt
mark-hidden = hier nicht gezeigt: seit dem { $since } verborgen von denen, die es führen
