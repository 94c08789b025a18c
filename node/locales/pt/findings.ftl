### What members find out about their node: what is amiss, what to do about it, and whether others can reach it.

finding-title = O que não está bem, e o que fazer
finding-none = Nada: está tudo bem, pelo que este nó sabe.
finding-disk = O texto de algo que foi apagado ainda não pôde ser retirado do disco.
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
finding-do-disk = Abra espaço no disco deste nó: ele tenta de novo a cada minuto.
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
