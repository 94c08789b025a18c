### I file di una risorsa, e chi altro ha una scheda.

files-title = File
files-fetch = Prendere i file
files-fetch-means = Alcuni file non sono su questo nodo. Può prenderli da altri che li hanno.
files-coming = Ci sono file in arrivo. Riapri questa pagina per vedere a che punto sono.
files-elsewhere = Ciò che non è su questo nodo, i membri lo possono far arrivare una volta entrati.

# What is said of a file, behind its sort and size; sentences without an end.
file-here = su questo nodo
file-elsewhere = non su questo nodo
# $come, $size: bytes with their unit
file-coming = in arrivo: { $come } di { $size }
# Why follows after a colon.
file-failed = non si è potuto prendere

file-sort-archive = file compressi
file-sort-data = dati
file-sort-document = documento
file-sort-drawing = disegno per costruire
file-sort-film = filmato
file-sort-picture = immagine
file-sort-program = programma
file-sort-slides = diapositive
file-sort-sound = suono
file-sort-table = tabella
file-sort-text = testo

held-title = Chi ce l’ha
held-nowhere = Per quanto ne sa questo nodo, nessun altro ce l’ha ancora.
held-nowhere-means = Se questa macchina si rompe, è perduto: lascia acceso il nodo per un po’, e collegalo ad altri.
# $nodes (Number): how many other nodes; $on: a day
held-by =
    { $nodes ->
        [one] { $nodes } altro nodo dice di averlo com’è adesso (sentito il { $on }).
       *[other] { $nodes } altri nodi dicono di averlo com’è adesso (sentito il { $on } o dopo).
    }
held-by-many = { $nodes } altri nodi o più dicono di averlo com’è adesso (sentito il { $on } o dopo).
held-by-means = Se questa macchina si rompe, lo si può avere da lì. Ciò che una volta è presso altri non si può riprendere con certezza.
held-here = Questo nodo ne ha una copia.
held-uncounted = Quanti altri ne hanno una, lo chiede solo il nodo di chi l’ha scritto.

done-fetching = Si chiedono i file ad altri nodi.

## In the forms for publishing and changing.

publish-files = File
# $size: bytes with their unit
publish-files-hint = Puoi sceglierne diversi, in tutto fino a { $size }. Chi gestisce il nodo può pubblicarne di più grandi con il comando.
publish-files-kept = Questi sono già arrivati
edit-files-remove = File da togliere
