### The page of a record, and what is to be known before somebody relies on it.

record-speaks = Parla per sé:
record-listed-by = Che cosa ha messo in elenco { $name }
record-listings = Che cosa altri hanno messo in elenco su di lei, come conferma lei stessa
record-same-as = Lo stesso di
record-referring = Che cosa vi fa riferimento

## Marks: sentences without an end.

mark-looks-like = somiglia a { $name } { $id }, ma è un’altra organizzazione
mark-title-looks-like = ha un nome simile a { $name } { $id }, ma è scritto da qualcun altro
mark-domain = confermata dal suo dominio { $domain }, il { $on }
mark-frozen = i membri non sono d’accordo: congelato
mark-not-kept =
    { $nodes ->
        [one] non conservato su questo nodo, chiesto or ora a { $nodes } altro nodo
       *[other] non conservato su questo nodo, chiesto or ora ad altri { $nodes } nodi
    }
mark-not-whole = ce n’è più di quanto si possa chiedere
mark-hidden = non mostrato qui: nascosto da chi lo tiene dal { $since }
