### Signing in, setting a node up, becoming a member, and one's own passphrase.

sign-in-title = Entrar
# On a button, and in the menu.
sign-in-button = Entrar
sign-out-button = Sair
sign-in-name = O seu nome neste nó
sign-in-name-hint = Tal como o escolheu quando se juntou. Deixe vazio se foi você quem preparou este nó.
sign-in-by-code = Você chegou com o link de quem cuida deste nó. Ele deixa entrar uma só vez.
sign-in-lost = Ninguém pode redefinir uma frase secreta, pois só você a conhece. Quem a perde recebe outro convite de um membro e cria chaves novas.

passphrase = Frase secreta
passphrase-old = A sua frase secreta atual
passphrase-new = Escolha uma frase secreta
passphrase-new-hint = Quatro ou cinco palavras comuns servem bem: fica longa e fácil de lembrar.
passphrase-again = A mesma frase secreta outra vez

set-up-title = Preparar o seu nó
set-up-button = Preparar
set-up-about = Assim se criam as chaves que assinam em seu nome. Elas ficam neste nó, fechadas com a sua frase secreta.
set-up-who = Quem são vocês?
set-up-organisation = Uma organização, por exemplo uma cooperativa
set-up-person = Uma pessoa só
set-up-name = Nome da organização ou da pessoa
set-up-name-hint = Todas as pessoas o veem. Para uma pessoa, basta um nome inventado.
set-up-kind = Que tipo de organização
set-up-kind-hint = Licenças como a Peer Production License perguntam isso.
set-up-kind-unsaid = preferimos não dizer ainda
set-up-member = O seu próprio nome, como membro
set-up-member-hint = Todas as pessoas o veem ao lado da sua chave. Deixe vazio se prefere não ter o nome à vista.
set-up-no-code = Ainda ninguém preparou este nó. Para isso é preciso um link que só quem cuida do nó pode criar: este comando mostra o link, na máquina do nó.

card-title = Escreva isto em papel
card-about = Este é o seu cartão de recuperação. Com ele você volta no dia em que as chaves se perderem ou forem roubadas. Quem o tiver pode assumir tudo em seu nome: guarde-o fora do alcance de outras pessoas, de preferência noutro lugar, talvez numa cooperativa irmã.
card-picture = O mesmo, para ler com o telefone
card-once = Só é mostrado desta vez, e não fica guardado em lugar nenhum. Imprima esta página ou copie as palavras antes de continuar.
card-next = E agora?
card-next-members = Convidar os outros membros
card-next-publish = Publicar alguma coisa

# $name: what the organisation is called
join-title = Tornar-se membro de { $name }
join = Criar as minhas chaves
join-about = Você recebeu um convite para assinar por esta organização. Aqui você cria as suas próprias chaves, fechadas com uma frase secreta que mais ninguém conhece. Quando os membros tiverem aceitado a sua entrada, o que você publicar, reconhecer e decidir levará a sua própria assinatura, e a sua voz contará como mais uma.
join-name = O seu nome neste nó
join-name-hint = Com ele você entra, e os membros sabem quem pede. Basta um nome inventado.
join-unnamed = Não publicar o meu nome: mostrar só a minha chave
join-no-invitation = Este convite já não vale: foi usado, ou tem mais de uma semana. Peça outro a um membro.

operator-title = O que poderia fazer quem cuida deste nó
operator-could = As suas chaves estão neste nó, fechadas com a sua frase secreta, e abrem-se enquanto a sua sessão está aberta. Quem cuida do nó não pode ler as chaves tal como ali estão. Mas poderia mudar o programa para que ele guarde a sua frase secreta quando você a escreve, e depois assinar em seu nome. Se isso é confiança demais, cuide de um nó próprio e torne-se membro a partir dele: assim as suas chaves nunca saem dele.

account-title = Você
account-owner = Você entrou com as chaves do nó: como quem o preparou.
# $name: with what name somebody signed in
account-member = Você entrou como { $name }.
account-may-not-sign = Você ainda não pode assinar pela organização: antes, os membros têm de aceitar a sua entrada. Avise que já se juntou; eles encontram você em “Membros”.
account-passphrase = Mudar a sua frase secreta
account-change = Mudar

# What was done, shown once above the page that follows.
done-joined = As suas chaves estão criadas. Os membros já podem aceitar a sua entrada.
done-passphrase = A sua frase secreta mudou. Nos outros navegadores em que você tinha entrado, a sessão foi fechada.
