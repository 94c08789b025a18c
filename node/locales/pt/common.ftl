### What every page has, and what several say.

common-registry = Registro dos comuns
common-to-content = Ir para o conteúdo
common-search = Buscar
common-find = Encontrar
common-main-menu = Menu principal
common-more = Mais
common-language = Idioma:
common-feed = Canal Atom
common-for-programs = Para programas
common-listed-as = listada como
common-or = ou

say-yes = sim
say-no = não

distance = { $km } km

day =
    { $day ->
        [1] 1º
       *[other] { $day }
    } de { $month ->
        [1] janeiro
        [2] fevereiro
        [3] março
        [4] abril
        [5] maio
        [6] junho
        [7] julho
        [8] agosto
        [9] setembro
        [10] outubro
        [11] novembro
       *[12] dezembro
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
common-public = Aqui todos podem ver. O que vem de desconhecidos não é mostrado; os membros entram por outro endereço.
common-pair = { $name }: { $value }
