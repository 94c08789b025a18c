### Shared knowledge by its sort, what words mean, and how the node is.

knowledge-title = Conocimiento
knowledge-about = Lo que se comparte, por tipos: retos con lo que responde a ellos, buenas prácticas, herramientas, espacios.
knowledge-type = Mostrar
knowledge-nothing = Aquí todavía no hay nada de este tipo.
knowledge-answered-by = Lo que responde a esto

glossary-title = Glosario
glossary-word = Palabra
glossary-look-up = Consultar
glossary-nothing = Aquí nadie dice qué significa esta palabra.
glossary-more = Hay más entradas. Escribe más letras de la palabra.

agent-works = Lo que comparte
agent-facts = Lo que dice de sí misma, y quién lo confirma
agent-confirmed-by = confirmado por
agent-denied-by = negado por
# $value: what they say instead
agent-says-instead = (dice: { $value })
agent-not-said = otras lo dicen, ella no
# $of members, of whom $needed must agree (Numbers)
agent-members =
    { $of ->
        [one] Puede firmar { $of } persona socia
       *[other] Pueden firmar { $of } socias y socios
    }; hace falta el acuerdo de { $needed } para cambiar quién puede firmar, una licencia o quién lleva un recurso, o para borrar.
agent-contested = Hay desacuerdo entre sus socias y socios: congelado.
agent-agreements = Acuerdos en vigor
agent-standing = Hasta dónde confía en ella este nodo:
# $by, $about: names
agent-introduced = { $by } presentó a { $about }

standing-own = este nodo es suyo
standing-followed = seguida: se guarda todo lo suyo
standing-introduced = presentada por alguien en quien confiamos
standing-new = nueva aquí
standing-blocked = bloqueada: no se acepta nada suyo

node-title = Este nodo
node-of-whom = Es el nodo de
node-peers = Nodos conectados
node-known = Otros nodos que conoce
node-changes = Cambios que guarda
node-agents = Organizaciones y personas
node-kept = Espacio ocupado
# $part of $whole: sizes
node-of = { $part } de { $whole }
node-admission = De quién se guarda todo
node-left-out = Organizaciones y personas que han quedado fuera
admission-open = de todo el mundo, mientras haya espacio
admission-introduced = de quienes ha presentado alguien de confianza
admission-followed = solo de quienes se sigue
node-records = Fichas
node-reachable = Dónde lo encuentran otros nodos
node-reachable-about = El nodo escucha en estas direcciones. Las de la red local y las de esta máquina no sirven a los nodos de otros lugares.
node-connections = Conexiones
node-in-step = al día: los dos tienen lo mismo
node-syncing = sincronizando
# $count (Number): how many changes are still to come
node-to-go =
    { $count ->
        [one] falta { $count } cambio
       *[other] faltan { $count } cambios
    }
node-nobodys = Todavía no es de nadie: lee y sincroniza, y no firma nada.
node-locked = Las claves de firma del nodo están bloqueadas: se abren cuando entra quien lo puso en marcha.
node-may-not-sign = Ninguna de las claves de este nodo puede firmar ahora.
node-contested = Hay desacuerdo entre socias y socios: congelado, hasta que lo resuelva una tarjeta de recuperación.
node-nearly-full = Casi no queda espacio: las organizaciones y personas nuevas aquí se reparten lo que queda.
node-alone = No está conectado con ningún otro nodo: lo que se escribe aquí se queda aquí por ahora.
# $count (Number): how many records are not in lists yet
node-unlisted =
    { $count ->
        [one] Aquí hay { $count } ficha que todavía no aparece en las listas ni en la búsqueda.
       *[other] Aquí hay { $count } fichas que todavía no aparecen en las listas ni en la búsqueda.
    }
