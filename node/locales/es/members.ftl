### Who signs for the co-op, and what members decide.

members-title = Socias y socios
# $needed of $of (Numbers): how many members must agree
members-must-agree = Hace falta el acuerdo de { $needed } de { $of } para cambiar quién puede firmar, una licencia o quién lleva un recurso, o para borrar.
# $acts: what is decided so, with commas between
members-by-consent = Por consentimiento, de modo que una objeción abierta bloquea: { $acts }.
members-contested = Hay desacuerdo entre socias y socios: congelado. Dos decisiones tienen, cada una, las firmas que necesitan; una tarjeta de recuperación resuelve cuál vale.
members-asking = Quién pide hacerse socia o socio
members-asking-about = Han creado claves en este nodo con una invitación. Asegúrate de saber de quién viene cada petición antes de admitir a nadie.
members-with-another = En cuanto entre alguien más, hará falta el acuerdo de { $needed } de { $of } para todo eso.
members-proposed = ya se ha propuesto; falta el acuerdo de socias y socios
members-take-in = Admitir
members-dismiss = No, quitar
members-waiting = Lo que espera el acuerdo de socias y socios
members-invite = Invitar a alguien como socia o socio
members-invite-about = Quien recibe el enlace crea sus propias claves en este nodo, desde un teléfono o un ordenador, y pide hacerse socia o socio. Después admites aquí a esa persona.
members-make-link = Crear un enlace
members-invited = Invitaciones abiertas
members-invited-about = Nadie ha venido aún con estos enlaces. Retira uno si ha llegado a quien no debía.
# $day: a day
members-invited-until = Un enlace que vale hasta el { $day }
members-take-back = Retirarlo

invitation-title = Una invitación
invitation-about = Envía este enlace a una sola persona, o deja que escanee el código. Vale durante una semana, y para una persona.
invitation-picture = El mismo enlace, para escanear
invitation-only-here = Este enlace solo funciona en esta máquina, porque has abierto esta página por su dirección local. Para los teléfonos, quien lleva el nodo tiene que dejar que responda en una dirección a la que puedan llegar: la guía sobre cómo llevar un nodo lo explica.
invitation-then = Cuando esa persona haya creado sus claves, la encuentras en «Socias y socios», y la admites.

# A member who is not named. $key: the end of the key
member-unnamed = una persona socia (clave …{ $key })

# $count of $needed (Numbers): how many members have agreed to something
matter-agreed =
    { $count ->
        [one] { $count } de { $needed } ha dado su acuerdo
       *[other] { $count } de { $needed } han dado su acuerdo
    }
matter-not-heard-from = Falta oír a:
matter-objection = Objeción de
matter-by-consent = Se decide por consentimiento: una objeción abierta bloquea.
matter-because = Por qué:
matter-agree = Estoy de acuerdo
matter-object = Tengo una objeción
matter-why = ¿Por qué?
matter-withdraw = Retiro mi objeción
matter-despite-objections = He leído las objeciones y, aun así, estoy de acuerdo
matter-nothing = nada
matter-sheet = Cambian sus reglas: lee las dos versiones en su página.
matter-members = Cambiar quién puede firmar
matter-erase = Borrar para siempre
matter-settle = Resolver cuál de las decisiones vale
# $who: a member
matter-adds = admite a { $who }
matter-removes = da de baja a { $who }: lo que firme a partir de entonces no cuenta
matter-takes-up = { $who } pasa a usar una clave nueva
matter-next-changed = { $who } fija otra clave como la siguiente
# $count (Number): how many must agree from then on
matter-threshold =
    { $count ->
        [one] a partir de entonces, tiene que estar de acuerdo { $count }
       *[other] a partir de entonces, tienen que estar de acuerdo { $count }
    }
# $acts: what is decided so, with commas between
matter-to-consent = a partir de entonces, por consentimiento: { $acts }
matter-to-majority = a partir de entonces, por mayoría: { $acts }
matter-cards = tarjetas de recuperación nuevas: las antiguas no valen nada a partir de entonces
# $count (Number): changes that would no longer count
matter-leaves-out =
    { $count ->
        [one] { $count } cambio que ahora se muestra dejaría de contar
       *[other] { $count } cambios que ahora se muestran dejarían de contar
    }
# $title: what is erased
matter-erases = borra { $title }: todos los nodos lo eliminan, y nada lo recupera
# $branch: an id
matter-branch = la decisión que vale es { $branch }
matter-blocked-objection = Bloqueado: se decide por consentimiento, y alguien tiene una objeción.
matter-blocked-decided-since = Bloqueado: desde entonces se ha decidido algo que esto desharía. Proponlo de nuevo.

# What members decide together.
decision-licence = cambiar una licencia
decision-hand-over = traspasar a otras manos
decision-rules = cambiar quién puede firmar, y las reglas
decision-erase = borrar

done-taken-in = Ya es socia o socio.
done-proposed = Está propuesto: falta el acuerdo de otras socias y socios.
done-dismissed = Ya no tiene claves en este nodo.
done-approved = Has dado tu acuerdo.
done-objected = Tu objeción queda anotada.
done-taken-back = Está retirado: el enlace ya no deja entrar a nadie.
matter-agreement = Aceptamos estas condiciones.
