### Ciò che i membri dicono di una scheda, e fanno di una propria.

say-question-title = Chiedere o dubitare
say-question-about = Chi la tiene lo viene a sapere, e può rispondere. Tutti possono leggere entrambe le cose.
say-question-text = Che cosa chiedi, o di che cosa dubiti?
say-question-send = Chiedi

say-confirm-title = Confermare o negare
say-confirm-about = Dici, per la vostra organizzazione, se è così. Tutti possono leggerlo, e aiuta gli altri a farci affidamento. Puoi ritirarlo.
# Between the name of a fact, with a colon, and what they say of it.
say-confirm-stated = si dice
say-confirm-value = Com’è, per quanto ne sai?
say-confirm-until = Fino a quale giorno puoi dirlo, se non senza fine
say-confirm-text = Come lo sai
say-confirm-send = Dillo
say-confirm-withdraw = Ritira ciò che ne abbiamo detto

say-introduce-title = Raccomandare
say-introduce-about = Raccomandare qualcuno è dire: li conosciamo, accogliete ciò che scrivono. I nodi che si fidano di voi allora lo fanno, e tutti possono leggere che lo avete detto. Raccomanda solo chi conosci.
say-introduce-send = Raccomanda
say-introduce-withdraw = Non raccomandare più

say-hide-title = Nascondere
say-hide-about = Non si mostra più a nessuno, su nessun nodo, finché uno di voi non lo mostra di nuovo. Nascondere non è cancellare: ciò che dice resta sui dischi.
say-hide-text = Perché, se vuoi dirlo; tutti possono leggerlo
say-hide-send = Nascondi
say-unhide = Mostra di nuovo

say-erase-title = Cancellare
say-erase-about = Ogni nodo che lo viene a sapere lo elimina per sempre: niente lo riporta indietro.
say-erase-history = Modificarlo non toglie ciò che c’era prima; cancellarlo sì.
say-erase-copies = Una copia sul disco di qualcun altro può restare.
say-erase-members = Servono tanti membri quanti ne dicono le vostre regole.
say-erase-sure = Sì, cancella per sempre
say-erase-send = Cancella

done-confirmed = Lo hai detto: tutti possono leggerlo.
done-confirmation-withdrawn = Lo hai ritirato.
done-introduced = Adesso li raccomandate.
done-introduction-withdrawn = Non li raccomandate più.
done-hidden = Nascosto: non si mostra a nessuno.
done-shown-again = Si mostra di nuovo.
done-erased = Cancellato per sempre. Ogni nodo che lo viene a sapere lo elimina.
