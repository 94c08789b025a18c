### The page that finds who does what near a place.

near-title = Qui fa què a prop d’un lloc
near-place = A prop de
near-within = A menys de
near-trade = Ofici
near-trade-example = fleca
near-skill = Coneixements
near-skill-example = jurídics
near-offered = S’ofereix o es necessita
near-anybody = organitzacions i persones
near-offer-space = espais
near-offer-tool = eines
near-offer-service-offered = serveis
near-offer-need = el que es necessita

near-around = A menys de { $km } km de { $place }, de més a prop a més lluny
near-nothing = Per allà no s’hi ha trobat res. Prova-ho amb un cercle més ample o amb menys paraules.
near-unknown-place =
    Els llocs de menys de 5.000 habitants no són a la llista. Indica’n un de més gran que sigui a prop, o la latitud i la longitud, per exemple 50.63,3.06.
near-on-a-map = El mateix en un mapa
near-others = Volies dir un altre lloc?
