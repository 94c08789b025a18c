### Facts about whoever asks: as questions, by name, and on whose word.

question-kind = Qui ho pregunta?
question-purpose = Algú pagarà, o hi guanyarà diners?
question-worker-owned = L’organització és de les persones que hi treballen?
question-all-workers-are-owners = Totes les persones que hi treballen en són també propietàries?
question-equal-votes-or-shares = Cada propietària té el mateix vot o la mateixa part?
question-non-member-employees = Hi treballen a sou persones que no en són sòcies?
question-privately-owned = És d’altres persones que no hi treballen, i la dirigeixen elles?
question-engages-freelancers = Hi treballen persones autònomes?
question-social-economy = Compta com a economia social segons la teva llei?
question-workers-are-employees = Les persones que hi treballen en són assalariades?
question-unanimous-community-set-aside = Totes les sòcies treballadores han acordat reservar una part fixa de l’excedent per a projectes comunitaris?
question-non-members-set-own-pay = Les persones que no en són sòcies fixen el preu de la seva pròpia feina?
question-contributor = Has contribuït a aquesta obra?
question-surplus = Qui es queda els diners que sobren a final d’any?
question-fields = Ets de l’exèrcit o de la policia, o hi treballes?

purpose-unsure = encara no se sap
purpose-commercial = sí
purpose-non-commercial = no

act-use = llegir-la, executar-la, treballar-hi
act-copy = copiar-la
act-adapt = canviar-la o traduir-la
act-distribute = passar-la a altres persones, publicar-la
act-network-service = oferir-la a la xarxa
act-sublicense = donar-ne drets a altres

fact-kind = quin tipus d’organització
fact-worker-owned = és de qui hi treballa
fact-all-workers-are-owners = totes les persones que hi treballen en són propietàries
fact-equal-votes-or-shares = vots o parts iguals
fact-non-member-employees = persones assalariades que no en són sòcies
fact-privately-owned = és d’altres persones, que no hi treballen i que la dirigeixen
fact-engages-freelancers = contracta persones autònomes
fact-social-economy = economia social
fact-workers-are-employees = qui hi treballa n’és assalariat
fact-unanimous-community-set-aside = part fixa per a projectes comunitaris, per unanimitat
fact-non-members-set-own-pay = qui no n’és soci fixa el preu de la seva feina
fact-contributor = ha contribuït a l’obra
fact-surplus = qui es queda el que sobra
fact-fields = exèrcit o policia
fact-purpose = si algú paga

surplus-distributed-to-worker-owners = es reparteix tot entre qui hi treballa i n’és propietària o propietari
surplus-indivisible-reserve = queda en una reserva que ningú no pot repartir
surplus-community-purpose = va a una finalitat de fora de l’organització
surplus-distributed-to-members = va a sòcies i socis que no hi treballen, o no tots
surplus-distributed-to-investors = va a inversors
surplus-mixed = una mica de tot: per exemple, una reserva i una part per a qui hi treballa
surplus-none = no sobra res

user-field-none = ni l’un ni l’altra
user-field-military = exèrcit
user-field-police = policia

basis-given = segons la resposta a la pregunta
basis-self-declared = segons la seva pròpia declaració
basis-confirmed = confirmat per altres
basis-implied-by-kind = deduït del tipus d’organització, ja que no s’ha dit res més
basis-not-said = no ho han dit

doing-copies = si es copia
doing-adapts = si es canvia
doing-conveys = si se’n passen còpies a altres
doing-serves = si s’ofereix a la xarxa
doing-shares = si altres la reben o la fan servir
doing-sublicenses = si es donen a altres drets sobre ella
