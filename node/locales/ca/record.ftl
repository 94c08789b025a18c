### The page of a record, and what is to be known before somebody relies on it.

record-speaks = Parla per si mateixa:
record-listed-by = El que ha llistat { $name }
record-listings = El que altres n’han llistat, tal com ella mateixa confirma
record-same-as = El mateix que
record-referring = Què hi fa referència

## Marks: sentences without an end.

mark-looks-like = s’assembla a { $name } { $id }, però és una altra organització
mark-title-looks-like = es diu gairebé com { $name } { $id }, però ho ha escrit algú altre
mark-domain = confirmada pel seu domini { $domain }, el { $on }
mark-frozen = hi ha desacord entre sòcies i socis: congelat
mark-not-kept =
    { $nodes ->
        [one] no es desa en aquest node, s’acaba de demanar a { $nodes } node més
       *[other] no es desa en aquest node, s’acaba de demanar a { $nodes } nodes més
    }
mark-not-whole = n’hi ha més del que es pot demanar
mark-hidden = no es mostra aquí: ho amaga qui ho porta des del { $since }
