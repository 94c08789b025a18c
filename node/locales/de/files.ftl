### Die Dateien einer Ressource, und wer sonst einen Eintrag hat.

files-title = Dateien
files-fetch = Dateien holen
files-fetch-means = Einige Dateien sind nicht auf diesem Knoten. Er kann sie von anderen holen, die sie haben.
files-coming = Dateien sind unterwegs. Öffnet die Seite noch einmal, um zu sehen, wie weit sie sind.
files-elsewhere = Was nicht auf diesem Knoten ist, können Mitglieder holen lassen, sobald sie angemeldet sind.

# What is said of a file, behind its sort and size; sentences without an end.
file-here = auf diesem Knoten
file-elsewhere = nicht auf diesem Knoten
# $come, $size: bytes with their unit
file-coming = unterwegs: { $come } von { $size }
# Why follows after a colon.
file-failed = konnte nicht geholt werden

file-sort-archive = gepackte Dateien
file-sort-data = Daten
file-sort-document = Dokument
file-sort-drawing = Bauzeichnung
file-sort-film = Film
file-sort-picture = Bild
file-sort-program = Programm
file-sort-slides = Folien
file-sort-sound = Ton
file-sort-table = Tabelle
file-sort-text = Text

held-title = Wer es hat
held-nowhere = Soweit dieser Knoten weiß, hat es noch kein anderer.
held-nowhere-means = Geht diese Maschine kaputt, ist es verloren: Lasst den Knoten eine Weile laufen, und verbindet ihn mit anderen.
# $nodes (Number): how many other nodes; $on: a day
held-by =
    { $nodes ->
        [one] { $nodes } anderer Knoten sagt, dass er es hat, wie es jetzt ist (gehört am { $on }).
       *[other] { $nodes } andere Knoten sagen, dass sie es haben, wie es jetzt ist (gehört am { $on } oder später).
    }
held-by-many = { $nodes } andere Knoten oder mehr sagen, dass sie es haben, wie es jetzt ist (gehört am { $on } oder später).
held-by-means = Geht diese Maschine kaputt, ist es von dort zu haben. Was einmal bei anderen ist, lässt sich nicht sicher zurückholen.
held-here = Dieser Knoten hat eine Kopie.
held-uncounted = Wie viele andere eine haben, fragt nur der Knoten derer, die es geschrieben haben.

done-fetching = Andere Knoten werden nach den Dateien gefragt.

## In the forms for publishing and changing.

publish-files = Dateien
# $size: bytes with their unit
publish-files-hint = Mehrere sind möglich, zusammen bis zu { $size }. Größere kann veröffentlichen, wer den Knoten betreibt, mit dem Befehl.
publish-files-kept = Diese sind schon angekommen
edit-files-remove = Dateien, die weg sollen
