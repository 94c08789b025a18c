### What one's own organisation says of itself.

profile-title = Was ihr über euch sagt
profile-public = Alle können das lesen, auf jedem Knoten, der es aufnimmt.
profile-place-hint = Die Stadt oder Gemeinde, in der ihr seid. Wer in der Nähe sucht, findet euch so.
profile-country-hint = In zwei Buchstaben, etwa fr oder pt.
profile-exact-hint = In Grad, wenn man euch an einem genauen Ort finden soll. Sonst bleibt es leer.
profile-contact-hint = Wie andere euch erreichen, etwa eine E-Mail-Adresse oder Telefonnummer.
profile-languages-hint = Als Kürzel mit Kommas dazwischen, etwa fr, ca, pt-br.
profile-skills-hint = Was ihr könnt, eines pro Zeile, etwa Brot oder Rechtsberatung.
profile-facts = Wonach Lizenzen fragen
profile-facts-about = Manche Lizenzen erlauben mehr, wenn man auf bestimmte Weise organisiert ist. Was ihr hier sagt, antwortet für euch, wenn ihr fragt, ob ihr etwas weiterverwenden dürft; andere können es bestätigen.
profile-history = Was vorher hier stand, bleibt im Verlauf.
