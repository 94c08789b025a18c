### The page that finds who does what near a place.

near-title = Qui fait quoi près d’un lieu
near-place = Près de
near-within = Dans un rayon de
near-trade = Métier
near-trade-example = boulangerie
near-skill = Savoir-faire
near-skill-example = juridique
near-offered = Offre ou besoin
near-anybody = organisations et personnes
near-offer-space = des locaux
near-offer-tool = des outils
near-offer-service-offered = des services
near-offer-need = des besoins

near-around = À moins de { $km } km de { $place }, du plus proche au plus éloigné
near-nothing = Rien trouvé par là. Élargissez le cercle, ou donnez moins de mots.
near-unknown-place =
    Les lieux de moins de 5 000 habitants ne sont pas dans la liste. Indiquez une ville plus grande à proximité, ou la latitude et la longitude, par exemple 50.63,3.06.
near-on-a-map = La même chose sur une carte
near-others = Vous vouliez dire un autre lieu ?
