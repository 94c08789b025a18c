### How a record came to be, what was contributed to it over time, and asking that it goes.

history-title = Historial
history-about = Todos los cambios de esta ficha, el último primero. Cambiar no quita lo que había antes. Solo hay fecha si quien hizo el cambio la indicó: un nodo sabe en qué orden se apoyan los cambios unos en otros, no cuándo se hicieron.
history-conflict = Valores puestos al mismo tiempo, y sin resolver:
# $day: the day on which a change says it was written
history-claimed = el { $day }, según dice
history-adopted = Readmitido por una persona socia.
history-does-not-count = No cuenta:
history-proposed = propuesto, sin el acuerdo de suficientes socias y socios
# $count (Number): how many more things a change did
history-and-more = y { $count } más

# What a change did to a field.
history-did-set = pone
history-did-cleared = deja el campo vacío
history-did-worded = redacta de nuevo
history-did-added = añade
history-did-removed = quita
history-did-approved = da su acuerdo
history-did-objected = pone una objeción
history-did-withdrew-objection = retira una objeción
history-did-adopted = readmite un cambio

# Why a change does not count.
history-why-not-set-aside = con una tarjeta de recuperación se ha dejado sin efecto la decisión en la que se apoya este cambio
history-why-not-contested = hay desacuerdo entre socias y socios sobre quién puede firmar, y este cambio se apoya en una de las dos decisiones
history-why-not-list-missing = la clave que lo firmó se ha quitado, y la lista de lo que sigue contando todavía no está aquí
history-why-not-key-removed = la clave que lo firmó se ha quitado, y las socias y los socios que lo hicieron no pusieron este cambio en la lista
history-why-not-not-known = aquí no se sabe quién podía firmarlo

series-to = Contribuciones que ha recibido
series-of = Contribuciones que ha hecho
series-when = Cuándo
series-no-time = sin decir cuándo
series-not-said = sin decir
series-more = Hay más de las que se cuentan aquí.
# $count of $all (Numbers): how many contributions are acknowledged
series-acknowledged = Reconocidas: { $count } de { $all }

# What can be done on the page of a record.
record-acts = Qué puedes hacer
record-edit = Cambiar
record-contribute = He contribuido

report-title = Dar un aviso
report-about = ¿Hay aquí algo que no debería estar: datos de alguien, un insulto, una obra ajena? Quien lleva este nodo lee el aviso, y puede dejar de mostrar la ficha aquí o dirigirse a quien la lleva. No necesitas ninguna cuenta.
report-what = ¿De qué se trata?
report-what-hint = La dirección de su página, o su identificador.
report-why = ¿Por qué debería retirarse?
report-contact = Cómo contactar contigo
report-contact-hint = Solo si quieres. Solo lo ve quien lleva este nodo.
report-send = Enviar
report-kept = Tu aviso se ha guardado
report-kept-about = Quien lleva este nodo responderá. Con este código, y solo con él, puedes leer la respuesta:
report-kept-once = Solo se muestra esta vez: apúntalo.
report-back = Volver a la ficha
report-answer-title = Qué ha sido de un aviso
report-code = El código de tu aviso
report-look = Mirar
# $day: when the report was made
report-of-day = Aviso del { $day }:
report-passed-on = La petición se ha hecho también a quien lleva la ficha.

# What became of a report.
report-state-open = espera una respuesta
report-state-refused = la ficha se queda
report-state-settled = está resuelto
report-state-withheld = este nodo ya no muestra la ficha
report-state-shown-again = este nodo había dejado de mostrar la ficha, y la muestra de nuevo
report-state-hidden = quien lleva la ficha la ha ocultado
report-state-gone = la ficha se ha borrado para siempre
