### What could not be shown. What exactly is wrong follows in English.

refusal-title = Non ha funzionato

refusal-usage = Non si può chiedere così
refusal-invalid = Quello che è stato indicato non va bene
refusal-not-found = Qui non c’è
refusal-locked = Le chiavi per firmare sono bloccate
refusal-in-use = In uso
refusal-config = Un’impostazione o un file del nodo non va bene
refusal-network = Gli altri nodi non sono raggiungibili
refusal-internal = Un guasto del nodo

refusal-next-usage = Torna indietro e chiedi in un altro modo, o ricomincia dalla prima pagina.
refusal-next-invalid = Torna indietro, correggi e riprova.
refusal-next-not-found = Controlla che l’indirizzo sia completo, o cerca quello che ti serve. Forse è stato cancellato, o non è ancora arrivato su questo nodo.
refusal-next-locked = Chi gestisce questo nodo deve sbloccarlo.
refusal-next-in-use = Aspetta un momento e riprova.
refusal-next-config = Avvisa chi gestisce questo nodo.
refusal-next-network = Riprova più tardi. Se continua così, avvisa chi gestisce questo nodo.
refusal-next-internal = Riprova. Se continua così, riferisci a chi gestisce questo nodo quello che c’è scritto qui.
# Above a form that was refused.
refusal-next-form = Quello che hai scritto è ancora qui: correggilo e invialo di nuovo.
