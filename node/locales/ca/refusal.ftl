### What could not be shown. What exactly is wrong follows in English.

refusal-title = No ha funcionat

refusal-usage = Això no es pot preguntar així
refusal-invalid = El que has indicat no és vàlid
refusal-not-found = No és aquí
refusal-locked = Les claus de signatura estan bloquejades
refusal-in-use = En ús
refusal-config = Un paràmetre o un fitxer del node no està bé
refusal-network = No es pot arribar als altres nodes
refusal-internal = Una fallada del node

refusal-next-usage = Torna enrere i pregunta-ho d’una altra manera, o comença de nou des de la primera pàgina.
refusal-next-invalid = Torna enrere, corregeix-ho i torna-ho a provar.
refusal-next-not-found = Mira si l’adreça és sencera, o cerca el que necessites. Potser s’ha esborrat, o encara no ha arribat a aquest node.
refusal-next-locked = Qui porta aquest node l’ha de desbloquejar.
refusal-next-in-use = Espera un moment i torna-ho a provar.
refusal-next-config = Avisa qui porta aquest node.
refusal-next-network = Prova-ho més tard. Si continua igual, avisa qui porta aquest node.
refusal-next-internal = Torna-ho a provar. Si continua igual, fes arribar a qui porta aquest node el que hi ha escrit aquí.
# Above a form that was refused.
refusal-next-form = El que has escrit encara és aquí: corregeix-ho i torna-ho a enviar.
