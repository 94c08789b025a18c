### What one's own organisation says of itself.

profile-title = O que dizem de vocês
profile-public = Todas as pessoas podem ler isto, em cada nó que o acolha.
profile-place-hint = O município onde estão. Quem procura alguém por perto encontra vocês assim.
profile-country-hint = Em duas letras, como fr ou pt.
profile-exact-hint = Em graus, se querem ser encontrados num ponto exato. Senão, deixem vazio.
profile-contact-hint = Como chegar até vocês, por exemplo um endereço de correio ou um telefone.
profile-languages-hint = Em abreviaturas separadas por vírgulas, como fr, ca, pt-br.
profile-skills-hint = O que sabem fazer, uma coisa por linha, como pão ou consultoria jurídica.
profile-facts = O que as licenças perguntam
profile-facts-about = Algumas licenças permitem mais a quem está organizado de certa maneira. O que disserem aqui responde por vocês quando perguntam se podem reutilizar algo; outros podem confirmar.
profile-history = O que estava aqui antes fica no histórico.
