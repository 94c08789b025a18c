### The forms for publishing and for recording contributions.

publish-title = Veröffentlichen
publish = Veröffentlichen
publish-public = Was ihr veröffentlicht, können alle lesen, auf jedem Knoten, der es aufnimmt.
publish-name = Titel
publish-language = Sprache
publish-language-unsaid = eine andere oder keine
publish-summary = Was ist es?
publish-licence = Lizenz
publish-licence-hint = Unter welchen Bedingungen andere es verwenden dürfen.
publish-other-licence = Eine andere Lizenz
publish-other-licence-hint = Als SPDX-Ausdruck, zum Beispiel MIT OR Apache-2.0. Sie gilt anstelle der oben gewählten.
publish-type = Art der Ressource
publish-topics = Themen
publish-topics-hint = Eins pro Zeile.
publish-links = Wo es zu finden ist
publish-links-hint = Vollständige Adressen, die mit https:// beginnen, eine pro Zeile.
publish-made-by = Gemacht von
publish-made-by-hint = Die Namen, die sie gewählt haben, einer pro Zeile. Leer lassen, wenn es von euch allen ist.
publish-derived-from = Gemacht aus
publish-derived-from-hint = Kennungen der Werke, aus denen es gemacht wurde, mit Kommas dazwischen.
publish-place = Ort
publish-place-hint = Die Stadt oder Gemeinde, bei etwas, das sich dort befindet, wie ein Raum oder ein Werkzeug.
publish-how-run = Wie es gepflegt wird

edit-title = Ändern
edit-save = Speichern
edit-licence-members = Einer anderen Lizenz müssen so viele Mitglieder zustimmen, wie eure Regeln sagen; bis dahin gilt die jetzige.
edit-history = Ändern entfernt nicht, was vorher dastand: der Verlauf bewahrt es auf. Löschen entfernt es.

licence-ppl = für Belegschaftsgenossenschaften (Kollektivbetriebe), andere fragen vorher
licence-cc-by-sa-4-0 = für alle, mit Namensnennung und Weitergabe unter gleichen Bedingungen
licence-cc-by-4-0 = für alle, mit Namensnennung
licence-cc-by-nc-sa-4-0 = nicht kommerziell, mit Namensnennung und Weitergabe unter gleichen Bedingungen
licence-cc0-1-0 = für alle, ohne Bedingungen
licence-agpl-3-0-or-later = Software, Weitergabe unter gleichen Bedingungen, auch über das Netz
licence-gpl-3-0-or-later = Software, Weitergabe unter gleichen Bedingungen
licence-mit = Software, der Vermerk bleibt dabei
licence-cern-ohl-s-2-0 = Hardware, Weitergabe unter gleichen Bedingungen

contribute-title = Einen Beitrag eintragen
contribute = Eintragen
contribute-to = Zu:
contribute-public = Das können alle lesen, sobald es veröffentlicht ist. Nennt niemanden, um den ihr euch gekümmert habt, und beschreibt niemanden so, dass die Nachbarschaft wüsste, wer gemeint ist.
contribute-role = Was ihr getan habt
contribute-role-hint = Wählt etwas aus, oder schreibt eigene Worte.
contribute-track = Wie ihr es wertet
contribute-track-hint = Nur, wenn ihr es sagen möchtet.
contribute-payment = Bezahlt oder nicht
contribute-unsaid = nicht gesagt
contribute-hours = Stunden
contribute-hours-hint = Nur, wenn ihr es sagen möchtet.
contribute-period = Wann
contribute-period-hint = Ein Jahr, ein Monat oder „Frühling 2026“.
contribute-credit-as = Zu nennen als
contribute-credit-as-hint = Ein Name oder ein Pseudonym, wenn es nicht die Organisation ist.
contribute-note = Eine Anmerkung
contribute-note-hint = Auch sie ist öffentlich.
contribute-draft = Vorerst auf diesem Knoten behalten

role-translation = Übersetzen
role-writing = Schreiben
role-proofreading = Korrekturlesen
role-code = Programmieren
role-design = Gestalten
role-teaching = Unterrichten
role-organising-events = Veranstaltungen organisieren
role-hosting = Gäste empfangen
role-childcare = Kinderbetreuung
role-cooking = Kochen
role-maintenance = Instandhalten
role-advice = Beraten

done-published = Veröffentlicht. Von jetzt an können andere es finden.
done-changed = Geändert.
done-contributed = Eingetragen. Wer das Werk führt, kann euren Beitrag jetzt anerkennen.
done-drafted = Auf diesem Knoten behalten: sonst sieht es niemand.
