### What every page has, and what several say.

common-registry = Registro dei beni comuni
common-to-content = Vai al contenuto
common-search = Cerca
common-find = Trova
common-main-menu = Menu principale
common-more = Altro
common-language = Lingua:
common-feed = Feed Atom
common-for-programs = Per i programmi
common-listed-as = in elenco come
common-or = o

say-yes = sì
say-no = no

distance = { $km } km

day =
    { $day ->
        [1] 1º
       *[other] { $day }
    } { $month ->
        [1] gennaio
        [2] febbraio
        [3] marzo
        [4] aprile
        [5] maggio
        [6] giugno
        [7] luglio
        [8] agosto
        [9] settembre
        [10] ottobre
        [11] novembre
       *[12] dicembre
    } { $year }

size-bytes = { $size } byte
size-kib = { $size } KiB
size-mib = { $size } MiB
size-gib = { $size } GiB
size-tib = { $size } TiB
common-public = Qui può guardare chiunque. Ciò che viene da sconosciuti non è mostrato; i membri accedono a un altro indirizzo.
common-pair = { $name }: { $value }
