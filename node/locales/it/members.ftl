### Who signs for the co-op, and what members decide.

members-title = Membri
# $needed of $of (Numbers): how many members must agree
members-must-agree =
    { $needed ->
        [one] Serve l’accordo di { $needed } membro su { $of } per cambiare una licenza, chi può firmare o chi tiene un’opera, e per cancellare.
       *[other] Serve l’accordo di { $needed } membri su { $of } per cambiare una licenza, chi può firmare o chi tiene un’opera, e per cancellare.
    }
# $acts: what is decided so, with commas between
members-by-consent = Per consenso, cioè un’obiezione aperta blocca: { $acts }.
members-contested = I membri non sono d’accordo: congelato. Due decisioni hanno ciascuna le firme che servono; una scheda di recupero stabilisce quale vale.
members-asking = Chi chiede di diventare membro
members-asking-about = Queste persone hanno creato chiavi su questo nodo con un invito. Assicurati di sapere da chi viene ogni richiesta prima di ammetterle.
members-with-another = Una volta ammessa un’altra persona, per tutto questo serve l’accordo di { $needed } su { $of }.
members-proposed = proposta fatta, in attesa dell’accordo dei membri
members-take-in = Ammetti
members-dismiss = No, rimuovi
members-waiting = Che cosa attende l’accordo dei membri
members-invite = Invita un membro
members-invite-about = Chi riceve il link crea le proprie chiavi su questo nodo, da un telefono o da un computer, e chiede di diventare membro. Poi ammetti qui questa persona.
members-make-link = Crea un link
members-invited = Inviti aperti
members-invited-about = Con questi link non è ancora venuto nessuno. Ritirate un link se è finito a qualcun altro.
# $day: a day
members-invited-until = Un link che vale fino al { $day }
members-take-back = Ritiralo

invitation-title = Un invito
invitation-about = Manda questo link a una sola persona, o falle scansionare il codice. Vale per una settimana, e per una persona.
invitation-picture = Lo stesso link, da scansionare
invitation-only-here = Questo link funziona solo su questa macchina, perché hai aperto la pagina con il suo indirizzo locale. Per i telefoni, chi gestisce il nodo lo fa rispondere a un indirizzo che possono raggiungere: la guida sulla gestione di un nodo spiega come.
invitation-then = Quando la persona ha creato le sue chiavi, la trovi sotto «Membri» e la ammetti.

# A member who is not named. $key: the end of the key
member-unnamed = un membro (chiave …{ $key })

# $count of $needed (Numbers): how many members have agreed to something
matter-agreed = { $count } d’accordo su { $needed }
matter-not-heard-from = Ancora nessuna risposta da:
matter-objection = Obiezione di
matter-by-consent = Si decide per consenso: un’obiezione aperta blocca.
matter-because = Perché:
matter-agree = Sono d’accordo
matter-object = Ho un’obiezione
matter-why = Perché?
matter-withdraw = Ritira la mia obiezione
matter-despite-objections = Ho letto le obiezioni, e sono d’accordo lo stesso
matter-nothing = niente
matter-sheet = Le sue regole cambiano: leggi le due versioni nella sua pagina.
matter-members = Cambiare chi può firmare
matter-erase = Cancellare per sempre
matter-settle = Stabilire quale decisione vale
# $who: a member
matter-adds = ammette { $who }
matter-removes = rimuove { $who }: quello che questa persona firma da allora in poi non conta
matter-takes-up = { $who } passa a una nuova chiave
matter-next-changed = { $who } fissa un’altra chiave come sua prossima
# $count (Number): how many must agree from then on
matter-threshold =
    { $count ->
        [one] da allora in poi, deve essere d’accordo { $count } membro
       *[other] da allora in poi, devono essere d’accordo { $count } membri
    }
# $acts: what is decided so, with commas between
matter-to-consent = da allora in poi per consenso: { $acts }
matter-to-majority = da allora in poi a maggioranza: { $acts }
matter-cards = nuove schede di recupero: da allora in poi le vecchie non valgono niente
# $count (Number): changes that would no longer count
matter-leaves-out =
    { $count ->
        [one] { $count } modifica che ora si vede non conterebbe più
       *[other] { $count } modifiche che ora si vedono non conterebbero più
    }
# $title: what is erased
matter-erases = cancella { $title }: ogni nodo lo elimina, e niente lo riporta indietro
# $branch: an id
matter-branch = vale la decisione { $branch }
matter-blocked-objection = Bloccato: si decide per consenso, e qualcuno ha un’obiezione.
matter-blocked-decided-since = Bloccato: nel frattempo si è deciso qualcosa che questo annullerebbe. Proponilo di nuovo.

# What members decide together.
decision-licence = cambiare una licenza
decision-hand-over = affidare un’opera ad altri che la tengano
decision-rules = cambiare chi può firmare e le regole
decision-erase = cancellare

done-taken-in = Ora questa persona è membro.
done-proposed = La proposta è fatta: altri membri devono dare il loro accordo.
done-dismissed = Questa persona non ha più chiavi su questo nodo.
done-approved = Hai dato il tuo accordo.
done-objected = La tua obiezione è annotata.
done-taken-back = È ritirato: il link non fa più entrare nessuno.
matter-agreement = Accettiamo queste condizioni.
