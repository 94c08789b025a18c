### The page that finds who does what near a place.

near-title = Quién hace qué cerca de un lugar
near-place = Cerca de
near-within = A menos de
near-trade = Oficio
near-trade-example = panadería
near-skill = Conocimientos
near-skill-example = jurídicos
near-offered = Se ofrece o se necesita
near-anybody = organizaciones y personas
near-offer-space = espacios
near-offer-tool = herramientas
near-offer-service-offered = servicios
near-offer-need = lo que se necesita

near-around = A menos de { $km } km de { $place }, de más cerca a más lejos
near-nothing = No se ha encontrado nada por ahí. Prueba con un círculo más amplio o con menos palabras.
near-unknown-place =
    Los lugares de menos de 5000 habitantes no están en la lista. Indica uno más grande que esté cerca, o la latitud y la longitud, por ejemplo 50.63,3.06.
near-on-a-map = Lo mismo en un mapa
near-others = ¿Querías decir otro lugar?
