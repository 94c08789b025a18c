### What every page has, and what several say.

common-registry = Verzeichnis der Commons
common-to-content = Zum Inhalt
common-search = Suchen
common-find = Finden
common-main-menu = Hauptmenü
common-more = Mehr
common-language = Sprache:
common-feed = Atom-Feed
common-for-programs = Für Programme
common-listed-as = aufgeführt als
common-or = oder

say-yes = ja
say-no = nein

distance = { $km } km

day =
    { $day }. { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    } { $year }

size-bytes =
    { $size ->
        [one] { $size } Byte
       *[other] { $size } Bytes
    }
size-kib = { $size } KiB
size-mib = { $size } MiB
size-gib = { $size } GiB
size-tib = { $size } TiB
common-public = Hier dürfen alle nachsehen. Was von Unbekannten kommt, ist weggelassen; Mitglieder melden sich an einer anderen Adresse an.
common-pair = { $name }: { $value }
