### What licences say, in plain words.

licences-title = Le licenze in parole semplici
licences-about = Che cosa permette ogni licenza, chi esclude e che cosa chiede in cambio, clausola per clausola. Che cosa vale per te e il tuo uso dipende da chi sei: chiedi sulla pagina di una risorsa.
licences-text = Il testo stesso
licences-all = Tutte le licenze
licences-unread = Nessuno ne ha ancora letto il testo per questo: le risposte su di essa non sono mai migliori di «non è chiaro».
licences-what = Che cosa permette
licences-bars = Chi e che cosa esclude
licences-duties = Che cosa chiede in cambio
licences-result = Sotto quale licenza continuano le versioni cambiate
licences-published = Pubblicato qui sotto questa licenza
licences-otherwise = negli altri casi
licences-only-where = solo dove vale: { $conditions }
clause-deed = riassunto
clause-permission = permesso { $number }
clause-agreement = accordo { $id }
licences-clause = Clausola { $clause }
