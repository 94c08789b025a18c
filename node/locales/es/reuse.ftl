### May we reuse this? The question, and the answer.

reuse-question = ¿Podemos reutilizar esto?
reuse-as-the-node = sin decir: quien lleva este nodo
reuse-acts = ¿Qué quieres hacer con la obra?
reuse-not-said = sin decir
reuse-ask = Preguntar

verdict-allowed = Sí.
verdict-allowed-with-duties = Sí, si haces algo a cambio.
verdict-missing-facts = Depende: cuéntanos más.
verdict-unclear = El texto no está claro: pregunta.
verdict-not-granted = No con esta licencia: pide permiso.
verdict-forbidden = No: esta licencia lo excluye. Quien la otorgó puede autorizarlo de todos modos.
verdict-unknown = No conocemos esta licencia.

reuse-alternative = Esto vale si eliges { $licence }.
reuse-settles = Responde a lo que queda abierto en las preguntas de arriba y pregunta otra vez.
reuse-duties = Lo que haces a cambio
reuse-why = Por qué: lo que dice la licencia
reuse-facts = Quién lo afirma
reuse-facts-of = Quién lo afirma, sobre { $asker }
reuse-confirmed = confirmado por { $by }: { $value }
reuse-denied = desmentido por { $by }, que dice: { $value }
reuse-no-longer = ya no lo confirma { $by }: { $value }
reuse-notice =
    Esto es una lectura de la licencia, no un consejo jurídico: decide el texto de la licencia. La propia ley puede permitir más, por ejemplo para citar o enseñar.
reuse-letter = Una carta para pedir permiso, lista para enviar
reuse-credit = Para nombrar a quienes la hicieron
reuse-own = Esta obra es vuestra: no necesitáis permiso de nadie, salvo de quienes hicieron partes de ella. A las demás personas se les dice:
reuse-no-licence = No: no hay ninguna licencia. Pide permiso.
