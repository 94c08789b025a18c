### Os arquivos de um recurso, e quem mais tem uma ficha.

files-title = Arquivos
files-fetch = Ir buscar os arquivos
files-fetch-means = Alguns arquivos não estão neste nó. Ele pode ir buscá-los a outros que os têm.
files-coming = Há arquivos a caminho. Abra esta página de novo para ver até onde chegaram.
files-elsewhere = O que não está neste nó, os membros podem mandar buscar depois de entrarem.

# What is said of a file, behind its sort and size; sentences without an end.
file-here = neste nó
file-elsewhere = não está neste nó
# $come, $size: bytes with their unit
file-coming = a caminho: { $come } de { $size }
# Why follows after a colon.
file-failed = não se conseguiu obter

file-sort-archive = arquivos comprimidos
file-sort-data = dados
file-sort-document = documento
file-sort-drawing = desenho para construir
file-sort-film = filme
file-sort-picture = imagem
file-sort-program = programa
file-sort-slides = slides
file-sort-sound = som
file-sort-table = tabela
file-sort-text = texto

held-title = Quem o tem
held-nowhere = Tanto quanto este nó sabe, nenhum outro o tem ainda.
held-nowhere-means = Se esta máquina quebrar, perde-se: deixe o nó funcionando um tempo e ligue-o a outros.
# $nodes (Number): how many other nodes; $on: a day
held-by =
    { $nodes ->
        [one] { $nodes } outro nó diz que o tem tal como está agora (ouvido em { $on }).
       *[other] { $nodes } outros nós dizem que o têm tal como está agora (ouvido em { $on } ou depois).
    }
held-by-many = { $nodes } outros nós ou mais dizem que o têm tal como está agora (ouvido em { $on } ou depois).
held-by-means = Se esta máquina quebrar, pode obter-se de lá. O que uma vez está com outros não se pode retirar com certeza.
held-here = Este nó tem uma cópia.
held-uncounted = Quantos mais têm uma, só o nó de quem o escreveu pergunta.

done-fetching = Os arquivos estão sendo pedidos a outros nós.

## In the forms for publishing and changing.

publish-files = Arquivos
# $size: bytes with their unit
publish-files-hint = Você pode escolher vários, ao todo até { $size }. Quem cuida do nó pode publicar maiores com o comando.
publish-files-kept = Estes já chegaram
edit-files-remove = Arquivos a retirar
