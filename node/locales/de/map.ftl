### The map of who does what where.

map-title = Karte
map-show = Zeigen
map-move = Die Karte bewegen
# $count (Number): how many records
map-total = { $count } auf dieser Karte
map-more = Es gibt noch mehr: Gezeigt werden nur die zuletzt gekommenen.
map-list = Alle Zeichen der Karte stehen auch hier, die größten zuerst.
map-nearest = Einzeln, die der Mitte nächsten zuerst
map-nothing = Hier wurde nichts gefunden. Sucht weiter entfernt oder nach etwas anderem.
# $place: a town and its country, or latitude and longitude
map-around = Um { $place }

# Where to look from here, on a button each.
map-go-closer = Näher
map-go-wider = Weiter
map-go-west = Westen
map-go-north = Norden
map-go-south = Süden
map-go-east = Osten
map-go-whole = Ganze Welt
