### The page of a record, and what is to be known before somebody relies on it.

record-speaks = Fala por si mesma:
record-listed-by = O que { $name } listou
record-listings = O que outras pessoas listaram sobre ela, como ela mesma confirma
record-same-as = O mesmo que
record-referring = O que faz referência a isto

## Marks: sentences without an end.

mark-looks-like = parece { $name } { $id }, mas é outra organização
mark-title-looks-like = tem nome parecido com { $name } { $id }, mas foi escrito por outra pessoa
mark-domain = confirmada pelo seu domínio { $domain }, em { $on }
mark-frozen = há desacordo entre membros: congelado
mark-not-kept =
    { $nodes ->
        [one] não guardado neste nó, pedido agora mesmo a { $nodes } outro nó
       *[other] não guardado neste nó, pedido agora mesmo a { $nodes } outros nós
    }
mark-not-whole = há mais do que se pode pedir
mark-hidden = não mostrado aqui: ocultado por quem o mantém desde { $since }
