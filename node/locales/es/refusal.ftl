### What could not be shown. What exactly is wrong follows in English.

refusal-title = No ha funcionado

refusal-usage = Esto no se puede preguntar así
refusal-invalid = Lo que has indicado no es válido
refusal-not-found = No está aquí
refusal-locked = Las claves de firma están bloqueadas
refusal-in-use = En uso
refusal-config = Un ajuste o un archivo del nodo no está bien
refusal-network = No se puede llegar a los otros nodos
refusal-internal = Un fallo del nodo

refusal-next-usage = Vuelve atrás y pregunta de otra manera, o empieza de nuevo desde la primera página.
refusal-next-invalid = Vuelve atrás, corrígelo y prueba otra vez.
refusal-next-not-found = Mira si la dirección está completa, o busca lo que necesitas. Puede que se haya borrado, o que todavía no haya llegado a este nodo.
refusal-next-locked = Quien lleva este nodo tiene que desbloquearlo.
refusal-next-in-use = Espera un momento y prueba otra vez.
refusal-next-config = Avisa a quien lleva este nodo.
refusal-next-network = Prueba más tarde. Si sigue igual, avisa a quien lleva este nodo.
refusal-next-internal = Prueba otra vez. Si sigue igual, envía a quien lleva este nodo lo que pone aquí.
# Above a form that was refused.
refusal-next-form = Lo que has escrito sigue aquí: corrígelo y envíalo de nuevo.
