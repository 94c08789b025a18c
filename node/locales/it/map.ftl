### The map of who does what where.

map-title = Mappa
map-show = Mostra
map-move = Sposta la mappa
# $count (Number): how many records
map-total = { $count } su questa mappa
map-more = Ce ne sono altri: si mostrano solo gli ultimi arrivati.
map-list = Tutti i segni della mappa sono anche qui, i più grandi per primi.
map-nearest = Uno per uno, prima i più vicini al centro
map-nothing = Qui non si è trovato nulla. Guarda più lontano, o cerca altro.
# $place: a town and its country, or latitude and longitude
map-around = Intorno a { $place }

# Where to look from here, on a button each.
map-go-closer = Più vicino
map-go-wider = Più lontano
map-go-west = Ovest
map-go-north = Nord
map-go-south = Sud
map-go-east = Est
map-go-whole = Tutto il mondo
