### Shared knowledge by its sort, what words mean, and how the node is.

knowledge-title = Wissen
knowledge-about = Was geteilt wird, nach Art: Herausforderungen mit dem, was darauf antwortet, gute Praxis, Werkzeuge, Räume.
knowledge-type = Anzeigen
knowledge-nothing = Von dieser Art ist noch nichts hier.
knowledge-answered-by = Was darauf antwortet

glossary-title = Glossar
glossary-word = Wort
glossary-look-up = Nachschlagen
glossary-nothing = Hier sagt niemand, was dieses Wort bedeutet.
glossary-more = Es gibt noch mehr Einträge. Gebt mehr von dem Wort an.

agent-works = Was sie teilt
agent-facts = Was sie über sich selbst sagt, und wer es bestätigt
agent-confirmed-by = bestätigt von
agent-denied-by = bestritten von
# $value: what they say instead
agent-says-instead = (sagt: { $value })
agent-not-said = andere sagen das, sie selbst nicht
# $of members, of whom $needed must agree (Numbers)
agent-members =
    { $of ->
        [one] { $of } Mitglied darf unterschreiben
       *[other] { $of } Mitglieder dürfen unterschreiben
    }; { $needed ->
        [one] { $needed } muss zustimmen, wenn sich ändern soll, wer unterschreiben darf, welche Lizenz gilt oder wer ein Werk führt, und wenn etwas gelöscht werden soll.
       *[other] { $needed } müssen zustimmen, wenn sich ändern soll, wer unterschreiben darf, welche Lizenz gilt oder wer ein Werk führt, und wenn etwas gelöscht werden soll.
    }
agent-contested = Ihre Mitglieder sind sich uneinig: eingefroren.
agent-agreements = Geltende Vereinbarungen
agent-standing = Wie weit dieser Knoten ihr vertraut:
# $by, $about: names
agent-introduced = { $by } hat { $about } vorgestellt

standing-own = das sind wir selbst
standing-followed = wir folgen ihr: alles von ihr wird aufbewahrt
standing-introduced = empfohlen von jemandem, dem wir vertrauen
standing-new = neu hier
standing-blocked = blockiert: von ihr wird nichts angenommen

node-title = Dieser Knoten
node-of-whom = Es ist der Knoten von
node-peers = Verbundene Knoten
node-known = Andere Knoten, von denen er weiß
node-changes = Aufbewahrte Änderungen
node-agents = Organisationen und Personen
node-kept = Belegter Platz
# $part of $whole: sizes
node-of = { $part } von { $whole }
node-admission = Von wem alles aufbewahrt wird
node-left-out = Organisationen und Personen, die außen vor bleiben
admission-open = von allen, solange Platz ist
admission-introduced = von denen, die jemand empfohlen hat, dem vertraut wird
admission-followed = nur von denen, denen gefolgt wird
node-records = Einträge
node-reachable = Wo andere Knoten ihn erreichen
node-reachable-about = Der Knoten lauscht an diesen Adressen. Die des lokalen Netzes und dieses Rechners nützen Knoten anderswo nichts.
node-connections = Verbindungen
node-in-step = auf gleichem Stand: beide haben dasselbe
node-syncing = gleicht ab
# $count (Number): how many changes are still to come
node-to-go =
    { $count ->
        [one] noch { $count } Änderung
       *[other] noch { $count } Änderungen
    }
node-nobodys = Er gehört noch niemandem: er liest und gleicht ab, und unterschreibt nichts.
node-locked = Die Schlüssel des Knotens zum Unterschreiben sind gesperrt: wer ihn eingerichtet hat, meldet sich an, um sie zu öffnen.
node-may-not-sign = Keiner der Schlüssel dieses Knotens darf jetzt unterschreiben.
node-contested = Mitglieder sind sich uneinig: eingefroren, bis eine Notfallkarte es klärt.
node-nearly-full = Der Platz ist fast aufgebraucht: wer hier neu ist, teilt sich mit den anderen Neuen, was übrig ist.
node-alone = Er ist mit keinem anderen Knoten verbunden: was hier geschrieben wird, bleibt vorerst hier.
# $count (Number): how many records are not in lists yet
node-unlisted =
    { $count ->
        [one] Hier ist { $count } Eintrag, den Listen und Suche noch nicht zeigen.
       *[other] Hier sind { $count } Einträge, die Listen und Suche noch nicht zeigen.
    }
