### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Bonjour,
letter-reuse =
    { $who ->
        [person] Je souhaiterais réutiliser votre œuvre « { $title } ».
       *[we] Nous souhaiterions réutiliser votre œuvre « { $title } ».
    }
letter-terms = Elle est proposée à ces conditions : { $licence }.
letter-no-terms = { $who ->
        [person] Je n’y trouve
       *[we] Nous n’y trouvons
    } aucune licence.
letter-kind =
    { $who ->
        [person] Je demande à titre personnel.
       *[we] Qui nous sommes : { $kind }.
    }
letter-plan = Ce qui est prévu : { $acts }.
letter-in-the-way = Ce qui s’y oppose, { $who ->
        [person] pour autant que je puisse en juger
       *[we] pour autant que nous puissions en juger
    } :
letter-unclear =
    { $who ->
        [person] Pourriez-vous me dire comment vous comprenez ici vos conditions, ou me donner votre autorisation par écrit ?
       *[we] Pourriez-vous nous dire comment vous comprenez ici vos conditions, ou nous donner votre autorisation par écrit ?
    }
letter-unknown = { $who ->
        [person] Je ne connais pas
       *[we] Nous ne connaissons pas
    } ces conditions. Êtes-vous d’accord avec cet usage, et que demandez-vous en contrepartie ?
letter-forbidden = La licence exclut cet usage, mais vous pouvez tout de même l’autoriser. Le feriez-vous, et à quelles conditions ?
letter-ask =
    { $who ->
        [person] Me donneriez-vous l’autorisation pour cet usage, et à quelles conditions ?
       *[we] Nous donneriez-vous l’autorisation pour cet usage, et à quelles conditions ?
    }
letter-thanks = Merci de partager votre œuvre.
letter-about = L’œuvre dont il s’agit : { $credit }
letter-sign = [Votre nom, et comment vous joindre]
letter-english = La même lettre en anglais
