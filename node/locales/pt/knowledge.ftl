### Shared knowledge by its sort, what words mean, and how the node is.

knowledge-title = Conhecimento
knowledge-about = O que é compartilhado, por tipo: desafios com o que responde a eles, boas práticas, ferramentas, espaços.
knowledge-type = Mostrar
knowledge-nothing = Ainda não há nada deste tipo aqui.
knowledge-answered-by = O que responde a isto

glossary-title = Glossário
glossary-word = Palavra
glossary-look-up = Consultar
glossary-nothing = Aqui ninguém diz o que esta palavra significa.
glossary-more = Há mais verbetes. Escreva mais letras da palavra.

agent-works = O que compartilha
agent-facts = O que diz de si mesma, e quem confirma
agent-confirmed-by = confirmado por
agent-denied-by = negado por
# $value: what they say instead
agent-says-instead = (diz: { $value })
agent-not-said = outras dizem isso, ela não
# $of members, of whom $needed must agree (Numbers)
agent-members =
    { $of ->
        [one] { $of } membro pode assinar
       *[other] { $of } membros podem assinar
    }; é preciso o acordo de { $needed } para mudar quem pode assinar, uma licença ou quem mantém um recurso, ou para apagar.
agent-contested = Há desacordo entre os seus membros: congelado.
agent-agreements = Acordos em vigor
agent-standing = Até que ponto este nó confia nela:
# $by, $about: names
agent-introduced = { $by } apresentou { $about }

standing-own = somos nós
standing-followed = seguida: tudo o que é dela fica guardado
standing-introduced = apresentada por alguém em quem confiamos
standing-new = nova aqui
standing-blocked = bloqueada: nada dela é aceito

node-title = Este nó
node-of-whom = É o nó de
node-peers = Nós conectados
node-known = Outros nós que ele conhece
node-changes = Mudanças guardadas
node-agents = Organizações e pessoas
node-kept = Espaço ocupado
# $part of $whole: sizes
node-of = { $part } de { $whole }
node-admission = De quem se guarda tudo
node-left-out = Organizações e pessoas que ficaram de fora
admission-open = de todas as organizações e pessoas, enquanto houver espaço
admission-introduced = de quem foi apresentado por alguém de confiança
admission-followed = só de quem é seguido
node-records = Fichas
node-reachable = Onde outros nós o alcançam
node-reachable-about = O nó escuta nestes endereços. Os da rede local e os desta máquina não servem para nós em outros lugares.
node-connections = Conexões
node-in-step = em dia: os dois têm o mesmo
node-syncing = sincronizando
# $count (Number): how many changes are still to come
node-to-go =
    { $count ->
        [one] falta { $count } mudança
       *[other] faltam { $count } mudanças
    }
node-nobodys = Ainda não é de ninguém: lê e sincroniza, e não assina nada.
node-locked = As chaves de assinatura do nó estão bloqueadas: elas se abrem quando entra quem o preparou.
node-may-not-sign = Nenhuma das chaves deste nó pode assinar agora.
node-contested = Há desacordo entre membros: congelado, até que um cartão de recuperação resolva.
node-nearly-full = O espaço está quase no fim: as organizações e pessoas novas aqui dividem o que resta.
node-alone = Não está conectado a nenhum outro nó: o que se escreve aqui fica aqui por enquanto.
# $count (Number): how many records are not in lists yet
node-unlisted =
    { $count ->
        [one] Há aqui { $count } ficha que as listas e a busca ainda não mostram.
       *[other] Há aqui { $count } fichas que as listas e a busca ainda não mostram.
    }
