### Who signs for the co-op, and what members decide.

members-title = Membros
# $needed of $of (Numbers): how many members must agree
members-must-agree = É preciso o acordo de { $needed } de { $of } para mudar quem pode assinar, uma licença ou quem mantém um recurso, ou para apagar.
# $acts: what is decided so, with commas between
members-by-consent = Por consentimento, de modo que uma objeção aberta bloqueia: { $acts }.
members-contested = Há desacordo entre membros: congelado. Duas decisões têm, cada uma, as assinaturas de que precisam; um cartão de recuperação resolve qual delas vale.
members-asking = Quem pede para ser membro
members-asking-about = Criaram chaves neste nó com um convite. Antes de admitir alguém, tenha a certeza de que sabe de quem vem cada pedido.
members-with-another = Depois de entrar mais alguém, será preciso o acordo de { $needed } de { $of } para tudo isso.
members-proposed = já foi proposto; falta o acordo dos membros
members-take-in = Admitir
members-dismiss = Não, retirar
members-waiting = O que espera o acordo dos membros
members-invite = Convidar alguém para membro
members-invite-about = Quem recebe o link cria as suas próprias chaves neste nó, de um telefone ou de um computador, e pede para ser membro. Depois, você admite aqui essa pessoa.
members-make-link = Criar um link
members-invited = Convites abertos
members-invited-about = Ainda ninguém veio com estes links. Retire um se foi parar a outra pessoa.
# $day: a day
members-invited-until = Um link que vale até { $day }
members-take-back = Retirá-lo

invitation-title = Um convite
invitation-about = Envie este link a uma só pessoa, ou deixe que ela leia o código com o telefone. Vale por uma semana, e para uma pessoa.
invitation-picture = O mesmo link, para ler com o telefone
invitation-only-here = Este link só funciona nesta máquina, porque você abriu esta página pelo endereço local. Para os telefones, quem cuida do nó tem de deixar que ele responda num endereço a que eles cheguem: o guia sobre como cuidar de um nó explica como.
invitation-then = Quando essa pessoa tiver criado as suas chaves, ela aparece em “Membros”, e você a admite.

# A member who is not named. $key: the end of the key
member-unnamed = um membro (chave …{ $key })

# $count of $needed (Numbers): how many members have agreed to something
matter-agreed =
    { $count ->
        [one] { $count } de { $needed } concordou
       *[other] { $count } de { $needed } concordaram
    }
matter-not-heard-from = Falta ouvir:
matter-objection = Objeção de
matter-by-consent = Decide-se por consentimento: uma objeção aberta bloqueia.
matter-because = Motivo:
matter-agree = Concordo
matter-object = Tenho uma objeção
matter-why = Qual é o motivo?
matter-withdraw = Retiro a minha objeção
matter-despite-objections = Li as objeções e, mesmo assim, concordo
matter-nothing = nada
matter-sheet = As regras mudam: leia as duas versões na página destas condições.
matter-members = Mudar quem pode assinar
matter-erase = Apagar para sempre
matter-settle = Resolver qual das decisões vale
# $who: a member
matter-adds = admite { $who }
matter-removes = retira { $who }: o que assinar a partir daí não conta
matter-takes-up = { $who } passa a usar uma chave nova
matter-next-changed = { $who } fixa outra chave como a próxima
# $count (Number): how many must agree from then on
matter-threshold =
    { $count ->
        [one] a partir daí, { $count } tem de concordar
       *[other] a partir daí, { $count } têm de concordar
    }
# $acts: what is decided so, with commas between
matter-to-consent = a partir daí, por consentimento: { $acts }
matter-to-majority = a partir daí, por maioria: { $acts }
matter-cards = cartões de recuperação novos: os antigos não valem nada a partir daí
# $count (Number): changes that would no longer count
matter-leaves-out =
    { $count ->
        [one] { $count } mudança que agora é mostrada deixaria de contar
       *[other] { $count } mudanças que agora são mostradas deixariam de contar
    }
# $title: what is erased
matter-erases = apaga { $title }: todos os nós o eliminam, e nada o traz de volta
# $branch: an id
matter-branch = a decisão que vale é { $branch }
matter-blocked-objection = Bloqueado: decide-se por consentimento, e alguém tem uma objeção.
matter-blocked-decided-since = Bloqueado: desde então foi decidida uma coisa que isto desfaria. Proponha de novo.

# What members decide together.
decision-licence = mudar uma licença
decision-hand-over = passar para outras mãos
decision-rules = mudar quem pode assinar, e as regras
decision-erase = apagar

done-taken-in = Agora já é membro.
done-proposed = Está proposto: falta o acordo de outros membros.
done-dismissed = Já não tem chaves neste nó.
done-approved = Você concordou.
done-objected = A sua objeção fica anotada.
done-taken-back = Está retirado: o link já não deixa entrar ninguém.
matter-agreement = Aceitamos estas condições.
