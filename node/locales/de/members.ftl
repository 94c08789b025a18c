### Who signs for the co-op, and what members decide.

members-title = Mitglieder
# $needed of $of (Numbers): how many members must agree
members-must-agree =
    { $needed ->
        [one] { $needed } von { $of } muss zustimmen, wenn sich ändern soll, wer unterschreiben darf, welche Lizenz gilt oder wer ein Werk führt, und wenn etwas gelöscht werden soll.
       *[other] { $needed } von { $of } müssen zustimmen, wenn sich ändern soll, wer unterschreiben darf, welche Lizenz gilt oder wer ein Werk führt, und wenn etwas gelöscht werden soll.
    }
# $acts: what is decided so, with commas between
members-by-consent = Im Konsent, sodass ein offener Einwand blockiert: { $acts }.
members-contested = Mitglieder sind sich uneinig: eingefroren. Zwei Entscheidungen haben jeweils die nötigen Unterschriften; eine Notfallkarte klärt, welche gilt.
members-asking = Wer Mitglied werden möchte
members-asking-about = Diese Personen haben mit einer Einladung Schlüssel auf diesem Knoten erstellt. Vergewissert euch, von wem jede Anfrage kommt, bevor ihr jemanden aufnehmt.
members-with-another = Ab der Aufnahme müssen { $needed } von { $of } all dem zustimmen.
members-proposed = beantragt, wartet auf die Zustimmung der Mitglieder
members-take-in = Aufnehmen
members-dismiss = Nein, entfernen
members-waiting = Was auf die Zustimmung der Mitglieder wartet
members-invite = Ein Mitglied einladen
members-invite-about = Wer den Link bekommt, erstellt auf diesem Knoten eigene Schlüssel, mit dem Telefon oder dem Computer, und bittet darum, Mitglied zu werden. Danach nehmt ihr die Person hier auf.
members-make-link = Einen Link erstellen
members-invited = Offene Einladungen
members-invited-about = Mit diesen Links ist noch niemand gekommen. Nehmt einen zurück, wenn er an jemand anders geraten ist.
# $day: a day
members-invited-until = Ein Link, der bis { $day } gilt
members-take-back = Zurücknehmen

invitation-title = Eine Einladung
invitation-about = Schickt diesen Link einer einzigen Person, oder lasst sie den Code scannen. Er gilt eine Woche lang, und für eine Person.
invitation-picture = Derselbe Link, zum Scannen
invitation-only-here = Dieser Link funktioniert nur auf diesem Rechner, weil ihr die Seite über ihre lokale Adresse geöffnet habt. Für Telefone muss, wer den Knoten betreibt, ihn unter einer Adresse antworten lassen, die sie erreichen: wie das geht, steht in der Anleitung zum Betrieb eines Knotens.
invitation-then = Sobald die Person ihre Schlüssel erstellt hat, findet ihr sie unter „Mitglieder“ und nehmt sie auf.

# A member who is not named. $key: the end of the key
member-unnamed = ein Mitglied (Schlüssel …{ $key })

# $count of $needed (Numbers): how many members have agreed to something
matter-agreed = { $count } von { $needed } Zustimmungen
matter-not-heard-from = Noch nichts gehört von:
matter-objection = Einwand von
matter-by-consent = Im Konsent entschieden: ein offener Einwand blockiert.
matter-because = Warum:
matter-agree = Ich stimme zu
matter-object = Ich habe einen Einwand
matter-why = Warum?
matter-withdraw = Meinen Einwand zurücknehmen
matter-despite-objections = Ich habe die Einwände gelesen und stimme trotzdem zu
matter-nothing = nichts
matter-sheet = Die Regeln werden geändert: lest beide Fassungen auf der Seite dazu.
matter-members = Ändern, wer unterschreiben darf
matter-erase = Endgültig löschen
matter-settle = Klären, welche Entscheidung gilt
# $who: a member
matter-adds = nimmt { $who } auf
matter-removes = entfernt { $who }: was diese Person von da an unterschreibt, zählt nicht
matter-takes-up = { $who } wechselt zu einem neuen Schlüssel
matter-next-changed = { $who } legt einen anderen Schlüssel als nächsten fest
# $count (Number): how many must agree from then on
matter-threshold =
    { $count ->
        [one] von da an muss { $count } Mitglied zustimmen
       *[other] von da an müssen { $count } Mitglieder zustimmen
    }
# $acts: what is decided so, with commas between
matter-to-consent = von da an im Konsent: { $acts }
matter-to-majority = von da an mit Mehrheit: { $acts }
matter-cards = neue Notfallkarten: die alten sind von da an nichts mehr wert
# $count (Number): changes that would no longer count
matter-leaves-out =
    { $count ->
        [one] { $count } Änderung, die jetzt zu sehen ist, würde nicht mehr zählen
       *[other] { $count } Änderungen, die jetzt zu sehen sind, würden nicht mehr zählen
    }
# $title: what is erased
matter-erases = löscht { $title }: jeder Knoten wirft es weg, und nichts bringt es zurück
# $branch: an id
matter-branch = es gilt die Entscheidung { $branch }
matter-blocked-objection = Blockiert: das wird im Konsent entschieden, und jemand hat einen Einwand.
matter-blocked-decided-since = Blockiert: inzwischen wurde etwas entschieden, das hiermit rückgängig gemacht würde. Stellt den Antrag neu.

# What members decide together.
decision-licence = eine Lizenz ändern
decision-hand-over = ein Werk zum Weiterführen an andere übergeben
decision-rules = die Unterschriftsrechte und die Regeln ändern
decision-erase = löschen

done-taken-in = Diese Person ist jetzt Mitglied.
done-proposed = Der Antrag ist gestellt: andere Mitglieder müssen noch zustimmen.
done-dismissed = Diese Person hat keine Schlüssel mehr auf diesem Knoten.
done-approved = Du hast zugestimmt.
done-objected = Dein Einwand ist vermerkt.
done-taken-back = Zurückgenommen: der Link lässt niemanden mehr herein.
matter-agreement = Wir stimmen diesen Bedingungen zu.
