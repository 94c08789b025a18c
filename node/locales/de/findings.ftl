### What members find out about their node: what is amiss, what to do about it, and whether others can reach it.

finding-title = Was nicht stimmt, und was zu tun ist
finding-none = Nichts: alles ist in Ordnung, soweit dieser Knoten weiß.
# $count (Number): of the journal
finding-damaged =
    { $count ->
        [one] { $count } Teil dessen, was dieser Knoten bewahrt, war auf der Festplatte nicht mehr zu lesen. Andere Knoten, die ihn haben, liefern ihn nach.
       *[other] { $count } Teile dessen, was dieser Knoten bewahrt, waren auf der Festplatte nicht mehr zu lesen. Andere Knoten, die sie haben, liefern sie nach.
    }
# $free: a size, such as 300 MiB
finding-disk-short = Auf der Festplatte dieses Knotens sind nur noch { $free } frei. Kann er nicht mehr schreiben, hält er an.
finding-not-erased = Der Text von etwas, das gelöscht wurde, konnte noch nicht von der Festplatte entfernt werden.
# $day: a date
finding-clock = Die Uhr des Rechners geht falsch: sie zeigt den { $day }.
finding-not-running = Der Knoten läuft nicht: er bekommt nichts Neues und gibt nichts weiter.
finding-no-recovery-cards = Es gibt keine Notfallkarte: gehen eure Schlüssel verloren, kann niemand mehr für euch handeln.
# $address: of another node
finding-unreached = Der Knoten unter { $address } war nicht zu erreichen.
# $count (Number): of our own records
finding-copies =
    { $count ->
        [one] { $count } Eintrag von euch ist noch auf keinem anderen Knoten.
       *[other] { $count } Einträge von euch sind noch auf keinem anderen Knoten.
    }
# $count (Number)
finding-reports =
    { $count ->
        [one] { $count } Meldung wartet auf eine Antwort.
       *[other] { $count } Meldungen warten auf eine Antwort.
    }
# $count (Number)
finding-reminders =
    { $count ->
        [one] { $count } Bestätigung läuft bald ab.
       *[other] { $count } Bestätigungen laufen bald ab.
    }

# What to do about it.
finding-do-contested = Eine Notfallkarte klärt, welche Entscheidung gilt: wer die Karten verwahrt, benutzt eine auf dem Rechner dieses Knotens.
finding-do-locked = Bittet die Person, die ihn eingerichtet hat, sich hier einmal anzumelden. Angemeldete Mitglieder können inzwischen mit eigenen Schlüsseln schreiben.
finding-do-may-not-sign = Seht unter Mitglieder nach, wer unterschreiben darf, und bittet sie, einen Schlüssel dieses Knotens aufzunehmen.
finding-do-damaged = So kündigen sich kaputte Festplatten an. Bewahrt eine Sicherung auf einer anderen auf, und lasst die Platte prüfen.
finding-do-disk-short = Schafft Platz, oder zieht mit den Daten des Knotens auf eine größere Festplatte um.
finding-do-not-erased = Schafft Platz auf der Festplatte dieses Knotens: er versucht es jede Minute wieder.
finding-do-clock = Stellt sie, oder lasst den Rechner die Zeit abfragen: nach ihr laufen Adressen von Knoten und Bestätigungen ab.
finding-do-not-running = Startet ihn, und sorgt dafür, dass er mit dem Rechner startet.
finding-do-no-recovery-cards = Lasst Karten machen und bewahrt sie auf Papier auf, fern von diesem Rechner; am besten bei mehreren Mitgliedern.
finding-do-nearly-full = Wer den Knoten betreibt, kann ihm in den Einstellungen mehr Platz geben oder wählen, dass nur bewahrt wird, wem ihr folgt.
finding-do-alone = Seht nach, ob der Rechner mit dem Internet verbunden ist. Kennt ihr eine Genossenschaft mit einem Knoten, bittet sie um einen Einladungslink; wer diesen Knoten betreibt, tritt damit bei.
finding-do-unreached = Vielleicht ist jener Knoten aus, oder seine Adresse hat sich geändert: fragt die, die ihn betreiben. Dieser hier versucht es weiter.
finding-do-copies = Lasst diesen Knoten laufen, bis ein anderer sie geholt hat; bewahrt bis dahin eine Sicherung auf.
finding-do-reports = Wer den Knoten betreibt, liest und beantwortet sie auf dessen Rechner.
finding-do-reminders = Seht euch an, was ihr bestätigt habt, und bestätigt es neu, wenn es noch stimmt.
finding-do-unlisted = Es ist nichts zu tun: sie erscheinen nach und nach.

# What a bar shows, for those who do not see it.
finding-progress = Änderungen, die hier sind, von denen des anderen Knotens

# Whether other nodes can reach this one.
reach-yes = Andere Knoten können ihn erreichen: einer von anderswo ist hierher gekommen, seit er läuft.
reach-unproved = Ob andere Knoten ihn erreichen können, ist nicht bekannt: er hat eine Adresse, die von überall gilt, aber seit er läuft, ist keiner von anderswo gekommen. Was ihr veröffentlicht, kommt trotzdem an, über die Knoten, mit denen sich dieser verbindet.
reach-nearby = Knoten im lokalen Netz können ihn erreichen. Knoten anderswo nur, wenn euer Router sie durchlässt; das kann dieser Knoten nicht selbst herausfinden. Was ihr veröffentlicht, kommt trotzdem an, über die Knoten, mit denen sich dieser verbindet.
reach-here = Nur Knoten auf demselben Rechner können ihn erreichen.
reach-no = Niemand kann ihn erreichen: er lauscht an keiner Adresse.
finding-disk-unread = Wie es um die Festplatte dieses Knotens steht, war nicht zu erfahren.
