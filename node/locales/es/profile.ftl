### What one's own organisation says of itself.

profile-title = Qué decís de vosotros
profile-public = Todo el mundo puede leerlo, en cada nodo que lo acoja.
profile-place-hint = La población donde estáis. Quien busca a alguien cerca os encuentra por ella.
profile-country-hint = Con dos letras, como fr o pt.
profile-exact-hint = En grados, si queréis que os encuentren en un punto exacto. Si no, dejadlo vacío.
profile-contact-hint = Cómo contactar con vosotros, por ejemplo una dirección de correo o un teléfono.
profile-languages-hint = En abreviaturas separadas por comas, como fr, ca, pt-br.
profile-skills-hint = Qué sabéis hacer, una cosa por línea, como pan o asesoría legal.
profile-facts = Qué preguntan las licencias
profile-facts-about = Algunas licencias permiten más a quien está organizado de cierta manera. Lo que digáis aquí responde por vosotros cuando preguntáis si podéis reutilizar algo; otros pueden confirmarlo.
profile-history = Lo que había antes queda en el historial.
