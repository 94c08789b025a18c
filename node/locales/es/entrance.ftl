### Signing in, setting a node up, becoming a member, and one's own passphrase.

sign-in-title = Entrar
# On a button, and in the menu.
sign-in-button = Entrar
sign-out-button = Salir
sign-in-name = Tu nombre en este nodo
sign-in-name-hint = Tal como lo elegiste al unirte. Déjalo vacío si fuiste tú quien puso en marcha este nodo.
sign-in-by-code = Has llegado con el enlace de quien lleva este nodo. Te deja entrar una sola vez.
sign-in-lost = Nadie puede restablecer una frase de contraseña, porque solo tú la conoces. Quien la pierde recibe otra invitación de una persona socia y crea claves nuevas.

passphrase = Frase de contraseña
passphrase-old = Tu frase de contraseña actual
passphrase-new = Elige una frase de contraseña
passphrase-new-hint = Cuatro o cinco palabras corrientes van bien: es larga y fácil de recordar.
passphrase-again = La misma frase de contraseña otra vez

set-up-title = Poner en marcha tu nodo
set-up-button = Ponerlo en marcha
set-up-about = Así se crean las claves que firman en tu nombre. Se quedan en este nodo, cerradas con tu frase de contraseña.
set-up-who = ¿Quién eres?
set-up-organisation = Una organización, por ejemplo una cooperativa
set-up-person = Una sola persona
set-up-name = Nombre de la organización o de la persona
set-up-name-hint = Lo ve todo el mundo. Para una persona basta un seudónimo.
set-up-kind = Qué tipo de organización
set-up-kind-hint = Lo preguntan licencias como la Peer Production License.
set-up-kind-unsaid = preferimos no decirlo todavía
set-up-member = Tu propio nombre, como socia o socio
set-up-member-hint = Todo el mundo lo ve junto a tu clave. Déjalo vacío si prefieres que no se te nombre.
set-up-no-code = Nadie ha puesto en marcha este nodo todavía. Para eso hace falta un enlace que solo puede crear quien lleva el nodo: este comando lo muestra, en la máquina del nodo.

card-title = Escribe esto en papel
card-about = Esta es tu tarjeta de recuperación. Con ella vuelves el día en que se pierdan las claves o las roben. Quien la tenga puede tomar el control en tu nombre: guárdala fuera del alcance de otras personas, mejor en otro lugar, quizá en una cooperativa hermana.
card-picture = Lo mismo, para escanear
card-once = Solo se muestra esta vez, y no se guarda en ninguna parte. Imprime esta página o copia las palabras antes de seguir.
card-next = Y ahora, ¿qué?
card-next-members = Invitar a las demás socias y socios
card-next-publish = Publicar algo

# $name: what the organisation is called
join-title = Hacerte socia o socio de { $name }
join = Crear mis claves
join-about = Te han invitado a firmar por esta organización. Aquí creas tus propias claves, cerradas con una frase de contraseña que nadie más conoce. Cuando las socias y los socios te hayan admitido, lo que publiques, reconozcas y decidas llevará tu propia firma, y tu voz contará como una más.
join-name = Tu nombre en este nodo
join-name-hint = Con él entras, y las socias y los socios saben quién lo pide. Basta un seudónimo.
join-unnamed = No publicar mi nombre: mostrar solo mi clave
join-no-invitation = Esta invitación ya no vale: se ha usado, o tiene más de una semana. Pide otra a una persona socia.

operator-title = Lo que podría hacer quien lleva este nodo
operator-could = Tus claves están en este nodo, cerradas con tu frase de contraseña, y se abren mientras tienes la sesión abierta. Quien lleva el nodo no puede leerlas tal como están ahí. Pero podría cambiar el programa para que guarde tu frase de contraseña cuando la escribes, y después firmar en tu nombre. Si eso es demasiada confianza, lleva tu propio nodo y hazte socia o socio desde él: así tus claves nunca salen de él.

account-title = Tú
account-owner = Has entrado con las claves del nodo: como quien lo puso en marcha.
# $name: with what name somebody signed in
account-member = Has entrado como { $name }.
account-may-not-sign = Todavía no puedes firmar por la organización: antes tienen que admitirte las socias y los socios. Diles que te has unido; te encuentran en «Socias y socios».
account-passphrase = Cambiar tu frase de contraseña
account-change = Cambiarla

# What was done, shown once above the page that follows.
done-joined = Tus claves están creadas. Las socias y los socios ya pueden admitirte.
done-passphrase = Tu frase de contraseña ha cambiado. En los otros navegadores en los que habías entrado, la sesión se ha cerrado.
