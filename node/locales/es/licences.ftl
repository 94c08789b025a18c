### What licences say, in plain words.

licences-title = Las licencias en palabras sencillas
licences-about = Qué deja hacer cada licencia, a quién excluye y qué pide a cambio, cláusula por cláusula. Lo que vale para ti y tu uso depende de quién eres: pregunta en la página de un recurso.
licences-text = El texto mismo
licences-all = Todas las licencias
licences-unread = Nadie ha leído todavía su texto para esto: las respuestas sobre ella nunca son mejores que «no está claro».
licences-what = Qué deja hacer
licences-bars = A quién y qué excluye
licences-duties = Qué pide a cambio
licences-result = Con qué licencia siguen las versiones cambiadas
licences-published = Publicado aquí con esta licencia
licences-otherwise = en los demás casos
licences-only-where = solo donde se cumple: { $conditions }
clause-deed = resumen
clause-permission = permiso { $number }
clause-agreement = acuerdo { $id }
licences-clause = Cláusula { $clause }
