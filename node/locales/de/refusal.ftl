### What could not be shown. What exactly is wrong follows in English.

refusal-title = Das hat nicht geklappt

refusal-usage = So lässt sich das nicht fragen
refusal-invalid = Die Angaben stimmen so nicht
refusal-not-found = Hier nicht vorhanden
refusal-locked = Die Schlüssel zum Unterschreiben sind gesperrt
refusal-in-use = In Gebrauch
refusal-config = Eine Einstellung oder Datei des Knotens stimmt nicht
refusal-network = Andere Knoten sind nicht erreichbar
refusal-internal = Ein Fehler im Knoten

refusal-next-usage = Geht zurück und fragt anders, oder fangt auf der ersten Seite neu an.
refusal-next-invalid = Geht zurück, verbessert es und versucht es noch einmal.
refusal-next-not-found = Schaut, ob die Adresse vollständig ist, oder sucht, was ihr braucht. Vielleicht wurde es gelöscht, oder es ist noch nicht auf diesem Knoten angekommen.
refusal-next-locked = Wer diesen Knoten betreibt, muss ihn entsperren.
refusal-next-in-use = Wartet einen Augenblick und versucht es noch einmal.
refusal-next-config = Sagt denen Bescheid, die diesen Knoten betreiben.
refusal-next-network = Versucht es später noch einmal. Wenn es so bleibt, sagt denen Bescheid, die diesen Knoten betreiben.
refusal-next-internal = Versucht es noch einmal. Wenn es so bleibt, schickt denen, die diesen Knoten betreiben, was hier steht.
# Above a form that was refused.
refusal-next-form = Was ihr geschrieben habt, ist noch da: Berichtigt es und schickt es noch einmal ab.
