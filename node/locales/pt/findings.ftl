### What members find out about their node: what is amiss, what to do about it, and whether others can reach it.

finding-title = O que não está bem, e o que fazer
finding-none = Nada: está tudo bem, pelo que este nó sabe.
# $count (Number): of the journal
finding-damaged =
    { $count ->
        [one] { $count } parte do que este nó guarda não pôde ser lida do disco. Outros nós que a têm dão-na de novo.
       *[other] { $count } partes do que este nó guarda não puderam ser lidas do disco. Outros nós que as têm dão-nas de novo.
    }
# $free: a size, such as 300 MiB
finding-disk-short = Restam só { $free } livres no disco deste nó. Se já não puder escrever, ele para.
finding-not-erased = O texto de algo que foi apagado ainda não pôde ser retirado do disco.
# $day: a date
finding-clock = O relógio da máquina está errado: marca { $day }.
finding-not-running = O nó não está a funcionar: não recebe nem dá nada de novo.
finding-no-recovery-cards = Não há nenhum cartão de recuperação: se as suas chaves se perderem, já ninguém pode agir por vocês.
# $address: of another node
finding-unreached = Não foi possível chegar ao nó em { $address }.
# $count (Number): of our own records
finding-copies =
    { $count ->
        [one] { $count } registro seu ainda não está em nenhum outro nó.
       *[other] { $count } registros seus ainda não estão em nenhum outro nó.
    }
# $count (Number)
finding-reports =
    { $count ->
        [one] { $count } aviso espera resposta.
       *[other] { $count } avisos esperam resposta.
    }
# $count (Number)
finding-reminders =
    { $count ->
        [one] { $count } confirmação expira em breve.
       *[other] { $count } confirmações expiram em breve.
    }

# What to do about it.
finding-do-contested = Um cartão de recuperação resolve que decisão vale: quem guarda os cartões usa um na máquina deste nó.
finding-do-locked = Peça a quem o preparou que entre aqui uma vez. Enquanto isso, membros que entram podem escrever com as suas próprias chaves.
finding-do-may-not-sign = Veja em Membros quem pode assinar, e peça que admitam uma chave deste nó.
finding-do-damaged = É assim que os discos começam a falhar. Guarde uma cópia de segurança em outro, e mande examinar este.
finding-do-disk-short = Abra espaço, ou leve os dados do nó para um disco maior.
finding-do-not-erased = Abra espaço no disco deste nó: ele tenta de novo a cada minuto.
finding-do-clock = Acerte-o, ou deixe que a máquina pergunte a hora: por ele expiram os endereços dos nós e as confirmações.
finding-do-not-running = Ligue-o, e faça com que arranque com a máquina.
finding-do-no-recovery-cards = Mande fazer cartões e guarde-os em papel, longe desta máquina; de preferência com vários membros.
finding-do-nearly-full = Quem cuida do nó pode dar-lhe mais espaço nas configurações, ou escolher guardar só o de quem você segue.
finding-do-alone = Verifique se a máquina está ligada à internet. Se você conhece outra cooperativa com um nó, peça-lhe um link de convite; quem cuida deste nó entra com ele.
finding-do-unreached = Talvez esse nó esteja desligado, ou o seu endereço tenha mudado: pergunte a quem cuida dele. Este continua a tentar.
finding-do-copies = Deixe este nó ligado até que outro os tenha buscado; até lá, guarde uma cópia de segurança.
finding-do-reports = Quem cuida do nó lê e responde na máquina dele.
finding-do-reminders = Veja o que você confirmou, e confirme de novo se ainda for assim.
finding-do-unlisted = Não é preciso fazer nada: aparecem aos poucos.

# What a bar shows, for those who do not see it.
finding-progress = Mudanças que estão aqui, das que o outro nó tem

# Whether other nodes can reach this one.
reach-yes = Outros nós conseguem alcançá-lo: um de outro lugar veio aqui desde que ele está em funcionamento.
reach-unproved = Não se sabe se outros nós conseguem alcançá-lo: tem um endereço que vale de toda parte, mas nenhum nó de outro lugar veio desde que ele está em funcionamento. O que você publica viaja na mesma, pelos nós a que este se liga.
reach-nearby = Os nós da rede local conseguem alcançá-lo. Os de outros lugares, só se o seu roteador os deixar passar, o que este nó não consegue descobrir sozinho. O que você publica viaja na mesma, pelos nós a que este se liga.
reach-here = Só nós na mesma máquina conseguem alcançá-lo.
reach-no = Ninguém consegue alcançá-lo: não escuta em nenhum endereço.
finding-disk-unread = Não foi possível saber como está o disco deste nó.
