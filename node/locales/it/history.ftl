### How a record came to be, what was contributed to it over time, and asking that it goes.

history-title = Cronologia
history-about = Tutte le modifiche di questa scheda, l’ultima per prima. Modificare non toglie quello che c’era prima. Una data c’è solo dove chi ha scritto la dice: un nodo sa in che ordine le modifiche si basano l’una sull’altra, non quando sono state fatte.
history-conflict = Valori messi nello stesso momento, senza che si sia deciso quale vale:
# $day: the day on which a change says it was written
history-claimed = il giorno { $day }, a quanto dice
history-adopted = Riammessa da un membro.
history-does-not-count = Non conta:
history-proposed = proposto, senza l’accordo di abbastanza membri
# $count (Number): how many more things a change did
history-and-more = e ancora { $count }

# What a change did to a field.
history-did-set = mette
history-did-cleared = lascia vuoto il campo
history-did-worded = riformula
history-did-added = aggiunge
history-did-removed = toglie
history-did-approved = dà il suo accordo
history-did-objected = fa un’obiezione
history-did-withdrew-objection = ritira un’obiezione
history-did-adopted = riammette una modifica

# Why a change does not count.
history-why-not-set-aside = con una scheda di recupero è stata messa da parte la decisione su cui si basa questa modifica
history-why-not-contested = i membri non sono d’accordo su chi può firmare, e questa modifica si basa su una delle due decisioni
history-why-not-list-missing = la chiave che l’ha firmata è stata rimossa, e qui manca per ora la lista di ciò che conta ancora
history-why-not-key-removed = la chiave che l’ha firmata è stata rimossa, e i membri che l’hanno fatto non hanno messo questa modifica nella lista
history-why-not-not-known = qui non si sa chi poteva firmarla

series-to = Contributi ricevuti
series-of = Contributi dati
series-when = Quando
series-no-time = senza dire quando
series-not-said = non detto
series-more = Ce ne sono più di quelli contati qui.
# $count of $all (Numbers): how many contributions are acknowledged
series-acknowledged = Riconosciuti: { $count } su { $all }

# What can be done on the page of a record.
record-acts = Che cosa puoi fare
record-edit = Modifica
record-contribute = Ho contribuito

report-title = Segnala
report-about = C’è qui qualcosa che non dovrebbe esserci: dati di qualcuno, un insulto, un’opera di altri? Chi gestisce questo nodo legge la segnalazione, e può non mostrare più la scheda qui o rivolgersi a chi la tiene. Non ti serve un account.
report-what = Di che cosa si tratta?
report-what-hint = L’indirizzo della sua pagina, o il suo identificativo.
report-why = Perché andrebbe rimosso?
report-contact = Come contattarti
report-contact-hint = Solo se vuoi. Lo vede solo chi gestisce questo nodo.
report-send = Invia
report-kept = La tua segnalazione è conservata
report-kept-about = Chi gestisce questo nodo risponderà. Con questo codice, e solo con questo, puoi leggere la risposta:
report-kept-once = Si mostra solo questa volta: scrivilo.
report-back = Torna alla scheda
report-answer-title = Che ne è stato di una segnalazione
report-code = Il codice della tua segnalazione
report-look = Guarda
# $day: when the report was made
report-of-day = Segnalato il giorno { $day }:
report-passed-on = La richiesta è stata fatta anche a chi tiene la scheda.

# What became of a report.
report-state-open = in attesa di risposta
report-state-refused = la scheda resta
report-state-settled = la questione è risolta
report-state-withheld = questo nodo non mostra più la scheda
report-state-shown-again = questo nodo non mostrava più la scheda, e ora la mostra di nuovo
report-state-hidden = chi tiene la scheda l’ha nascosta
report-state-gone = la scheda è stata cancellata per sempre
