### What members find out about their node: what is amiss, what to do about it, and whether others can reach it.

finding-title = Che cosa non va, e che cosa fare
finding-none = Niente: va tutto bene, per quanto ne sa questo nodo.
# $count (Number): of the journal
finding-damaged =
    { $count ->
        [one] { $count } parte di quello che questo nodo conserva non si è potuta leggere dal disco. Altri nodi che l’hanno la ridanno.
       *[other] { $count } parti di quello che questo nodo conserva non si sono potute leggere dal disco. Altri nodi che le hanno le ridanno.
    }
# $free: a size, such as 300 MiB
finding-disk-short = Sul disco di questo nodo sono liberi solo { $free }. Se non può più scrivere, si ferma.
finding-not-erased = Il testo di qualcosa che è stato cancellato non si è ancora potuto togliere dal disco.
# $day: a date
finding-clock = L’orologio della macchina è sbagliato: segna il { $day }.
finding-not-running = Il nodo non è in funzione: non riceve e non dà niente di nuovo.
finding-no-recovery-cards = Non c’è nessuna scheda di recupero: se le vostre chiavi vanno perse, nessuno può più agire per voi.
# $address: of another node
finding-unreached = Non è stato possibile raggiungere il nodo a { $address }.
# $count (Number): of our own records
finding-copies =
    { $count ->
        [one] { $count } vostra scheda non è ancora su nessun altro nodo.
       *[other] { $count } vostre schede non sono ancora su nessun altro nodo.
    }
# $count (Number)
finding-reports =
    { $count ->
        [one] { $count } segnalazione attende una risposta.
       *[other] { $count } segnalazioni attendono una risposta.
    }
# $count (Number)
finding-reminders =
    { $count ->
        [one] { $count } conferma scade presto.
       *[other] { $count } conferme scadono presto.
    }

# What to do about it.
finding-do-contested = Una scheda di recupero stabilisce quale decisione vale: chi custodisce le schede ne usa una sulla macchina di questo nodo.
finding-do-locked = Chiedete a chi lo ha configurato di accedere qui una volta. Intanto i membri che accedono possono scrivere con le proprie chiavi.
finding-do-may-not-sign = Guardate sotto Membri chi può firmare, e chiedete di ammettere una chiave di questo nodo.
finding-do-damaged = È così che i dischi cominciano a guastarsi. Tenete una copia di sicurezza su un altro, e fate controllare questo.
finding-do-disk-short = Fate spazio, o spostate i dati del nodo su un disco più grande.
finding-do-not-erased = Fate spazio sul disco di questo nodo: riprova ogni minuto.
finding-do-clock = Regolatelo, o lasciate che la macchina chieda l’ora: secondo lui scadono gli indirizzi dei nodi e le conferme.
finding-do-not-running = Avviatelo, e fate in modo che parta con la macchina.
finding-do-no-recovery-cards = Fate fare delle schede e tenetele su carta, lontano da questa macchina; meglio presso più membri.
finding-do-nearly-full = Chi gestisce il nodo può dargli più spazio nelle impostazioni, o scegliere di conservare solo quello di chi seguite.
finding-do-alone = Controllate che la macchina sia connessa a internet. Se conoscete un’altra cooperativa con un nodo, chiedetele un link d’invito; chi gestisce questo nodo lo usa per unirsi.
finding-do-unreached = Forse quel nodo è spento, o il suo indirizzo è cambiato: chiedete a chi lo gestisce. Questo continua a provare.
finding-do-copies = Lasciate acceso questo nodo finché un altro non le ha prese; fino ad allora tenete una copia di sicurezza.
finding-do-reports = Chi gestisce il nodo le legge e vi risponde, sulla sua macchina.
finding-do-reminders = Guardate che cosa avete confermato, e confermatelo di nuovo se vale ancora.
finding-do-unlisted = Non c’è niente da fare: appaiono a poco a poco.

# What a bar shows, for those who do not see it.
finding-progress = Modifiche che sono qui, di quelle dell’altro nodo

# Whether other nodes can reach this one.
reach-yes = Altri nodi possono raggiungerlo: uno da altrove è venuto qui da quando è in funzione.
reach-unproved = Non si sa se altri nodi possono raggiungerlo: ha un indirizzo che vale da ogni parte, ma nessun nodo da altrove è venuto da quando è in funzione. Quello che pubblicate viaggia lo stesso, attraverso i nodi a cui questo si connette.
reach-nearby = I nodi della rete locale possono raggiungerlo. Quelli altrove solo se il vostro router li lascia passare, e questo nodo non può scoprirlo da solo. Quello che pubblicate viaggia lo stesso, attraverso i nodi a cui questo si connette.
reach-here = Solo i nodi sulla stessa macchina possono raggiungerlo.
reach-no = Nessuno può raggiungerlo: non ascolta a nessun indirizzo.
finding-disk-unread = Non si è potuto sapere in che stato è il disco di questo nodo.
