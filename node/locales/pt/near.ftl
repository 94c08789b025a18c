### The page that finds who does what near a place.

near-title = Quem faz o quê perto de um lugar
near-place = Perto de
near-within = A menos de
near-trade = Ofício
near-trade-example = padaria
near-skill = Conhecimento
near-skill-example = jurídico
near-offered = Oferecido ou procurado
near-anybody = organizações e pessoas
near-offer-space = espaços
near-offer-tool = ferramentas
near-offer-service-offered = serviços
near-offer-need = o que é procurado

near-around = A menos de { $km } km de { $place }, do mais perto ao mais longe
near-nothing = Nada foi encontrado por lá. Tente um círculo maior, ou menos palavras.
near-unknown-place =
    Lugares com menos de 5.000 habitantes não estão na lista. Indique um maior que fique perto, ou a latitude e a longitude, por exemplo 50.63,3.06.
near-on-a-map = O mesmo em um mapa
near-others = Queria dizer outro lugar?
