### The page of a record, and what is to be known before somebody relies on it.

record-speaks = Habla por sí misma:
record-listed-by = Lo que { $name } ha listado
record-listings = Lo que otras han listado sobre ella, según ella misma confirma
record-same-as = Lo mismo que
record-referring = Lo que hace referencia a esto

## Marks: sentences without an end.

mark-looks-like = se parece a { $name } { $id }, pero es otra organización
mark-title-looks-like = se llama casi como { $name } { $id }, pero lo ha escrito otra persona
mark-domain = confirmada por su dominio { $domain }, el { $on }
mark-frozen = hay desacuerdo entre socias y socios: congelado
mark-not-kept =
    { $nodes ->
        [one] no se guarda en este nodo, se acaba de pedir a { $nodes } nodo más
       *[other] no se guarda en este nodo, se acaba de pedir a { $nodes } nodos más
    }
mark-not-whole = hay más de lo que se puede pedir
mark-hidden = no se muestra aquí: lo oculta quien lo lleva desde el { $since }
