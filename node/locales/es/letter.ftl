### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Hola:
letter-reuse =
    { $who ->
        [person] Me gustaría reutilizar vuestra obra.
       *[we] Nos gustaría reutilizar vuestra obra.
    }
letter-terms = Se ofrece con estas condiciones: { $licence }.
letter-no-terms = No encuentro con ella ninguna licencia.
letter-kind =
    { $who ->
        [person] Pregunto a título personal.
       *[we] Quiénes somos: { $kind }.
    }
letter-plan = Lo que se piensa hacer: { $acts }.
letter-in-the-way = Lo que lo impide, hasta donde { $who ->
        [person] veo
       *[we] vemos
    }: { $reason }
letter-open = Que vuestras condiciones lo permitan depende de lo que falta por aclarar:
letter-already = Si ya podéis decir si estáis de acuerdo, decidlo, por favor.
letter-unclear =
    { $who ->
        [person] ¿Podríais decirme cómo entendéis aquí vuestras condiciones, o darme vuestro permiso por escrito?
       *[we] ¿Podríais decirnos cómo entendéis aquí vuestras condiciones, o darnos vuestro permiso por escrito?
    }
letter-unknown = No conozco estas condiciones. ¿Estáis de acuerdo con este uso, y qué pedís a cambio?
letter-forbidden = La licencia excluye este uso, y aun así podéis acordar otra cosa. ¿Lo haríais, y con qué condiciones?
letter-ask =
    { $who ->
        [person] ¿Me daríais permiso para este uso, y con qué condiciones?
       *[we] ¿Nos daríais permiso para este uso, y con qué condiciones?
    }
letter-thanks = Gracias por compartir vuestra obra.
letter-about = La obra de la que se trata: { $credit }
letter-english = La misma carta en inglés
