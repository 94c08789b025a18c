### What organisations allow each other.

agreements-title = Accordi
agreements-about = Quello che delle organizzazioni si permettono a vicenda con le loro opere, oltre le licenze. Un accordo vincola quando tutte le parti hanno accettato gli stessi termini.
agreements-made = Accordi conclusi
agreements-none = Su questo nodo non è ancora arrivato nessun accordo.
agreements-open = Proposti a voi, o da voi
agreements-granted = Permesso con le opere delle altre parti, oltre le loro licenze:
agreements-each = a ciascuna, per tutto
agreements-all-works = Riguarda tutte le loro opere
agreements-members = I vostri membri devono ancora accettarlo:
agreements-accept = Accettiamo
agreements-in-force = In vigore
# $day: a day
agreements-in-force-since = In vigore dal { $day }
agreements-in-force-here = In vigore; noto qui dal { $day }
agreements-not-yet = Concluso; comincia il { $day }
agreements-over = Finito: il suo ultimo giorno è passato
# $who: names of organisations
agreements-ended-by = Finito: chiuso da { $who }
agreements-waits-for = Proposto; in attesa di { $who }
agreements-until = Ultimo giorno: { $day }

# The form that offers one.
agreements-offer = Proponi un accordo
agreements-offer-about = Tutti possono leggere quello che proponete. Non vincola nessuno prima che tutte le parti abbiano accettato; ognuna può mettervi fine.
agreements-name = Come si chiama
agreements-with = Con chi
agreements-with-hint = I loro identificativi, i nomi che date loro voi, o indirizzi delle loro pagine qui, uno per riga.
agreements-allow = Che cosa può fare ogni parte con le opere delle altre
agreements-allow-hint = Oltre quello che le loro licenze già permettono.
agreements-allow-anything = usarle per tutto
agreements-allow-commercial = usarle dove qualcuno paga
agreements-allow-non-commercial = usarle dove nessuno paga
agreements-works-hint = Solo queste: titoli, identificativi o indirizzi, uno per riga. Lasciate vuoto per tutte le opere di tutte le parti.
agreements-in-return-hint = Che cosa torna in cambio, in una frase.
agreements-from = Primo giorno
agreements-last = Ultimo giorno
agreements-send = Proponi

done-offered = È proposto: gli altri lo trovano tra quello che li attende.
done-agreed = Avete accettato.
