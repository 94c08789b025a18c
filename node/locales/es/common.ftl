### What every page has, and what several say.

common-registry = Registro de los comunes
common-to-content = Ir al contenido
common-search = Buscar
common-find = Encontrar
common-main-menu = Menú principal
common-more = Más
common-language = Idioma:
common-feed = Canal Atom
common-for-programs = Para programas
common-listed-as = listada como
common-or = o

say-yes = sí
say-no = no

distance = { $km } km

day =
    { $day } de { $month ->
        [1] enero
        [2] febrero
        [3] marzo
        [4] abril
        [5] mayo
        [6] junio
        [7] julio
        [8] agosto
        [9] septiembre
        [10] octubre
        [11] noviembre
       *[12] diciembre
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
common-public = Aquí puede mirar todo el mundo. Se omite lo que escribieron personas u organizaciones desconocidas; los miembros entran por otra dirección.
common-pair = { $name }: { $value }
