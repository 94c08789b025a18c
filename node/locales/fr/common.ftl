### What every page has, and what several say.

common-registry = Registre des communs
common-to-content = Aller au contenu
common-search = Rechercher
common-find = Trouver
common-main-menu = Menu principal
common-more = Suite
common-language = Langue :
common-feed = Flux Atom
common-for-programs = Pour les programmes
common-listed-as = répertorié sous
common-or = ou

say-yes = oui
say-no = non

distance = { $km } km

day =
    { $day ->
        [1] 1er
       *[other] { $day }
    } { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    } { $year }

size-bytes =
    { $size ->
        [one] { $size } octet
       *[other] { $size } octets
    }
size-kib = { $size } Kio
size-mib = { $size } Mio
size-gib = { $size } Gio
size-tib = { $size } Tio
common-public = Tout le monde peut regarder ici. Ce qui vient d’inconnus n’est pas montré ; les membres se connectent à une autre adresse.
common-pair = { $name } : { $value }
