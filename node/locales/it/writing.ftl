### The forms for publishing and for recording contributions.

publish-title = Pubblica
publish = Pubblica
publish-public = Tutti possono leggere quello che pubblicate, su ogni nodo che lo accoglie.
publish-name = Titolo
publish-language = Lingua
publish-language-unsaid = un’altra, o nessuna
publish-summary = Che cos’è?
publish-licence = Licenza
publish-licence-hint = A quali condizioni altri possono usarla.
publish-other-licence = Un’altra licenza
publish-other-licence-hint = Come espressione SPDX, per esempio MIT OR Apache-2.0. Conta al posto di quella qui sopra.
publish-type = Che tipo di risorsa
publish-topics = Temi
publish-topics-hint = Uno per riga.
publish-links = Dove si trova
publish-links-hint = Indirizzi completi che cominciano con https://, uno per riga.
publish-made-by = Fatto da
publish-made-by-hint = I nomi che queste persone hanno scelto, uno per riga. Lasciate vuoto se è di tutte e tutti voi.
publish-derived-from = Fatto a partire da
publish-derived-from-hint = Gli identificativi delle opere da cui è tratta, separati da virgole.
publish-place = Luogo
publish-place-hint = Il comune, per quello che si trova in un luogo, come uno spazio o un attrezzo.
publish-how-run = Come ce ne si prende cura

edit-title = Modifica
edit-save = Salva
edit-licence-members = Per un’altra licenza serve l’accordo di tanti membri quanti dicono le vostre regole; fino ad allora vale quella attuale.
edit-history = Modificare non toglie quello che c’era prima: la cronologia lo conserva. Cancellare sì.

licence-ppl = per le cooperative di lavoro, gli altri chiedono prima
licence-cc-by-sa-4-0 = per tutti, citando e condividendo allo stesso modo
licence-cc-by-4-0 = per tutti, citando
licence-cc-by-nc-sa-4-0 = non commerciale, citando e condividendo allo stesso modo
licence-cc0-1-0 = per tutti, senza condizioni
licence-agpl-3-0-or-later = software, condiviso allo stesso modo, anche in rete
licence-gpl-3-0-or-later = software, condiviso allo stesso modo
licence-mit = software, conservando l’avviso
licence-cern-ohl-s-2-0 = hardware, condiviso allo stesso modo

contribute-title = Registra un contributo
contribute = Registra
contribute-to = A:
contribute-public = Chiunque può leggerlo una volta pubblicato. Non nominate nessuna persona di cui vi siete presi cura, e non descrivetela in modo che una vicina o un vicino la riconosca.
contribute-role = Che cosa avete fatto
contribute-role-hint = Scegliete dall’elenco, o scrivete parole vostre.
contribute-track = A che titolo
contribute-track-hint = Solo se volete dirlo.
contribute-payment = Retribuito o no
contribute-unsaid = non detto
contribute-hours = Ore
contribute-hours-hint = Solo se volete dirlo.
contribute-period = Quando
contribute-period-hint = Un anno, un mese, o «primavera 2026».
contribute-credit-as = Da citare come
contribute-credit-as-hint = Un nome o uno pseudonimo, se non è quello dell’organizzazione.
contribute-note = Una nota
contribute-note-hint = Anche questa è pubblica.
contribute-draft = Per ora tenerlo su questo nodo

role-translation = traduzione
role-writing = scrittura
role-proofreading = correzione di bozze
role-code = codice
role-design = progettazione
role-teaching = insegnamento
role-organising-events = organizzazione di eventi
role-hosting = accoglienza
role-childcare = cura di bambine e bambini
role-cooking = cucina
role-maintenance = manutenzione
role-advice = consulenza

done-published = Pubblicato. Da ora altri possono trovarlo.
done-changed = Modificato.
done-contributed = Registrato. Chi tiene l’opera ora può riconoscere il vostro contributo.
done-drafted = Conservato su questo nodo: nessun altro lo vede.
