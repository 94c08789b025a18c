### How a record came to be, what was contributed to it over time, and asking that it goes.

history-title = Historial
history-about = Tots els canvis d’aquesta fitxa, l’últim primer. Canviar no treu el que hi havia abans. Una data només hi és on qui va escriure la diu: un node sap en quin ordre els canvis es basen els uns en els altres, no quan es van fer.
history-conflict = Valors posats al mateix temps, i sense resoldre:
# $day: the day on which a change says it was written
history-claimed = el dia { $day }, segons diu
history-adopted = Readmès per una persona sòcia.
history-does-not-count = No compta:
history-proposed = proposat, sense l’acord de prou sòcies i socis
# $count (Number): how many more things a change did
history-and-more = i { $count } més

# What a change did to a field.
history-did-set = posa
history-did-cleared = deixa el camp buit
history-did-worded = redacta de nou
history-did-added = afegeix
history-did-removed = treu
history-did-approved = hi dona l’acord
history-did-objected = hi objecta
history-did-withdrew-objection = retira una objecció
history-did-adopted = readmet un canvi

# Why a change does not count.
history-why-not-set-aside = amb una targeta de recuperació s’ha deixat sense efecte la decisió en què es basa aquest canvi
history-why-not-contested = hi ha desacord entre sòcies i socis sobre qui pot signar, i aquest canvi es basa en una de les dues decisions
history-why-not-list-missing = la clau que el va signar s’ha tret, i la llista del que encara compta no és aquí de moment
history-why-not-key-removed = la clau que el va signar s’ha tret, i les sòcies i els socis que ho van fer no van posar aquest canvi a la llista
history-why-not-not-known = aquí no se sap qui el podia signar

series-to = Contribucions que ha rebut
series-of = Contribucions que ha fet
series-when = Quan
series-no-time = sense dir quan
series-not-said = sense dir
series-more = N’hi ha més de les que es compten aquí.
# $count of $all (Numbers): how many contributions are acknowledged
series-acknowledged = Reconegudes: { $count } de { $all }

# What can be done on the page of a record.
record-acts = Què pots fer
record-edit = Canvia
record-contribute = Hi he contribuït

report-title = Fes un avís
report-about = Hi ha aquí alguna cosa que no hi hauria de ser: dades d’algú, un insult, una obra d’altri? Qui porta aquest node llegeix l’avís, i pot deixar de mostrar la fitxa aquí o adreçar-se a qui la porta. No et cal cap compte.
report-what = De què es tracta?
report-what-hint = L’adreça de la seva pàgina, o el seu identificador.
report-why = Per què s’hauria de retirar?
report-contact = Com contactar amb tu
report-contact-hint = Només si vols. Només ho veu qui porta aquest node.
report-send = Envia
report-kept = El teu avís s’ha desat
report-kept-about = Qui porta aquest node respondrà. Amb aquest codi, i només amb ell, pots llegir la resposta:
report-kept-once = Només es mostra aquesta vegada: apunta’l.
report-back = Torna a la fitxa
report-answer-title = Què se n’ha fet, d’un avís
report-code = El codi del teu avís
report-look = Mira
# $day: when the report was made
report-of-day = Avís del dia { $day }:
report-passed-on = La petició s’ha fet també a qui porta la fitxa.

# What became of a report.
report-state-open = espera una resposta
report-state-refused = la fitxa es queda
report-state-settled = està resolt
report-state-withheld = aquest node ja no mostra la fitxa
report-state-shown-again = aquest node havia deixat de mostrar la fitxa, i la torna a mostrar
report-state-hidden = qui porta la fitxa l’ha amagada
report-state-gone = la fitxa s’ha esborrat per sempre
