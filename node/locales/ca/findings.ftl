### What members find out about their node: what is amiss, what to do about it, and whether others can reach it.

finding-title = Què falla i què cal fer
finding-none = Res: tot va bé, pel que sap aquest node.
# $count (Number): of the journal
finding-damaged =
    { $count ->
        [one] { $count } part del que desa aquest node no s’ha pogut llegir del disc. Altres nodes que la tenen la tornen a donar.
       *[other] { $count } parts del que desa aquest node no s’han pogut llegir del disc. Altres nodes que les tenen les tornen a donar.
    }
# $free: a size, such as 300 MiB
finding-disk-short = Només queden { $free } lliures al disc d’aquest node. Si ja no hi pot escriure, s’atura.
finding-not-erased = El text d’una cosa que es va esborrar encara no s’ha pogut treure del disc.
# $day: a date
finding-clock = El rellotge de la màquina va malament: marca el { $day }.
finding-not-running = El node no està engegat: ni rep ni dona res de nou.
finding-no-recovery-cards = No hi ha cap targeta de recuperació: si es perden les claus, ningú no pot actuar ja per vosaltres.
# $address: of another node
finding-unreached = No s’ha pogut arribar al node de { $address }.
# $count (Number): of our own records
finding-copies =
    { $count ->
        [one] { $count } fitxa vostra encara no és a cap altre node.
       *[other] { $count } fitxes vostres encara no són a cap altre node.
    }
# $count (Number)
finding-reports =
    { $count ->
        [one] { $count } avís espera resposta.
       *[other] { $count } avisos esperen resposta.
    }
# $count (Number)
finding-reminders =
    { $count ->
        [one] { $count } confirmació caduca aviat.
       *[other] { $count } confirmacions caduquen aviat.
    }

# What to do about it.
finding-do-contested = Una targeta de recuperació resol quina decisió val: qui guarda les targetes en fa servir una a la màquina d’aquest node.
finding-do-locked = Demana a qui el va posar en marxa que entri aquí una vegada. Mentrestant, les sòcies i socis que entren poden escriure amb les seves pròpies claus.
finding-do-may-not-sign = Mira a Sòcies i socis qui pot signar, i demana que admetin una clau d’aquest node.
finding-do-damaged = Així comencen a fallar els discos. Desa una còpia de seguretat en un altre, i fes revisar aquest.
finding-do-disk-short = Fes lloc, o porta les dades del node a un disc més gran.
finding-do-not-erased = Fes lloc al disc d’aquest node: ho torna a provar cada minut.
finding-do-clock = Posa’l a l’hora, o deixa que la màquina demani l’hora: segons ell caduquen les adreces dels nodes i les confirmacions.
finding-do-not-running = Engega’l, i fes que arrenqui amb la màquina.
finding-do-no-recovery-cards = Fes targetes i deseu-les en paper, lluny d’aquesta màquina; millor entre diverses sòcies i socis.
finding-do-nearly-full = Qui porta el node li pot donar més espai a la configuració, o triar que només es desi el de qui segueixes.
finding-do-alone = Comprova que la màquina està connectada a internet. Si coneixes una altra cooperativa amb un node, demana-li un enllaç d’invitació; qui porta aquest node el fa servir per unir-s’hi.
finding-do-unreached = Potser aquell node està apagat o la seva adreça ha canviat: pregunta-ho a qui el porta. Aquest ho continua provant.
finding-do-copies = Deixa aquest node engegat fins que un altre els hagi recollit; fins llavors guarda una còpia de seguretat.
finding-do-reports = Qui porta el node els llegeix i els respon a la seva màquina.
finding-do-reminders = Mira el que vas confirmar i torna-ho a confirmar si encara és així.
finding-do-unlisted = No cal fer res: van apareixent.

# What a bar shows, for those who do not see it.
finding-progress = Canvis que són aquí, dels que té l’altre node

# Whether other nodes can reach this one.
reach-yes = Altres nodes hi poden arribar: un d’un altre lloc ha vingut aquí des que està en marxa.
reach-unproved = No se sap si altres nodes hi poden arribar: té una adreça que val des de tot arreu, però cap node d’un altre lloc no ha vingut des que està en marxa. El que publiques viatja igualment, pels nodes amb què aquest es connecta.
reach-nearby = Els nodes de la xarxa local hi poden arribar. Els d’altres llocs, només si el teu encaminador els deixa passar, i això aquest node no ho pot esbrinar tot sol. El que publiques viatja igualment, pels nodes amb què aquest es connecta.
reach-here = Només hi poden arribar els nodes de la mateixa màquina.
reach-no = Ningú no hi pot arribar: no escolta en cap adreça.
finding-disk-unread = No s’ha pogut saber com està el disc d’aquest node.
