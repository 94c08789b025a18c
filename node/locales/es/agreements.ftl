### What organisations allow each other.

agreements-title = Acuerdos
agreements-about = Lo que unas organizaciones se permiten entre sí con sus obras, más allá de las licencias. Un acuerdo obliga cuando todas las partes han aceptado las mismas condiciones.
agreements-made = Acuerdos cerrados
agreements-none = Todavía no ha llegado ningún acuerdo a este nodo.
agreements-open = Propuestos a ti, o por ti
agreements-granted = Permitido con las obras de las demás partes, más allá de sus licencias:
agreements-each = a cada una, para todo
agreements-all-works = Es sobre todas sus obras
agreements-members = Tus socias y socios aún tienen que aceptarlo:
agreements-accept = Aceptamos
agreements-in-force = En vigor
# $day: a day
agreements-in-force-since = En vigor desde el { $day }
agreements-in-force-here = En vigor; conocido aquí desde el { $day }
agreements-not-yet = Cerrado; empieza el { $day }
agreements-over = Terminado: su último día ha pasado
# $who: names of organisations
agreements-ended-by = Terminado por { $who }
agreements-waits-for = Propuesto; a la espera de { $who }
agreements-until = Último día: { $day }

# The form that offers one.
agreements-offer = Proponer un acuerdo
agreements-offer-about = Todo el mundo puede leer lo que propones. No obliga a nadie hasta que todas las partes lo aceptan; cualquiera puede ponerle fin.
agreements-name = Cómo se llama
agreements-with = Con quién
agreements-with-hint = Sus identificadores, los nombres que les dais vosotras y vosotros, o direcciones de sus páginas aquí, uno por línea.
agreements-allow = Qué puede hacer cada parte con las obras de las demás
agreements-allow-hint = Más allá de lo que ya permiten sus licencias.
agreements-allow-anything = usarlas para todo
agreements-allow-commercial = usarlas donde alguien paga
agreements-allow-non-commercial = usarlas donde nadie paga
agreements-works-hint = Solo estas: títulos, identificadores o direcciones, uno por línea. Déjalo vacío para todas las obras de todas las partes.
agreements-in-return-hint = Qué se da a cambio, en una frase.
agreements-from = Primer día
agreements-last = Último día
agreements-send = Proponerlo

done-offered = Está propuesto: las demás partes lo encuentran entre lo que tienen pendiente.
done-agreed = Lo has aceptado.
