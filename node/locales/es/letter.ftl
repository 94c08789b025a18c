### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Hola:
letter-reuse =
    { $who ->
        [person] Me gustaría reutilizar vuestra obra «{ $title }».
       *[we] Nos gustaría reutilizar vuestra obra «{ $title }».
    }
letter-terms = Se ofrece con estas condiciones: { $licence }.
letter-no-terms = { $who ->
        [person] No encuentro
       *[we] No encontramos
    } con ella ninguna licencia.
letter-kind =
    { $who ->
        [person] Pregunto a título personal.
       *[we] Quiénes somos: { $kind }.
    }
letter-plan = Lo que se piensa hacer: { $acts }.
letter-in-the-way = Lo que lo impide, hasta donde { $who ->
        [person] veo
       *[we] vemos
    }:
letter-unclear =
    { $who ->
        [person] ¿Podríais decirme cómo entendéis aquí vuestras condiciones, o darme vuestro permiso por escrito?
       *[we] ¿Podríais decirnos cómo entendéis aquí vuestras condiciones, o darnos vuestro permiso por escrito?
    }
letter-unknown = { $who ->
        [person] No conozco
       *[we] No conocemos
    } estas condiciones. ¿Estáis de acuerdo con este uso, y qué pedís a cambio?
letter-forbidden = La licencia excluye este uso, pero podéis autorizarlo de todos modos. ¿Lo haríais, y con qué condiciones?
letter-ask =
    { $who ->
        [person] ¿Me daríais permiso para este uso, y con qué condiciones?
       *[we] ¿Nos daríais permiso para este uso, y con qué condiciones?
    }
letter-thanks = Gracias por compartir vuestra obra.
letter-about = La obra de la que se trata: { $credit }
letter-sign = [Vuestro nombre, y cómo contactaros]
letter-english = La misma carta en inglés
