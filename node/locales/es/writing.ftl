### The forms for publishing and for recording contributions.

publish-title = Publicar
publish = Publicar
publish-public = Todo el mundo puede leer lo que publicas, en cada nodo que lo acoja.
publish-name = Título
publish-language = Idioma
publish-language-unsaid = otro, o ninguno
publish-summary = ¿Qué es?
publish-licence = Licencia
publish-licence-hint = Con qué condiciones pueden usarlo otras personas y organizaciones.
publish-other-licence = Otra licencia
publish-other-licence-hint = Como expresión SPDX, por ejemplo MIT OR Apache-2.0. Cuenta en lugar de la de arriba.
publish-type = Qué tipo de cosa
publish-topics = Temas
publish-topics-hint = Uno por línea.
publish-links = Dónde encontrarlo
publish-links-hint = Direcciones completas que empiecen por https://, una por línea.
publish-made-by = Hecho por
publish-made-by-hint = Los nombres que han elegido, uno por línea. Déjalo vacío si es de todas y todos.
publish-derived-from = Hecho a partir de
publish-derived-from-hint = Identificadores de las obras a partir de las que se ha hecho, separados por comas.
publish-place = Lugar
publish-place-hint = La población, si es algo que está en una, como un espacio o una herramienta.
publish-how-run = Cómo se cuida

edit-title = Cambiar
edit-save = Guardar
edit-licence-members = Para otra licencia hace falta el acuerdo de tantas socias y socios como digan las reglas de tu organización; hasta entonces vale la actual.
edit-history = Cambiar no quita lo que había antes: el historial lo conserva. Borrar, sí.

licence-ppl = para cooperativas de trabajo; el resto pregunta antes
licence-cc-by-sa-4-0 = para cualquiera, nombrando a quien lo hizo y compartiendo bajo la misma licencia
licence-cc-by-4-0 = para cualquiera, nombrando a quien lo hizo
licence-cc-by-nc-sa-4-0 = sin fines comerciales, nombrando a quien lo hizo y compartiendo bajo la misma licencia
licence-cc0-1-0 = para cualquiera, sin condiciones
licence-agpl-3-0-or-later = programas informáticos, compartiendo bajo la misma licencia, también en la red
licence-gpl-3-0-or-later = programas informáticos, compartiendo bajo la misma licencia
licence-mit = programas informáticos, conservando el aviso
licence-cern-ohl-s-2-0 = hardware, compartiendo bajo la misma licencia

contribute-title = Registrar una contribución
contribute = Registrarla
contribute-to = A:
contribute-public = Cualquiera puede leer esto una vez publicado. No nombres a nadie a quien hayas cuidado, ni des detalles por los que alguien del vecindario pueda saber quién es.
contribute-role = Qué has hecho
contribute-role-hint = Elige una opción, o escríbelo con tus propias palabras.
contribute-track = Cómo lo valoras
contribute-track-hint = Solo si quieres decirlo.
contribute-payment = Pagado o no
contribute-unsaid = sin decir
contribute-hours = Horas
contribute-hours-hint = Solo si quieres decirlo.
contribute-period = Cuándo
contribute-period-hint = Un año, un mes o «primavera de 2026».
contribute-credit-as = Nombre para los créditos
contribute-credit-as-hint = Un nombre o un seudónimo, si no es el de la organización.
contribute-note = Una nota
contribute-note-hint = También es pública.
contribute-draft = Guardarla de momento en este nodo

role-translation = traducción
role-writing = redacción
role-proofreading = corrección de textos
role-code = programación
role-design = diseño
role-teaching = enseñanza
role-organising-events = organización de eventos
role-hosting = acogida
role-childcare = cuidado de niñas y niños
role-cooking = cocina
role-maintenance = mantenimiento
role-advice = asesoramiento

done-published = Publicado. Desde ahora lo pueden encontrar otras personas.
done-changed = Cambiado.
done-contributed = Registrada. Quien lleva la obra ya puede reconocerla.
done-drafted = Guardada en este nodo: nadie más la ve.
