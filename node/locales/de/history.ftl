### How a record came to be, what was contributed to it over time, and asking that it goes.

history-title = Verlauf
history-about = Alle Änderungen dieses Eintrags, die letzte zuerst. Ändern entfernt nicht, was vorher dastand. Ein Datum steht nur da, wo es jemand dazugeschrieben hat: ein Knoten weiß, in welcher Reihenfolge Änderungen aufeinander aufbauen, nicht, wann sie gemacht wurden.
history-conflict = Gleichzeitig gesetzt und nicht geklärt:
# $day: the day on which a change says it was written
history-claimed = am { $day }, nach eigener Aussage
history-adopted = Von einem Mitglied wieder aufgenommen.
history-does-not-count = Zählt nicht:
history-proposed = beantragt, ohne die Zustimmung von genügend Mitgliedern
# $count (Number): how many more things a change did
history-and-more = und noch { $count }

# What a change did to a field.
history-did-set = gesetzt
history-did-cleared = geleert
history-did-worded = neu formuliert
history-did-added = hinzugefügt
history-did-removed = entfernt
history-did-approved = stimmt zu
history-did-objected = erhebt einen Einwand
history-did-withdrew-objection = nimmt einen Einwand zurück
history-did-adopted = nimmt eine Änderung wieder auf

# Why a change does not count.
history-why-not-set-aside = mit einer Notfallkarte wurde die Entscheidung aufgehoben, auf der diese Änderung beruht
history-why-not-contested = Mitglieder sind sich uneinig, wer unterschreiben darf, und diese Änderung beruht auf einer von zwei Entscheidungen
history-why-not-list-missing = der Schlüssel, der sie unterschrieben hat, wurde entfernt, und die Liste dessen, was weiterhin zählt, ist noch nicht hier
history-why-not-key-removed = der Schlüssel, der sie unterschrieben hat, wurde entfernt, und die Mitglieder, die ihn entfernt haben, haben diese Änderung nicht auf die Liste gesetzt
history-why-not-not-known = hier ist nicht bekannt, wer sie unterschreiben konnte

series-to = Was dazu beigetragen wurde
series-of = Was sie beigetragen hat
series-when = Wann
series-no-time = keine Zeit gesagt
series-not-said = nicht gesagt
series-more = Es gibt mehr, als hier gezählt sind.
# $count of $all (Numbers): how many contributions are acknowledged
series-acknowledged = { $count } von { $all } anerkannt

# What can be done on the page of a record.
record-acts = Was ihr tun könnt
record-edit = Ändern
record-contribute = Ich habe dazu beigetragen

report-title = Melden
report-about = Steht hier etwas, das hier nicht stehen sollte: Daten von jemandem, eine Beleidigung, ein Werk, das von anderen ist? Wer diesen Knoten betreibt, liest die Meldung und kann den Eintrag hier zurückhalten oder sich an die wenden, die ihn führen. Ihr braucht kein Konto.
report-what = Worum geht es?
report-what-hint = Die Adresse der Seite oder die Kennung.
report-why = Warum sollte es entfernt werden?
report-contact = Wie ihr zu erreichen seid
report-contact-hint = Nur, wenn ihr möchtet. Nur wer diesen Knoten betreibt, sieht es.
report-send = Abschicken
report-kept = Eure Meldung ist aufbewahrt
report-kept-about = Wer diesen Knoten betreibt, wird antworten. Mit diesem Code, und nur mit ihm, könnt ihr die Antwort lesen:
report-kept-once = Er wird nur dieses eine Mal gezeigt: schreibt ihn auf.
report-back = Zurück zum Eintrag
report-answer-title = Was aus einer Meldung geworden ist
report-code = Der Code eurer Meldung
report-look = Ansehen
# $day: when the report was made
report-of-day = Gemeldet am { $day }:
report-passed-on = Auch die, die den Eintrag führen, wurden darum gebeten.

# What became of a report.
report-state-open = sie wartet auf eine Antwort
report-state-refused = der Eintrag bleibt
report-state-settled = sie ist erledigt
report-state-withheld = der Eintrag wird auf diesem Knoten zurückgehalten
report-state-shown-again = der Eintrag wurde zurückgehalten und wird wieder gezeigt
report-state-hidden = die den Eintrag führen, haben ihn verborgen
report-state-gone = der Eintrag wurde endgültig gelöscht
