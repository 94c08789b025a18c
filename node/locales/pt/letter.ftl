### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Olá,
letter-reuse =
    { $who ->
        [person] Gostaria de reutilizar a sua obra “{ $title }”.
       *[we] Gostaríamos de reutilizar a sua obra “{ $title }”.
    }
letter-terms = Ela é oferecida com estas condições: { $licence }.
letter-no-terms = { $who ->
        [person] Não encontro
       *[we] Não encontramos
    } nela nenhuma licença.
letter-kind =
    { $who ->
        [person] Pergunto a título pessoal.
       *[we] Quem somos: { $kind }.
    }
letter-plan = O que se pensa fazer: { $acts }.
letter-in-the-way = O que impede isso, até onde { $who ->
        [person] consigo ver
       *[we] conseguimos ver
    }:
letter-unclear =
    { $who ->
        [person] Poderiam dizer-me como entendem aqui as suas condições, ou dar-me a sua permissão por escrito?
       *[we] Poderiam dizer-nos como entendem aqui as suas condições, ou dar-nos a sua permissão por escrito?
    }
letter-unknown = { $who ->
        [person] Não conheço
       *[we] Não conhecemos
    } estas condições. Concordam com este uso, e o que pedem em troca?
letter-forbidden = A licença exclui este uso, mas vocês podem autorizar mesmo assim. Fariam isso, e com que condições?
letter-ask =
    { $who ->
        [person] Vocês me dariam permissão para este uso, e com que condições?
       *[we] Vocês nos dariam permissão para este uso, e com que condições?
    }
letter-thanks = Agradecemos por compartilharem a sua obra.
letter-about = A obra de que se trata: { $credit }
letter-sign = [O seu nome, e como contactar vocês]
letter-english = A mesma carta em inglês
