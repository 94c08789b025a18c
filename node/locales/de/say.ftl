### Was Mitglieder über einen Eintrag sagen, und mit einem eigenen tun.

say-question-title = Fragen oder bezweifeln
say-question-about = Wer es führt, erfährt davon und kann antworten. Beides können alle lesen.
say-question-text = Was fragt oder bezweifelt ihr?
say-question-send = Fragen

say-confirm-title = Bestätigen oder bestreiten
say-confirm-about = Ihr sagt für eure Organisation, ob das stimmt. Alle können es lesen, und es hilft anderen, sich darauf zu verlassen. Ihr könnt es zurücknehmen.
# Between the name of a fact, with a colon, and what they say of it.
say-confirm-stated = sie sagen
say-confirm-value = Was stimmt, soweit ihr wisst?
say-confirm-until = Bis zu welchem Tag ihr das sagen könnt, falls nicht ohne Ende
say-confirm-text = Woher ihr es wisst
say-confirm-send = Das sagen
say-confirm-withdraw = Zurücknehmen, was wir dazu gesagt haben

say-introduce-title = Empfehlen
say-introduce-about = Wer andere empfiehlt, sagt: wir kennen sie, nehmt auf, was sie schreiben. Knoten, die euch vertrauen, tun das dann, und alle können lesen, dass ihr es gesagt habt. Empfehlt nur, wen ihr kennt.
say-introduce-send = Sie empfehlen
say-introduce-withdraw = Sie nicht mehr empfehlen

say-hide-title = Verbergen
say-hide-about = Es wird niemandem mehr gezeigt, auf keinem Knoten, bis jemand von euch es wieder zeigt. Verbergen ist nicht löschen: was darin steht, bleibt auf Festplatten.
say-hide-text = Warum, wenn ihr es sagen wollt; alle können es lesen
say-hide-send = Verbergen
say-unhide = Wieder zeigen

say-erase-title = Löschen
say-erase-about = Jeder Knoten, der davon hört, entfernt es endgültig: nichts bringt es zurück.
say-erase-history = Ändern entfernt nicht, was vorher da stand; löschen schon.
say-erase-copies = Eine Kopie auf der Festplatte von jemand anderem kann bleiben.
say-erase-members = Es braucht so viele Mitglieder, wie eure Regeln sagen.
say-erase-sure = Ja, endgültig löschen
say-erase-send = Löschen

done-confirmed = Ihr habt es gesagt: alle können es lesen.
done-confirmation-withdrawn = Ihr habt es zurückgenommen.
done-introduced = Ihr empfehlt sie jetzt.
done-introduction-withdrawn = Ihr empfehlt sie nicht mehr.
done-hidden = Verborgen: es wird niemandem gezeigt.
done-shown-again = Es wird wieder gezeigt.
done-erased = Endgültig gelöscht. Jeder Knoten, der davon hört, entfernt es.
