### What every page has, and what several say.

common-registry = Registre dels comuns
common-to-content = Ves al contingut
common-search = Cerca
common-find = Troba
common-main-menu = Menú principal
common-more = Més
common-language = Llengua:
common-feed = Canal Atom
common-for-programs = Per a programes
common-listed-as = llistada com a
common-or = o

say-yes = sí
say-no = no

distance = { $km } km

day =
    { $day } { $month ->
        [1] de gener
        [2] de febrer
        [3] de març
        [4] d’abril
        [5] de maig
        [6] de juny
        [7] de juliol
        [8] d’agost
        [9] de setembre
        [10] d’octubre
        [11] de novembre
       *[12] de desembre
    } de { $year }

size-bytes =
    { $size ->
        [one] { $size } byte
       *[other] { $size } bytes
    }
size-kib = { $size } KiB
size-mib = { $size } MiB
size-gib = { $size } GiB
size-tib = { $size } TiB
common-public = Aquí hi pot mirar tothom. No s’hi mostra el que ve de desconeguts; els membres entren per una altra adreça.
common-pair = { $name }: { $value }
