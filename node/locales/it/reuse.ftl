### May we reuse this? The question, and the answer.

reuse-question = Possiamo riusarlo?
reuse-as-the-node = non detto: chi gestisce questo nodo
reuse-acts = Che cosa volete fare con l’opera?
reuse-not-said = non detto
reuse-ask = Chiedi

verdict-allowed = Sì.
verdict-allowed-with-duties = Sì, se fate qualcosa in cambio.
verdict-missing-facts = Dipende: diteci di più.
verdict-unclear = Il testo non è chiaro: chiedete.
verdict-not-granted = Non con questa licenza: chiedete il permesso.
verdict-forbidden = No: questa licenza lo esclude. Chi l’ha data può comunque autorizzarlo.
verdict-unknown = Non conosciamo questa licenza.

reuse-alternative = Vale se scegliete { $licence }.
reuse-settles = Rispondete a ciò che è ancora aperto nelle domande qui sopra, e chiedete di nuovo.
reuse-duties = Che cosa fate in cambio
reuse-why = Perché: che cosa dice la licenza
reuse-facts = Chi lo afferma
reuse-facts-of = Chi lo afferma, su { $asker }
reuse-confirmed = confermato da { $by }: { $value }
reuse-denied = smentito da { $by }, che dice: { $value }
reuse-no-longer = non più confermato da { $by }: { $value }
reuse-notice =
    Questa è una lettura della licenza, non una consulenza legale: decide il testo della licenza. La legge stessa può permettere di più, per esempio per citare o insegnare.
reuse-letter = Una lettera per chiedere il permesso, pronta da spedire
reuse-credit = Per citare chi l’ha fatta
reuse-own = Quest’opera è vostra: non vi serve il permesso di nessuno, se non di chi ne ha fatto delle parti. Agli altri si dice:
reuse-no-licence = No: non c’è nessuna licenza. Chiedete il permesso.
