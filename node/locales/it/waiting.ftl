### What waits for an answer or a decision of ours.

waiting-title = In attesa di voi
waiting-nothing = Niente in attesa di voi.
waiting-decide = Da decidere tra i membri
waiting-answer = In attesa di risposta
waiting-strangers = Da chi non è stato presentato da nessuno di cui ci si fida qui
waiting-more = C’è dell’altro: si vedrà quando avrete risposto a quello che è qui.

# What somebody waits for; what it is about follows after a colon.
waiting-what-contribution = Contributo
waiting-what-question = Messa in dubbio
waiting-what-removal = Richiesta di rimozione
waiting-what-claim = Dice che la vostra voce di elenco la riguarda
waiting-what-reply = Risposta a voi
waiting-what-agreement = Accordo proposto
waiting-what-part = La vostra parte, in un’opera con una licenza che non avete accettato

waiting-acknowledge = Riconosci
waiting-question = Metti in dubbio
waiting-question-why = Di che cosa dubitate?
waiting-reply = Rispondi
waiting-reply-text = La vostra risposta, che tutti possono leggere
waiting-look = Guarda

unit-hour = ore
unit-day = giorni

done-acknowledged = Riconosciuto: ora tutti possono vederlo.
done-questioned = Ora il vostro dubbio è lì accanto.
done-replied = Ora la vostra risposta è lì accanto.
