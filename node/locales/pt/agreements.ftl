### What organisations allow each other.

agreements-title = Acordos
agreements-about = O que organizações se permitem entre si com as suas obras, para além das licenças. Um acordo obriga quando todas as partes aceitaram as mesmas condições.
agreements-made = Acordos feitos
agreements-none = Ainda não chegou nenhum acordo a este nó.
agreements-open = Propostos a você, ou por você
agreements-granted = Permitido com as obras das outras partes, para além das suas licenças:
agreements-each = a cada uma, para tudo
agreements-all-works = É sobre todas as suas obras
agreements-members = Os seus membros ainda têm de aceitar:
agreements-accept = Aceitamos
agreements-in-force = Em vigor
# $day: a day
agreements-in-force-since = Em vigor desde { $day }
agreements-in-force-here = Em vigor; conhecido aqui desde { $day }
agreements-not-yet = Feito; começa em { $day }
agreements-over = Terminado: o seu último dia passou
# $who: names of organisations
agreements-ended-by = Terminado por { $who }
agreements-waits-for = Proposto; à espera de { $who }
agreements-until = Último dia: { $day }

# The form that offers one.
agreements-offer = Propor um acordo
agreements-offer-about = Todas as pessoas podem ler o que você propõe. Não obriga ninguém antes de todas as partes aceitarem; qualquer uma lhe pode pôr fim.
agreements-name = Como se chama
agreements-with = Com quem
agreements-with-hint = Os seus identificadores, os nomes que vocês lhes dão, ou endereços das suas páginas aqui, um por linha.
agreements-allow = O que cada parte pode fazer com as obras das outras
agreements-allow-hint = Para além do que as suas licenças já permitem.
agreements-allow-anything = usá-las para tudo
agreements-allow-commercial = usá-las onde alguém paga
agreements-allow-non-commercial = usá-las onde ninguém paga
agreements-works-hint = Só estas: títulos, identificadores ou endereços, um por linha. Deixe vazio para todas as obras de todas as partes.
agreements-in-return-hint = O que volta em troca, numa frase.
agreements-from = Primeiro dia
agreements-last = Último dia
agreements-send = Propor

done-offered = Está proposto: as outras partes encontram-no entre o que as espera.
done-agreed = Você aceitou.
