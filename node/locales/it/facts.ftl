### Facts about whoever asks: as questions, by name, and on whose word.

question-kind = Chi siete?
question-purpose = Qualcuno pagherà, o ci guadagnerà?
question-worker-owned = L’organizzazione è delle persone che ci lavorano?
question-all-workers-are-owners = Tutte le persone che ci lavorano ne sono anche proprietarie?
question-equal-votes-or-shares = Ogni proprietario ha un voto uguale o una quota uguale?
question-non-member-employees = Ci lavorano a stipendio persone che non ne sono socie?
question-privately-owned = È di altri che non ci lavorano, e la dirigono loro?
question-engages-freelancers = Ci lavorano persone in proprio, come liberi professionisti?
question-social-economy = Rientra nell’economia sociale secondo la vostra legge?
question-workers-are-employees = Chi ci lavora ne è dipendente?
question-unanimous-community-set-aside = Tutti i soci lavoratori hanno deciso di destinare una parte fissa dell’avanzo a progetti per la comunità?
question-non-members-set-own-pay = Le persone che non sono socie fissano il prezzo del proprio lavoro?
question-contributor = Avete contribuito a quest’opera?
question-surplus = Chi tiene i soldi che avanzano a fine anno?
question-fields = Siete le forze armate o la polizia, o lavorate per loro?

purpose-unsure = non è ancora deciso
purpose-commercial = sì
purpose-non-commercial = no

act-use = leggerla, farla girare, lavorarci
act-copy = copiarla
act-adapt = modificarla o tradurla
act-distribute = passarla ad altri, pubblicarla
act-network-service = offrirla in rete
act-sublicense = dare ad altri diritti su di esso

fact-kind = che tipo di organizzazione
fact-worker-owned = è di chi ci lavora
fact-all-workers-are-owners = tutti quelli che ci lavorano ne sono proprietari
fact-equal-votes-or-shares = voti o quote uguali
fact-non-member-employees = dipendenti che non sono soci
fact-privately-owned = è di altri, che non ci lavorano e la dirigono
fact-engages-freelancers = fa lavorare persone in proprio
fact-social-economy = economia sociale
fact-workers-are-employees = chi ci lavora ne è dipendente
fact-unanimous-community-set-aside = parte fissa per progetti di comunità, all’unanimità
fact-non-members-set-own-pay = chi non è socio fissa il prezzo del proprio lavoro
fact-contributor = ha contribuito all’opera
fact-surplus = chi tiene quello che avanza
fact-fields = forze armate o polizia
fact-purpose = se qualcuno paga

surplus-distributed-to-worker-owners = va tutto a chi ci lavora e ne è proprietario
surplus-indivisible-reserve = resta in una riserva che nessuno può dividere
surplus-community-purpose = va a uno scopo fuori dall’organizzazione
surplus-distributed-to-members = va a soci che non ci lavorano, o non tutti
surplus-distributed-to-investors = va a investitori
surplus-mixed = un po’ e un po’: per esempio una riserva e una parte a chi ci lavora
surplus-none = non avanza niente

user-field-none = nessuna delle due
user-field-military = forze armate
user-field-police = polizia

basis-given = secondo la risposta alla domanda
basis-self-declared = lo dicono loro
basis-confirmed = confermato da altri
basis-implied-by-kind = ricavato dal tipo di organizzazione, perché non si è detto altro
basis-not-said = non l’hanno detto

doing-copies = se si copia
doing-adapts = se si cambia
doing-conveys = se se ne passano copie ad altri
doing-serves = se si offre in rete
doing-shares = se altri la ricevono o la usano
doing-sublicenses = se si danno ad altri diritti su di essa
