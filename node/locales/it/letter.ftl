### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Buongiorno,
letter-reuse =
    { $who ->
        [person] vorrei riutilizzare la vostra opera «{ $title }».
       *[we] vorremmo riutilizzare la vostra opera «{ $title }».
    }
letter-terms = È offerta a queste condizioni: { $licence }.
letter-no-terms = { $who ->
        [person] Non vi trovo
       *[we] Non vi troviamo
    } nessuna licenza.
letter-kind =
    { $who ->
        [person] Chiedo a titolo personale.
       *[we] Chi siamo: { $kind }.
    }
letter-plan = Che cosa si vorrebbe fare: { $acts }.
letter-in-the-way = Che cosa lo impedisce, per quanto { $who ->
        [person] posso vedere
       *[we] possiamo vedere
    }:
letter-unclear =
    { $who ->
        [person] Potreste dirmi come intendete qui le vostre condizioni, o darmi il vostro permesso per iscritto?
       *[we] Potreste dirci come intendete qui le vostre condizioni, o darci il vostro permesso per iscritto?
    }
letter-unknown = { $who ->
        [person] Non conosco
       *[we] Non conosciamo
    } queste condizioni. Siete d’accordo con questo uso, e che cosa chiedete in cambio?
letter-forbidden = La licenza esclude questo uso, ma potete comunque autorizzarlo. Lo fareste, e a quali condizioni?
letter-ask =
    { $who ->
        [person] Mi dareste il permesso per questo uso, e a quali condizioni?
       *[we] Ci dareste il permesso per questo uso, e a quali condizioni?
    }
letter-thanks = Grazie per aver condiviso la vostra opera.
letter-about = L’opera di cui si tratta: { $credit }
letter-sign = [Il vostro nome, e come raggiungervi]
letter-english = La stessa lettera in inglese
