### What members find out about their node: what is amiss, what to do about it, and whether others can reach it.

finding-title = Qué falla y qué hacer
finding-none = Nada: todo va bien, por lo que sabe este nodo.
# $count (Number): of the journal
finding-damaged =
    { $count ->
        [one] { $count } parte de lo que guarda este nodo no se ha podido leer de su disco. Otros nodos que la tienen la vuelven a dar.
       *[other] { $count } partes de lo que guarda este nodo no se han podido leer de su disco. Otros nodos que las tienen las vuelven a dar.
    }
# $free: a size, such as 300 MiB
finding-disk-short = Solo quedan { $free } libres en el disco de este nodo. Si ya no puede escribir, se detiene.
finding-not-erased = El texto de algo que se borró todavía no se ha podido quitar del disco.
# $day: a date
finding-clock = El reloj de la máquina va mal: marca el { $day }.
finding-not-running = El nodo no está en marcha: ni recibe ni da lo nuevo.
finding-no-recovery-cards = No hay ninguna tarjeta de recuperación: si se pierden las claves, nadie puede ya actuar por vosotras y vosotros.
# $address: of another node
finding-unreached = No se ha podido llegar al nodo de { $address }.
# $count (Number): of our own records
finding-copies =
    { $count ->
        [one] { $count } ficha vuestra no está todavía en ningún otro nodo.
       *[other] { $count } fichas vuestras no están todavía en ningún otro nodo.
    }
# $count (Number)
finding-reports =
    { $count ->
        [one] { $count } aviso espera respuesta.
       *[other] { $count } avisos esperan respuesta.
    }
# $count (Number)
finding-reminders =
    { $count ->
        [one] { $count } confirmación caduca pronto.
       *[other] { $count } confirmaciones caducan pronto.
    }

# What to do about it.
finding-do-contested = Una tarjeta de recuperación resuelve qué decisión vale: quien guarda las tarjetas usa una en la máquina de este nodo.
finding-do-locked = Pide a quien lo puso en marcha que entre aquí una vez. Mientras tanto, las socias y socios que entran pueden escribir con sus propias claves.
finding-do-may-not-sign = Mira en Socias y socios quién puede firmar, y pide que admitan una clave de este nodo.
finding-do-damaged = Así empiezan a fallar los discos. Guarda una copia de seguridad en otro, y haz que revisen este.
finding-do-disk-short = Haz sitio, o lleva los datos del nodo a un disco más grande.
finding-do-not-erased = Haz sitio en el disco de este nodo: lo intenta de nuevo cada minuto.
finding-do-clock = Ponlo en hora, o deja que la máquina pregunte la hora: por él caducan las direcciones de los nodos y las confirmaciones.
finding-do-not-running = Ponlo en marcha, y haz que arranque con la máquina.
finding-do-no-recovery-cards = Haz tarjetas y guardadlas en papel, lejos de esta máquina; mejor entre varias socias y socios.
finding-do-nearly-full = Quien lleva el nodo puede darle más espacio en sus ajustes, o elegir que se guarde solo lo de quienes sigues.
finding-do-alone = Comprueba que la máquina está conectada a internet. Si conoces otra cooperativa con un nodo, pídele un enlace de invitación; quien lleva este nodo lo usa para unirse.
finding-do-unreached = Puede que ese nodo esté apagado o que su dirección haya cambiado: pregunta a quien lo lleva. Este lo sigue intentando.
finding-do-copies = Deja este nodo encendido hasta que otro los haya recogido; hasta entonces guarda una copia de seguridad.
finding-do-reports = Quien lleva el nodo los lee y los responde en su máquina.
finding-do-reminders = Mira lo que confirmaste y confírmalo de nuevo si sigue siendo así.
finding-do-unlisted = No hay que hacer nada: van apareciendo.

# What a bar shows, for those who do not see it.
finding-progress = Cambios que están aquí, de los que tiene el otro nodo

# Whether other nodes can reach this one.
reach-yes = Otros nodos pueden llegar a él: uno de otro lugar ha venido aquí desde que está en marcha.
reach-unproved = No se sabe si otros nodos pueden llegar a él: tiene una dirección que vale desde todas partes, pero ningún nodo de otro lugar ha venido desde que está en marcha. Lo que publicas viaja igualmente, por los nodos con los que este se conecta.
reach-nearby = Los nodos de la red local pueden llegar a él. Los de otros lugares, solo si tu router los deja pasar, y eso este nodo no lo puede averiguar por sí mismo. Lo que publicas viaja igualmente, por los nodos con los que este se conecta.
reach-here = Solo pueden llegar a él los nodos de la misma máquina.
reach-no = Nadie puede llegar a él: no escucha en ninguna dirección.
finding-disk-unread = No se ha podido saber cómo está el disco de este nodo.
