### The page that finds who does what near a place.

near-title = Chi fa cosa vicino a un luogo
near-place = Vicino a
near-within = Entro
near-trade = Mestiere
near-trade-example = panificio
near-skill = Competenza
near-skill-example = legale
near-offered = Offerto o cercato
near-anybody = organizzazioni e persone
near-offer-space = spazi
near-offer-tool = attrezzi
near-offer-service-offered = servizi
near-offer-need = ciò che serve

near-around = Entro { $km } km da { $place }, dal più vicino al più lontano
near-nothing = Lì non si è trovato niente. Prova con un cerchio più ampio, o con meno parole.
near-unknown-place =
    I luoghi con meno di 5.000 abitanti non sono nell’elenco. Indicane uno più grande lì vicino, oppure latitudine e longitudine, per esempio 50.63,3.06.
near-on-a-map = Lo stesso su una mappa
near-others = Intendevi un altro luogo?
