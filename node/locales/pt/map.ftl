### The map of who does what where.

map-title = Mapa
map-show = Mostrar
map-move = Mover o mapa
# $count (Number): how many records
map-total = { $count } neste mapa
map-more = Há mais: só se mostram os últimos a chegar.
map-list = Todos os sinais do mapa estão também aqui, os maiores primeiro.
map-nearest = Um por um, primeiro os mais próximos do centro
map-nothing = Nada encontrado aqui. Procurem mais longe, ou outra coisa.
# $place: a town and its country, or latitude and longitude
map-around = Perto de { $place }

# Where to look from here, on a button each.
map-go-closer = Mais perto
map-go-wider = Mais longe
map-go-west = Oeste
map-go-north = Norte
map-go-south = Sul
map-go-east = Leste
map-go-whole = Mundo inteiro
