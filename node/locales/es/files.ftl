### Los archivos de un recurso, y quién más tiene una ficha.

files-title = Archivos
files-fetch = Traer los archivos
files-fetch-means = Algunos archivos no están en este nodo. Puede traerlos de otros que los tienen.
files-coming = Hay archivos en camino. Abre esta página de nuevo para ver por dónde van.
files-elsewhere = Lo que no está en este nodo, socias y socios lo pueden hacer traer una vez que han entrado.

# What is said of a file, behind its sort and size; sentences without an end.
file-here = en este nodo
file-elsewhere = no está en este nodo
# $come, $size: bytes with their unit
file-coming = en camino: { $come } de { $size }
# Why follows after a colon.
file-failed = no se pudo traer

file-sort-archive = archivos comprimidos
file-sort-data = datos
file-sort-document = documento
file-sort-drawing = plano para construir
file-sort-film = película
file-sort-picture = imagen
file-sort-program = programa
file-sort-slides = diapositivas
file-sort-sound = sonido
file-sort-table = tabla
file-sort-text = texto

held-title = Quién lo tiene
held-nowhere = Ningún otro nodo lo tiene todavía, que este sepa.
held-nowhere-means = Si esta máquina se rompe, se pierde: deja el nodo en marcha un rato y conéctalo con otros.
# $nodes (Number): how many other nodes; $on: a day
held-by =
    { $nodes ->
        [one] { $nodes } nodo más dice que lo tiene tal como está ahora (oído el { $on }).
       *[other] { $nodes } nodos más dicen que lo tienen tal como está ahora (oído el { $on } o después).
    }
held-by-many = { $nodes } nodos más, o incluso otros, dicen que lo tienen tal como está ahora (oído el { $on } o después).
held-by-means = Si esta máquina se rompe, se puede obtener de allí. Lo que una vez está con otros no se puede retirar con certeza.
held-here = Este nodo tiene una copia.
held-uncounted = Cuántos más tienen una, solo lo pregunta el nodo de quien lo escribió.

done-fetching = Se están pidiendo los archivos a otros nodos.

## In the forms for publishing and changing.

publish-files = Archivos
# $size: bytes with their unit
publish-files-hint = Puedes elegir varios, en total hasta { $size }. Quien lleva el nodo puede publicar otros más grandes con el comando.
publish-files-kept = Estos ya han llegado
edit-files-remove = Archivos que hay que quitar
