### May we reuse this? The question, and the answer.

reuse-question = Ho podem reutilitzar?
reuse-as-the-node = sense dir: qui porta aquest node
reuse-acts = Què vols fer amb l’obra?
reuse-not-said = sense dir
reuse-ask = Pregunta

verdict-allowed = Sí.
verdict-allowed-with-duties = Sí, si fas alguna cosa a canvi.
verdict-missing-facts = Depèn: explica’ns-en més.
verdict-unclear = El text no és clar: pregunta.
verdict-not-granted = No amb aquesta llicència: demana permís.
verdict-forbidden = No: aquesta llicència ho exclou. Qui l’ha donada ho pot autoritzar igualment.
verdict-unknown = No coneixem aquesta llicència.

reuse-alternative = Això val si tries { $licence }.
reuse-settles = Respon el que queda obert a les preguntes de dalt i torna a preguntar.
reuse-duties = Què fas a canvi
reuse-why = Per què: què diu la llicència
reuse-facts = Qui ho afirma
reuse-facts-of = Qui ho afirma, sobre { $asker }
reuse-confirmed = confirmat per { $by }: { $value }
reuse-denied = desmentit per { $by }, que diu: { $value }
reuse-no-longer = ja no ho confirma { $by }: { $value }
reuse-notice =
    Això és una lectura de la llicència, no un consell jurídic: decideix el text de la llicència. La mateixa llei pot permetre més, per exemple per citar o ensenyar.
reuse-letter = Una carta per demanar permís, a punt d’enviar
reuse-credit = Per anomenar qui l’ha feta
reuse-own = Aquesta obra és vostra: no us cal permís de ningú, tret de qui en va fer parts. Als altres se’ls diu:
reuse-no-licence = No: no hi ha cap llicència. Demaneu permís.
